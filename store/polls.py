"""What one poll of one feed brings, stored in one transaction: nothing of it is lost, and nothing stored twice.

The poller decided before, from what it had read; here everything is checked once more inside the transaction, because
another process may have stored the same entry meanwhile.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from store import feed_twins
from store.folding import fold_title
from store.intake import Body, Intake
from store.model.polling import Arrival, PollOutcome, PollResult
from store.model.record import record
from store.model.words import BodySource, FeedState, PollStatus
from store.outlets import is_search
from store.recognition import names_one_page
from store.rows import habits_json, ids, stamp, stamp_or_none
from store.sqlite import sqlite3
from store.word_index import NewWords

_LOG_KEPT = 50_000
"""Lines of the poll log that are kept: a day of 500 feeds polled every quarter of an hour."""
_AFTER_EACH_OTHER = timedelta(seconds=30)
"""Between the feeds of a host that is asked again after it wanted to be left alone."""
_RICHER = 1.2
"""How much longer another feed's text must be to take the place of the stored one."""


@record(frozen=True)
class _Stored:
    """An article as the transaction sees it."""

    id: int
    hash: str
    """Of the text that stands."""
    length: int
    source: str
    url: str = ""
    carried: str | None = None
    """Hash of what this feed last gave under the entry's guid; None where it never gave it."""


def commit(connection: sqlite3.Connection, result: PollResult, words: NewWords) -> PollOutcome:
    """Store a poll inside the caller's transaction, which ends with `words.take_in`.

    For a feed removed meanwhile nothing is stored, and it says so.
    """
    row = connection.execute("SELECT * FROM feeds WHERE id = ?", (result.feed_id,)).fetchone()
    if row is None:
        return _outcome(result, "", "", (0, 0), "The feed was removed while it was being polled: nothing was stored.")
    if result.status is PollStatus.HELD:
        return _put_off(connection, row, result)
    counts = _Arrivals(connection, row, result, words).store()
    url = _update_feed(connection, row, result)
    _close_host(connection, url, result)
    feed_twins.note(connection, row, url, result)
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


