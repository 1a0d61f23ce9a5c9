"""Damaging a database as disks and crashes do."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from store.sqlite import sqlite3


def page_of(path: Path, table: str) -> tuple[int, int]:
    """Where a table's first page lies in the file, and how long it is."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (page - 1) * size, size


def spoil(path: Path, table: str) -> None:
    """Write nonsense over a table's first page."""
    start, size = page_of(path, table)
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xfe" * size)
