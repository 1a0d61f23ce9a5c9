"""Which stored article a document is: an import finds the digest that stands for it, and itself when it comes again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from store.folding import content_hash, fold, fold_title, key
from store.model.articles import Document
from store.model.polling import Known, Namesake
from store.model.record import record
from store.model.words import BodySource
from store.outlets import is_search
from store.rows import PUBLISHED_DAY, ids, instant, is_digest
from store.sqlite import sqlite3

_SAME_TITLE = timedelta(hours=48)
"""Within which the same title in the same feed is the same article (design notes: changed guids)."""
_TELLING_TITLE = 5
"""Words from which the beginning of a title is enough to recognise a digest: sites add their name to titles."""
_PAGE = re.compile(r"https?://[A-Za-z0-9.-]+/+[A-Za-z0-9.~_-]")
"""The beginning of nearly all addresses of articles: a host, and a path that is more than slashes."""


@record(frozen=True)
class Stored:
    """The article that a document was recognised as."""

    id: int
    title: str
    text: str
    is_digest: bool


def recognise(connection: sqlite3.Connection, document: Document) -> Stored | None:
    """The article of the same original file, the same id, address, or title; the first of these that finds one."""
    for clause, values in _exact(document):
        row = connection.execute(
            f"SELECT id, title, text, body_source FROM articles WHERE {clause} ORDER BY id LIMIT 1",  # noqa: S608
            values,
        ).fetchone()
        if row is not None:
            return _stored(row)
    return _by_title(connection, document)


def names_one_page(url: str) -> bool:
    """True for an address that can tell one article from another; a site's front page cannot."""
    if _PAGE.match(url):
        return True
    parts = urlsplit(url)
    return bool(parts.netloc) and bool(parts.path.strip("/") or parts.query)


def _exact(document: Document) -> list[tuple[str, tuple[object, ...]]]:
    """What each alone is enough, the surest first."""
    found: list[tuple[str, tuple[object, ...]]] = []
    if document.original_sha256:
        found.append(("original_sha256 = ?", (document.original_sha256,)))
    if document.external_id:
        found.append(("external_id = ?", (document.external_id,)))
    if names_one_page(document.url):
        found.append(("url_key <> 0 AND url_key = ? AND url = ?", (key(document.url), document.url)))
    if not document.external_id and not document.url:
        title = key(fold_title(document.title))
        # Where no title is, the index of such articles' contents is asked.
        same_title = "title_key <> 0 AND title_key = ?" if title else "title_key = 0 AND title_key = ?"
        digest = bytes.fromhex(content_hash(document.title, document.text))
        found.append((f"{same_title} AND content_hash = ?", (title, digest)))
    return found


def _by_title(connection: sqlite3.Connection, document: Document) -> Stored | None:
    """By title: a digest of any day; else an article of the same day and outlet, unless ids or addresses differ."""
    title = fold_title(document.title)
    if not title:
        return None
    for row in connection.execute(
        "SELECT id, title, text, body_source FROM articles WHERE body_source = 'digest' ORDER BY id"
    ):
        if _same_title(title, fold_title(row["title"])):
            return _stored(row)
    day = None if document.published is None else document.published.astimezone(UTC).date().isoformat()
    for row in connection.execute(
        f"SELECT id, title, text, body_source, outlet, url, external_id, {PUBLISHED_DAY} AS day "  # noqa: S608
        "FROM articles WHERE title_key <> 0 AND title_key = ? ORDER BY id",
        (key(title),),
    ):
        if row["day"] == day and _compatible(document, row):
            return _stored(row)
    return None


