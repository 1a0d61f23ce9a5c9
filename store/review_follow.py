"""Verdicts follow their words: into a new version, another tagging, and an article that comes after its verdict."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from store.folding import content_words, fingerprint, fold, fold_title, key
from store.phrases import KEPT_POSITION, number_of
from store.reviews import elect
from store.rows import PUBLISHED_DAY, ids
from store.similar import same_words
from store.sqlite import sqlite3
from store.verdicts import first_actor, judged, project


def follow(connection: sqlite3.Connection, articles: Iterable[int]) -> None:
    """Let the verdicts on these articles take hold of what was read in them anew.

    A verdict whose exact words are gone goes over to the same speaker's near-equal words in the same article; a
    confirmed or corrected position that is no longer read stays, since an analyst's word goes before the tagger's.
    Words that come again in another article find the rejection or correction of their equals.
    """
    if connection.execute("SELECT 1 FROM reviews LIMIT 1").fetchone() is None:
        return
    listed = ids(articles)
    _adopt(connection, listed)
    _go_over(connection, listed)
    _hold(connection, listed)
    project(connection, judged(connection, listed))


def locate(connection: sqlite3.Connection, origin: dict[str, str]) -> int | None:
    """The article that an origin tells of: by address, id or original; else by title, outlet and day."""
    for name in ("url", "external_id", "original_sha256"):
        if origin.get(name):
            clause = "url_key = :key AND url_key <> 0 AND url = :value" if name == "url" else f"{name} = :value"
            row = connection.execute(
                f"SELECT id FROM articles WHERE {clause} ORDER BY id LIMIT 1",  # noqa: S608 - own words only
                {"value": origin[name], "key": key(origin[name])},
            ).fetchone()
            if row is not None:
                return int(row["id"])
    if not origin.get("title_key"):
        return None
    for row in connection.execute(
        f"SELECT id, outlet, title, {PUBLISHED_DAY} AS day FROM articles "  # noqa: S608 - own words only
        "WHERE title_key = ? AND title_key <> 0 ORDER BY id",
        (key(origin["title_key"]),),
    ):
        if fold_title(row["title"]) != origin["title_key"]:
            continue
        if fold(row["outlet"]) == fold(origin.get("outlet", "")) and (row["day"] or "") == origin.get("day", ""):
            return int(row["id"])
    return None


def _adopt(connection: sqlite3.Connection, listed: str) -> None:
    """Verdicts that came before their article find it."""
    waiting = connection.execute("SELECT * FROM reviews WHERE article_id = 0 ORDER BY id").fetchall()
    if not waiting:
        return
    new = set(json.loads(listed))
    for row in waiting:
        article = locate(connection, json.loads(row["origin"]))
        if article is not None and article in new:
            mark = fingerprint(row["first_actor"], row["content"], article)
            connection.execute("UPDATE reviews SET article_id = ? WHERE id = ?", (article, row["id"]))
            _move(connection, [row["id"]], row["fingerprint"], mark)


def _go_over(connection: sqlite3.Connection, listed: str) -> None:
    lost: dict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute(
        "SELECT DISTINCT fingerprint, article_id, first_actor, content FROM reviews r "
        "WHERE article_id IN (SELECT value FROM json_each(?)) AND NOT EXISTS "
        "(SELECT 1 FROM statements s WHERE s.fingerprint = r.fingerprint)",
        (listed,),
    ):
        lost[row["article_id"]].append(row)
    for article, rows in lost.items():
        statements = connection.execute(
            "SELECT id AS statement_id, speaker_text, content_key, fingerprint FROM statements "
            "WHERE article_id = ? ORDER BY ordinal",
            (article,),
        ).fetchall()
        for row in rows:
            mate = _mate(connection, row, statements)
            if mate is not None:
                reviews = [
                    one["id"]
                    for one in connection.execute(
                        "SELECT id FROM reviews WHERE fingerprint = ? AND article_id = ?", (row["fingerprint"], article)
                    )
                ]
                connection.execute(
                    "UPDATE reviews SET content = ? WHERE id IN (SELECT value FROM json_each(?))",
                    (mate["content_key"], ids(reviews)),
                )
                _move(connection, reviews, row["fingerprint"], mate["fingerprint"])


def _mate(connection: sqlite3.Connection, lost: sqlite3.Row, statements: list[sqlite3.Row]) -> sqlite3.Row | None:
    words = set(content_words(lost["content"]))
    mates = [
        s
        for s in statements
        if same_words(s["content_key"], lost["content"])
        and first_actor(connection, s["statement_id"], s["speaker_text"]) == lost["first_actor"]
    ]
    return min(mates, key=lambda s: len(words ^ set(content_words(s["content_key"]))), default=None)


def _move(connection: sqlite3.Connection, reviews: list[int], old: int, new: int) -> None:
    """Hang verdicts on other words; whose turn it is, is decided there and where they came from."""
    listed = ids(reviews)
    issues = [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT issue FROM reviews WHERE id IN (SELECT value FROM json_each(?))", (listed,)
        )
    ]
    connection.execute(
        "UPDATE reviews SET fingerprint = ?, active = 0 WHERE id IN (SELECT value FROM json_each(?))", (new, listed)
    )
    for issue in issues:
        elect(connection, old, issue)
        elect(connection, new, issue)


def _hold(connection: sqlite3.Connection, listed: str) -> None:
    """Put back the positions that analysts confirmed or corrected and that are read no more."""
    connection.execute(
        "INSERT OR IGNORE INTO positions (statement_id, issue, stance, confidence, rule, condition, factors) "
        "SELECT s.id, r.issue, r.was_stance, r.was_confidence, ?, r.was_condition, ? "
        "FROM reviews r JOIN statements s ON s.fingerprint = r.fingerprint "
        "WHERE r.active = 1 AND r.verdict IN ('confirmed', 'corrected') "
        "AND s.article_id IN (SELECT value FROM json_each(?))",
        (KEPT_POSITION, number_of(connection, "[]"), listed),
    )
