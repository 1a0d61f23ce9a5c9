"""First frame of the desk with the seed corpus, beside a bare Textual app with one DataTable."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.bare import SHOWN
from bench.terminal import Terminal
from store.model.words import FeedState
from tui.paths import Paths
from tui.wiring import Choices, Wiring

SEED_TITLE = "Pakistan offers troops"
"""The beginning of a seed's title: once it is on screen, the desk shows the corpus."""


def main(arguments: list[str]) -> int:
    """Measure and print; nothing is written outside a temporary folder, and no feed is asked."""
    parser = argparse.ArgumentParser(prog="python -m bench startup", description=__doc__)
    parser.add_argument("-n", type=int, default=9, help="runs of each (default: %(default)s)")
    count = parser.parse_args(arguments).n
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-") as folder:
        environ, database = _prepared(Path(folder))
        desk = [sys.executable, "-m", "tui", "--db", str(database)]
        runs: dict[str, Callable[[], float]] = {
            "bare app": lambda: _seconds([sys.executable, "-m", "bench.bare"], environ, SHOWN),
            "desk, frame": lambda: _seconds([*desk, "--offline"], environ, "Changed positions"),
            "desk, seeds shown": lambda: _seconds([*desk, "--offline"], environ, SEED_TITLE),
            "desk with its poller": lambda: _seconds(desk, environ, SEED_TITLE),
        }
        taken: dict[str, list[float]] = {name: [] for name in runs}
        for turn in range(count + 1):
            for name, run in runs.items():
                seconds = run()
                if turn:  # the first round warms the file cache
                    taken[name].append(seconds)
    yardstick = statistics.median(taken["bare app"])
    print(f"{'median of ' + str(count):<22} seconds   least    most   ratio")
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        print(f"{name:<22} {median:7.3f} {min(seconds):7.3f} {max(seconds):7.3f} {median / yardstick:7.2f}")
    return 0


def _seconds(command: list[str], environ: Mapping[str, str], text: str) -> float:
    with Terminal(command, environ) as terminal:
        return terminal.shown(text)


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
    return {**kept, "HOME": str(folder)}, database


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
