"""Articles: what is known of them, storing documents, lists of stories, and one article with its marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from store import search
from store.article_rows import article_records, carrier_names, page_note, story_rows
from store.db import Database
from store.errors import NotFound
from store.late import Late
from store.model.articles import Article, Document, EditRow, Version
from store.model.polling import Known
from store.model.reading import Reading
from store.model.rows import ArticleView, Query, StoryRow
from store.model.words import BodySource, Clock, Verdict
from store.rows import ARTICLE, at_or_none, day_or_none, marks, moment_or_none
from store.sqlite import sqlite3
from store.statement_rows import statement_views

if TYPE_CHECKING:
    from store import edit_rows, finding, recognition
else:
    edit_rows, finding, recognition = Late("store.edit_rows"), Late("store.finding"), Late("store.recognition")

_BATCH = 500
_ONE = f"SELECT {ARTICLE}, a.text, a.mentions FROM articles a WHERE a.id = ?"  # noqa: S608 - own words only
_COMPANY = 2000
"""Articles among which an actor's company is counted, the newest: a big actor costs no more than a small one."""
_IN_COMPANY = """
    WITH newest AS (SELECT article_id, actor, on_story FROM article_names
        WHERE actor = (SELECT id FROM phrases WHERE words = ?1) ORDER BY sort_key DESC LIMIT ?2)
    SELECT h.words AS actor, count(*) AS articles FROM newest one
    JOIN article_names other ON other.article_id = one.article_id AND other.actor <> one.actor
    JOIN phrases h ON h.id = other.actor
    WHERE one.on_story = 1 GROUP BY other.actor ORDER BY articles DESC, h.words LIMIT ?3
"""
_WHEN = "a.sort_key"
"""What lists of articles are in the order of."""
_VERSIONS = """
    SELECT version, title, text, body_source, NULL AS replaced FROM articles WHERE id = ?
    UNION ALL
    SELECT version, title, text, body_source, replaced FROM article_versions WHERE article_id = ?
    ORDER BY version DESC
"""


