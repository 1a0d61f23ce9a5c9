"""A search's newest matches, taken up portion by portion until no later one can bring a newer row.

Articles are stored as they are fetched, and what is said or published comes before it is fetched. So once enough rows
are newer than the fetching of the last article that was looked at, those are the newest of all: of a common word, a few
hundred articles are looked at instead of five thousand (`search.NEWEST_MATCHES`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from store.rows import ids
from store.search import NEWEST_MATCHES, Select
from store.sqlite import sqlite3

_FIRST = 128
"""Articles of the first portion; each further one is twice as large."""
_WALK = "SELECT rowid FROM article_words WHERE article_words MATCH ? ORDER BY rowid DESC LIMIT ?"


def newest(
    connection: sqlite3.Connection,
    select: Select,
    columns: str,
    when: str,
    limit: int,
    same: Callable[[sqlite3.Row], Hashable],
) -> list[sqlite3.Row]:
    """The rows of a select that its words lead, the newest first: at least `limit` that `same` tells apart, if any.

    `when` is what a row is in the order of: a moment or a day that is not after its article's `fetched`.
    """
    key, number = select.order
    sql = select.portion(f"{columns}, {key} AS found_key, {number} AS found_id, {when} AS found_when")
    rows: list[sqlite3.Row] = []
    settled: set[Hashable] = set()
    waiting: list[sqlite3.Row] = []
    size = _FIRST
    walk = connection.execute(_WALK, (select.words, NEWEST_MATCHES))
    while portion := walk.fetchmany(size):
        fresh = connection.execute(sql, [ids(row[0] for row in portion), *select.narrowed]).fetchall()
        rows += fresh
        (fetched,) = connection.execute("SELECT fetched FROM articles WHERE id = ?", (portion[-1][0],)).fetchone()
        waiting += fresh
        settled.update(same(row) for row in waiting if row["found_when"] > fetched)
        waiting = [row for row in waiting if row["found_when"] <= fetched]
        if len(settled) >= limit:
            break
        size *= 2
    rows.sort(key=lambda row: (row["found_key"], row["found_id"]), reverse=True)
    return rows
