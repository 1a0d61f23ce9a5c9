"""Removing what is old, where the settings ask for it: articles that feeds brought, and lines of the poll log.

Kept for ever: what is starred, imported or a digest; what holds a position of a known principal, for the ledger rests
on it; what an analyst judged; what an outlet edited. Kept as well are the newest articles of each feed, as many as its
longest answer had entries: what a feed still carries would come back as new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from store import clusters, utterances
from store.db import Database
from store.dirty import mark_dirty, pairs_of_articles
from store.rows import batches, ids, instant, stamp
from store.sqlite import sqlite3

_BATCH = 50
"""Articles of one transaction: no reader or poller waits longer than a moment."""
_LINES = 5_000
"""Lines of the poll log of one transaction."""
_CARRIED = 100
"""Articles of a feed that are kept where its log does not say how many entries it has."""

_OLD = """
    SELECT a.id FROM articles a
    WHERE a.sort_key < :before AND a.starred = 0 AND a.body_source NOT IN ('import', 'digest')
      AND NOT EXISTS (SELECT 1 FROM statements s JOIN positions p ON p.statement_id = s.id
                      JOIN statement_voices v ON v.statement_id = s.id
                      WHERE s.article_id = a.id AND v.principal IS NOT NULL AND p.stance <> 'none')
      AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.article_id = a.id)
      AND NOT EXISTS (SELECT 1 FROM statements s JOIN verdicts r ON r.fingerprint = s.fingerprint
                      WHERE s.article_id = a.id)
      AND NOT EXISTS (SELECT 1 FROM edits e WHERE e.article_id = a.id)
    ORDER BY a.sort_key, a.id
"""
_CARRIED_STILL = """
    WITH lengths AS (SELECT feed_id, max(entries) AS entries FROM poll_log GROUP BY feed_id),
    ranked AS (SELECT c.article_id, c.feed_id, row_number() OVER (PARTITION BY c.feed_id ORDER BY c.id DESC) AS place
               FROM carriers c WHERE c.feed_id IS NOT NULL)
    SELECT DISTINCT r.article_id FROM ranked r LEFT JOIN lengths l ON l.feed_id = r.feed_id
    WHERE r.place <= max(coalesce(l.entries, 0), :least)
"""


@dataclass(frozen=True, slots=True)
class Retired:
    """How much was removed."""

    articles: int = 0
    poll_log: int = 0
    """Lines of the poll log."""

    def __bool__(self) -> bool:
        return bool(self.articles or self.poll_log)


def retire(database: Database, now: datetime, articles_days: int, poll_log_days: int) -> Retired:
    """Remove what is older than so many days, 0 for nothing. Raises StoreError; what was removed until then is gone."""
    articles = _articles(database, instant(now - timedelta(days=articles_days))) if articles_days else 0
    lines = _poll_log(database, stamp(now - timedelta(days=poll_log_days))) if poll_log_days else 0
    return Retired(articles, lines)


def _articles(database: Database, before: int) -> int:
    with database.read() as connection:
        carried = {row[0] for row in connection.execute(_CARRIED_STILL, {"least": _CARRIED})}
        old = [row[0] for row in connection.execute(_OLD, {"before": before}) if row[0] not in carried]
    gone = 0
    for batch in batches(old, _BATCH):
        with database.write() as connection:
            # Somebody may have starred or judged one of them since.
            still = {row[0] for row in connection.execute(_OLD, {"before": before})}.intersection(batch)
            _remove(connection, sorted(still))
        gone += len(still)
    return gone


def _remove(connection: sqlite3.Connection, articles: list[int]) -> None:
    listed = ids(articles)
    mark_dirty(connection, pairs_of_articles(connection, listed))
    clusters.leave(connection, articles)
    shrunk = [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT utterance_id FROM statements WHERE utterance_id IS NOT NULL "
            "AND article_id IN (SELECT value FROM json_each(?))",
            (listed,),
        )
    ]
    connection.execute("DELETE FROM articles WHERE id IN (SELECT value FROM json_each(?))", (listed,))
    utterances.regroup(connection, [], shrunk)


def _poll_log(database: Database, before: str) -> int:
    gone = 0
    while True:
        with database.write() as connection:
            removed = connection.execute(
                "DELETE FROM poll_log WHERE id IN (SELECT id FROM poll_log WHERE at < ? ORDER BY id LIMIT ?)",
                (before, _LINES),
            ).rowcount
        gone += removed
        if removed < _LINES:
            return gone
