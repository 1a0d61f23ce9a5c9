"""What storing one poll costs, and whether it grows with the store: `python -m bench insert [DB…]`."""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bench.generate import generate
from bench.made_polls import Polls
from bench.made_rows import END
from store.library import Library

TURNS = 5


def measured(path: Path, entries: int, turns: int) -> list[tuple[float, float]]:
    """(seconds, seconds of CPU) of each poll after the first, which warms the cache. The database keeps them."""
    taken = []
    with Library.open(path, clock=lambda: END) as library:
        feed = library.feeds.list()[0].id
        polls = Polls(library, int(time.time()))
        now = _last(library) + timedelta(hours=1)
        for turn in range(turns + 1):
            result = polls.result(feed, entries, now + timedelta(minutes=turn))
            wall, cpu = time.perf_counter(), time.process_time()
            library.feeds.commit_poll(result)
            if turn:
                taken.append((time.perf_counter() - wall, time.process_time() - cpu))
    return taken


def _last(library: Library) -> datetime:
    log = library.feeds.log(limit=1)
    return max(END, log[0].at) if log else END


def profiled(path: Path, feeds: int, entries: int) -> None:
    """Print where the time goes while so many feeds' polls are stored one after the other."""
    with Library.open(path, clock=lambda: END) as library:
        known = [feed.id for feed in library.feeds.list()]
        polls = Polls(library, int(time.time()))
        now = _last(library) + timedelta(hours=1)
        results = [polls.result(known[number % len(known)], entries, now) for number in range(feeds)]
        profile = cProfile.Profile()
        wall, cpu = time.perf_counter(), time.process_time()
        profile.enable()
        for result in results:
            library.feeds.commit_poll(result)
        profile.disable()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{feeds} polls of {entries} entries: {wall:.1f} s, {cpu:.1f} s of CPU, the profiler's share included")
    pstats.Stats(profile).sort_stats("tottime").print_stats(18)


@contextmanager
def databases(named: list[Path]) -> Iterator[list[Path]]:
    """Those that are named; else a small one and one ten times larger, which go again."""
    if named:
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-") as folder:
        made = [Path(folder) / "small.db", Path(folder) / "large.db"]
        for path, articles in zip(made, (1_000, 10_000), strict=True):
            generate(path, articles)
        yield made


def main(arguments: list[str]) -> int:
    """Print a line for each database and the ratio to the first."""
    parser = argparse.ArgumentParser(prog="python -m bench insert", description=__doc__)
    parser.add_argument("databases", nargs="*", type=Path, metavar="DB", help="each keeps the polls: name copies")
    parser.add_argument("--entries", type=int, default=300, help="of a poll (default: %(default)s)")
    parser.add_argument("-n", type=int, default=TURNS, help="polls (default: %(default)s)")
    parser.add_argument("--profile", type=int, metavar="FEEDS", help="profile the polls of so many feeds instead")
    asked = parser.parse_args(arguments)
    with databases(asked.databases) as paths:
        if asked.profile:
            profiled(paths[-1], asked.profile, asked.entries)
            return 0
        first = None
        print(f"{'a poll of ' + str(asked.entries) + ' new entries':<34} articles  seconds    CPU   ratio")
        for path in paths:
            taken = measured(path, asked.entries, asked.n)
            wall, cpu = (statistics.median(column) for column in zip(*taken, strict=True))
            first = first or wall
            with Library.open(path, clock=lambda: END, mode="read") as library:
                articles = library.totals().articles
            print(f"{path.name:<34} {articles:8,} {wall:8.3f} {cpu:6.3f} {wall / first:7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
