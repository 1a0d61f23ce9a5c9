"""The one place that decides which SQLite is used: the newer one where it is installed, else Python's own.

SQLite before 3.51.3 has a rare race that can damage a database in WAL mode when several connections write or
checkpoint (sqlite.org/wal.html, "the WAL-reset bug"); the wheel of pysqlite3 brings a later one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["BUNDLED", "SAFE", "sqlite3"]

BUNDLED = sqlite3.__name__ != "sqlite3"
"""True where the SQLite in use came with pysqlite3."""
SAFE = sqlite3.sqlite_version_info >= (3, 51, 3)
"""True where the SQLite in use has the race mended."""
