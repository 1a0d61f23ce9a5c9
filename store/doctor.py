"""The doctor: looks a database over and says what it finds, in sentences."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from store import backups
from store.db import Database
from store.errors import StoreError
from store.model.record import record
from store.opening import VERSION
from store.sqlite import BUNDLED, SAFE, sqlite3

_MEBIBYTE = 1024 * 1024
_ROOM = 200 * _MEBIBYTE
_BACKUP_OLD = 2
"""Days without a backup that are nothing to speak of: a weekend."""
_LOG_LARGE = 64 * _MEBIBYTE
"""The log is written back at 4 MiB; sixteen times that means that a reader never lets go."""


@record(frozen=True)
class Finding:
    """One thing that the doctor looked at."""

    level: Literal["ok", "warn", "error"]
    what: str
    detail: str
    advice: str = ""
    """What to do; empty where all is well."""


def examine(path: Path, database: Database, now: datetime, *, unclean: bool = False) -> list[Finding]:
    """Look over an open database: the file, its backups, its integrity, its contents. Errors become findings.

    `unclean`: a process left it without closing it, and it was not checked since.
    """
    found = [_sqlite(), *_file(path), backups_of(path, now)]
    if unclean:
        found.append(
            Finding(
                "warn", "closing", "It was not closed the last time.", "The next start of desk or poller checks it."
            )
        )
    try:
        with database.read() as connection:
            found.append(_integrity(connection, path))
            found.extend(_contents(connection))
    except StoreError as error:
        found.append(Finding("error", "reading", str(error), advice(path)))
    return found


def advice(path: Path) -> str:
    """What to do about a database that is beyond mending: its latest backup by name, where there is one."""
    held = backups.kept(path)
    if held:
        return f"standpoint restore {held[0].path}"
    return f"There is no backup. Move {path} aside and start anew; keep it: parts of it may still be read."


def backups_of(path: Path, now: datetime) -> Finding:
    """How old the latest backup is."""
    held = backups.kept(path)
    if not held:
        return Finding("warn", "backups", "There is none yet.", "The poller makes one a day; now: standpoint backup.")
    days = (now.astimezone(UTC).date() - held[0].day).days
    age = "of today" if days == 0 else f"{days} day{'' if days == 1 else 's'} old" if days > 0 else "of a day to come"
    detail = f"{len(held)} kept, the latest {age}: {held[0].path}"
    if not 0 <= days <= _BACKUP_OLD:
        return Finding("warn", "backups", detail, "Let the poller run, or: standpoint backup.")
    return Finding("ok", "backups", detail)


def _sqlite() -> Finding:
    detail = f"SQLite {sqlite3.sqlite_version}" + (" (pysqlite3)" if BUNDLED else " (Python's own)")
    if SAFE:
        return Finding("ok", "SQLite", f"{detail}, without the WAL-reset race")
    install = (
        "Install pysqlite3, or a Python with SQLite 3.51.3 or later: "
        "earlier ones have a rare race that can damage the file."
    )
    return Finding("warn", "SQLite", detail, install)


def _file(path: Path) -> Iterator[Finding]:
    details = path.stat()
    size = f"{details.st_size / _MEBIBYTE:.1f} MiB at {path}, schema {VERSION}"
    yield Finding("ok", "file", size)
    if stat.S_IMODE(details.st_mode) & 0o077:
        yield Finding("warn", "permissions", "Others on this machine may read the database.", f"chmod 600 {path}")
    room = shutil.disk_usage(path.parent).free
    # A backup, the log and a migration's copy each take up to the file's own size.
    if room < max(_ROOM, 2 * details.st_size):
        yield Finding("warn", "disk", f"Only {room // _MEBIBYTE} MiB are free.", "Free some space before polling on.")
    else:
        yield Finding("ok", "disk", f"{room // _MEBIBYTE} MiB are free.")
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size > _LOG_LARGE:
        yield Finding(
            "warn", "log", f"The write-ahead log holds {log.stat().st_size // _MEBIBYTE} MiB.", "Close every desk once."
        )


def _integrity(connection: sqlite3.Connection, path: Path) -> Finding:
    problems = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    if problems != ["ok"]:
        return Finding("error", "integrity", "; ".join(problems), advice(path))
    loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    if loose:
        tables = ", ".join(sorted({row[0] for row in loose}))
        return Finding("error", "integrity", f"{len(loose)} rows point nowhere ({tables}).", advice(path))
    return Finding("ok", "integrity", "Every page and every reference is in order.")


def _contents(connection: sqlite3.Connection) -> Iterator[Finding]:
    def count(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    articles = count("SELECT count(*) FROM articles")
    indexed = count("SELECT count(*) FROM article_words_docsize")
    if articles == indexed:
        yield Finding("ok", "search", f"All {articles} articles can be searched.")
    else:
        yield Finding(
            "error",
            "search",
            f"{indexed} of {articles} articles can be searched.",
            "standpoint restore lists the backups.",
        )
    waiting = count("SELECT count(*) FROM dirty_pairs")
    if waiting:
        yield Finding("warn", "ledger", f"{waiting} pairs wait to be settled.", "standpoint poll --once settles them.")
    else:
        yield Finding("ok", "ledger", "Every pair is settled.")
    untagged = count(
        "SELECT count(*) FROM articles "
        "WHERE tagged_with <> coalesce((SELECT coalesce(h.id, -1) FROM meta m LEFT JOIN phrases h ON h.words = m.value "
        "WHERE m.key = 'fingerprint'), tagged_with)"
    )
    if untagged:
        yield Finding("warn", "tags", f"{untagged} articles were tagged by another watchlist.", "standpoint retag")
    homeless = count("SELECT count(*) FROM statements WHERE utterance_id IS NULL")
    if homeless:
        yield Finding("error", "statements", f"{homeless} statements belong to no utterance.", "standpoint retag")
    yield from _feeds(connection)
    removed = connection.execute("SELECT value FROM meta WHERE key = 'retention'").fetchone()
    if removed is not None:
        yield Finding("ok", "retention", str(removed["value"]))


def _feeds(connection: sqlite3.Connection) -> Iterator[Finding]:
    row = connection.execute(
        "SELECT count(*) AS every, coalesce(sum(state = 'active'), 0) AS active, max(last_polled) AS polled FROM feeds"
    ).fetchone()
    if not row["active"]:
        yield Finding("warn", "feeds", f"{row['every']} subscribed, none active.", "standpoint feeds add URL")
    else:
        polled = f"last polled {row['polled'][:16]} UTC" if row["polled"] else "never polled yet"
        yield Finding("ok", "feeds", f"{row['every']} subscribed, {row['active']} active, {polled}.")
    for sick in connection.execute(
        "SELECT id, errors, last_error FROM feeds WHERE state = 'active' AND errors >= 10 ORDER BY id"
    ):
        why = f" {sick['last_error']}" if sick["last_error"] else ""
        yield Finding(
            "warn",
            "feed",
            f"Feed {sick['id']} failed {sick['errors']} times in a row.{why}",
            f"standpoint feeds remove {sick['id']}, or pause it.",
        )
