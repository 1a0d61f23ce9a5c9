"""What one poll of one feed brings, stored in one transaction: nothing of it is lost, and nothing stored twice.

The poller decided before, from what it had read; here everything is checked once more inside the transaction, because
another process may have stored the same entry meanwhile.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from store import feed_twins
from store.arrivals import Arrivals
from store.mates import Mates
from store.model.polling import PollOutcome, PollResult
from store.model.words import FeedState, PollStatus
from store.rows import habits_json, stamp, stamp_or_none
from store.sqlite import sqlite3
from store.word_index import NewWords

_LOG_KEPT = 50_000
"""Lines of the poll log that are kept: a day of 500 feeds polled every quarter of an hour."""
_AFTER_EACH_OTHER = timedelta(seconds=30)
"""Between the feeds of a host that is asked again after it wanted to be left alone."""


def commit(
    connection: sqlite3.Connection, result: PollResult, words: NewWords, mates: Mates | None = None
) -> PollOutcome:
    """Store a poll inside the caller's transaction, which ends with `words.take_in`.

    `mates` is what the caller remembers of the statements of earlier polls. For a feed removed meanwhile nothing is
    stored, and it says so.
    """
    row = connection.execute("SELECT * FROM feeds WHERE id = ?", (result.feed_id,)).fetchone()
    if row is None:
        return _outcome(result, "", "", (0, 0), "The feed was removed while it was being polled: nothing was stored.")
    if result.status is PollStatus.HELD:
        return _put_off(connection, row, result)
    arrivals = Arrivals(connection, row, result, words, mates)
    counts = arrivals.store()
    url = _update_feed(connection, row, result)
    _close_host(connection, url, result)
    feed_twins.note(connection, row, url, result, arrivals.articles)
    connection.execute(
        "INSERT INTO poll_log (at, feed_id, url, status, http, entries, new, changed, error, seconds) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            stamp(result.at),
            result.feed_id,
            url,
            result.status.value,
            result.http,
            result.entries,
            *counts,
            result.error,
            result.seconds,
        ),
    )
    connection.execute("DELETE FROM poll_log WHERE id <= (SELECT max(id) FROM poll_log) - ?", (_LOG_KEPT,))
    return _outcome(result, url, row["outlet"] or result.title or row["title"] or url, counts, result.error)


def _put_off(connection: sqlite3.Connection, row: sqlite3.Row, result: PollResult) -> PollOutcome:
    """Store that a feed was not asked: when it will be, and nothing else."""
    connection.execute(
        "UPDATE feeds SET next_due = ?, told_to_wait = 1 WHERE id = ?", (stamp(result.next_due), result.feed_id)
    )
    return _outcome(result, row["url"], row["outlet"] or row["title"] or row["url"], (0, 0), result.error)


def _close_host(connection: sqlite3.Connection, url: str, result: PollResult) -> None:
    """Put off all feeds of a host that wants to be left alone until a moment; one after the other from then on."""
    if result.host_until is None:
        return
    host = _host(url)
    rows = connection.execute(
        "SELECT id, url FROM feeds WHERE state = 'active' AND next_due < ? AND id <> ? ORDER BY next_due, id",
        (stamp(result.host_until), result.feed_id),
    ).fetchall()
    neighbours = [row["id"] for row in rows if _host(row["url"]) == host]
    connection.executemany(
        "UPDATE feeds SET next_due = ?, told_to_wait = 1 WHERE id = ?",
        [
            (stamp(result.host_until + _AFTER_EACH_OTHER * place), feed)
            for place, feed in enumerate(neighbours, start=1)
        ],
    )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _outcome(result: PollResult, url: str, name: str, counts: tuple[int, int], error: str | None) -> PollOutcome:
    return PollOutcome(
        feed_id=result.feed_id,
        url=url,
        name=name,
        status=result.status,
        http=result.http,
        entries=result.entries,
        new=counts[0],
        changed=counts[1],
        error=error,
        next_due=result.next_due,
        seconds=result.seconds,
    )


def _update_feed(connection: sqlite3.Connection, row: sqlite3.Row, result: PollResult) -> str:
    """Remember how the poll went; the feed's address from now on."""
    url = str(row["url"])
    if result.adopt_url and _free(connection, result.adopt_url, result.feed_id):
        connection.execute("INSERT OR REPLACE INTO feed_aliases (url, feed_id) VALUES (?, ?)", (url, result.feed_id))
        connection.execute("DELETE FROM feed_aliases WHERE url = ?", (result.adopt_url,))
        url = result.adopt_url
    answered = result.status is PollStatus.OK
    state = FeedState.GONE.value if result.status is PollStatus.GONE else row["state"]
    connection.execute(
        "UPDATE feeds SET url = ?, title = coalesce(nullif(?, ''), title), state = ?, etag = ?, last_modified = ?, "
        "body_hash = ?, last_polled = ?, next_due = ?, last_status = ?, last_http = ?, last_error = ?, errors = ?, "
        "moved_to = ?, moved_seen = ?, told_to_wait = ?, interval = coalesce(?, interval), "
        "habits = coalesce(?, habits) WHERE id = ?",
        (
            url,
            result.title,
            state,
            result.etag if answered else result.etag or row["etag"],
            result.last_modified if answered else result.last_modified or row["last_modified"],
            result.body_hash or row["body_hash"],
            stamp(result.at),
            stamp_or_none(result.next_due),
            result.status.value,
            result.http,
            result.error,
            result.errors,
            result.moved_to,
            result.moved_seen,
            int(result.told_to_wait),
            result.interval,
            None if result.habits is None else habits_json(result.habits),
            result.feed_id,
        ),
    )
    return url


def _free(connection: sqlite3.Connection, url: str, feed_id: int) -> bool:
    """True where no other feed has the address, now or from before."""
    row = connection.execute(
        "SELECT id FROM feeds WHERE url = ?1 "
        "UNION ALL SELECT feed_id FROM feed_aliases WHERE url = ?1 AND feed_id <> ?2",
        (url, feed_id),
    ).fetchone()
    return row is None
