"""Whole copies of a database: made under another name, looked over, put on the disk, and only then given their name."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from store.alone import sync_folder
from store.db import connect, explain
from store.errors import DamagedDatabase, DiskFull, ReadOnlyDatabase
from store.sqlite import sqlite3

_UNFINISHED = ".part"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Let no error of SQLite or of the file system leave the block: raise ours, which names `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(f"There is no room left for {path}: free some space, then try again.") from error
        raise ReadOnlyDatabase(f"{path} cannot be written ({error.strerror}): choose another place.") from error


def write(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the database of a connection to `target`, in whose place a file may stand.

    The connection is outside any transaction. Call alone in target's folder (`store.alone`): what earlier copies left
    unfinished is removed. Raises StoreError; then `target` is as it was.
    """
    with told(target):
        for left in target.parent.glob(f".*{_UNFINISHED}"):
            left.unlink()
        partial = target.with_name(f".{target.name}{_UNFINISHED}")
        try:
            # SQLite takes an empty file, whose mode is then ours and not the umask's.
            os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            connection.execute("VACUUM INTO ?", (str(partial),))
            check(partial)
            sync(partial)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        sync_folder(target.parent)


def check(path: Path) -> None:
    """Read every page of a file that nobody else has open. Raises DamagedDatabase."""
    with closing(connect(path, "immutable")) as connection:
        problems = _tables(connection)
    if problems:
        raise DamagedDatabase(f"{path} is damaged ({'; '.join(problems)}): take another copy.")


def _tables(connection: sqlite3.Connection) -> list[str]:
    """What SQLite's quick check finds wrong in tables and their indexes, those of the index of words included.

    Without what it does for virtual tables: each text would be taken into its words anew, nine tenths of the time.
    """
    names = [
        row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")
    ]
    found = (str(row[0]) for name in names for row in connection.execute(f"PRAGMA quick_check('{name}')"))
    return [one for one in found if one != "ok"][:5]


def quick(connection: sqlite3.Connection) -> list[str]:
    """What SQLite's quick check finds wrong, five at most; empty where all is well."""
    found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)")]
    return [] if found == ["ok"] else found


def sync(path: Path) -> None:
    """Have a file's contents outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def set_aside(path: Path, target: Path) -> None:
    """Give a database, with what its log still holds, a second name; `path` keeps its own for the moment."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copy2(path, target)
        sync(target)
