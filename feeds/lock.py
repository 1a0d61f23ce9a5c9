"""One poller per database: a lock on a file beside it, with a line that says who holds it.

The kernel drops the lock with the process, so a crash leaves nothing stale. The file stays: removing it would let two
processes lock two files of one name. Standard library only.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from pathlib import Path
from types import TracebackType
from typing import TypedDict

from feeds.errors import AnotherPoller
from store.model.words import Clock

_ATTEMPTS = 5
_PAUSE = 0.02
"""Seconds; `holder` takes the lock for an instant, which must not look like another poller."""


class Holder(TypedDict):
    """What the holder wrote of itself; all may be unknown."""

    pid: int | None
    host: str
    since: str


class PollLock:
    """The lock of one database; `path` is the lock file's own. A context manager."""

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self._path = path
        self._clock = clock
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises AnotherPoller at once where it is held, OSError where the file cannot be made."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        for attempt in range(_ATTEMPTS):
            if _lock(handle, fcntl.LOCK_EX):
                break
            if attempt < _ATTEMPTS - 1:
                time.sleep(_PAUSE)
        else:
            held = _line(handle)
            os.close(handle)
            raise AnotherPoller(**held)
        since = self._clock().isoformat(timespec="seconds") if self._clock else ""
        line = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}) + "\n"
        os.ftruncate(handle, 0)
        os.pwrite(handle, line.encode(), 0)
        self._file = handle

    def release(self) -> None:
        """Give the lock back, if it was taken."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def holder(self) -> Holder | None:
        """Say who polls this database now, None if nobody does. Never waits."""
        try:
            handle = os.open(self._path, os.O_RDONLY)
        except OSError:
            return None
        try:
            return None if _lock(handle, fcntl.LOCK_SH) else _line(handle)
        finally:
            os.close(handle)

    def __enter__(self) -> PollLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _lock(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _line(handle: int) -> Holder:
    """Read the holder's line; it may be empty, if the holder is just writing it."""
    try:
        found = json.loads(os.pread(handle, 4096, 0))
    except ValueError:
        found = {}
    if not isinstance(found, dict):
        found = {}
    pid = found.get("pid")
    return Holder(
        pid=pid if isinstance(pid, int) else None, host=str(found.get("host", "")), since=str(found.get("since", ""))
    )
