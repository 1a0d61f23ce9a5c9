"""Where articles stand by the smallest hashes of their words: under their month first, then the hash.

An article's sixteen hashes lie anywhere; with those of all years in one order each came to a page of its own, which
was four tenths of all pages that storing a poll wrote. Copies are looked for within thirty days, so two months beside
each other hold them; what has no date of its own, or was stored before months were told apart, stands under none and is
always looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from store import bulk
from store.rows import ids
from store.sqlite import sqlite3

MONTH = 30 * 86_400_000_000
"""Microseconds of thirty days. Copies further apart are another story told in the same words."""
NONE = 0
"""The month of what has no date of its own."""
_BITS = 32
"""Of a hash; the month stands above them."""


def month(sort_key: int, *, approximate: bool) -> int:
    """The month of an article."""
    return NONE if approximate else sort_key // MONTH + 1


def months(connection: sqlite3.Connection) -> set[int]:
    """All months under which something stands: as many steps through the index as there are months."""
    return {row[0] for row in connection.execute(_MONTHS)}


def around(one: int, every: Iterable[int]) -> tuple[int, ...]:
    """The months in which copies of an article of that month may stand; of one without, they may stand in `every`."""
    return tuple(sorted({NONE, *every})) if one == NONE else (NONE, one - 1, one, one + 1)


def places(marks: Iterable[int], within: Iterable[int]) -> list[int]:
    """Where articles with any of these hashes stand, of those months."""
    listed = tuple(marks)
    return [one << _BITS | mark for one in within for mark in listed]


def found(connection: sqlite3.Connection, wanted: Iterable[int]) -> dict[int, list[int]]:
    """The articles that stand at these places, by place."""
    there: dict[int, list[int]] = defaultdict(list)
    for place, article in connection.execute(
        "SELECT hash, article_id FROM article_sketches WHERE hash IN (SELECT value FROM json_each(?))",
        (ids(sorted(set(wanted))),),
    ):
        there[place].append(article)
    return there


def enter(connection: sqlite3.Connection, rows: Iterable[tuple[int, int]]) -> None:
    """Enter articles: places, each with the article that stands there."""
    bulk.insert(connection, "INSERT OR IGNORE INTO article_sketches (hash, article_id)", sorted(rows))


def remove(connection: sqlite3.Connection, article: int, marks: Iterable[int], of: int) -> None:
    """Take an article's hashes out; `of` is its month, under which those stored before months do not stand."""
    connection.executemany(
        "DELETE FROM article_sketches WHERE hash = ? AND article_id = ?",
        [(place, article) for place in places(marks, {NONE, of})],
    )


_MONTHS = f"""
    WITH RECURSIVE there (month) AS (
        SELECT min(hash) >> {_BITS} FROM article_sketches
        UNION ALL
        SELECT (SELECT min(hash) >> {_BITS} FROM article_sketches WHERE hash >= (month + 1) << {_BITS})
        FROM there WHERE month IS NOT NULL
    )
    SELECT month FROM there WHERE month IS NOT NULL
"""  # noqa: S608 - a number of ours
