"""New and changed articles on their way in: collected first, then written with one `executemany` a table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from store import bulk, clusters, edits
from store.folding import content_hash, fold_title, key
from store.mates import Mates
from store.model.reading import Reading
from store.model.record import record
from store.model.words import BodySource
from store.phrases import numbers
from store.readings import ReadingWriter
from store.review_follow import follow
from store.rows import instant, instant_or_none, marks_text, stamp
from store.sqlite import sqlite3
from store.word_index import NewWords

_FUTURE = timedelta(days=2) // timedelta(microseconds=1)
"""Publishers' clocks and zones are wrong by hours; what claims to come from further ahead has no date."""
_ON_STORY, _TAGGED, _SOURCE = 5, 6, 10
"""Where a new article's row says whether it is on the story, with what it was tagged, where its text is from."""
_OLDEST = instant(datetime(1990, 1, 1, tzinfo=UTC))
"""Before the web there were no feeds: an earlier date is a zero in disguise."""


@record(frozen=True)
class Body:
    """What an article is made of, whether it came from a feed or a file."""

    title: str
    text: str
    outlet: str = ""
    url: str = ""
    author: str = ""
    external_id: str | None = None
    published: datetime | None = None
    published_raw: str = ""
    said_on: date | None = None
    body_source: BodySource = BodySource.FEED
    original_sha256: str | None = None

    @cached_property
    def hash(self) -> str:
        """Of title and text."""
        return content_hash(self.title, self.text)


def sort_key(published: int | None, seen: int) -> tuple[int, bool]:
    """By what an article is sorted, and whether its date is only approximate; of moments as `instant` writes them.

    The earlier of published and first seen, so that a date in the future never floats to the top; first seen alone
    where the published date is missing or absurd.
    """
    if published is None or not _OLDEST <= published <= seen + _FUTURE:
        return seen, True
    return min(published, seen), False


def _tells(reading: Reading) -> bool:
    """Whether a reading found anything that is stored in rows of its own."""
    return bool(reading.topics or reading.actors or reading.statements)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


