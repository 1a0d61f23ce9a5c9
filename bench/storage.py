"""Four ways to lose a database, tried over and over: kills while polling and migrating, full disks, wrong clocks.

`python -m bench storage [--rounds N] [--seed N]` (50 rounds where none are given). Each round asserts that SQLite finds
no damage, that nothing which was reported stored is gone, and that nothing is there twice.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.fulldisk import room_for
from store import opening
from store.db import connect
from store.library import Library
from store.model.polling import Arrival, Entry, PollResult
from store.model.rows import Query
from store.model.words import PollStatus, Verdict
from store.opening import VERSION
from store.sqlite import sqlite3

NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)
FEEDS = 40
_ENTRIES = 5
"""New entries of each answer."""


@dataclass
class Press:
    """A server that has something new to say at every request."""

    port: int = 0
    served: int = 0
    turn: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str) -> bytes:
        """A feed with entries that nobody has had before."""
        with self.turn:
            first, self.served = self.served, self.served + _ENTRIES
        items = "".join(
            f"<item><guid>urn:{path}:{n}</guid><link>https://news.example/{n}</link><title>Report {n}</title>"
            f"<description>What report {n} says in words of its own, {'more and more ' * 20}.</description></item>"
            for n in range(first, first + _ENTRIES)
        )
        return f'<rss version="2.0"><channel><title>{path}</title>{items}</channel></rss>'.encode()


@contextmanager
def press() -> Iterator[Press]:
    """Serve on a free port of loopback."""
    state = Press()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the handler's own name
            body = state.answer(self.path)
            with contextlib.suppress(ConnectionError):
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its signature
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_port
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def sound(path: Path) -> set[str]:
    """Assert that a database is whole and holds nothing twice; the addresses of its articles."""
    with Library.open(path, clock=lambda: NOW) as library:
        wrong = [f"{f.what}: {f.detail}" for f in library.doctor() if f.level == "error"]
        assert not wrong, wrong
        urls = [row.url for row in library.articles.rows(Query(limit=0))]
    assert len(urls) == len(set(urls)), "an article is there twice"
    return set(urls)


def killed_polling(folder: Path, rounds: int, rng: random.Random) -> int:
    """Kill the poller at random moments; how many of them found it in the middle of polling."""
    path, reported, caught = folder / "s.db", 0, 0
    with press() as server:
        environ = {
            **os.environ,
            "HOME": str(folder),
            "STANDPOINT_POLL_WORKERS": "1",
            "STANDPOINT_NETWORK_ALLOW_HOSTS": f"127.0.0.1:{server.port}",
            "STANDPOINT_NETWORK_PER_HOST": "8",
            "STANDPOINT_NETWORK_HOST_GAP": "0",
        }
        command = [sys.executable, "-m", "tui", "--db", str(path), "poll", "--once", "--all", "--json"]
        with Library.open(path, clock=lambda: NOW) as library:
            for number in range(FEEDS):
                library.feeds.add(f"http://127.0.0.1:{server.port}/{number}")
        for _ in range(rounds):
            run = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            new = _polled(run, rng.randrange(FEEDS), rng.uniform(0.0, 0.05))
            caught += 0 < new < FEEDS * _ENTRIES
            reported += new
            stored = sound(path)
            assert len(stored) >= reported, f"{reported} were reported stored, {len(stored)} are there"
            assert len(stored) <= server.served
    return caught


def _polled(run: subprocess.Popen[str], lines: int, seconds: float) -> int:
    """Kill a poller some moments after it told of so many feeds; how many new articles it reported stored."""
    assert run.stdout is not None
    told = [run.stdout.readline() for _ in range(lines)]
    time.sleep(seconds)
    run.send_signal(signal.SIGKILL)
    told += run.stdout.read().splitlines()
    run.wait()
    run.stdout.close()
    new = 0
    for line in told:
        # The last one may have been cut.
        with contextlib.suppress(ValueError):
            new += json.loads(line).get("new", 0)
    return new


def old_database(path: Path, version: int) -> list[tuple[object, ...]]:
    """Make a database of an earlier schema; its feeds."""
    from sqlite_utils import Database  # noqa: PLC0415  # as slow as it is rare

    from store.db import APPLICATION_ID  # noqa: PLC0415
    from store.migrations import migrations  # noqa: PLC0415

    path.touch(mode=0o600)
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        file.execute("PRAGMA journal_mode = WAL")
        names = [step.name for step in migrations.pending(Database(file))]
        if version:
            stop = names[version] if version < len(names) else None
            migrations.apply(Database(file), **({"stop_before": stop} if stop else {}))
            file.executemany(
                "INSERT INTO feeds (url, title, outlet, state, next_due, added) VALUES (?, '', '', 'active', ?, ?)",
                [(f"https://news.example/{n}", NOW.isoformat(), NOW.isoformat()) for n in range(200)],
            )
        file.commit()
        return file.execute("SELECT id, url FROM feeds ORDER BY id").fetchall() if version else []


def in_child(work: Callable[[], object]) -> int:
    """Do something in a process of its own; its exit code: 0 where it came to the end."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _open_and_die(path: Path, after: int) -> None:
    """Open a database for writing in a process that ends after so many of SQLite's instructions."""
    left = [after]

    def step() -> bool:
        left[0] -= 1
        if left[0] < 0:
            os._exit(9)
        return False

    def watched(file: Path, mode: str) -> sqlite3.Connection:
        connection = connect(file, mode)
        connection.set_progress_handler(step, 1)
        return connection

    opening.connect = watched
    Library.open(path, clock=lambda: NOW).close()


