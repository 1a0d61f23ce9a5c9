"""Many rows by few statements.

A statement whose row may be refused after other rows were touched (triggers, references) keeps a copy of each page it
touches until it ends. One statement for many rows copies a page that they share once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from store.sqlite import sqlite3

_MOST = 32
"""Rows a statement. Fewer rows are written by halves of it, so that the same few statements are prepared once."""


def insert(connection: sqlite3.Connection, into: str, rows: Sequence[Sequence[object]], tail: str = "") -> None:
    """Insert rows of one width; `into` is the statement up to VALUES, `tail` what follows the rows."""
    if not rows:
        return
    one = f"({', '.join('?' * len(rows[0]))})"
    start, size = 0, _MOST
    while start < len(rows):
        while size > len(rows) - start:
            size //= 2
        connection.execute(
            f"{into} VALUES {', '.join([one] * size)} {tail}", list(chain.from_iterable(rows[start : start + size]))
        )
        start += size
