"""Daily backups, three kept, and putting one in the database's place.

Backups lie in the folder `backups` beside the database, named after it and the day in UTC. Each is a whole database of
its own (`VACUUM INTO`: no log, no free pages), looked over before it gets its name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from store import copies
from store.alone import alone_in, sync_folder
from store.db import Database, connect
from store.errors import DamagedDatabase, StoreError
from store.model.record import record
from store.opening import VERSION, look, make_folder, migrate
from store.presence import nobody_else
from store.sqlite import sqlite3

KEPT = 3
"""Backups that are kept."""


@record(frozen=True)
class Backup:
    """One backup."""

    path: Path
    day: date
    """In UTC, of its making."""
    size: int
    """Bytes."""


@record(frozen=True)
class Restored:
    """What putting a backup in the database's place came to."""

    path: Path
    """The database."""
    source: Path
    replaced: Path | None
    """Where the file lies that stood there before; None where there was none."""
    articles: int
    migrated_from: int | None
    """The backup's older schema, None where it had ours."""


def folder_of(path: Path) -> Path:
    """Where the backups of a database lie."""
    return path.parent / "backups"


def kept(path: Path) -> tuple[Backup, ...]:
    """The daily backups of a database, the latest first."""
    named = re.compile(re.escape(path.stem) + r"-(\d{4}-\d\d-\d\d)" + re.escape(path.suffix))
    found = []
    for one in folder_of(path).glob("*"):
        told = named.fullmatch(one.name)
        if told is None:
            continue
        try:
            found.append(Backup(one, date.fromisoformat(told[1]), one.stat().st_size))
        except (ValueError, OSError):
            # No day, or gone since the folder was read.
            continue
    return tuple(sorted(found, key=lambda one: one.day, reverse=True))


def due(path: Path, now: datetime) -> bool:
    """Whether the day has no backup yet."""
    return all(one.day != _day(now) for one in kept(path))


def daily(database: Database, now: datetime) -> Backup | None:
    """Make the day's backup, unless there is one, and remove those too many; what was made. Raises StoreError."""
    path = database.path
    if not due(path, now):
        return None
    folder = folder_of(path)
    make_folder(folder)
    with alone_in(folder):
        if not due(path, now):
            # Another process made it while we waited.
            return None
        made = _write(database, folder / f"{path.stem}-{_day(now).isoformat()}{path.suffix}")
        for one in _too_many(kept(path), _day(now)):
            one.path.unlink(missing_ok=True)
    return Backup(made, _day(now), made.stat().st_size)


def _too_many(backups: Sequence[Backup], today: date) -> Sequence[Backup]:
    """All but three. Days to come were named by a clock that was wrong: they go first, and never push out today's."""
    return sorted(backups, key=lambda one: (one.day > today, -one.day.toordinal()))[KEPT:]


def to_file(database: Database, target: Path) -> Backup:
    """Back the database up to a file that does not exist yet. Raises StoreError."""
    if target.exists():
        raise StoreError(f"{target} exists already: name another file for the backup.")
    with alone_in(target.absolute().parent):
        made = _write(database, target.absolute())
    return Backup(made, _day(datetime.fromtimestamp(made.stat().st_mtime, UTC)), made.stat().st_size)


def again(database: Database, now: datetime) -> Backup:
    """Make the day's backup in any case; an earlier one of the day is replaced. Raises StoreError."""
    path = database.path
    make_folder(folder_of(path))
    with alone_in(folder_of(path)):
        made = _write(database, folder_of(path) / f"{path.stem}-{_day(now).isoformat()}{path.suffix}")
        for one in _too_many(kept(path), _day(now)):
            one.path.unlink(missing_ok=True)
    return Backup(made, _day(now), made.stat().st_size)


def _write(database: Database, target: Path) -> Path:
    # A connection of its own, outside any transaction: VACUUM asks for that.
    with copies.told(database.path):
        connection = connect(database.path, "ro")
    with closing(connection):
        copies.write(connection, target)
    return target


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()


def restore(source: Path, path: Path, now: datetime) -> Restored:
    """Put a backup in the place of the database at `path`, which keeps the file that stood there as a copy.

    The backup is read whole before anything is touched, and brought up to date where an earlier version wrote it. A
    kill at any moment leaves the old database or the new one, and the old one's copy once its name is given away.
    Raises InUse where somebody has the database open, and StoreError where the backup is none.
    """
    make_folder(path.parent)
    with nobody_else(path):
        fresh = path.with_name(f".{path.name}.restored")
        # What an earlier attempt left: a log of its own must not meet this one's file.
        _clear(fresh)
        try:
            version, articles = _make_ready(source, fresh)
            with copies.told(path):
                replaced = _set_aside(path, now)
                fresh.replace(path)
                sync_folder(path.parent)
        finally:
            _clear(fresh)
    return Restored(path, source, replaced, articles, version if version < VERSION else None)


def _clear(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


def _make_ready(source: Path, fresh: Path) -> tuple[int, int]:
    """Make `fresh` a whole copy of the backup, checked and up to date; the schema that it had, and its articles."""
    if not source.exists():
        raise StoreError(f"{source} does not exist: name the backup to restore.")
    with copies.told(source):
        found = look(source)
        if found.version == 0:
            raise StoreError(f"{source} is empty: name another backup.")
        connection = connect(source, found.mode)
    with closing(connection):
        if problems := _problems(connection):
            raise DamagedDatabase(f"{source} is damaged ({'; '.join(problems)}): name another backup.")
        copies.write(connection, fresh)
    with copies.told(fresh), closing(connect(fresh, "rw")) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        if found.version < VERSION:
            migrate(writer)
        (articles,) = writer.execute("SELECT count(*) FROM articles").fetchone()
    # Closing wrote the log back and removed it.
    copies.sync(fresh)
    return found.version, int(articles)


def _problems(connection: sqlite3.Connection) -> list[str]:
    try:
        return copies.quick(connection)
    except sqlite3.DatabaseError as error:
        return [str(error)]


def _set_aside(path: Path, now: datetime) -> Path | None:
    """Give what stands at `path` a second name, its log with it; no log stays behind for the new file."""
    log = path.with_name(f"{path.name}-wal")
    if not path.exists():
        log.unlink(missing_ok=True)
        return None
    _fold_log_in(path)
    stem = f"{path.stem}-replaced-{now.astimezone(UTC):%Y%m%dT%H%M%S}"
    number, target = 1, path.with_name(f"{stem}{path.suffix}")
    while target.exists():
        number += 1
        target = path.with_name(f"{stem}-{number}{path.suffix}")
    copies.set_aside(path, target)
    if log.exists():
        log.replace(target.with_name(f"{target.name}-wal"))
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    sync_folder(path.parent)
    return target


def _fold_log_in(path: Path) -> None:
    """Write the log into the file, where the file is sound enough; else both are set aside as they are."""
    try:
        with closing(connect(path, "rw")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        return
