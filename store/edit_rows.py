"""Edited quotations as records; how they are found is `store.edits`'s."""

from __future__ import annotations

from store.model.articles import EditRow
from store.rows import at_or_none, moment
from store.search import Select
from store.sqlite import sqlite3


def edit_rows(connection: sqlite3.Connection, select: Select, limit: int) -> tuple[EditRow, ...]:
    """The edits that a `store.search.edits` selects, the newest found first."""
    columns = "e.*, a.title, a.outlet, a.url, a.published"
    rows = connection.execute(select.sql(columns) + " LIMIT ?", [*select.parameters, limit]).fetchall()
    if not rows:
        return ()
    names = dict(connection.execute("SELECT id, name FROM actors").fetchall())
    return tuple(
        EditRow(
            id=row["id"],
            article_id=row["article_id"],
            title=row["title"],
            outlet=row["outlet"],
            url=row["url"],
            published=at_or_none(row["published"]),
            version=row["version"],
            kind=row["kind"],
            speaker=row["actor"],
            speaker_name=names.get(row["actor"], row["speaker_text"]),
            before=row["before"],
            after=row["after"],
            before_speaker=row["before_speaker"],
            found=moment(row["found"]),
        )
        for row in rows
    )