def killed_migrating(folder: Path, rounds: int, rng: random.Random) -> int:
    """Kill the migration from each older schema at random instructions; how many kills there were."""
    from store import migrations  # noqa: F401, PLC0415  # loaded once, here, and not by every child

    kills = 0
    for version in range(VERSION):
        template = folder / f"schema{version}.db"
        feeds = old_database(template, version)
        most = _instructions(template)
        for number in range(rounds):
            path = folder / f"v{version}-{number}.db"
            shutil.copy(template, path)
            # Twice: what the first kill left has to bear another.
            for _ in range(2):
                kills += in_child(partial(_open_and_die, path, rng.randrange(most))) == 9
            sound(path)
            with closing(sqlite3.connect(path)) as file:
                assert file.execute("PRAGMA user_version").fetchone() == (VERSION,)
                assert file.execute("SELECT id, url FROM feeds ORDER BY id").fetchall() == feeds
            copies = list(folder.glob(f"v{version}-{number}-schema*.db"))
            assert copies or not version, "no copy was made first"
            for copy in copies:
                with closing(sqlite3.connect(copy)) as file:
                    assert file.execute("PRAGMA quick_check").fetchone() == ("ok",)
            for one in folder.glob(f"v{version}-{number}*"):
                one.unlink()
    return kills


def _instructions(template: Path) -> int:
    """How many of SQLite's instructions a whole migration takes."""
    path = template.with_name("counted.db")
    shutil.copy(template, path)
    low = 64
    while in_child(partial(_open_and_die, path, low)) == 9:
        low *= 2
        for one in template.parent.glob("counted*"):
            one.unlink()
        shutil.copy(template, path)
    for one in template.parent.glob("counted*"):
        one.unlink()
    return low


def full_disk(folder: Path, rounds: int, rng: random.Random) -> int:
    """Fill the disk while polling, backing up and migrating; how often it was full."""
    full = 0
    for number in range(rounds):
        place = folder / f"disk{number}"
        place.mkdir()
        with room_for(place, rng.randrange(1_400_000, 3_000_000)) as limited:
            path, older = place / "s.db", place / "older.db"
            old_database(older, 1 + number % (VERSION - 1))
            full += limited(partial(_poll_until_full, path))
            full += limited(partial(_back_up, path))
            assert not list(place.glob("backups/.*")), "a half backup was left"
            before = older.read_bytes()
            crowded = limited(partial(_open, older))
            assert not crowded or older.read_bytes()[:100] == before[:100], "the old file was touched"
            full += crowded
        # There is room again.
        reported = int((place / "s.db.reported").read_text() or 0)
        assert len(sound(path)) >= reported, "what was reported stored is gone"
        sound(older)
        shutil.rmtree(place)
    return full


