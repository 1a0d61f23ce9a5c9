"""The pages behind short entries: which are to be fetched, what came of it, and which feeds' pages may be."""

from __future__ import annotations

from datetime import datetime, timedelta

from store.article_rows import page_note
from store.db import Database
from store.errors import NotFound
from store.model.pages import Asked, Wanted
from store.model.reading import Reading
from store.model.words import BodySource, Clock
from store.recognition import names_one_page
from store.rows import at_or_none, day_or_none, instant, stamp, stamp_or_none
from store.sqlite import sqlite3

_LATELY = timedelta(days=7)
"""How long after its coming an article's page is still fetched; older ones were left alone for some reason."""
_LATEST = 500
"""Articles on a topic that are looked at, the latest."""

_WANTED = """
    SELECT a.id, a.url, a.title, a.outlet, a.text, a.published, a.said_on, coalesce(p.tries, 0) AS tries
    FROM articles a LEFT JOIN pages p ON p.article_id = a.id
    WHERE a.id IN (SELECT DISTINCT article_id FROM article_topics ORDER BY article_id DESC LIMIT :latest)
      AND a.body_source = 'feed' AND length(a.text) < :short AND a.url <> '' AND a.fetched >= :since
      AND (p.article_id IS NULL OR p.next_try <= :now)
      AND EXISTS (SELECT 1 FROM carriers c JOIN feeds f ON f.id = c.feed_id
                  WHERE c.article_id = a.id AND coalesce(nullif(f.full_text, ''), :default) = 'on')
    ORDER BY a.id DESC LIMIT :limit
"""

# Pages first: there are far fewer of them than of a feed's entries.
_ASKED = """
    WITH asked AS (
        SELECT p.note, p.at FROM pages p CROSS JOIN carriers c ON c.article_id = p.article_id AND c.feed_id = ?
    )
    SELECT (SELECT count(*) FROM asked WHERE note = '') AS given,
           (SELECT count(*) FROM asked WHERE note <> '') AS refused,
           coalesce((SELECT note FROM asked WHERE note <> '' ORDER BY at DESC LIMIT 1), '') AS note
"""


class Pages:
    """The shelf of pages. All methods may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Made by `Library.open`."""
        self._database = database
        self._clock = clock

    def wanted(self, *, default: bool, short: int, limit: int) -> tuple[Wanted, ...]:
        """Articles with fewer than `short` characters that are on a topic of the story, the newest first.

        `default` holds for feeds that say nothing of their own. Only what came within a week, is due for a try, and has
        an address that names one page.
        """
        now = self._clock()
        parameters = {
            "latest": _LATEST,
            "short": short,
            "since": instant(now - _LATELY),
            "now": stamp(now),
            "default": "on" if default else "off",
            "limit": limit,
        }
        with self._database.read() as connection:
            rows = connection.execute(_WANTED, parameters).fetchall()
        return tuple(
            Wanted(
                article_id=row["id"],
                url=row["url"],
                title=row["title"],
                outlet=row["outlet"],
                text=row["text"],
                published=at_or_none(row["published"]),
                said_on=day_or_none(row["said_on"]),
                tries=row["tries"],
            )
            for row in rows
            if names_one_page(row["url"])
        )

    def fill(self, wanted: Wanted, text: str, reading: Reading | None) -> bool:
        """Put a page's text in the place of the entry's; the entry's stays as the first version.

        False, and nothing is stored, where the article is gone or its text is another by now.
        """
        # The writing side: the desk only reads.
        from store.intake import Body, Intake  # noqa: PLC0415

        now = self._clock()
        with self._database.write() as connection:
            row = connection.execute(
                "SELECT title, text FROM articles WHERE id = ? AND body_source = 'feed'", (wanted.article_id,)
            ).fetchone()
            if row is None or (row["title"], row["text"]) != (wanted.title, wanted.text):
                return False
            intake = Intake(connection, now)
            intake.replace(wanted.article_id, Body(title=wanted.title, text=text, body_source=BodySource.PAGE), reading)
            intake.flush()
            _note(connection, wanted, "", None, now)
        return True

    def refuse(self, wanted: Wanted, note: str, next_try: datetime | None) -> None:
        """Remember why an article's page gave nothing, and when to try again; None for never."""
        with self._database.write() as connection:
            if connection.execute("SELECT 1 FROM articles WHERE id = ?", (wanted.article_id,)).fetchone():
                _note(connection, wanted, note, next_try, self._clock())

    def note(self, article_id: int) -> str:
        """Why the page of an article gave no text; empty where it was not asked for, or gave it."""
        with self._database.read() as connection:
            return page_note(connection, article_id)

    def asked(self, feed_id: int) -> Asked:
        """What came of the pages behind a feed's entries."""
        with self._database.read() as connection:
            row = connection.execute(_ASKED, (feed_id,)).fetchone()
            return Asked(row["given"], row["refused"], row["note"])

    def switch(self, feed_id: int, *, choice: bool | None) -> None:
        """Let the pages of a feed's entries be fetched or not; None for what the settings say. Raises NotFound."""
        with self._database.write() as connection:
            kept = {True: "on", False: "off", None: ""}[choice]
            changed = connection.execute("UPDATE feeds SET full_text = ? WHERE id = ?", (kept, feed_id))
            if not changed.rowcount:
                raise NotFound(f"There is no feed number {feed_id}: `standpoint feeds list` shows those there are.")

    def choice(self, feed_id: int) -> bool | None:
        """What the user said of a feed's pages; None for nothing."""
        with self._database.read() as connection:
            row = connection.execute("SELECT full_text FROM feeds WHERE id = ?", (feed_id,)).fetchone()
        return None if row is None or not row["full_text"] else row["full_text"] == "on"


def _note(connection: sqlite3.Connection, wanted: Wanted, note: str, next_try: datetime | None, now: datetime) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO pages (article_id, tries, next_try, note, at) VALUES (?, ?, ?, ?, ?)",
        (wanted.article_id, wanted.tries + 1, stamp_or_none(next_try), note, stamp(now)),
    )
