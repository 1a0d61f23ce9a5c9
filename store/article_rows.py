"""Articles as records: topics, actors and counts for all rows of a list at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from store.model.articles import Article
from store.model.rows import StoryRow
from store.model.words import BodySource
from store.rows import at, at_or_none, ids, is_digest
from store.sqlite import sqlite3


def article_records(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> tuple[Article, ...]:
    """Articles from rows of `rows.ARTICLE`, with the text where the row has one."""
    listed = ids(row["id"] for row in rows)
    topics = _topics(connection, listed)
    actors: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(
        "SELECT article_id, actor FROM article_actors WHERE article_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY article_id, ordinal",
        (listed,),
    ):
        actors[row["article_id"]].append(row["actor"])
    return tuple(
        Article(
            id=row["id"],
            title=row["title"],
            outlet=row["outlet"],
            url=row["url"],
            published=at_or_none(row["published"]),
            fetched=at(row["fetched"]),
            text=row["text"] if "text" in row.keys() else "",  # noqa: SIM118 - a Row looks among its values
            author=row["author"],
            external_id=row["external_id"],
            body_source=BodySource(row["body_source"]),
            version=row["version"],
            topics=tuple(topics[row["id"]]),
            on_story=bool(row["on_story"]),
            actors=tuple(actors[row["id"]]),
            cluster=row["cluster_id"],
            read=bool(row["is_read"]),
            starred=bool(row["starred"]),
            date_approximate=bool(row["date_approximate"]),
            text_hash=row["content_hash"],
        )
        for row in rows
    )


def _topics(connection: sqlite3.Connection, listed: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(
        "SELECT article_id, topic FROM article_topics WHERE article_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY article_id, ordinal",
        (listed,),
    ):
        found[row["article_id"]].append(row["topic"])
    return found


def story_rows(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> tuple[StoryRow, ...]:
    """Lines of the stories pane from rows of `rows.ARTICLE`, in their order."""
    listed = ids(row["id"] for row in rows)
    topics = _topics(connection, listed)
    names: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(
        "SELECT f.article_id, coalesce(n.name, f.actor) AS name "
        "FROM article_actors f LEFT JOIN actors n ON n.id = f.actor "
        "WHERE f.article_id IN (SELECT value FROM json_each(?)) ORDER BY f.article_id, f.mentions DESC, f.ordinal",
        (listed,),
    ):
        names[row["article_id"]].append(row["name"])
    statements = dict(
        connection.execute(
            "SELECT article_id, count(*) FROM statements WHERE article_id IN (SELECT value FROM json_each(?)) "
            "GROUP BY article_id",
            (listed,),
        ).fetchall()
    )
    sizes = dict(
        connection.execute(
            "SELECT id, size FROM clusters WHERE id IN (SELECT value FROM json_each(?))",
            (ids(row["cluster_id"] for row in rows if row["cluster_id"] is not None),),
        ).fetchall()
    )
    return tuple(
        StoryRow(
            id=row["id"],
            title=row["title"],
            outlet=row["outlet"],
            url=row["url"],
            published=at_or_none(row["published"]),
            fetched=at(row["fetched"]),
            topics=tuple(topics[row["id"]]),
            actors=tuple(names[row["id"]]),
            statements=statements.get(row["id"], 0),
            read=bool(row["is_read"]),
            starred=bool(row["starred"]),
            on_story=bool(row["on_story"]),
            more=max(0, sizes.get(row["cluster_id"], 1) - 1),
            is_digest=is_digest(row["body_source"]),
            date_approximate=bool(row["date_approximate"]),
            sort_key=row["sort_key"],
            text_hash=row["content_hash"],
        )
        for row in rows
    )


def carrier_names(connection: sqlite3.Connection, article_id: int) -> tuple[str, ...]:
    """The feeds that carried an article, the first first; removed ones by the name they had."""
    rows = connection.execute(
        "SELECT DISTINCT coalesce(nullif(f.outlet, ''), nullif(f.title, ''), f.url, c.feed_name) AS name "
        "FROM carriers c LEFT JOIN feeds f ON f.id = c.feed_id WHERE c.article_id = ? ORDER BY c.first_seen, c.id",
        (article_id,),
    ).fetchall()
    return tuple(row["name"] for row in rows)


def page_note(connection: sqlite3.Connection, article_id: int) -> str:
    """Why the page of an article gave no text; empty where it was not asked for, or gave it."""
    row = connection.execute("SELECT note FROM pages WHERE article_id = ?", (article_id,)).fetchone()
    return "" if row is None else str(row["note"])
