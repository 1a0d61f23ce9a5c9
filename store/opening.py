"""Looking at a file before SQLite may touch it, making a new one, and bringing an older one up to date.

A file that is not ours, comes from a later version or is damaged is refused in a sentence, its bytes as they were.
"""

from __future__ import annotations

import os
import stat
from contextlib import closing
from datetime import datetime
from pathlib import Path

from store.alone import alone_in
from store.db import APPLICATION_ID, PAGE_SIZE, connect, wrapped
from store.errors import DamagedDatabase, ForeignFile, NewerDatabase, ReadOnlyDatabase, StoreError
from store.model.record import record
from store.sqlite import sqlite3

VERSION = 12
"""The `user_version` that this program reads and writes: how many migrations there are."""

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100


@record(frozen=True)
class Found:
    """What stands at the path: the schema's version, 0 where there is nothing of ours yet; how readers open it."""

    version: int
    mode: str = "ro"


def look(path: Path) -> Found:
    """What stands at `path`. Nothing is written; raises the error that says why the file is refused."""
    try:
        details = path.stat()
    except FileNotFoundError:
        return Found(0)
    except OSError as error:
        raise ReadOnlyDatabase(
            f"{path} cannot be looked at ({error.strerror}): check its folder's permissions."
        ) from error
    if not stat.S_ISREG(details.st_mode):
        raise ForeignFile(f"{path} is not a file: name a database file with --db.")
    if details.st_size == 0:
        return Found(0)
    _check_header(path, details.st_size)
    return _ask(path)


def _check_header(path: Path, size: int) -> None:
    """Refuse by the header alone (sqlite.org/fileformat.html, 1.3) what SQLite had better not open."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError as error:
        raise ReadOnlyDatabase(f"{path} cannot be read ({error.strerror}): check the file's permissions.") from error
    if not header.startswith(_MAGIC):
        raise ForeignFile(f"{path} is not a database: name another file with --db.")
    if len(header) < _HEADER:
        raise DamagedDatabase(f"{path} is cut short: put a backup in its place, or set it aside and start anew.")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise ForeignFile(f"{path} is the database of another program: name another file with --db.")
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    # After a crash the log or the journal may still hold pages: only a file without either is known to be cut short.
    if size < pages * (65536 if page == 1 else page) and not (_log_size(path) or _log_size(path, "-journal")):
        raise DamagedDatabase(f"{path} is cut short: put a backup in its place, or set it aside and start anew.")


def _log_size(path: Path, end: str = "-wal") -> int:
    log = path.with_name(path.name + end)
    try:
        return log.stat().st_size
    except OSError:
        return 0


def _ask(path: Path) -> Found:
    """Ask SQLite for the version, which may still stand in the log."""
    try:
        found = Found(_version(path, "ro"))
    except sqlite3.OperationalError as error:
        found = _ask_otherwise(path, error)
    if found.version > VERSION:
        raise NewerDatabase(
            f"{path} was written by a later Standpoint (schema {found.version}, this one knows {VERSION}): "
            "install the later version, or name another file with --db."
        )
    return found


def _ask_otherwise(path: Path, error: sqlite3.OperationalError) -> Found:
    """Ask where a plain reader is refused: after a crash in the first moments, or in a folder that is read-only."""
    if os.access(path.parent, os.W_OK):
        if os.access(path, os.W_OK) and _unfinished(error):
            # Killed before WAL mode: only a writer may take back what was half written.
            return Found(_version(path, "rw"))
        raise error
    # A folder that cannot be written has no room for the files that WAL keeps beside the database. Without a log
    # nothing can change the file under us, and SQLite may read it as it stands.
    if _log_size(path):
        raise ReadOnlyDatabase(
            f"{path} was left in the middle of work and its folder cannot be written: copy it together with "
            f"{path.name}-wal to a folder of yours and open it there."
        ) from None
    return Found(_version(path, "immutable"), "immutable")


def _unfinished(error: sqlite3.Error) -> bool:
    """True for SQLITE_READONLY and its kind: the file needs a recovery that a reader may not do."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF == 8


def _version(path: Path, mode: str) -> int:
    with closing(connect(path, mode)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if version:
            connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
        return int(version)


def for_reading(path: Path) -> str:
    """Check that the file can be read as it is, and say how: ro or immutable. Raises StoreError where it cannot."""
    with wrapped(path):
        found = look(path)
    if found.version == 0:
        raise StoreError(f"There is no Standpoint database at {path} yet: poll or import something first.")
    if found.version < VERSION:
        raise StoreError(
            f"{path} was written by an earlier Standpoint, and what only reads leaves it as it is. Open the desk on "
            "it, or run `standpoint poll`: either brings it up to date and keeps a copy beside it."
        )
    return found.mode


def for_writing(path: Path, now: datetime) -> None:
    """Make the file, or bring an older one up to date after copying it. Raises StoreError where it is refused."""
    with wrapped(path):
        found = look(path)
        if found.mode == "immutable" or (path.exists() and not os.access(path, os.W_OK)):
            raise ReadOnlyDatabase(f"{path} cannot be written: check the permissions of the file and its folder.")
        if found.version == VERSION:
            return
        make_folder(path.parent)
        with alone_in(path.parent):
            # Another process may have done it while we waited.
            found = look(path)
            if found.version < VERSION:
                _bring_up_to_date(path, found.version, now)


def make_folder(folder: Path) -> None:
    """Make a folder, for this user alone, where there is none. Raises ReadOnlyDatabase."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ReadOnlyDatabase(f"The folder {folder} cannot be made ({error.strerror}): choose another.") from error


def _bring_up_to_date(path: Path, version: int, now: datetime) -> None:
    if not path.exists():
        try:
            path.touch(mode=0o600)
        except OSError as error:
            raise ReadOnlyDatabase(
                f"{path} cannot be made ({error.strerror}): check its folder's permissions."
            ) from error
    with closing(connect(path, "rw")) as connection:
        if version == 0:
            connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            # Before WAL mode, so that the mark stands in the file itself: a crash from here on leaves a file of ours.
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute("PRAGMA journal_mode = WAL")
        else:
            _copy(connection, path, version, now)
        migrate(connection)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database of a connection up to date, each step in a transaction of its own."""
    # The one late import: sqlite-utils is slow to load and a current database never needs it.
    from store import migrations  # noqa: PLC0415

    migrations.apply(connection)


def _copy(connection: sqlite3.Connection, path: Path, version: int, now: datetime) -> None:
    """Keep the older file beside the migrated one, whole and readable by the version that wrote it."""
    target = path.with_name(f"{path.stem}-schema{version}-{now:%Y%m%dT%H%M%S}{path.suffix}")
    if not target.exists():
        from store import copies  # noqa: PLC0415  # as rare as the migrations themselves

        copies.write(connection, target)
