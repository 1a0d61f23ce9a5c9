"""Storing what the tagger found: mentions, actors, topics, statements, voices, positions, and the pairs they touch."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime

from store import utterances
from store.dirty import mark_dirty, pairs_of_articles
from store.folding import fingerprint, fold
from store.model.reading import Position, Reading, Statement
from store.model.record import record
from store.paragraphs import paragraph
from store.rows import ids, span_text, spans_text, stamp
from store.sqlite import sqlite3

_LONG_PARAGRAPH = 8
"""Words from which two equal paragraphs are one copied text (the contract of source keys: same folded paragraph)."""


@record()
class _Old:
    """What was stored of an article before: ids are kept where the same thing is found again."""

    statements: dict[tuple[str, int], tuple[int, str]] = field(default_factory=dict)
    """(fingerprint, how many equal ones before it) → (id, created)."""
    positions: dict[tuple[int, str], int] = field(default_factory=dict)


@record()
class _Batch:
    """Rows on their way into the tables."""

    mentions: list[tuple[object, ...]] = field(default_factory=list)
    actors: list[tuple[object, ...]] = field(default_factory=list)
    topics: list[tuple[object, ...]] = field(default_factory=list)
    statements: list[tuple[object, ...]] = field(default_factory=list)
    voices: list[tuple[object, ...]] = field(default_factory=list)
    positions: list[tuple[object, ...]] = field(default_factory=list)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    placed: list[int] = field(default_factory=list)


class ReadingWriter:
    """Writes the readings of many articles in one transaction, one `executemany` a table."""

    def __init__(self, connection: sqlite3.Connection, now: datetime) -> None:
        """Take the writing connection, inside its transaction."""
        self._connection = connection
        self._now = stamp(now)
        self._statement_id = _last_id(connection, "statements")
        self._position_id = _last_id(connection, "positions")

    def write(self, readings: Sequence[tuple[int, Reading]], *, fresh: bool = False) -> None:
        """Put each article's reading in the place of its old one; `fresh` where there can be no old one.

        The articles' rows must be stored, with their text and sort key; fresh ones with what the reading says of them.
        """
        if not readings:
            return
        listed = ids(article for article, _ in readings)
        old, shrunk, pairs = ({}, set(), set()) if fresh else self._take_out(listed)
        batch = _Batch(pairs=pairs)
        articles = {
            row["id"]: row
            for row in self._connection.execute(
                "SELECT id, sort_key, text FROM articles WHERE id IN (SELECT value FROM json_each(?))", (listed,)
            )
        }
        for article, reading in readings:
            self._collect(batch, articles[article], reading, old.get(article, _Old()))
        self._insert(batch)
        if not fresh:
            self._mark_read(readings)
        utterances.regroup(self._connection, batch.placed, shrunk)
        mark_dirty(self._connection, batch.pairs)

    def _take_out(self, listed: str) -> tuple[dict[int, _Old], set[int], set[tuple[str, str]]]:
        """Delete the old readings; what they were, the utterances they leave, and the pairs they touched."""
        old: dict[int, _Old] = {}
        shrunk: set[int] = set()
        equal: Counter[tuple[int, str]] = Counter()
        for row in self._connection.execute(
            "SELECT id, article_id, fingerprint, utterance_id, created FROM statements "
            "WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY article_id, ordinal",
            (listed,),
        ):
            seen = equal[row["article_id"], row["fingerprint"]]
            equal[row["article_id"], row["fingerprint"]] += 1
            kept = old.setdefault(row["article_id"], _Old())
            kept.statements[row["fingerprint"], seen] = (row["id"], row["created"])
            shrunk.add(row["utterance_id"])
        for row in self._connection.execute(
            "SELECT p.id, p.statement_id, p.issue, s.article_id "
            "FROM positions p JOIN statements s ON s.id = p.statement_id "
            "WHERE s.article_id IN (SELECT value FROM json_each(?))",
            (listed,),
        ):
            old[row["article_id"]].positions[row["statement_id"], row["issue"]] = row["id"]
        pairs = pairs_of_articles(self._connection, listed)
        for table in ("mentions", "article_actors", "article_topics", "statements"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE article_id IN (SELECT value FROM json_each(?))",  # noqa: S608 - names above
                (listed,),
            )
        return old, shrunk, pairs

    def _collect(self, batch: _Batch, article: sqlite3.Row, reading: Reading, old: _Old) -> None:
        number, sort_key, on_story = article["id"], article["sort_key"], int(reading.on_story)
        batch.mentions.extend(
            (number, ordinal, m.target, m.start, m.end, int(m.in_title)) for ordinal, m in enumerate(reading.mentions)
        )
        counts = Counter(mention.target for mention in reading.mentions)
        spoke = [voice.actor for statement in reading.statements for voice in statement.voices if voice.actor]
        batch.actors.extend(
            (number, actor, counts[actor], ordinal, on_story, sort_key)
            for ordinal, actor in enumerate(dict.fromkeys([*reading.actors, *spoke]))
        )
        batch.topics.extend((number, topic, ordinal) for ordinal, topic in enumerate(dict.fromkeys(reading.topics)))
        equal: Counter[str] = Counter()
        for ordinal, statement in enumerate(reading.statements):
            mark = statement_fingerprint(statement, number)
            known = old.statements.get((mark, equal[mark]))
            equal[mark] += 1
            identity, created = known or (self._next_statement(), self._now)
            said = statement.said_on.isoformat() if statement.said_on else None
            day = said or sort_key[:10]
            order = f"{day}|{sort_key}|{99_999 - ordinal:05d}"
            batch.statements.append(
                (
                    identity,
                    number,
                    ordinal,
                    statement.start,
                    statement.end,
                    statement.kind.value,
                    statement.cue,
                    statement.speaker_text,
                    spans_text(statement.spans),
                    span_text(statement.cue_span),
                    span_text(statement.speaker_span),
                    said,
                    statement.about,
                    json.dumps(statement.rules),
                    statement.confidence,
                    mark,
                    speaker_key(statement),
                    _paragraph_key(article["text"], statement),
                    on_story,
                    day,
                    order,
                    created,
                    statement.text,
                    fold(content_of(statement)),
                )
            )
            batch.placed.append(identity)
            batch.voices.extend(
                (identity, place, v.actor, v.principal, int(v.unnamed), v.rank, v.rule, on_story, day, order, created)
                for place, v in enumerate(statement.voices)
            )
            self._collect_positions(batch, identity, statement, old)

    def _collect_positions(self, batch: _Batch, identity: int, statement: Statement, old: _Old) -> None:
        for position in one_an_issue(statement.positions):
            number = old.positions.get((identity, position.issue)) or self._next_position()
            batch.positions.append(
                (
                    number,
                    identity,
                    position.issue,
                    position.stance.value,
                    position.confidence,
                    position.rule,
                    position.condition,
                    json.dumps(position.factors),
                )
            )
            batch.pairs.update((v.principal, position.issue) for v in statement.voices if v.principal)

    def _mark_read(self, readings: Sequence[tuple[int, Reading]]) -> None:
        self._connection.executemany(
            "UPDATE articles SET on_story = ?, tagged_with = ? WHERE id = ?",
            [(int(reading.on_story), reading.tagged_with, article) for article, reading in readings],
        )

    def _insert(self, batch: _Batch) -> None:
        many = self._connection.executemany
        many(
            'INSERT INTO mentions (article_id, ordinal, target, start, "end", in_title) VALUES (?, ?, ?, ?, ?, ?)',
            batch.mentions,
        )
        many(
            "INSERT INTO article_actors (article_id, actor, mentions, ordinal, on_story, sort_key) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            batch.actors,
        )
        many("INSERT INTO article_topics (article_id, topic, ordinal) VALUES (?, ?, ?)", batch.topics)
        many(
            'INSERT INTO statements (id, article_id, ordinal, start, "end", kind, cue, speaker_text, spans, cue_span, '
            "speaker_span, said_on, about, rules, confidence, fingerprint, speaker_key, paragraph_key, on_story, "
            "said_day, sort_key, created, text, content_key) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            batch.statements,
        )
        many(
            "INSERT INTO statement_voices (statement_id, ordinal, actor, principal, unnamed, rank, rule, on_story, "
            "said_day, sort_key, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            batch.voices,
        )
        many(
            "INSERT INTO positions (id, statement_id, issue, stance, confidence, rule, condition, factors) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            batch.positions,
        )

    def _next_statement(self) -> int:
        self._statement_id += 1
        return self._statement_id

    def _next_position(self) -> int:
        self._position_id += 1
        return self._position_id


def content_of(statement: Statement) -> str:
    """The words said, without the "X said" that may cut them in two."""
    if not statement.spans:
        return statement.text
    return " ".join(
        statement.text[span.start - statement.start : span.end - statement.start] for span in statement.spans
    )


def first_actor(statement: Statement) -> str:
    """The actor under whom reviews are kept: the first voice's, or its principal, or the words of the source."""
    for voice in statement.voices:
        if voice.actor or voice.principal:
            return voice.actor or f"~{voice.principal}"
    return f"?{fold(statement.speaker_text)}"


def statement_fingerprint(statement: Statement, article: int) -> str:
    """What reviews hang on: actor, normalised content, article."""
    return fingerprint(first_actor(statement), content_of(statement), article)


def speaker_key(statement: Statement) -> str:
    """Equal for the same speaker or the same joint speakers; an unnamed voice is told apart by its principal."""
    named = sorted(
        {voice.actor or f"~{voice.principal}" for voice in statement.voices if voice.actor or voice.principal}
    )
    return "+".join(named) if named else f"?{fold(statement.speaker_text)}"


def _paragraph_key(text: str, statement: Statement) -> str:
    start, end = paragraph(text, statement.start, statement.end)
    folded = fold(text[start:end])
    return fingerprint("", folded) if len(folded.split()) >= _LONG_PARAGRAPH else ""


def one_an_issue(positions: Iterable[Position]) -> list[Position]:
    """The surest position on each issue, in the order given."""
    best: dict[str, Position] = {}
    for position in positions:
        if position.issue not in best or position.confidence > best[position.issue].confidence:
            best[position.issue] = position
    return list(best.values())


def _last_id(connection: sqlite3.Connection, table: str) -> int:
    """The highest id ever given in a table: ids are not used twice."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return 0 if row is None else int(row[0])
