"""Storing what the tagger found: mentions, actors, topics, statements, voices, positions, and the pairs they touch."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from store import utterances
from store.dirty import mark_dirty, pairs_of_articles
from store.folding import fingerprint, fold, key
from store.mates import Mates
from store.model.reading import Position, Reading, Statement
from store.model.record import record
from store.paragraphs import paragraph
from store.phrases import numbers
from store.rows import at, ids, instant, marks_text, said_order, span_number, spans_text
from store.sqlite import sqlite3

_LONG_PARAGRAPH = 8
"""Words from which two equal paragraphs are one copied text (the contract of source keys: same folded paragraph)."""
_RULES = 17
"""Where the rules stand in a statement's row."""


@record()
class _Old:
    """What was stored of an article before: ids are kept where the same thing is found again."""

    statements: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """(fingerprint, how many equal ones before it) → (id, created)."""
    positions: dict[tuple[int, str], int] = field(default_factory=dict)


@record()
class _Batch:
    """Rows on their way into the tables."""

    actors: list[tuple[Any, ...]] = field(default_factory=list)
    topics: list[tuple[Any, ...]] = field(default_factory=list)
    statements: list[tuple[Any, ...]] = field(default_factory=list)
    voices: list[tuple[Any, ...]] = field(default_factory=list)
    positions: list[tuple[Any, ...]] = field(default_factory=list)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    placed: list[int] = field(default_factory=list)

    def phrases(self) -> set[str]:
        """What is kept once for all rows: names, the rules of statements and voices, rules and factors of positions."""
        return {
            *(row[_RULES] for row in self.statements),
            *(row[1] for row in self.actors),
            *(words for row in self.voices for words in (row[2], row[3], row[6]) if words is not None),
            *(words for row in self.positions for words in row[5:7]),
        }


class ReadingWriter:
    """Writes the readings of many articles in one transaction, one `executemany` a table."""

    def __init__(self, connection: sqlite3.Connection, now: datetime, mates: Mates | None = None) -> None:
        """Take the writing connection, inside its transaction; `mates` is what the caller remembers of statements."""
        self._connection = connection
        self._mates = mates
        self._now = instant(now)
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
        utterances.regroup(self._connection, batch.placed, shrunk, self._mates)
        mark_dirty(self._connection, batch.pairs)

    def _take_out(self, listed: str) -> tuple[dict[int, _Old], set[int], set[tuple[str, str]]]:
        """Delete the old readings; what they were, the utterances they leave, and the pairs they touched."""
        old: dict[int, _Old] = {}
        shrunk: set[int] = set()
        equal: Counter[tuple[int, int]] = Counter()
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
        for table in ("article_names", "article_topics", "statements"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE article_id IN (SELECT value FROM json_each(?))",  # noqa: S608 - names above
                (listed,),
            )
        return old, shrunk, pairs

    def _collect(self, batch: _Batch, article: sqlite3.Row, reading: Reading, old: _Old) -> None:
        number, sort_key, on_story = article["id"], article["sort_key"], int(reading.on_story)
        counts = Counter(mention.target for mention in reading.mentions)
        spoke = [voice.actor for statement in reading.statements for voice in statement.voices if voice.actor]
        batch.actors.extend(
            (number, actor, counts[actor], ordinal, on_story, sort_key)
            for ordinal, actor in enumerate(dict.fromkeys([*reading.actors, *spoke]))
        )
        batch.topics.extend((number, topic, ordinal) for ordinal, topic in enumerate(dict.fromkeys(reading.topics)))
        equal: Counter[int] = Counter()
        for ordinal, statement in enumerate(reading.statements):
            content = fold(content_of(statement))
            mark = fingerprint(first_actor(statement), content, number)
            known = old.statements.get((mark, equal[mark]))
            equal[mark] += 1
            identity, created = known or (self._next_statement(), self._now)
            order = said_order(statement.said_on or at(sort_key).date(), sort_key, ordinal)
            repeated = article["text"][statement.start : statement.end] == statement.text
            batch.statements.append(
                (
                    identity,
                    number,
                    ordinal,
                    statement.start,
                    statement.end,
                    on_story,
                    int(statement.said_on is not None),
                    order,
                    created,
                    mark,
                    key(speaker_key(statement)),
                    _paragraph_key(article["text"], statement),
                    statement.kind.value,
                    statement.cue,
                    statement.speaker_text,
                    span_number(statement.cue_span),
                    span_number(statement.speaker_span),
                    json.dumps(statement.rules),
                    statement.confidence,
                    spans_text(statement.spans),
                    statement.about,
                    None if repeated else statement.text,
                    content,
                )
            )
            batch.placed.append(identity)
            batch.voices.extend(
                (identity, place, v.actor, v.principal, int(v.unnamed), v.rank, v.rule, on_story, order)
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
                    json.dumps(position.factors),
                    position.condition,
                )
            )
            batch.pairs.update((v.principal, position.issue) for v in statement.voices if v.principal)

    def _mark_read(self, readings: Sequence[tuple[int, Reading]]) -> None:
        tags = numbers(self._connection, (reading.tagged_with for _, reading in readings))
        self._connection.executemany(
            "UPDATE articles SET on_story = ?, tagged_with = ?, mentions = ? WHERE id = ?",
            [
                (int(reading.on_story), tags[reading.tagged_with], marks_text(reading.mentions), article)
                for article, reading in readings
            ],
        )

    def _insert(self, batch: _Batch) -> None:
        many = self._connection.executemany
        number = numbers(self._connection, batch.phrases())
        many(
            "INSERT INTO article_names (article_id, actor, mentions, ordinal, on_story, sort_key) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [(row[0], number[row[1]], *row[2:]) for row in batch.actors],
        )
        many("INSERT INTO article_topics (article_id, topic, ordinal) VALUES (?, ?, ?)", batch.topics)
        many(
            'INSERT INTO statements (id, article_id, ordinal, start, "end", on_story, stated, sort_key, created, '
            "fingerprint, speaker_key, paragraph_key, kind, cue, speaker_text, cue_span, speaker_span, rules, "
            "confidence, spans, about, text, content_key) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*row[:_RULES], number[row[_RULES]], *row[_RULES + 1 :]) for row in batch.statements],
        )
        many(
            "INSERT INTO voices (statement_id, ordinal, actor, principal, unnamed, rank, rule, on_story, "
            "sort_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*row[:2], number[row[2]], number[row[3]], *row[4:6], number[row[6]], *row[7:]) for row in batch.voices],
        )
        many(
            "INSERT INTO positions (id, statement_id, issue, stance, confidence, rule, factors, condition) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(*row[:5], number[row[5]], number[row[6]], row[7]) for row in batch.positions],
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


def statement_fingerprint(statement: Statement, article: int) -> int:
    """What reviews hang on: actor, normalised content, article."""
    return fingerprint(first_actor(statement), fold(content_of(statement)), article)


def speaker_key(statement: Statement) -> str:
    """Equal for the same speaker or the same joint speakers; an unnamed voice is told apart by its principal."""
    named = sorted(
        {voice.actor or f"~{voice.principal}" for voice in statement.voices if voice.actor or voice.principal}
    )
    return "+".join(named) if named else f"?{fold(statement.speaker_text)}"


def _paragraph_key(text: str, statement: Statement) -> int:
    start, end = paragraph(text, statement.start, statement.end)
    folded = fold(text[start:end])
    return key(folded) if len(folded.split()) >= _LONG_PARAGRAPH else 0


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
