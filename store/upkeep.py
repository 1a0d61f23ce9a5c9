"""What is done after an unclean exit: reading every page, before anything more is written on top."""

from __future__ import annotations

from store import copies
from store.db import Database
from store.errors import DamagedDatabase


def check(database: Database) -> None:
    """Raises DamagedDatabase, in a sentence that says what to do, where SQLite's quick check finds anything."""
    with database.read() as connection:
        problems = copies.quick(connection)
    if problems:
        raise DamagedDatabase(
            f"{database.path} is damaged ({'; '.join(problems)}): put a backup in its place with `standpoint restore`."
        )