class Intake:
    """Everything that one transaction stores of articles. Call `flush` once, before the transaction ends."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        now: datetime,
        words: NewWords | None = None,
        mates: Mates | None = None,
    ) -> None:
        """Take the writing connection, inside its transaction; `now` is when these articles were seen.

        `words` is where the caller, who has more to store, lets new articles wait for the index of words; `mates` is
        what he remembers of statements.
        """
        self._connection = connection
        self._words = words or NewWords(connection)
        self._last_of_all = words is None
        self._mates = mates
        self._now = now
        self._seen = stamp(now)
        self._at = instant(now)
        row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'articles'").fetchone()
        self._last = 0 if row is None else int(row[0])
        self._new: list[tuple[object, ...]] = []
        self._replaced: list[tuple[object, ...]] = []
        self._fresh: dict[int, Reading] = {}
        self._again: dict[int, Reading] = {}

    def add(self, body: Body, reading: Reading | None) -> int:
        """Take a new article in; its id. Without a reading it waits to be tagged."""
        self._last += 1
        read = reading or Reading()
        published = instant_or_none(body.published)
        order, approximate = sort_key(published, self._at)
        self._new.append(
            (
                self._last,
                order,
                published,
                self._at,
                int(approximate),
                int(read.on_story),
                read.tagged_with,
                key(fold_title(body.title)),
                key(body.url),
                bytes.fromhex(body.hash),
                body.body_source.value,
                body.outlet,
                body.title,
                body.url,
                body.author,
                body.external_id,
                body.original_sha256,
                body.published_raw,
                _day(body.said_on),
                marks_text(read.mentions),
                body.text,
            )
        )
        self._fresh[self._last] = read
        return self._last

    def replace(self, article: int, body: Body, reading: Reading | None) -> None:
        """Put another text in an article's place; the old one is kept as a version.

        Without a reading the old one goes, since its offsets are those of the old text, and the article waits to be
        tagged again. What `body` leaves empty stays as it was.
        """
        if article in self._fresh:
            # Brought twice by one poll: what came first stands, the next poll brings the change.
            return
        self._replaced.append(self._replacement(article, body))
        self._again[article] = reading or Reading()

    def retag(self, article: int, reading: Reading) -> None:
        """Put another reading in the place of an article's; its text stays."""
        self._again[article] = reading

    def flush(self) -> None:
        """Write everything."""
        self._insert_new()
        self._replace_old()
        edits.note(self._connection, self._again, set(self._replaced_articles()), self._seen)
        if self._again or any(map(_tells, self._fresh.values())):
            readings = ReadingWriter(self._connection, self._now, self._mates)
            # Most of what feeds bring names nobody: nothing is to be written of it beyond its row.
            fresh = [(article, reading) for article, reading in self._fresh.items() if _tells(reading)]
            readings.write(fresh, fresh=True)
            readings.write(list(self._again.items()))
        follow(self._connection, [*self._fresh, *self._again])
        read = {**self._fresh, **self._again}
        clusters.join(self._connection, [article for article, reading in read.items() if reading.on_story])
        if self._last_of_all:
            self._words.take_in()

    def _replacement(self, article: int, body: Body) -> tuple[object, ...]:
        old = self._connection.execute(
            "SELECT title, outlet, url, author, external_id, published, published_raw, fetched, original_sha256, "
            "said_on FROM articles WHERE id = ?",
            (article,),
        ).fetchone()
        published = instant_or_none(body.published)
        if published is None:
            published = old["published"]
        order, approximate = sort_key(published, old["fetched"])
        title = body.title or old["title"]
        url = body.url or old["url"]
        return (
            title,
            key(fold_title(title)),
            body.outlet or old["outlet"],
            url,
            key(url),
            body.author or old["author"],
            body.external_id or old["external_id"],
            order,
            published,
            body.published_raw or old["published_raw"],
            int(approximate),
            _day(body.said_on) or old["said_on"],
            body.body_source.value,
            bytes.fromhex(content_hash(title, body.text)),
            body.original_sha256 or old["original_sha256"],
            body.text,
            article,
        )

    def _replaced_articles(self) -> list[int]:
        return [int(str(row[-1])) for row in self._replaced]

    def _insert_new(self) -> None:
        if not self._new:
            return
        tags = numbers(self._connection, {str(row[_TAGGED]) for row in self._new})
        bulk.insert(
            self._connection,
            "INSERT INTO articles (id, sort_key, published, fetched, date_approximate, on_story, tagged_with, "
            "title_key, url_key, content_hash, body_source, outlet, title, url, author, external_id, original_sha256, "
            "published_raw, said_on, mentions, text)",
            [(*row[:_TAGGED], tags[str(row[_TAGGED])], *row[_TAGGED + 1 :]) for row in self._new],
        )
        self._note_new(self._last - len(self._new) + 1)

    def _note_new(self, first: int) -> None:
        """Count the new articles, from `first` on, and leave them to be told of and to enter the index of words.

        Triggers would do it row by row, for two thirds of what the rows themselves cost.
        """
        stories = sum(int(str(row[_ON_STORY])) for row in self._new)
        digests = sum(row[_SOURCE] == BodySource.DIGEST.value for row in self._new)
        self._connection.execute(
            "UPDATE tally SET articles = articles + ?1, on_story = on_story + ?2, unread = unread + ?2, "
            "digests = digests + ?3",
            (len(self._new), stories, digests),
        )
        self._connection.execute(
            "INSERT INTO untold (article_id) SELECT id FROM articles WHERE id BETWEEN ? AND ? "
            "AND body_source IN ('feed', 'page') ORDER BY id",
            (first, self._last),
        )
        self._words.wait(first, self._last)

    def _replace_old(self) -> None:
        articles = self._replaced_articles()
        if not articles:
            return
        self._words.take_in()
        self._connection.executemany(
            "INSERT INTO article_versions (article_id, version, title, text, body_source, content_hash, replaced) "
            "SELECT id, version, title, text, body_source, content_hash, ? FROM articles WHERE id = ?",
            [(self._seen, article) for article in articles],
        )
        clusters.leave(self._connection, articles)
        self._connection.executemany(
            "UPDATE articles SET title = ?, title_key = ?, outlet = ?, url = ?, url_key = ?, author = ?, "
            "external_id = ?, sort_key = ?, published = ?, published_raw = ?, date_approximate = ?, said_on = ?, "
            "body_source = ?, content_hash = ?, original_sha256 = ?, text = ?, version = version + 1 WHERE id = ?",
            self._replaced,
        )
