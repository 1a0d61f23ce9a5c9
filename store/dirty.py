"""The (principal, issue) pairs that the ledger has to settle anew."""

from __future__ import annotations

from collections.abc import Iterable

from store.sqlite import sqlite3


def pairs_of_articles(connection: sqlite3.Connection, listed: str) -> set[tuple[str, str]]:
    """The (principal, issue) pairs that the stored positions of articles touch, reviews counted in."""
    rows = connection.execute(
        "SELECT DISTINCT coalesce(n.principal, n.id, v.principal), coalesce(r.to_issue, p.issue), v.principal, p.issue "
        "FROM statements s JOIN positions p ON p.statement_id = s.id "
        "JOIN statement_voices v ON v.statement_id = s.id "
        "LEFT JOIN reviews r ON r.fingerprint = s.fingerprint AND r.issue = p.issue AND r.active = 1 "
        "LEFT JOIN corrections k ON k.fingerprint = s.fingerprint LEFT JOIN actors n ON n.id = k.actor "
        "WHERE s.article_id IN (SELECT value FROM json_each(?))",
        (listed,),
    ).fetchall()
    found = {(row[0], row[1]) for row in rows} | {(row[2], row[3]) for row in rows}
    return {(principal, issue) for principal, issue in found if principal}


def mark_dirty(connection: sqlite3.Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Note that the ledger has to settle these pairs anew."""
    connection.executemany("INSERT OR IGNORE INTO dirty_pairs (principal, issue) VALUES (?, ?)", sorted(pairs))
