"""The doctor: looks a database over and says what it finds, in sentences."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from store.db import Database
from store.errors import StoreError
from store.model.record import record
from store.opening import VERSION
from store.sqlite import BUNDLED, SAFE, sqlite3

_MEBIBYTE = 1024 * 1024
_ROOM = 200 * _MEBIBYTE
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


def examine(path: Path, database: Database) -> list[Finding]:
    """Look over an open database: the file, its integrity, its contents. Errors of SQLite become findings."""
    found = [_sqlite(), *_file(path)]
    try:
        with database.read() as connection:
            found.append(_integrity(connection))
            found.extend(_contents(connection))
    except StoreError as error:
        found.append(Finding("error", "reading", str(error), "Put a backup in its place: standpoint restore."))
    return found


def _sqlite() -> Finding:
    detail = f"SQLite {sqlite3.sqlite_version}" + (" (pysqlite3)" if BUNDLED else " (Python's own)")
    if SAFE:
        return Finding("ok", "SQLite", detail)
    advice = (
        "Install pysqlite3, or a Python with SQLite 3.51.3 or later: "
        "earlier ones have a rare race that can damage the file."
    )
    return Finding("warn", "SQLite", detail, advice)


def _file(path: Path) -> Iterator[Finding]:
    details = path.stat()
    size = f"{details.st_size / _MEBIBYTE:.1f} MiB at {path}, schema {VERSION}"
    yield Finding("ok", "file", size)
    if stat.S_IMODE(details.st_mode) & 0o077:
        yield Finding("warn", "permissions", "Others on this machine may read the database.", f"chmod 600 {path}")
    room = shutil.disk_usage(path.parent).free
    if room < _ROOM:
        yield Finding("warn", "disk", f"Only {room // _MEBIBYTE} MiB are free.", "Free some space before polling on.")
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size > _LOG_LARGE:
        yield Finding(
            "warn", "log", f"The write-ahead log holds {log.stat().st_size // _MEBIBYTE} MiB.", "Close every desk once."
        )


def _integrity(connection: sqlite3.Connection) -> Finding:
    problems = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    if problems != ["ok"]:
        return Finding("error", "integrity", "; ".join(problems), "Put a backup in its place: standpoint restore.")
    loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    if loose:
        tables = ", ".join(sorted({row[0] for row in loose}))
        return Finding("error", "integrity", f"{len(loose)} rows point nowhere ({tables}).", "standpoint restore")
    return Finding("ok", "integrity", "Every page and every reference is in order.")


def _contents(connection: sqlite3.Connection) -> Iterator[Finding]:
    def count(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    articles = count("SELECT count(*) FROM articles")
    indexed = count("SELECT count(*) FROM article_words_docsize")
    if articles == indexed:
        yield Finding("ok", "search", f"All {articles} articles can be searched.")
    else:
        yield Finding("error", "search", f"{indexed} of {articles} articles can be searched.", "standpoint restore")
    waiting = count("SELECT count(*) FROM dirty_pairs")
    if waiting:
        yield Finding("warn", "ledger", f"{waiting} pairs wait to be settled.", "standpoint poll --once settles them.")
    else:
        yield Finding("ok", "ledger", "Every pair is settled.")
    untagged = count(
        "SELECT count(*) FROM articles "
        "WHERE tagged_with <> coalesce((SELECT value FROM meta WHERE key = 'fingerprint'), tagged_with)"
    )
    if untagged:
        yield Finding("warn", "tags", f"{untagged} articles were tagged by another watchlist.", "standpoint retag")
    homeless = count("SELECT count(*) FROM statements WHERE utterance_id IS NULL")
    if homeless:
        yield Finding("error", "statements", f"{homeless} statements belong to no utterance.", "standpoint retag")
    for row in connection.execute("SELECT id, errors FROM feeds WHERE state = 'active' AND errors >= 10 ORDER BY id"):
        yield Finding(
            "warn",
            "feed",
            f"Feed {row['id']} failed {row['errors']} times in a row.",
            f"standpoint feeds remove {row['id']}",
        )
