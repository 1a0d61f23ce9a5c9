"""The poller is stopped while its workers compute and its servers hang: it ends soon, and leaves no process behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.loopback import Loopback
from tests.support.program import Program

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are looked up in /proc")

POISON = (
    "<rss version='2.0'><channel><title>x</title><item><title>x</title><b/>"
    f"<author>{'a' * 120_000}@&#150;</author></item></channel></rss>"
).encode()
SOON = 15.0
"""Seconds that an end may take on a machine with other things to do."""


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
    """Wait until a worker of the poller computes; all processes below the poller."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        all_there_are = children(process.pid)
        # Workers are forked from a template, which has used some time itself; they begin with none.
        workers: set[int] = set().union(*map(children, all_there_are))
        if any(ticks(worker) > 20 for worker in workers):
            return all_there_are
        time.sleep(0.05)
    ended = process.stderr.read() if process.poll() is not None and process.stderr else ""
    pytest.fail(f"no worker computes: {ended!r}")


def ticks(pid: int) -> int:
    """Hundredths of a second that a process has computed; 0 for one that is gone."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11])
    except OSError:
        return 0


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_nothing_is_left_behind(program: Program, web: Loopback, how: str) -> None:
    program.follow_little()
    web.pages["/poison"] = lambda headers: (200, {"Content-Type": "application/xml"}, POISON)
    program.subscribe(web.url("/poison"))
    process = program.start("poll", "--follow")
    workers = computing(process)
    process.send_signal(signal.Signals[how])
    code = process.wait(SOON)
    assert code == (-signal.SIGKILL if how == "SIGKILL" else 0)
    until = time.monotonic() + SOON
    while any(map(runs, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [worker for worker in workers if runs(worker)]
