"""From a key to the painted frame, on every pane and screen, while articles come in: `python -m bench keys [DB]`.

With `--polling` they come as they do in life: the desk's own poller asks 500 loopback feeds that it never asked before,
reads them in its workers and stores them, in a copy of the database that is made anew for each place.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pyte

from bench.generate import generate
from bench.polled import SERVER, polled
from bench.terminal import NotShown, Terminal

COLUMNS, LINES = 120, 36
GAP = 0.12
"""Seconds between two keys, a fifth more or less: a hand that holds j down repeats thirty times a second, one that
reads presses less."""
_POLLER_STARTS = 20.0
"""Seconds that the poller has to bring its first feed before the first key is pressed."""
ESCAPE, ENTER, DOWN, UP, TAB, BACKSPACE = "\x1b", "\r", "j", "k", "\t", "\x7f"
PATIENCE = 2.0
"""Seconds until a key that changed nothing is called lost."""
_PROGRESS = re.compile(r"polling \S+ (\d+/\d+)")
_PRIVATE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]")


class Where(NamedTuple):
    """A place, the keys that lead there from the desk, what shows that one has come, and two keys that move there."""

    name: str
    way: tuple[str, ...]
    shows: str
    there: str = DOWN
    back: str = UP
    far: bool = False
    """Whether there is a long way there: two steps forward and one back, over the ends of pages. Elsewhere a step there
    and one back, so that every key has something to change."""


PLACES = (
    Where("actors pane", ("1",), "Actors"),
    Where("statements pane", ("2",), "Recent statements", far=True),
    Where("changes pane", ("3",), "Changed positions", far=True),
    Where("stories pane", ("4",), "Stories", far=True),
    Where("from pane to pane", (), "Stories", "4", "2"),
    Where("actor", ("1", ENTER), "Actor", TAB, TAB),
    Where("issue", ("3", "i"), "Issue", TAB, TAB),
    Where("statement", ("2", ENTER), "Statement", TAB, TAB),
    Where("change", ("3", ENTER), "Change", TAB, TAB),
    Where("article", ("4", ENTER), "Article"),
    Where("article: marks", ("4", ENTER), "Article", "n", "N"),
    Where("matrix", ("x",), "Matrix", "l", "h"),
    Where("feeds", ("f",), "Feeds", far=True),
    Where("review queue", ("v",), "Review", far=True),
    Where("search: typing", ("/",), "Search", "a", BACKSPACE),
)


class Felt(NamedTuple):
    """What the keys of one place took, in milliseconds, and how many were never answered."""

    name: str
    taken: list[float]
    lost: int
    memory: int
    """MiB that the desk held at the end."""
    cpu: float = float("nan")
    """Milliseconds of the desk's processor time for a key, all that it does meanwhile included."""
    polling: str = ""
    """How far the poller was at the first key and at the last, as the status line told."""

    def at(self, share: float) -> float:
        """The time that this share of the keys took at most."""
        ordered = sorted(self.taken)
        return ordered[min(len(ordered) - 1, round((len(ordered) - 1) * share))] if ordered else float("nan")


def felt(command: Sequence[str], environ: Mapping[str, str], place: Where, count: int, *, polls: float = 0.0) -> Felt:
    """Go to a place and press its two keys in turn, each a moment after the one before it was answered.

    The poller has so many seconds to get its first answers before; 0: there is none.
    """
    hand = random.Random(place.name)
    with Terminal(command, environ, columns=COLUMNS, lines=LINES) as terminal:
        terminal.shown("Changed positions", 60)
        terminal.rest(3.0)
        for key in place.way:
            terminal.press(key)
            terminal.rest(1.5)
        if place.shows not in terminal.plain():
            raise NotShown(f"{place.name} did not come up")
        seen = _Seen(terminal)
        seen.catch_up()
        begun = seen.progress(until=polls)
        taken, lost = [], 0
        before = terminal.processor()
        for turn in range(count):
            goes_back = turn % 3 == 2 if place.far else turn % 2
            seen.catch_up()
            answered = seen.changed_after(terminal.press(place.back if goes_back else place.there))
            if answered is None:
                lost += 1
            else:
                taken.append(1000 * answered)
            terminal.rest(GAP * (0.8 + 0.4 * hand.random()))
        cpu = 1000 * (terminal.processor() - before) / count
        memory = terminal.memory()
        ended = seen.progress()
    return Felt(place.name, taken, lost, memory, cpu, f"{begun} to {ended}" if begun or ended else "")


