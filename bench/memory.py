"""Memory of the desk, its poller and each worker, while feeds are polled into a big database: in a copy of DB.

The desk is opened on the copy and starts its poller, which polls synthetic feeds from a server on loopback; each round
a fifth of them have something new. `resident` is what the system counts for a process, pages that it shares included;
`own` counts of those its share alone: workers are forked, and share most of what they have loaded.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from bench.copies import given_copy
from bench.keys import surroundings
from bench.processes import Held, below, held
from bench.served import SERVER, Served, addresses
from bench.terminal import Terminal
from store import backups
from store.library import Library
from store.model.words import FeedState

_LOOKS = 0.5
"""Seconds between two looks at the processes."""
_ENOUGH = 300.0
"""Seconds that a round may take at most."""


def main(arguments: list[str]) -> int:
    """Print a line a process."""
    parser = argparse.ArgumentParser(prog="python -m bench memory", description=__doc__)
    parser.add_argument("database", nargs="?", type=Path, metavar="DB", help="stays as it is")
    parser.add_argument("--articles", type=int, default=2_000, help="of the made one, where no DB is named")
    parser.add_argument("--server", type=Path, default=SERVER, help="the server of synthetic feeds")
    parser.add_argument("--feeds", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=8098)
    parser.add_argument("--backup", action="store_true", help="let the day's backup be made meanwhile")
    asked = parser.parse_args(arguments)
    if not asked.server.exists():
        print(f"No server of synthetic feeds at {asked.server}: name one with --server.")
        return 0
    with (
        tempfile.TemporaryDirectory(prefix="standpoint-bench-", dir=_beside(asked.database)) as folder,
        Served(asked.server, asked.feeds, asked.port) as served,
    ):
        path = given_copy(asked.database, asked.articles, Path(folder))
        with Library.open(path, clock=lambda: datetime.now(UTC)) as library:
            before = library.totals().articles
            for feed in library.feeds.list():
                library.feeds.set_state(feed.id, FeedState.PAUSED)
            for url in addresses(asked.server, asked.feeds, asked.port):
                library.feeds.add(url)
        for kept in path.parent.glob("copy-schema*"):
            kept.unlink()  # what bringing it up to date kept: nobody wants it back
        if not asked.backup:
            _as_backed_up(path)
        most, rounds = _watched(path, Path(folder), asked, served)
        with Library.open(path, clock=lambda: datetime.now(UTC), mode="read") as library:
            print(f"{before:,} articles, {asked.feeds} feeds, {rounds} rounds, then {library.totals().articles:,}")
    print(f"{'MiB':<24} resident    most     own")
    for name, one in most.items():
        print(f"{name:<24} {one.resident:8.0f} {one.most:7.0f} {one.own:7.0f}")
    return 0


def _beside(database: Path | None) -> Path | None:
    """A copy of a big one belongs on the disk that has room for the original."""
    return database.parent if database else None


def _as_backed_up(path: Path) -> None:
    """Let the day's backup seem made: the copy of a copy would take as much room again."""
    folder = backups.folder_of(path)
    folder.mkdir()
    (folder / f"{path.stem}-{datetime.now(UTC).date()}{path.suffix}").touch()


def _watched(path: Path, folder: Path, asked: argparse.Namespace, served: Served) -> tuple[dict[str, Held], int]:
    """The most that each process held, over all rounds."""
    environ = {
        **surroundings(folder),
        "STANDPOINT_NETWORK_ALLOW_HOSTS": f"127.0.0.0/8:{asked.port}",
        "STANDPOINT_FEEDS_FULL_TEXT": "false",
    }
    seen: dict[str, dict[int, Held]] = defaultdict(dict)
    with Terminal([sys.executable, "-m", "tui", "--db", str(path)], environ, columns=120, lines=36) as terminal:
        terminal.shown("Changed positions", _ENOUGH)
        for turn in range(asked.rounds):
            if turn:
                served.next_round()
                with Library.open(path, clock=lambda: datetime.now(UTC)) as library:
                    library.feeds.make_due()
            _until_polled(path, terminal, seen)
    return _most(seen), asked.rounds


def _until_polled(path: Path, terminal: Terminal, seen: dict[str, dict[int, Held]]) -> None:
    """Look at the processes until nothing is due any more."""
    ends = time.monotonic() + _ENOUGH
    with Library.open(path, clock=lambda: datetime.now(UTC), mode="read") as library:
        quiet = 0
        while quiet < 3 and time.monotonic() < ends:
            terminal.rest(_LOOKS)
            _look(terminal.pid, seen)
            now = datetime.now(UTC)
            due = any(f.state is FeedState.ACTIVE and f.next_due and f.next_due <= now for f in library.feeds.list())
            quiet = 0 if due else quiet + 1


def _look(pid: int, seen: dict[str, dict[int, Held]]) -> None:
    for one, module in {pid: "desk", **below(pid)}.items():
        now = held(one)
        if now is None:
            continue
        name = {"tui": "poller", "feeds.template": "worker"}.get(module, module)
        before = seen[name].get(one, now)
        seen[name][one] = Held(*(max(pair) for pair in zip(before, now, strict=True)))


def _most(seen: dict[str, dict[int, Held]]) -> dict[str, Held]:
    """By name; of several of a name each, the smallest process number, which the others were forked from, first."""
    found = {}
    for name, processes in seen.items():
        for number, pid in enumerate(sorted(processes), start=1):
            found[name if len(processes) == 1 else f"{name} {number}"] = processes[pid]
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
