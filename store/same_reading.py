"""Whether a new reading is what is stored already: most are, where a watchlist changed or the tagger got a new rule.

Compared is all that `store.readings` writes of a reading; what it reckons from that and the text follows from them.
Where analysts have judged, nothing is taken for the same: their verdicts put other voices and positions in the place of
those that were read.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from store.model.reading import Position, Reading, Statement
from store.readings import one_an_issue
from store.rows import SAID_DAY, ids, marks_text, span_number, spans_text
from store.sqlite import sqlite3

_Row = tuple[object, ...]
_Rows = dict[int, list[_Row]]

_TABLES = {
    "mentions": "SELECT id, mentions FROM articles WHERE id IN (SELECT value FROM json_each(?))",
    "actors": "SELECT article_id, actor, mentions, on_story FROM article_actors "
    "WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY article_id, ordinal",
    "topics": "SELECT article_id, topic FROM article_topics "
    "WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY article_id, ordinal",
    "statements": f"""SELECT s.article_id, s.start, s."end", s.kind, s.cue, s.speaker_text, s.spans, s.cue_span,
    s.speaker_span, iif(s.stated, {SAID_DAY}, NULL), s.about, h.words, s.confidence, s.on_story
    FROM statements s JOIN phrases h ON h.id = s.rules
    WHERE s.article_id IN (SELECT value FROM json_each(?)) ORDER BY s.article_id, s.ordinal""",  # noqa: S608
    "voices": "SELECT s.article_id, s.ordinal, v.actor, v.principal, v.unnamed, v.rank, "
    "coalesce((SELECT h.words FROM phrases h WHERE h.id = v.rule), '') "
    "FROM statements s JOIN statement_voices v ON v.statement_id = s.id "
    "WHERE s.article_id IN (SELECT value FROM json_each(?)) ORDER BY s.article_id, s.ordinal, v.ordinal",
    "positions": "SELECT s.article_id, s.ordinal, p.issue, p.stance, p.confidence, "
    "coalesce((SELECT h.words FROM phrases h WHERE h.id = p.rule), ''), p.condition, "
    "(SELECT h.words FROM phrases h WHERE h.id = p.factors) "
    "FROM statements s JOIN positions p ON p.statement_id = s.id "
    "WHERE s.article_id IN (SELECT value FROM json_each(?)) ORDER BY s.article_id, s.ordinal, p.issue",
}


def same(connection: sqlite3.Connection, readings: Mapping[int, Reading]) -> set[int]:
    """The articles, of those with a new reading, of which the very same reading is stored."""
    if not readings:
        return set()
    listed = ids(readings)
    judged = _judged(connection, listed)
    stories = dict(
        connection.execute(
            "SELECT id, on_story FROM articles WHERE id IN (SELECT value FROM json_each(?))", (listed,)
        ).fetchall()
    )
    stored = {name: _by_article(connection, sql, listed) for name, sql in _TABLES.items()}
    return {
        article
        for article, reading in readings.items()
        if article not in judged
        and stories.get(article) == int(reading.on_story)
        and all(stored[name].get(article, []) == rows for name, rows in _rows(reading))
    }


def _by_article(connection: sqlite3.Connection, sql: str, listed: str) -> _Rows:
    found: _Rows = defaultdict(list)
    for row in connection.execute(sql, (listed,)):
        article, *values = tuple(row)
        found[article].append(tuple(values))
    return found


def _judged(connection: sqlite3.Connection, listed: str) -> set[int]:
    """The articles that a verdict may concern: it was given there, or on equal words elsewhere."""
    if connection.execute("SELECT 1 FROM reviews LIMIT 1").fetchone() is None:
        return set()
    rows = connection.execute(
        "SELECT article_id FROM reviews WHERE article_id IN (SELECT value FROM json_each(?1)) "
        "UNION SELECT s.article_id FROM statements s WHERE s.article_id IN (SELECT value FROM json_each(?1)) "
        "AND (EXISTS (SELECT 1 FROM reviews r WHERE r.fingerprint = s.fingerprint) "
        "OR EXISTS (SELECT 1 FROM reviews r WHERE r.content = s.content_key))",
        (listed,),
    )
    return {row[0] for row in rows}


def _rows(reading: Reading) -> Iterator[tuple[str, list[_Row]]]:
    """What would be stored of a reading, as the tables give it back."""
    on_story = int(reading.on_story)
    yield "topics", [(topic,) for topic in dict.fromkeys(reading.topics)]
    yield "mentions", [(marks_text(reading.mentions),)]
    yield "statements", [_statement(one, on_story) for one in reading.statements]
    counts = Counter(mention.target for mention in reading.mentions)
    spoke = [voice.actor for statement in reading.statements for voice in statement.voices if voice.actor]
    actors = dict.fromkeys([*reading.actors, *spoke])
    yield "actors", [(actor, counts[actor], on_story) for actor in actors]
    numbered = list(enumerate(reading.statements))
    yield (
        "voices",
        [(at, v.actor, v.principal, int(v.unnamed), v.rank, v.rule) for at, one in numbered for v in one.voices],
    )
    yield (
        "positions",
        [
            (at, *_position(position))
            for at, one in numbered
            for position in sorted(one_an_issue(one.positions), key=lambda each: each.issue)
        ],
    )


def _statement(statement: Statement, on_story: int) -> _Row:
    return (
        statement.start,
        statement.end,
        statement.kind.value,
        statement.cue,
        statement.speaker_text,
        spans_text(statement.spans),
        span_number(statement.cue_span),
        span_number(statement.speaker_span),
        statement.said_on.isoformat() if statement.said_on else None,
        statement.about,
        json.dumps(statement.rules),
        statement.confidence,
        on_story,
    )


def _position(position: Position) -> _Row:
    return (
        position.issue,
        position.stance.value,
        position.confidence,
        position.rule,
        position.condition,
        json.dumps(position.factors),
    )