class _Seen:
    """What stands on a terminal's screen."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self._taken = 0

    def catch_up(self) -> None:
        """Take in all that was written."""
        for _, chunk in self._terminal.chunks[self._taken :]:
            self._stream.feed(_PRIVATE.sub(b"", chunk))
        self._taken = len(self._terminal.chunks)

    def progress(self, *, until: float = 0.0) -> str:
        """How far the poller is, by the status line; empty where it rests. Waits so many seconds for the first feed."""
        end = time.perf_counter() + until
        while True:
            self.catch_up()
            found = _PROGRESS.search(self._screen.display[0])
            told = found[1] if found else ""
            if (told and not told.startswith("0/")) or time.perf_counter() > end:
                return told
            self._terminal.rest(0.1)

    def changed_after(self, moment: float) -> float | None:
        """Seconds from a moment until the screen looked different, the status line aside; None where it never did."""
        before = _looks(self._screen)
        while time.perf_counter() < moment + PATIENCE:
            self._terminal.rest(0.02, first=True)
            for came, chunk in self._terminal.chunks[self._taken :]:
                self._taken += 1
                self._stream.feed(_PRIVATE.sub(b"", chunk))
                if _looks(self._screen) != before:
                    return came - moment
        return None


def _looks(screen: pyte.Screen) -> list[tuple[object, ...]]:
    return [
        tuple((screen.buffer[y][x].data, screen.buffer[y][x].bg, screen.buffer[y][x].reverse) for x in range(COLUMNS))
        for y in range(1, LINES)
    ]


@contextmanager
def inserting(database: Path, every: float, entries: int) -> Iterator[None]:
    """Another process stores a poll of so many entries every so many seconds; none for 0 seconds."""
    if not every:
        yield
        return
    command = [sys.executable, "-m", "bench.made_polls", str(database), "--seconds", "36000"]
    process = subprocess.Popen([*command, "--every", str(every), "--entries", str(entries)])
    try:
        time.sleep(2.0)
        yield
    finally:
        process.terminate()
        process.wait()


def surroundings(folder: Path) -> dict[str, str]:
    """An environment that knows no other files of the user's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STANDPOINT_", "XDG_"))}
    return {**kept, "HOME": str(folder)}


@contextmanager
def given(database: Path | None, articles: int) -> Iterator[tuple[Path, dict[str, str]]]:
    """A database (a made one where none is named) and the environment to use it in."""
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-") as folder:
        path = database or Path(folder) / "made.db"
        if database is None:
            generate(path, articles)
        yield path, surroundings(Path(folder))


def main(arguments: list[str]) -> int:
    """Print a table, a line a place."""
    parser = argparse.ArgumentParser(prog="python -m bench keys", description=__doc__)
    parser.add_argument("database", nargs="?", type=Path, metavar="DB", help="keeps what is inserted: name a copy")
    parser.add_argument("-n", type=int, default=30, help="keys at each place (default: %(default)s)")
    parser.add_argument("--articles", type=int, default=2_000, help="of the made one, where no DB is named")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between polls that come in; 0 for none")
    parser.add_argument("--entries", type=int, default=5, help="of each such poll (default: %(default)s)")
    parser.add_argument("--online", action="store_true", help="let the desk start its poller, too")
    parser.add_argument("--only", default="", help="places whose name holds these words")
    parser.add_argument("--polling", action="store_true", help="the desk's own poller asks loopback feeds meanwhile")
    parser.add_argument("--feeds", type=int, default=500, help="that are served for --polling (default: %(default)s)")
    parser.add_argument("--server", type=Path, default=SERVER, help="the server of synthetic feeds, for --polling")
    parser.add_argument("--port", type=int, default=8095, help="where it serves them (default: %(default)s)")
    asked = parser.parse_args(arguments)
    if asked.polling and not asked.server.exists():
        print(f"No server of synthetic feeds at {asked.server}: name one with --server.")
        return 0
    with given(asked.database, asked.articles) as (path, environ):
        if asked.polling:
            with polled(path, environ, asked.server, asked.feeds, asked.port) as beside:
                _measure(asked, lambda: (_desk(beside.fresh()), beside.environ))
        else:
            with inserting(path, asked.every, asked.entries):
                command = _desk(path) if asked.online else [*_desk(path), "--offline"]
                _measure(asked, lambda: (command, environ))
    return 0


def _desk(database: Path) -> list[str]:
    return [sys.executable, "-m", "tui", "--db", str(database)]


def _measure(asked: argparse.Namespace, desk: Callable[[], tuple[Sequence[str], Mapping[str, str]]]) -> None:
    """Go to every place that is wanted with a desk of its own, and print what was felt."""
    print(f"{'milliseconds, ' + str(asked.n) + ' keys each':<28} p50    p95    p99    max   lost   MiB   CPU")
    every: list[float] = []
    for place in PLACES:
        if asked.only not in place.name:
            continue
        command, environ = desk()
        try:
            one = felt(command, environ, place, asked.n, polls=_POLLER_STARTS if asked.polling else 0.0)
        except NotShown as error:
            print(f"{place.name:<24} {str(error).splitlines()[0]}", flush=True)
            continue
        every += one.taken
        _line(one)
    _line(Felt("all", every, 0, 0))


def _line(one: Felt) -> None:
    figures = " ".join(f"{one.at(share):6.0f}" for share in (0.5, 0.95, 0.99, 1.0))
    told = f"  polling: {one.polling}" if one.polling else ""
    print(f"{one.name:<24} {figures} {one.lost or '':>6} {one.memory or '':>5} {one.cpu:5.0f}{told}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
