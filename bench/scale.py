"""What a ten times larger store costs: each pane's question, the insert of one poll, and the start, as ratios.

By turns on both databases in one run. The polls are kept in them: name copies.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench import insert, queries
from bench.generate import generate
from bench.keys import surroundings
from bench.made_rows import END
from bench.terminal import Terminal
from store.library import Library
from tui.panes.pane import PAGE

_LEAST = 0.5
"""Milliseconds below which a question costs nothing, however many times as much it takes."""


class Pair(NamedTuple):
    """The same figure of the smaller and the larger store, in milliseconds."""

    name: str
    small: float
    large: float

    @property
    def ratio(self) -> float:
        """How many times as much the larger one takes."""
        return self.large / max(self.small, _LEAST)


def main(arguments: list[str]) -> int:
    """Print a line a figure, and the worst of each group at the end."""
    parser = argparse.ArgumentParser(prog="python -m bench scale", description=__doc__)
    parser.add_argument("small", nargs="?", type=Path, metavar="DB", help="100,000 articles, say")
    parser.add_argument("large", nargs="?", type=Path, metavar="DB", help="1,000,000")
    parser.add_argument("-n", type=int, default=15, help="turns of each question (default: %(default)s)")
    parser.add_argument("--polls", type=int, default=5, help="polls and starts of each (default: %(default)s)")
    parser.add_argument("--entries", type=int, default=30, help="new ones of a poll (default: %(default)s)")
    asked = parser.parse_args(arguments)
    with _databases(asked.small, asked.large) as paths:
        counts = [_articles(path) for path in paths]
        print(f"{counts[0]:,} and {counts[1]:,} articles           small    large   ratio")
        panes, by_cpu = zip(*_panes(paths, asked.n), strict=True)
        _print("p95 of each pane's question, ms", panes)
        _print("the same, of processor time, ms", by_cpu)
        starts = list(_starts(paths, asked.polls))
        _print("start to the first rows, ms", starts)
        polls = list(_polls(paths, asked.entries, asked.polls))
        _print(f"a poll of {asked.entries} new entries stored, ms", polls)
        worst = max(panes, key=lambda pair: pair.ratio)
        used = max(by_cpu, key=lambda pair: pair.ratio)
        print(
            f"times as much: pane {worst.ratio:.2f} at worst ({worst.name}; of CPU {used.ratio:.2f}, {used.name}), ",
            end="",
        )
        print(f"start {starts[0].ratio:.2f} (of CPU {starts[1].ratio:.2f}), ", end="")
        print(f"poll {polls[0].ratio:.2f} (of CPU {polls[1].ratio:.2f})")
    return 0


def _panes(paths: Sequence[Path], turns: int) -> Iterator[tuple[Pair, Pair]]:
    """On the clock, and of processor time."""
    with (
        Library.open(paths[0], clock=lambda: END, mode="read") as one,
        Library.open(paths[1], clock=lambda: END, mode="read") as other,
    ):
        both = [queries.Questions(library).panes() for library in (one, other)]
        for name in both[0]:
            small, large = (queries.measured(name, group[name], turns) for group in both)
            yield Pair(name, small.p95, large.p95), Pair(name, small.cpu95, large.cpu95)


def _starts(paths: Sequence[Path], turns: int) -> Iterator[Pair]:
    taken: list[list[tuple[float, float]]] = [[], []]
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-") as folder:
        environ = surroundings(Path(folder))
        for turn in range(turns + 1):
            for path, times in zip(paths, taken, strict=True):
                command = [sys.executable, "-m", "tui", "--db", str(path), "--offline"]
                with Terminal(command, environ) as terminal:
                    one = terminal.shown(f"{PAGE}+", 120), terminal.processor()
                if turn:  # the first round warms the file cache
                    times.append(one)
    for place, name in enumerate(("on the clock", "of CPU")):
        yield Pair(name, *(1000 * statistics.median(one[place] for one in times) for times in taken))


def _polls(paths: Sequence[Path], entries: int, turns: int) -> Iterator[Pair]:
    taken = [insert.measured(path, entries, turns) for path in paths]
    for place, name in enumerate(("on the clock", "of CPU")):
        yield Pair(name, *(1000 * statistics.median(one[place] for one in times) for times in taken))


def _print(title: str, pairs: Sequence[Pair]) -> None:
    print(title)
    for one in pairs:
        print(f"  {one.name:<34} {one.small:8.1f} {one.large:8.1f} {one.ratio:7.2f}", flush=True)


def _articles(path: Path) -> int:
    # Opened for writing, too: an older file is brought up to date before anything is measured.
    with Library.open(path, clock=lambda: END) as library:
        return library.totals().articles


@contextmanager
def _databases(small: Path | None, large: Path | None) -> Iterator[list[Path]]:
    if small and large:
        yield [small, large]
        return
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-") as folder:
        made = [Path(folder) / "small.db", Path(folder) / "large.db"]
        for path, articles in zip(made, (2_000, 20_000), strict=True):
            generate(path, articles)
        yield made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
