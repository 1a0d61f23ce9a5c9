"""Reading stored articles again: which wait for it, what of it is new, and by which watchlist each was read.

A watchlist is known by its fingerprint. Its text is kept while articles are marked with it, so that a later one can be
compared with it. It is kept under `meta`, as "watchlist FINGERPRINT".
"""

from __future__ import annotations

from collections.abc import Sequence

from store.db import Database
from store.intake import Intake
from store.mates import Mates
from store.model.reading import Draft, Reading
from store.model.record import record
from store.model.words import Clock
from store.phrases import known, numbers
from store.rows import at_or_none, day_or_none, ids
from store.same_reading import same
from store.sqlite import sqlite3

_KEY = "watchlist "


@record(frozen=True)
class Waiting:
    """An article that was read by another watchlist or tagger."""

    id: int
    version: int
    """Which of its texts this is."""
    read_by: str
    """The fingerprint that it was read by; empty where nothing has read it yet."""
    on_story: bool
    longest: int
    """Code points of the longest statement that was read in it."""
    draft: Draft


class Rereading:
    """The shelf of what is read again. All methods may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Made by `Library.rereading`."""
        self._database = database
        self._clock = clock
        self._mates = Mates()
        """Of the statements around; looked at inside writing transactions alone."""

    def count(self, fingerprint: str) -> int:
        """How many articles were read by anything but `fingerprint`."""
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT count(*) FROM articles WHERE tagged_with < ?1 OR tagged_with > ?1",
                (known(connection, fingerprint),),
            ).fetchone()
        return int(row[0])

    def others(self, fingerprint: str) -> tuple[str, ...]:
        """The fingerprints by which articles were read, but for `fingerprint`; empty for those never read."""
        with self._database.read() as connection:
            return tuple(mark for mark in _in_use(connection) if mark != fingerprint)

    def waiting(self, read_by: str, *, below: int | None, limit: int) -> tuple[Waiting, ...]:
        """Articles that were read by `read_by`, the last stored first; go on with `below` the last one's id."""
        with self._database.read() as connection:
            rows = connection.execute(_WAITING, (known(connection, read_by), below, limit)).fetchall()
        return tuple(
            Waiting(
                id=row["id"],
                version=row["version"],
                read_by=read_by,
                on_story=bool(row["on_story"]),
                longest=row["longest"],
                draft=Draft(
                    text=row["text"],
                    title=row["title"],
                    outlet=row["outlet"],
                    url=row["url"],
                    published=at_or_none(row["published"]),
                    said_on=day_or_none(row["said_on"]),
                ),
            )
            for row in rows
        )

    def confirm(self, waiting: Sequence[Waiting], fingerprint: str) -> None:
        """Mark articles as read by `fingerprint`, their readings being what it would find; those that changed stay."""
        with self._database.write() as connection:
            _mark(connection, [(fingerprint, one.id, one.version, one.read_by) for one in waiting])

    def put(self, readings: Sequence[tuple[Waiting, Reading]]) -> int:
        """Put new readings in the place of old ones, in one transaction; how many were other than before.

        Articles that are gone, or got another text or reading meanwhile, are passed over. Reviews stay.
        """
        with self._database.write() as connection:
            as_before = _as_before(connection, [waiting for waiting, _ in readings])
            left = {waiting.id: reading for waiting, reading in readings if waiting.id in as_before}
            alike = same(connection, {one.id: left[one.id] for one, _ in readings if one.id in left and one.read_by})
            _mark(
                connection,
                [(r.tagged_with, one.id, one.version, one.read_by) for one, r in readings if one.id in alike],
            )
            intake = Intake(connection, self._clock(), mates=self._mates)
            for number, reading in left.items():
                if number not in alike:
                    intake.retag(number, reading)
            intake.flush()
        return len(left) - len(alike)

    def keep_watchlist(self, fingerprint: str, text: str) -> None:
        """Keep the text of a watchlist, and drop those by which no article was read."""
        with self._database.write() as connection:
            kept = {_KEY + mark for mark in (*_in_use(connection), fingerprint)}
            connection.execute(
                "DELETE FROM meta WHERE key LIKE ? AND key NOT IN (SELECT value FROM json_each(?))",
                (f"{_KEY}%", ids(kept)),
            )
            connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_KEY + fingerprint, text))

    def watchlist(self, fingerprint: str) -> str | None:
        """The text of a watchlist; None where it is not kept."""
        with self._database.read() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (_KEY + fingerprint,)).fetchone()
        return None if row is None else str(row["value"])


_WAITING = """
    SELECT id, version, tagged_with, on_story, text, title, outlet, url, published, said_on,
           coalesce((SELECT max(s."end" - s.start) FROM statements s WHERE s.article_id = a.id), 0) AS longest
    FROM articles a WHERE tagged_with = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3
"""
_IN_USE = """
    WITH RECURSIVE known (mark) AS (
        SELECT min(tagged_with) FROM articles
        UNION ALL SELECT (SELECT min(tagged_with) FROM articles WHERE tagged_with > known.mark) FROM known
        WHERE known.mark IS NOT NULL
    )
    SELECT coalesce((SELECT h.words FROM phrases h WHERE h.id = mark), '') AS mark FROM known WHERE mark IS NOT NULL
"""
"""Hops through the index: as many steps as there are fingerprints."""


def _in_use(connection: sqlite3.Connection) -> list[str]:
    return [row["mark"] for row in connection.execute(_IN_USE)]


def _as_before(connection: sqlite3.Connection, waiting: Sequence[Waiting]) -> set[int]:
    """Those whose text and reading are still the ones that were handed out."""
    tags = numbers(connection, (one.read_by for one in waiting))
    handed = {one.id: (one.version, tags[one.read_by]) for one in waiting}
    rows = connection.execute(
        "SELECT id, version, tagged_with FROM articles WHERE id IN (SELECT value FROM json_each(?))", (ids(handed),)
    )
    return {row["id"] for row in rows if handed[row["id"]] == (row["version"], row["tagged_with"])}


def _mark(connection: sqlite3.Connection, marks: Sequence[tuple[str, int, int, str]]) -> None:
    tags = numbers(connection, (mark for one in marks for mark in (one[0], one[3])))
    connection.executemany(
        "UPDATE articles SET tagged_with = ? WHERE id = ? AND version = ? AND tagged_with = ?",
        [(tags[new], article, version, tags[old]) for new, article, version, old in marks],
    )
