"""Who has a database open, and whether somebody left it without closing: a small file beside it, `NAME.use`.

Whoever opens the database holds the file's lock, shared, and those who write put their process number into it. The
kernel drops the lock with the process, so a number without a lock, or of a process that is gone, is what an unclean
exit leaves; from then on the file says that the database has to be checked, until it was. The lock also keeps
`restore` from putting a file in the place of one that is in use.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.alone import alone_in
from store.errors import InUse, ReadOnlyDatabase, StoreError

_ATTEMPTS = 40
_PAUSE = 0.05
"""Seconds between attempts: a lock is held alone for an instant only, save while a backup is put in place."""
_LONGEST = 65_536


def use_file(path: Path) -> Path:
    """The file beside a database that says who has it open."""
    return path.with_name(f"{path.name}.use")


class _Said:
    """What the file says: who has the database open for writing, and whether it waits for a check."""

    def __init__(self, pids: list[int], *, check: bool = False) -> None:
        self.pids = pids
        self.check = check


class Presence:
    """One open database's entry in the file. Made by `enter` or `look_in`; to be left once."""

    def __init__(self, path: Path, handle: int | None, *, writes: bool) -> None:
        """Use `enter` or `look_in`."""
        self._path = path
        self._handle = handle
        self._writes = writes

    @classmethod
    def enter(cls, path: Path) -> Presence:
        """Note that this process has the database open for writing. Where there can be no such file, nothing is noted.

        Raises InUse while a backup is put in the database's place.
        """
        try:
            handle = os.open(use_file(path), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return cls(path, None, writes=True)
        with alone_in(path.parent):
            alone = _lock(handle, fcntl.LOCK_EX)
            said = _read(handle)
            said.check = said.check or any(alone or not _lives(pid) for pid in said.pids)
            said.pids = [pid for pid in said.pids if not alone and _lives(pid)]
            said.pids.append(os.getpid())
            _write(handle, said)
            _share(handle, path)
        return cls(path, handle, writes=True)

    @classmethod
    def look_in(cls, path: Path) -> Presence:
        """Keep a reader's database from being replaced; makes no file. Raises InUse while one is being put there."""
        try:
            handle = os.open(use_file(path), os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return cls(path, None, writes=False)
        _share(handle, path)
        return cls(path, handle, writes=False)

    @property
    def unclean(self) -> bool:
        """Whether somebody left without closing, and the database has not been checked since."""
        return self._handle is not None and _read(self._handle).check

    def checked(self) -> None:
        """Note that the database was checked and found in order."""
        if self._handle is not None and self._writes:
            with alone_in(self._path.parent):
                said = _read(self._handle)
                said.check = False
                _write(self._handle, said)

    def leave(self) -> None:
        """Note that the database was closed as it should be. May be called twice."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        try:
            # A folder that is gone has nobody left to tell.
            with contextlib.suppress(StoreError):
                if self._writes:
                    self._sign_out(handle)
        finally:
            os.close(handle)

    def _sign_out(self, handle: int) -> None:
        with alone_in(self._path.parent):
            said = _read(handle)
            with contextlib.suppress(ValueError):
                said.pids.remove(os.getpid())
            _write(handle, said)


@contextmanager
def nobody_else(path: Path) -> Iterator[None]:
    """Have a database to oneself for the block, closed by all; those who open it meanwhile wait. Raises InUse."""
    try:
        handle = os.open(use_file(path), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ReadOnlyDatabase(
            f"The folder {path.parent} cannot be written ({error.strerror}): check its permissions."
        ) from error
    try:
        with alone_in(path.parent):
            if not _lock(handle, fcntl.LOCK_EX):
                who = ", ".join(str(pid) for pid in dict.fromkeys(_read(handle).pids) if _lives(pid))
                named = f" (process {who})" if who else ""
                raise InUse(f"{path} is open in another Standpoint{named}: close it, then try again.")
            yield
            _write(handle, _Said([]))
    finally:
        os.close(handle)


def _share(handle: int, path: Path) -> None:
    for attempt in range(_ATTEMPTS):
        if _lock(handle, fcntl.LOCK_SH):
            return
        if attempt < _ATTEMPTS - 1:
            time.sleep(_PAUSE)
    os.close(handle)
    raise InUse(f"A backup is being put in the place of {path}: try again when that is done.")


def _lock(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        # Another user's; or no number of a process, which nobody can ask for.
        return True
    return True


def _read(handle: int) -> _Said:
    """What the file says; what cannot be understood was written half when the machine stopped."""
    text = os.pread(handle, _LONGEST, 0)
    if not text:
        return _Said([])
    try:
        found = json.loads(text)
        return _Said([pid for pid in found["pids"] if isinstance(pid, int) and pid > 0], check=bool(found["check"]))
    except (ValueError, TypeError, KeyError):
        return _Said([], check=True)


def _write(handle: int, said: _Said) -> None:
    text = json.dumps({"pids": said.pids, "check": said.check}).encode() if said.pids or said.check else b""
    # On a full disk nothing is noted: the database's own integrity does not hang on it.
    with contextlib.suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, text, 0)
