"""A desk whose own poller asks hundreds of loopback feeds, all of them new: for measuring keys while that goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.made_rows import END
from store.library import Library
from store.model.words import FeedState
from tagger.settling import settle
from tagger.watchlist import load

SERVER = Path(__file__).parents[2] / "shared" / "tools" / "feedserver.py"


class Polled:
    """A database beside which a server of synthetic feeds runs; each use begins with a copy of it."""

    def __init__(self, folder: Path, prepared: Path, environ: Mapping[str, str]) -> None:
        self._prepared = prepared
        self._used = folder / "used.db"
        self.environ = environ

    def fresh(self) -> Path:
        """A copy in which no feed was asked yet."""
        for end in ("", "-wal", "-shm"):
            self._used.with_name(self._used.name + end).unlink(missing_ok=True)
        # As a copy on write, where the file system can: 1.3 GB take seconds else.
        subprocess.run(["cp", "--reflink=auto", str(self._prepared), str(self._used)], check=True)
        return self._used


@contextmanager
def polled(database: Path, environ: Mapping[str, str], server: Path, feeds: int, port: int) -> Iterator[Polled]:
    """Serve so many feeds and subscribe them in a copy of a database, whose other feeds rest. The copy goes again."""
    environ = {
        **environ,
        "STANDPOINT_NETWORK_ALLOW_HOSTS": f"127.0.0.0/8:{port}",
        "STANDPOINT_FEEDS_FULL_TEXT": "false",
    }
    command = [sys.executable, str(server), "--feeds", str(feeds), "--port", str(port)]
    # Not in memory, where /tmp may lie: the copies are large.
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-", dir=database.parent) as name:
        folder = Path(name)
        prepared = folder / "prepared.db"
        shutil.copyfile(database, prepared)
        log = database.with_name(database.name + "-wal")
        if log.exists():
            shutil.copyfile(log, prepared.with_name(prepared.name + "-wal"))
        urls = subprocess.run([*command, "--urls"], capture_output=True, text=True, check=True).stdout.split()
        _subscribe(prepared, urls, folder, environ)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            process.stdout.readline()
            yield Polled(folder, prepared, environ)
        finally:
            process.kill()
            process.wait()


def _subscribe(database: Path, urls: list[str], folder: Path, environ: Mapping[str, str]) -> None:
    opml = folder / "feeds.opml"
    lines = "".join(f'<outline type="rss" xmlUrl="{url}"/>' for url in urls)
    opml.write_text(f'<opml version="2.0"><body>{lines}</body></opml>', encoding="utf-8")
    with Library.open(database, clock=lambda: END) as library:
        for feed in library.feeds.list():
            library.feeds.set_state(feed.id, FeedState.PAUSED)
        _call_read(library)
        settle(library, today=END.date())
    command = [sys.executable, "-m", "tui", "--db", str(database), "feeds", "import", str(opml)]
    subprocess.run(command, env={**os.environ, **environ}, check=True, capture_output=True)


def _call_read(library: Library) -> None:
    """Mark the made articles as read by the watchlist in use: else the poller would read them all again beside."""
    mark = load(None).fingerprint
    for other in library.rereading.others(mark):
        below: int | None = None
        while found := library.rereading.waiting(other, below=below, limit=2_000):
            below = found[-1].id
            library.rereading.confirm(found, mark)
