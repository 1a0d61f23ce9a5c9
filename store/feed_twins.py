"""Subscriptions that turn out to be one: noticed when a feed is polled, told to the user, who alone merges them."""

from __future__ import annotations

from store.model.polling import PollResult
from store.model.words import PollStatus
from store.rows import ids
from store.sqlite import sqlite3

_FEWEST = 5
"""Entries from which it tells something that two feeds have the same."""
_ALIKE = 0.9


def note(
    connection: sqlite3.Connection, row: sqlite3.Row, url: str, result: PollResult, articles: frozenset[int]
) -> None:
    """Remember which other subscription this feed is the same as, where a good poll shows it.

    `row` is the feed as it was before, `url` its address now, `articles` are those that the poll's entries are. It
    moved for good to where another one is; or its bytes are another one's; or it lists what another one lists, and that
    one lists what it lists.
    """
    if result.status not in (PollStatus.OK, PollStatus.UNCHANGED):
        return
    other = _moved_onto(connection, url, result) or _alike(connection, result, articles)
    if other is not None and other != row["same_as"]:
        connection.execute("UPDATE feeds SET same_as = ? WHERE id = ?", (other, result.feed_id))


def _moved_onto(connection: sqlite3.Connection, url: str, result: PollResult) -> int | None:
    if result.adopt_url is None or result.adopt_url == url:
        return None
    return _owner(connection, result.adopt_url, result.feed_id)


def _owner(connection: sqlite3.Connection, url: str, but: int) -> int | None:
    found = connection.execute(
        "SELECT id FROM feeds WHERE url = ?1 AND id <> ?2 "
        "UNION ALL SELECT feed_id FROM feed_aliases WHERE url = ?1 AND feed_id <> ?2",
        (url, but),
    ).fetchone()
    return None if found is None else int(found[0])


def _alike(connection: sqlite3.Connection, result: PollResult, articles: frozenset[int]) -> int | None:
    """By bytes, by the address that the feed calls its own, by what it lists."""
    if not result.arrivals or not result.body_hash:
        return None
    same = connection.execute(
        "SELECT id FROM feeds WHERE body_hash = ? AND id <> ? ORDER BY id", (result.body_hash, result.feed_id)
    ).fetchone()
    if same is not None:
        return int(same[0])
    named = _owner(connection, result.habits.self_url, result.feed_id) if result.habits else None
    if len(result.arrivals) < _FEWEST:
        return None
    for other, shared in connection.execute(
        "SELECT feed_id, count(DISTINCT article_id) FROM carriers WHERE article_id IN (SELECT value FROM json_each(?)) "
        "AND feed_id IS NOT NULL AND feed_id <> ? GROUP BY feed_id ORDER BY 2 DESC, 1 LIMIT 3",
        (ids(articles), result.feed_id),
    ).fetchall():
        # Its own word for its address makes half enough; a section of another feed is all in that one, not the reverse.
        enough = _ALIKE / 2 if other == named else _ALIKE
        if shared >= enough * len(articles) and (other == named or _within(connection, other, articles)):
            return int(other)
    return None


def _within(connection: sqlite3.Connection, feed: int, articles: frozenset[int]) -> bool:
    """Tell whether what a feed listed last is nearly all among these articles."""
    rows = connection.execute(
        "SELECT article_id FROM carriers WHERE feed_id = ?1 "
        "AND last_seen = (SELECT max(last_seen) FROM carriers WHERE feed_id = ?1)",
        (feed,),
    ).fetchall()
    listed = {int(row[0]) for row in rows}
    return len(listed) >= _FEWEST and len(listed & articles) >= _ALIKE * len(listed)
