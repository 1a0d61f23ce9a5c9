"""The (principal, issue) pairs that the ledger has to settle anew, and since when.

A mark bears the revision of the transaction that made it, and stays when the pair is settled: whoever settles says at
which revision he read the evidence, and is refused where a mark came after it.
"""

from __future__ import annotations

from collections.abc import Iterable

from store.sqlite import sqlite3

_PAIRS = (
    "SELECT DISTINCT v.principal, coalesce(r.to_issue, p.issue), p.issue "
    "FROM statements s JOIN positions p ON p.statement_id = s.id "
    "JOIN statement_voices v ON v.statement_id = s.id "
    "LEFT JOIN verdicts r ON r.fingerprint = s.fingerprint AND r.issue = p.issue "
    "WHERE v.principal IS NOT NULL AND "
)


def pairs_of_articles(connection: sqlite3.Connection, listed: str) -> set[tuple[str, str]]:
    """The (principal, issue) pairs that the stored positions of articles (a JSON list) touch, reviews counted in."""
    return _pairs(connection, "s.article_id IN (SELECT value FROM json_each(?))", listed)


def pairs_of_words(connection: sqlite3.Connection, mark: int) -> set[tuple[str, str]]:
    """The pairs that the stored positions of the words with a fingerprint touch, reviews counted in."""
    return _pairs(connection, "s.fingerprint = ?", mark)


def _pairs(connection: sqlite3.Connection, clause: str, value: str | int) -> set[tuple[str, str]]:
    rows = connection.execute(_PAIRS + clause, (value,)).fetchall()
    return {(row[0], row[1]) for row in rows} | {(row[0], row[2]) for row in rows}


def mark_dirty(connection: sqlite3.Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Note that the ledger has to settle these pairs anew. Call inside the transaction that touches them."""
    marked = sorted(pairs)
    connection.executemany("INSERT OR IGNORE INTO dirty_pairs (principal, issue) VALUES (?, ?)", marked)
    connection.executemany(
        "INSERT OR REPLACE INTO pair_marks (principal, issue, revision) "
        "VALUES (?, ?, (SELECT value FROM meta WHERE key = 'revision'))",
        marked,
    )


def marked_since(connection: sqlite3.Connection, principal: str, issue: str, revision: int) -> bool:
    """Whether a pair's evidence changed after it was read at a revision.

    A transaction's marks bear the revision before its own, so evidence read at `revision` holds all marks below it.
    """
    row = connection.execute(
        "SELECT revision FROM pair_marks WHERE principal = ? AND issue = ?", (principal, issue)
    ).fetchone()
    return row is not None and row["revision"] >= revision
