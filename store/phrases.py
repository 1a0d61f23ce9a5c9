"""What is said thousandfold: names, rules, factors, and with what an article was tagged; kept once, by number.

Rows of other tables hold the numbers; 0 stands for no words.
"""

from __future__ import annotations

from collections.abc import Iterable

from store.rows import ids
from store.sqlite import sqlite3

CORRECTED_VOICE = 1
"""The number of `store.schema_verdicts.CORRECTED_RULE`."""
KEPT_POSITION = 2
"""The number of `store.reviews.KEPT_RULE`."""


def numbers(connection: sqlite3.Connection, wanted: Iterable[str]) -> dict[str | None, int | None]:
    """The numbers of these words, given to them where they have none yet; none for None. Call inside a writing
    transaction.
    """
    found: dict[str | None, int | None] = {"": 0, None: None}
    asked = set(wanted)
    found.update(_known(connection, asked - found.keys()))
    new = asked - found.keys()
    if new:
        connection.execute("INSERT INTO phrases (words) SELECT value FROM json_each(?)", (ids(sorted(new)),))
        found.update(_known(connection, new))
    return found


def _known(connection: sqlite3.Connection, asked: Iterable[str]) -> Iterable[tuple[str, int]]:
    rows = connection.execute(
        "SELECT words, id FROM phrases WHERE words IN (SELECT value FROM json_each(?))", (ids(asked),)
    )
    return [(row[0], row[1]) for row in rows]


def number_of(connection: sqlite3.Connection, words: str | None) -> int | None:
    """`numbers` of one; None for None."""
    return None if words is None else numbers(connection, (words,))[words]


def known(connection: sqlite3.Connection, words: str) -> int:
    """The number of these words; -1 where nothing has them."""
    if not words:
        return 0
    row = connection.execute("SELECT id FROM phrases WHERE words = ?", (words,)).fetchone()
    return -1 if row is None else int(row[0])