class Articles:
    """The shelf of articles. All methods may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Made by `Library.open`."""
        self._database = database
        self._clock = clock

    def known(
        self, feed_id: int, *, guids: Sequence[str], urls: Sequence[str], titles: Sequence[str], now: datetime
    ) -> Known:
        """What is stored of a feed's entries. `titles` are folded by `store.folding.fold_title`.

        The hash is that of what this feed last gave (`store.folding.content_hash`), under `by_url` for another feed's
        article that of the text that stands. An address that several articles share tells nothing and is left out.
        """
        with self._database.read() as connection:
            return recognition.known(connection, feed_id, guids=guids, urls=urls, titles=titles, now=now)

    def completed(self, document: Document) -> Document:
        """The document with outlet, address, date and title filled in from the stored article that it will replace.

        To be asked before the document is tagged: days such as "on Tuesday" are reckoned from its date.
        """
        with self._database.read() as connection:
            stored = recognition.recognise(connection, document)
            if stored is None:
                return document
            row = connection.execute(
                "SELECT title, outlet, url, published, said_on FROM articles WHERE id = ?", (stored.id,)
            ).fetchone()
        return replace(
            document,
            title=document.title or row["title"],
            outlet=document.outlet or row["outlet"],
            url=document.url or row["url"],
            published=document.published or at_or_none(row["published"]),
            said_on=document.said_on or day_or_none(row["said_on"]),
        )

    def put(self, document: Document, reading: Reading) -> tuple[int, Verdict]:
        """Store a document from outside any feed: its article's id, and whether that is new, changed or the same.

        It takes the place of the article that `store.recognition` recognises it as; the old text becomes a version and
        reviews stay. A digest never takes the place of a full text.
        """
        from store.intake import Body, Intake  # noqa: PLC0415  # the writing side: the desk's start only reads

        with self._database.write() as connection:
            intake = Intake(connection, self._clock())
            body = Body(
                title=document.title,
                text=document.text,
                outlet=document.outlet,
                url=document.url,
                external_id=document.external_id,
                published=document.published,
                said_on=document.said_on,
                body_source=document.body_source,
                original_sha256=document.original_sha256,
            )
            stored = recognition.recognise(connection, document)
            if stored is None:
                number = intake.add(body, reading)
                intake.flush()
                return number, Verdict.NEW
            outdone = document.body_source is BodySource.DIGEST and not stored.is_digest
            if outdone or (stored.text == document.text and stored.title == (document.title or stored.title)):
                recognition.remember(connection, stored.id, document)
                return stored.id, Verdict.SAME
            intake.replace(stored.id, body, reading)
            intake.flush()
            return stored.id, Verdict.CHANGED

    def get(self, article_id: int) -> Article:
        """One article with its text. Raises NotFound."""
        with self._database.read() as connection:
            rows = connection.execute(_ONE, (article_id,)).fetchall()
            if not rows:
                raise _missing(article_id)
            return article_records(connection, rows)[0]

    def view(self, article_id: int) -> ArticleView:
        """One article with marks, statements and who carried it. Raises NotFound."""
        with self._database.read() as connection:
            rows = connection.execute(_ONE, (article_id,)).fetchall()
            if not rows:
                raise _missing(article_id)
            return ArticleView(
                article=article_records(connection, rows)[0],
                mentions=marks(rows[0]["mentions"]),
                statements=statement_views(connection, "article_id", article_id),
                carriers=carrier_names(connection, article_id),
                versions=rows[0]["version"],
                edits=self._edits(connection, article_id) if rows[0]["version"] > 1 else (),
                page_note=page_note(connection, article_id),
            )

    def _edits(self, connection: sqlite3.Connection, article_id: int) -> tuple[EditRow, ...]:
        select = search.edits(Query())
        select.where("e.article_id = ?", article_id)
        return edit_rows.edit_rows(connection, select, _BATCH)

    def versions(self, article_id: int) -> tuple[Version, ...]:
        """All texts of an article that are kept, the one that stands first. Raises NotFound."""
        with self._database.read() as connection:
            rows = connection.execute(_VERSIONS, (article_id, article_id)).fetchall()
        if not rows:
            raise _missing(article_id)
        return tuple(
            Version(
                row["version"],
                row["title"],
                row["text"],
                BodySource(row["body_source"]),
                moment_or_none(row["replaced"]),
            )
            for row in rows
        )

    def company(self, actor_id: str, *, limit: int) -> tuple[tuple[str, int], ...]:
        """Who is named in the articles on the story that name an actor: ids and in how many, the most first."""
        with self._database.read() as connection:
            rows = connection.execute(
                _IN_COMPANY,
                (actor_id, _COMPANY, limit),
            ).fetchall()
        return tuple((row["actor"], row["articles"]) for row in rows)

    def stories(self, query: Query) -> tuple[StoryRow, ...]:
        """Articles, one a cluster, the newest first by the earlier of published and first seen.

        Go on with `Query.before = (row.sort_key, row.id)`. A query for words or an outlet shows each article.
        """
        with self._database.read(seconds=search.seconds(query)) as connection:
            lately = search.few_came(connection, query, "articles_fetched")
            select = search.articles(query, stories=True, lately=lately)
            if select.words:
                rows = finding.newest(connection, select, ARTICLE, _WHEN, query.limit, lambda row: row["id"])
                return story_rows(connection, rows[: query.limit])
            rows = connection.execute(select.sql(ARTICLE) + " LIMIT ?", [*select.parameters, query.limit]).fetchall()
            return story_rows(connection, rows)

    def rows(self, query: Query) -> Iterator[Article]:
        """All articles of a query without their texts, the newest first; `Query.limit` 0 or less means no limit.

        Read in pages, so that no reader stands on an old state of the database while its caller is slow.
        """
        left = query.limit if query.limit > 0 else None
        while left is None or left > 0:
            size = _BATCH if left is None else min(_BATCH, left)
            select = search.articles(query, stories=False)
            with self._database.read(seconds=search.seconds(query)) as connection:
                rows = connection.execute(select.sql(ARTICLE) + " LIMIT ?", [*select.parameters, size]).fetchall()
                records = article_records(connection, rows)
            yield from records
            if len(rows) < size:
                return
            left = None if left is None else left - size
            query = replace(query, before=(rows[-1]["sort_key"], rows[-1]["id"]))

    def mark(self, ids: Sequence[int], *, read: bool | None = None, starred: bool | None = None) -> None:
        """Set or clear the marks of articles; None leaves a mark as it is."""
        with self._database.write() as connection:
            for column, value in (("is_read", read), ("starred", starred)):
                if value is not None:
                    connection.executemany(
                        f"UPDATE articles SET {column} = ? WHERE id = ?",  # noqa: S608 - the two names above
                        [(int(value), article) for article in ids],
                    )


def _missing(article_id: int) -> NotFound:
    return NotFound(f"There is no article number {article_id}: `standpoint articles` shows those there are.")