class _Arrivals:
    """The entries of one poll, each against what is stored now."""

    def __init__(
        self, connection: sqlite3.Connection, feed: sqlite3.Row, result: PollResult, words: NewWords
    ) -> None:
        self._connection = connection
        self._feed = feed
        self._result = result
        self._at = stamp(result.at)
        self._intake = Intake(connection, result.at, words)
        self._name = feed["outlet"] or result.title or feed["title"]
        self._carriers: dict[str, tuple[object, ...]] = {}
        self._new = self._changed = 0

    def store(self) -> tuple[int, int]:
        """Store them all; how many were new, how many changed."""
        arrivals = {arrival.entry.guid: arrival for arrival in self._result.arrivals}
        if not arrivals:
            return 0, 0
        by_guid = self._stored_by_guid(list(arrivals))
        by_url = self._stored_by_url([a.entry.url for guid, a in arrivals.items() if guid not in by_guid])
        by_id = self._stored_by_id([a.article_id for a in arrivals.values() if a.article_id is not None])
        for guid, arrival in arrivals.items():
            stored = by_guid.get(guid)
            if stored is None and arrival.article_id is not None:
                stored = by_id.get(arrival.article_id)
            stored = stored or by_url.get(arrival.entry.url)
            body = self._body(arrival)
            if stored is None:
                stored = self._add(arrival, body)
                if names_one_page(arrival.entry.url):
                    by_url.setdefault(arrival.entry.url, stored)
            else:
                self._meet(arrival, body, stored)
            self._carry(arrival, body, stored.id)
        self._intake.flush()
        self._write_carriers()
        return self._new, self._changed

    def _add(self, arrival: Arrival, body: Body) -> _Stored:
        self._new += 1
        number = self._intake.add(body, arrival.reading)
        return _Stored(number, body.hash, len(body.text), body.body_source.value, body.url)

    def _meet(self, arrival: Arrival, body: Body, stored: _Stored) -> None:
        """An entry whose article is stored: replace the text where this feed changed it, or brings much more of it."""
        if body.hash == stored.hash or (arrival.entry_hash or body.hash) == stored.carried or not body.text:
            return
        if stored.source in {BodySource.IMPORT.value, BodySource.DIGEST.value}:
            return
        richer = len(body.text) > _RICHER * stored.length
        ours_stands = stored.carried is not None and stored.carried == stored.hash
        # What a news search listed gives way to the outlet's own item, however short.
        own = is_search(stored.url) and not is_search(arrival.entry.url)
        edited = (
            own or ours_stands or (stored.carried is not None and stored.source == body.body_source.value == "page")
        )
        if edited or richer:
            self._intake.replace(stored.id, body, arrival.reading)
            self._changed += 1

    def _body(self, arrival: Arrival) -> Body:
        entry = arrival.entry
        return Body(
            title=entry.title,
            text=entry.text,
            outlet=entry.outlet or self._name,
            url=entry.url,
            author=entry.author,
            published=entry.published,
            published_raw=entry.published_raw,
            body_source=arrival.body_source,
        )

    def _carry(self, arrival: Arrival, body: Body, article: int) -> None:
        entry = arrival.entry
        self._carriers[entry.guid] = (
            self._feed["id"],
            self._feed["url"],
            self._name or self._feed["url"],
            article,
            entry.guid,
            entry.url,
            fold_title(entry.title),
            # The hash of the entry as the feed gave it, which the next poll compares.
            arrival.entry_hash or body.hash,
            self._at,
            self._at,
        )

    def _write_carriers(self) -> None:
        self._connection.executemany(
            "INSERT INTO carriers (feed_id, feed_url, feed_name, article_id, guid, link, title_key, content_hash, "
            "first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (feed_id, guid) DO UPDATE SET link = excluded.link, title_key = excluded.title_key, "
            "content_hash = excluded.content_hash, last_seen = excluded.last_seen",
            self._carriers.values(),
        )

    def _stored_by_guid(self, guids: list[str]) -> dict[str, _Stored]:
        rows = self._connection.execute(
            "SELECT c.guid, c.content_hash AS carried, a.id, a.content_hash, length(a.text) AS length, a.body_source, "
            "a.url FROM carriers c JOIN articles a ON a.id = c.article_id "
            "WHERE c.feed_id = ? AND c.guid IN (SELECT value FROM json_each(?))",
            (self._feed["id"], ids(guids)),
        )
        return {row["guid"]: _stored(row, row["carried"]) for row in rows}

    def _stored_by_url(self, urls: list[str]) -> dict[str, _Stored]:
        """Articles by address; one that this feed carries under another guid only where the title is the same too."""
        rows = self._connection.execute(
            "SELECT a.url, a.id, a.title_key, a.content_hash, length(a.text) AS length, a.body_source, "
            "EXISTS (SELECT 1 FROM carriers c WHERE c.article_id = a.id AND c.feed_id = ?) AS ours "
            "FROM articles a WHERE a.url <> '' AND a.url IN (SELECT value FROM json_each(?)) ORDER BY a.id DESC",
            (self._feed["id"], ids(url for url in urls if names_one_page(url))),
        )
        titles = {a.entry.url: fold_title(a.entry.title) for a in self._result.arrivals}
        return {
            row["url"]: _stored(row, None) for row in rows if not row["ours"] or row["title_key"] == titles[row["url"]]
        }

    def _stored_by_id(self, articles: list[int]) -> dict[int, _Stored]:
        rows = self._connection.execute(
            "SELECT id, content_hash, length(text) AS length, body_source, url FROM articles "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (ids(articles),),
        )
        return {row["id"]: _stored(row, None) for row in rows}


def _stored(row: sqlite3.Row, carried: str | None) -> _Stored:
    return _Stored(row["id"], row["content_hash"], row["length"], row["body_source"], row["url"], carried)


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
