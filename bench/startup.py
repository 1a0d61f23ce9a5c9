"""First frame of the desk, with the seed corpus and with a large database, beside a bare Textual app with one DataTable
and beside newsboat with the same articles in its cache: `python -m bench startup [DB]`."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from bench.bare import SHOWN
from bench.made_rows import END
from bench.newsboat import cached
from bench.terminal import Terminal
from store.library import Library
from store.model.words import FeedState
from tui.panes.pane import PAGE
from tui.paths import Paths
from tui.wiring import Choices, Wiring

SEED_TITLE = "Pakistan offers troops"
"""The beginning of a seed's title: once it is on screen, the desk shows the corpus."""
_FIRST_ROW = f"{PAGE}+"
"""Stands in a pane's frame once it shows its first page of many."""
_RATIOS = (
    ("large, rows shown", "newsboat, its feeds"),
    ("large, rows shown", "desk, seeds shown"),
)
"""What the bars speak of beside the bare app: newsboat, and what a larger store costs."""


class Taken(NamedTuple):
    """Seconds on the clock and of processor time until something was shown."""

    wall: float
    cpu: float


def main(arguments: list[str]) -> int:
    """Measure and print; nothing is written outside a temporary folder, and no feed is asked."""
    parser = argparse.ArgumentParser(prog="python -m bench startup", description=__doc__)
    parser.add_argument(
        "database", nargs="?", type=Path, metavar="DB", help="a large one, to be opened too; it is brought up to date"
    )
    parser.add_argument("-n", type=int, default=9, help="runs of each (default: %(default)s)")
    asked = parser.parse_args(arguments)
    count: int = asked.n
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-") as folder:
        environ, database = _prepared(Path(folder))
        desk = [sys.executable, "-m", "tui", "--db", str(database)]
        runs: dict[str, Callable[[], Taken]] = {
            "bare app": lambda: _seconds([sys.executable, "-m", "bench.bare"], environ, SHOWN),
            "desk, frame": lambda: _seconds([*desk, "--offline"], environ, "Changed positions"),
            "desk, seeds shown": lambda: _seconds([*desk, "--offline"], environ, SEED_TITLE),
            "desk with its poller": lambda: _seconds(desk, environ, SEED_TITLE),
        }
        peer = None
        if asked.database:
            large = [sys.executable, "-m", "tui", "--db", str(asked.database), "--offline"]
            runs["large, frame"] = lambda: _seconds(large, environ, "Changed positions")
            runs["large, rows shown"] = lambda: _seconds(large, environ, _FIRST_ROW)
            with Library.open(asked.database, clock=lambda: END) as library:
                peer = cached(Path(folder) / "newsboat", library)
            if peer is None:
                print("newsboat is not installed: left out.")
            else:
                print(f"newsboat's cache holds the same {peer.articles:,} articles, written into its tables.")
                runs["newsboat, its feeds"] = lambda: _seconds(peer.command, peer.environ, peer.shows)
        taken: dict[str, list[Taken]] = {name: [] for name in runs}
        for turn in range(count + 1):
            for name, run in runs.items():
                one = run()
                if turn:  # the first round warms the file cache
                    taken[name].append(one)
    bare = _medians(taken["bare app"])
    print(f"{'median of ' + str(count):<22} seconds   least    most   ratio     CPU   ratio")
    for name, seconds in taken.items():
        wall, cpu = _medians(seconds)
        least, most = min(one.wall for one in seconds), max(one.wall for one in seconds)
        print(
            f"{name:<22} {wall:7.3f} {least:7.3f} {most:7.3f} {wall / bare.wall:7.2f} {cpu:7.3f} {cpu / bare.cpu:7.2f}"
        )
    for name, other in _RATIOS:
        if name in taken and other in taken:
            ours, theirs = _medians(taken[name]), _medians(taken[other])
            print(f"{name} / {other}: {ours.wall / theirs.wall:.2f} on the clock, {ours.cpu / theirs.cpu:.2f} of CPU")
    return 0


def _medians(taken: list[Taken]) -> Taken:
    return Taken(statistics.median(one.wall for one in taken), statistics.median(one.cpu for one in taken))


def _seconds(command: list[str], environ: Mapping[str, str], text: str) -> Taken:
    with Terminal(command, environ) as terminal:
        wall = terminal.shown(text)
        return Taken(wall, terminal.processor())


def _prepared(folder: Path) -> tuple[dict[str, str], Path]:
    """An environment that knows no other files, and a database as the first start leaves it, its feeds paused."""
    database = folder / "standpoint.db"
    places = Paths(folder / "settings.toml", folder / "watchlist.toml", database, folder / "standpoint.log")
    wiring = Wiring(Choices(), {}, places=places)
    with wiring.library() as library:
        wiring.first_start(library)
        for feed in library.feeds.list():
            library.feeds.set_state(feed.id, FeedState.PAUSED)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STANDPOINT_", "XDG_"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    # Compiled once, in the round that warms up, as an installer does: of the frameworks and of our own modules alike.
    return {**kept, "HOME": str(folder), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}, database


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
