"""The poller is stopped while its workers compute and its servers hang: it ends soon, and leaves no process behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.library import Library
from tests.support.loopback import Loopback, serving
from tests.support.program import Program

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are looked up in /proc")

POISON = (
    "<rss version='2.0'><channel><title>x</title><item><title>x</title><b/>"
    f"<author>{'a' * 120_000}@&#150;</author></item></channel></rss>"
).encode()
SOON = 15.0
"""Seconds that an end may take on a machine with other things to do."""


@pytest.fixture
def web() -> Iterator[Loopback]:
    with serving() as server:
        yield server


def children(pid: int) -> set[int]:
    """The processes that a process has started and that still run."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    found = set(map(int, path.read_text().split())) if path.exists() else set()
    return found.union(*(children(child) for child in found))


def runs(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet collected does not."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def computing(process: subprocess.Popen[bytes]) -> set[int]:
    """Wait until a worker of the poller computes; all workers there are."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        workers = children(process.pid)
        for worker in workers:
            ticks = Path(f"/proc/{worker}/stat").read_text().rsplit(")", 1)[1].split()[11]
            if int(ticks) > 150:
                return workers
        time.sleep(0.05)
    pytest.fail(
        f"no worker computes: {process.stderr.read() if process.poll() is not None and process.stderr else ''!r}"
    )


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_nothing_is_left_behind(tmp_path: Path, web: Loopback, how: str) -> None:
    program = Program(tmp_path)
    program.environ["STANDPOINT_NETWORK_ALLOW_HOSTS"] = web.host
    web.pages["/poison"] = lambda headers: (200, {"Content-Type": "application/xml"}, POISON)
    with Library.open(program.database, clock=lambda: datetime.now(UTC)) as library:
        library.set_meta("seeded", "yes")
        library.feeds.add(web.url("/poison"))
    process = program.start("poll", "--follow")
    try:
        workers = computing(process)
        process.send_signal(signal.Signals[how])
        code = process.wait(SOON)
        assert code == (-signal.SIGKILL if how == "SIGKILL" else 0)
        until = time.monotonic() + SOON
        while any(map(runs, workers)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not [worker for worker in workers if runs(worker)]
    finally:
        program.close()