def _open(path: Path) -> None:
    Library.open(path, clock=lambda: NOW).close()


def _poll_until_full(path: Path) -> None:
    """Store polls and report each, until there is no room. Raises DiskFull."""
    told = path.with_name("s.db.reported")
    told.write_text("0".ljust(10))
    with Library.open(path, clock=lambda: NOW) as library:
        feed = library.feeds.add("https://news.example/feed")
        for number in range(4_000):
            entries = [
                Entry(f"g{number}-{n}", f"https://news.example/{number}-{n}", f"Report {number}-{n}", "words " * 200)
                for n in range(5)
            ]
            arrivals = tuple(Arrival(entry, Verdict.NEW, None, None) for entry in entries)
            library.feeds.commit_poll(_result(feed.id, arrivals))
            with told.open("r+b") as file:
                file.write(str(5 * (number + 1)).ljust(10).encode())


def _result(feed: int, arrivals: tuple[Arrival, ...], at: datetime = NOW) -> PollResult:
    return PollResult(
        feed_id=feed,
        status=PollStatus.OK,
        at=at,
        seconds=0.1,
        next_due=at + timedelta(hours=1),
        entries=len(arrivals),
        arrivals=arrivals,
    )


def _back_up(path: Path) -> None:
    with Library.open(path, clock=lambda: NOW) as library:
        for _ in range(4):
            library.back_up(again=True)


def wrong_clocks(folder: Path, rounds: int, rng: random.Random) -> int:
    """Poll while the clock jumps a day back and a year ahead; how many jumps there were."""
    path, jumps, stored = folder / "s.db", 0, 0
    now = [NOW]
    with Library.open(path, clock=lambda: now[0]) as library:
        feed = library.feeds.add("https://news.example/feed")
        known: list[Entry] = []
        for number in range(rounds):
            now[0] += rng.choice((timedelta(days=-1), timedelta(days=365), timedelta(days=-365), timedelta(hours=1)))
            jumps += 1
            known.append(Entry(f"g{number}", f"https://news.example/{number}", f"Report {number}", "words " * 50))
            arrivals = tuple(Arrival(entry, Verdict.NEW, None, None) for entry in known)
            outcome = library.feeds.commit_poll(_result(feed.id, arrivals, now[0]))
            stored += outcome.new
            assert (outcome.new, stored) == (1, number + 1), "an entry came twice, or not at all"
            library.back_up()
            library.retire(poll_log_days=30)
            assert [one.day for one in _backups(path)].count(now[0].date()) == 1, "the day has no backup"
            assert len(_backups(path)) <= 3
            newest = next(iter(library.articles.rows(Query(limit=1))))
            assert newest.fetched <= max(now[0], newest.fetched)
        assert library.totals().articles == rounds
    sound(path)
    return jumps


def _backups(path: Path) -> tuple[object, ...]:
    from store import backups  # noqa: PLC0415  # with the loop that needs it

    return backups.kept(path)


LOOPS: dict[str, tuple[Callable[[Path, int, random.Random], int], str]] = {
    "polling": (killed_polling, "kills of the poller, in the middle of storing"),
    "migrating": (killed_migrating, "kills of migrations"),
    "disk": (full_disk, "full disks"),
    "clock": (wrong_clocks, "jumps of the clock"),
}


def main(arguments: list[str]) -> int:
    """Run the four loops, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m bench storage", description=__doc__)
    parser.add_argument("loops", nargs="*", choices=[*LOOPS, []], help="which; all where none is named")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    for name in asked.loops or LOOPS:
        loop, what = LOOPS[name]
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="standpoint-") as folder:
            count = loop(Path(folder), asked.rounds, random.Random(asked.seed))  # no secret
        print(
            f"{name:<10} {asked.rounds} rounds, {count} {what}: nothing lost, nothing twice, no damage "
            f"({time.monotonic() - began:.0f} s)",
            flush=True,
        )
    return 0
