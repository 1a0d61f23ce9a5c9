"""One poller a database, and nothing stale after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.errors import AnotherPoller
from feeds.lock import PollLock


def test_one_holds_it_and_the_other_learns_who(tmp_path: Path) -> None:
    path = tmp_path / "db.lock"
    first = PollLock(path, lambda: datetime(2025, 12, 1, 12, tzinfo=UTC))
    assert first.holder() is None
    with first:
        holder = PollLock(path).holder()
        assert holder is not None
        assert (holder["pid"], holder["since"]) == (os.getpid(), "2025-12-01T12:00:00+00:00")
        with pytest.raises(AnotherPoller, match=f"process {os.getpid()}") as caught:
            PollLock(path).acquire()
        assert caught.value.pid == os.getpid()
    assert PollLock(path).holder() is None
    with PollLock(path):
        pass


def test_a_killed_holder_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "db.lock"
    program = (
        "from feeds.lock import PollLock\nfrom pathlib import Path\n"
        f"PollLock(Path({str(path)!r})).acquire()\nprint(1, flush=True)\ninput()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert PollLock(path).holder() is not None
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert PollLock(path).holder() is None
    with PollLock(path):
        pass


@pytest.mark.parametrize("line", ["", "not json", "[]", '{"pid": "x"}'])
def test_a_strange_line_is_survived(tmp_path: Path, line: str) -> None:
    path = tmp_path / "db.lock"
    with PollLock(path):
        path.write_text(line)
        holder = PollLock(path).holder()
        assert holder is not None
        assert holder["pid"] is None