def _same_title(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (long.startswith(f"{short} ") and len(short.split()) >= _TELLING_TITLE)


def _compatible(document: Document, row: sqlite3.Row) -> bool:
    """True where nothing that both name is different. Two outlets print the same headline on the same day."""
    pairs = (
        (document.external_id or "", row["external_id"] or ""),
        (document.url, row["url"]),
        (fold(document.outlet), fold(row["outlet"])),
    )
    return all(one == other or not one or not other for one, other in pairs)


def _stored(row: sqlite3.Row) -> Stored:
    return Stored(row["id"], row["title"], row["text"], is_digest(row["body_source"]))


def carries(connection: sqlite3.Connection, feed_id: int) -> bool:
    """Whether anything that a feed brought is stored: one that was never read need not be asked for each entry."""
    return connection.execute("SELECT 1 FROM carriers WHERE feed_id = ? LIMIT 1", (feed_id,)).fetchone() is not None


def known(
    connection: sqlite3.Connection,
    feed_id: int,
    *,
    guids: Sequence[str],
    urls: Sequence[str],
    titles: Sequence[str],
    now: datetime,
) -> Known:
    """What is stored of a feed's entries (see `Articles.known`)."""
    guid_of, title_of = {}, {key(title): title for title in titles if title}
    by_guid, by_title = [], []
    if carries(connection, feed_id):
        guid_of = {key(guid): guid for guid in guids}
        by_guid = connection.execute(
            "SELECT guid, article_id, lower(hex(content_hash)) AS hash FROM carriers "
            "WHERE feed_id = ? AND guid IN (SELECT value FROM json_each(?))",
            (feed_id, ids(guid_of)),
        ).fetchall()
        by_title = connection.execute(
            "SELECT title_key, article_id, lower(hex(content_hash)) AS hash FROM carriers WHERE feed_id = ? "
            "AND first_seen >= ? AND title_key <> 0 AND title_key IN (SELECT value FROM json_each(?)) "
            "ORDER BY first_seen, id",
            (feed_id, instant(now - _SAME_TITLE), ids(title_of)),
        ).fetchall()
    by_url = connection.execute(
        "SELECT a.url, min(a.id) AS article_id, lower(hex(coalesce((SELECT c.content_hash FROM carriers c "
        "WHERE c.article_id = a.id AND c.feed_id = ?), a.content_hash))) AS hash FROM articles a "
        "WHERE a.url_key <> 0 AND a.url_key IN (SELECT value FROM json_each(?)) GROUP BY a.url_key HAVING count(*) = 1",
        (feed_id, ids(key(url) for url in urls if names_one_page(url))),
    ).fetchall()
    return Known(
        by_guid={guid_of[row["guid"]]: (row["article_id"], row["hash"]) for row in by_guid},
        by_url={row["url"]: (row["article_id"], row["hash"]) for row in by_url},
        by_title={title_of[row["title_key"]]: (row["article_id"], row["hash"]) for row in by_title},
        namesakes=namesakes(connection, feed_id, title_of, now - _SAME_TITLE),
    )


def namesakes(
    connection: sqlite3.Connection, feed_id: int, titles: Mapping[int, str], since: datetime
) -> dict[str, tuple[Namesake, ...]]:
    """The articles since then that have one of these folded titles (by their keys), by title, the oldest first."""
    found: dict[str, list[Namesake]] = defaultdict(list)
    for row in connection.execute(
        "SELECT a.id, a.title_key, a.url, a.outlet, lower(hex(coalesce((SELECT c.content_hash FROM carriers c "
        "WHERE c.article_id = a.id AND c.feed_id = ?1), a.content_hash))) AS hash FROM articles a "
        "WHERE a.title_key <> 0 AND a.title_key IN (SELECT value FROM json_each(?2)) AND a.sort_key >= ?3 "
        "AND a.body_source <> 'digest' ORDER BY a.id",
        (feed_id, ids(titles), instant(since)),
    ):
        same = Namesake(row["id"], row["hash"], row["outlet"], is_search(row["url"]))
        found[titles[row["title_key"]]].append(same)
    return {title: tuple(articles) for title, articles in found.items()}


def remember(connection: sqlite3.Connection, article: int, document: Document) -> None:
    """Keep what the same text brought with it for the first time: the caller's id, the file's hash."""
    if document.body_source is BodySource.DIGEST:
        return
    connection.execute(
        "UPDATE articles SET external_id = coalesce(external_id, ?1), original_sha256 = coalesce(original_sha256, ?2) "
        "WHERE id = ?3 AND ((external_id IS NULL AND ?1 IS NOT NULL) OR (original_sha256 IS NULL AND ?2 IS NOT NULL))",
        (document.external_id, document.original_sha256, article),
    )
