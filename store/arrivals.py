"""The entries of one poll, each against what is stored now."""

from __future__ import annotations

from store import bulk
from store.folding import fold_title, key
from store.intake import Body, Intake
from store.mates import Mates
from store.model.polling import Arrival, PollResult
from store.model.record import record
from store.model.words import BodySource
from store.outlets import is_search
from store.recognition import carries, names_one_page
from store.rows import ids, instant
from store.sqlite import sqlite3
from store.word_index import NewWords

_RICHER = 1.2
"""How much longer another feed's text must be to take the place of the stored one."""
_CARRIED = "INSERT INTO carriers (feed_id, article_id, guid, title_key, content_hash, first_seen, last_seen)"
_CARRIED_AGAIN = (
    "ON CONFLICT (feed_id, guid) DO UPDATE SET title_key = excluded.title_key, "
    "content_hash = excluded.content_hash, last_seen = excluded.last_seen"
)


@record(frozen=True)
class _Stored:
    """An article as the transaction sees it."""

    id: int
    hash: str
    """Of the text that stands."""
    source: str
    url: str
    carrier: int = 0
    """Number of the row that says that this feed gave it, under the entry's guid; 0 where it never did."""
    carried: str | None = None
    """Hash of what this feed last gave under the entry's guid; None where it never gave it."""


class Arrivals:
    """The entries of one poll. Call `store` once, inside the transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        feed: sqlite3.Row,
        result: PollResult,
        words: NewWords,
        mates: Mates | None = None,
    ) -> None:
        """Of a feed's row as it was before the poll; `words` and `mates` as `Intake` takes them."""
        self._connection = connection
        self._feed = feed
        self._result = result
        self._at = instant(result.at)
        self._intake = Intake(connection, result.at, words, mates)
        self._name = feed["outlet"] or result.title or feed["title"]
        self._carriers: list[tuple[object, ...]] = []
        self._seen: list[int] = []
        self._articles: set[int] = set()
        self._new = self._changed = 0

    @property
    def articles(self) -> frozenset[int]:
        """The articles that the entries are, once they are stored."""
        return frozenset(self._articles)

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
            self._carry(arrival, body, stored)
        self._intake.flush()
        self._write_carriers()
        return self._new, self._changed

    def _add(self, arrival: Arrival, body: Body) -> _Stored:
        self._new += 1
        number = self._intake.add(body, arrival.reading)
        return _Stored(number, body.hash, body.body_source.value, body.url)

    def _meet(self, arrival: Arrival, body: Body, stored: _Stored) -> None:
        """An entry whose article is stored: replace the text where this feed changed it, or brings much more of it."""
        if body.hash == stored.hash or (arrival.entry_hash or body.hash) == stored.carried or not body.text:
            return
        if stored.source in {BodySource.IMPORT.value, BodySource.DIGEST.value}:
            return
        ours_stands = stored.carried is not None and stored.carried == stored.hash
        # What a news search listed gives way to the outlet's own item, however short.
        own = is_search(stored.url) and not is_search(arrival.entry.url)
        edited = (
            own or ours_stands or (stored.carried is not None and stored.source == body.body_source.value == "page")
        )
        if edited or len(body.text) > _RICHER * self._length(stored):
            self._intake.replace(stored.id, body, arrival.reading)
            self._changed += 1

    def _length(self, stored: _Stored) -> int:
        row = self._connection.execute("SELECT length(text) FROM articles WHERE id = ?", (stored.id,)).fetchone()
        # A new one of this poll is not written yet: what came first stands.
        return int(row[0]) if row else 0

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

    def _carry(self, arrival: Arrival, body: Body, stored: _Stored) -> None:
        entry = arrival.entry
        # The hash of the entry as the feed gave it, which the next poll compares.
        given = arrival.entry_hash or body.hash
        self._articles.add(stored.id)
        if stored.carrier and stored.carried == given:
            self._seen.append(stored.carrier)
            return
        self._carriers.append(
            (
                self._feed["id"],
                stored.id,
                key(entry.guid),
                key(fold_title(entry.title)),
                bytes.fromhex(given),
                self._at,
                self._at,
            )
        )

    def _write_carriers(self) -> None:
        bulk.insert(self._connection, _CARRIED, self._carriers, _CARRIED_AGAIN)
        if self._seen:
            self._connection.execute(
                "UPDATE carriers SET last_seen = ? WHERE id IN (SELECT value FROM json_each(?))",
                (self._at, ids(self._seen)),
            )

    def _stored_by_guid(self, guids: list[str]) -> dict[str, _Stored]:
        if not carries(self._connection, self._feed["id"]):
            return {}
        keys = {key(guid): guid for guid in guids}
        rows = self._connection.execute(
            "SELECT c.guid, c.id AS carrier, c.content_hash AS carried, a.id, a.content_hash, a.body_source, "
            "a.url FROM carriers c JOIN articles a ON a.id = c.article_id "
            "WHERE c.feed_id = ? AND c.guid IN (SELECT value FROM json_each(?))",
            (self._feed["id"], ids(keys)),
        )
        return {
            keys[guid]: _Stored(number, stands.hex(), source, url, carrier, carried.hex())
            for guid, carrier, carried, number, stands, source, url in map(tuple, rows)
        }

    def _stored_by_url(self, urls: list[str]) -> dict[str, _Stored]:
        """Articles by address; one that this feed carries under another guid only where the title is the same too."""
        telling = {key(url) for url in urls if names_one_page(url)}
        if not telling:
            return {}
        rows = self._connection.execute(
            "SELECT a.url, a.id, a.title_key, a.content_hash, a.body_source, "
            "EXISTS (SELECT 1 FROM carriers c WHERE c.article_id = a.id AND c.feed_id = ?) AS ours "
            "FROM articles a WHERE a.url_key <> 0 AND a.url_key IN (SELECT value FROM json_each(?)) ORDER BY a.id DESC",
            (self._feed["id"], ids(telling)),
        ).fetchall()
        titles = {a.entry.url: key(fold_title(a.entry.title)) for a in self._result.arrivals} if rows else {}
        return {
            row["url"]: _stored(row)
            for row in rows
            if row["url"] in titles and (not row["ours"] or row["title_key"] == titles[row["url"]])
        }

    def _stored_by_id(self, articles: list[int]) -> dict[int, _Stored]:
        if not articles:
            return {}
        rows = self._connection.execute(
            "SELECT id, content_hash, body_source, url FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (ids(articles),),
        )
        return {row["id"]: _stored(row) for row in rows}


def _stored(row: sqlite3.Row) -> _Stored:
    return _Stored(row["id"], row["content_hash"].hex(), row["body_source"], row["url"])
