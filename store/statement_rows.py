"""Statements as records for lists: five queries for any number of them, never one a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from store.model.reading import Span
from store.model.rows import PositionRow, StatementRow, StatementView
from store.model.words import Kind, SaidBasis
from store.paragraphs import paragraph
from store.rows import (
    CORRECTED,
    POSITION,
    REVIEWED,
    SAID_DAY,
    SAID_TEXT,
    at,
    at_or_none,
    day_or_none,
    ids,
    is_digest,
    position,
    span_or_none,
    spans,
    strings,
)
from store.sqlite import sqlite3

_COLUMNS = f"""
    s.id, s.article_id, s.start, s."end", s.kind, s.cue, s.speaker_text, s.spans, s.cue_span, s.speaker_span,
    coalesce(k.said_on, iif(s.stated, {SAID_DAY}, NULL)) AS said_on, s.about, s.confidence, s.utterance_id,
    (SELECT h.words FROM phrases h WHERE h.id = s.rules) AS rules, s.sort_key,
    coalesce(k.text, {SAID_TEXT}) AS text, k.text AS to_text, k.actor AS to_actor, u.outlets,
    a.published, a.fetched, a.outlet, a.url, a.title, a.body_source, lower(hex(a.content_hash)) AS content_hash
"""  # noqa: S608 - own words only
_SOURCE = (
    f"statements s JOIN articles a ON a.id = s.article_id LEFT JOIN utterances u ON u.id = s.utterance_id {CORRECTED}"
)


def statement_rows(connection: sqlite3.Connection, wanted: Iterable[int]) -> dict[int, StatementRow]:
    """The statements of these ids, by id."""
    return _assemble(connection, _fetch(connection, "s.id", ids(wanted)))


def _fetch(connection: sqlite3.Connection, column: str, listed: str) -> list[sqlite3.Row]:
    return connection.execute(
        f"SELECT {_COLUMNS} FROM {_SOURCE} WHERE {column} IN (SELECT value FROM json_each(?)) "  # noqa: S608 - own words only
        "ORDER BY s.article_id, s.ordinal",
        (listed,),
    ).fetchall()


def _assemble(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> dict[int, StatementRow]:
    listed = ids(row["id"] for row in rows)
    voices = _voices(connection, listed)
    positions = positions_of(connection, listed)
    corrected = _corrected(connection, rows)
    return {row["id"]: _record(row, corrected.get(row["id"], voices[row["id"]]), positions[row["id"]]) for row in rows}


def _corrected(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> dict[int, list[sqlite3.Row]]:
    """The voice that an analyst put in the place of the stored ones, by statement."""
    found = {}
    for row in rows:
        if row["to_actor"]:
            found[row["id"]] = connection.execute(
                "SELECT ?1 AS actor, coalesce(n.principal, n.id) AS principal, 0 AS unnamed, n.name "
                "FROM (SELECT 1) LEFT JOIN actors n ON n.id = ?1",
                (row["to_actor"],),
            ).fetchall()
    return found


def _voices(connection: sqlite3.Connection, listed: str) -> dict[int, list[sqlite3.Row]]:
    found: dict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute(
        "SELECT v.statement_id, v.actor, v.principal, v.unnamed, n.name FROM statement_voices v "
        "LEFT JOIN actors n ON n.id = v.actor WHERE v.statement_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY v.statement_id, v.ordinal",
        (listed,),
    ):
        found[row["statement_id"]].append(row)
    return found


def positions_of(connection: sqlite3.Connection, listed: str) -> dict[int, list[PositionRow]]:
    """The positions of statements (a JSON list of ids), by statement, reviews applied."""
    found: dict[int, list[PositionRow]] = defaultdict(list)
    for row in connection.execute(
        f"SELECT {POSITION} FROM positions p JOIN statements s ON s.id = p.statement_id {REVIEWED} "  # noqa: S608
        "WHERE p.statement_id IN (SELECT value FROM json_each(?)) ORDER BY p.statement_id, p.id",
        (listed,),
    ):
        found[row["statement_id"]].append(position(row))
    return found


def _record(row: sqlite3.Row, voices: Sequence[sqlite3.Row], positions: Sequence[PositionRow]) -> StatementRow:
    first = voices[0] if voices else None
    names = [voice["name"] or voice["actor"] for voice in voices if voice["actor"]]
    return StatementRow(
        id=row["id"],
        article_id=row["article_id"],
        said_on=day_or_none(row["said_on"]),
        said_basis=SaidBasis.PUBLISHED if row["said_on"] is None else SaidBasis.STATED,
        published=at_or_none(row["published"]),
        fetched=at(row["fetched"]),
        speaker=first["actor"] if first else None,
        speaker_name=names[0] if first and first["actor"] else row["speaker_text"],
        speakers=tuple(voice["actor"] for voice in voices if voice["actor"]),
        principal=first["principal"] if first else None,
        unnamed=bool(first["unnamed"]) if first else False,
        kind=Kind(row["kind"]),
        text=row["text"],
        cue=row["cue"],
        outlet=row["outlet"],
        more_outlets=max(0, (row["outlets"] or 1) - 1),
        url=row["url"],
        title=row["title"],
        confidence=row["confidence"],
        positions=tuple(positions),
        is_digest=is_digest(row["body_source"]),
        about=row["about"],
        text_hash=row["content_hash"],
        sort_key=row["sort_key"],
    )


def statement_views(connection: sqlite3.Connection, column: str, value: int) -> tuple[StatementView, ...]:
    """All about one statement (`column` is id) or about an article's statements (article_id), in reading order."""
    rows = _fetch(connection, f"s.{column}", ids([value]))
    if not rows:
        return ()
    own = {row["id"] for row in rows}
    utterances = ids(sorted({row["utterance_id"] for row in rows if row["utterance_id"] is not None}))
    mates = [row for row in _fetch(connection, "s.utterance_id", utterances) if row["id"] not in own or len(own) == 1]
    records = _assemble(connection, [*rows, *(mate for mate in mates if mate["id"] not in own)])
    (text,) = connection.execute("SELECT text FROM articles WHERE id = ?", (rows[0]["article_id"],)).fetchone()
    others: dict[int, list[StatementRow]] = defaultdict(list)
    for mate in mates:
        others[mate["utterance_id"]].append(records[mate["id"]])
    return tuple(_view(row, records[row["id"]], text, others[row["utterance_id"]]) for row in rows)


def _view(row: sqlite3.Row, record: StatementRow, text: str, mates: Sequence[StatementRow]) -> StatementView:
    start, end = paragraph(text, row["start"], row["end"])
    first, last, parts = _where(row, text, start)
    return StatementView(
        row=record,
        spans=parts,
        cue_span=span_or_none(row["cue_span"]),
        speaker_span=span_or_none(row["speaker_span"]),
        speaker_text=row["speaker_text"],
        rules=strings(row["rules"]),
        start=first,
        end=last,
        context=text[start:end],
        context_start=start,
        others=tuple(sorted((m for m in mates if m.article_id != record.article_id), key=lambda m: (m.sort_key, m.id))),
    )


def _where(row: sqlite3.Row, text: str, paragraph_start: int) -> tuple[int, int, tuple[Span, ...]]:
    """Where the statement's words begin and end, and its parts; an analyst's words are looked up in the text."""
    if row["to_text"]:
        at = text.find(row["to_text"], paragraph_start)
        if at < 0:
            at = text.find(row["to_text"])
        if at >= 0:
            return at, at + len(row["to_text"]), ()
    return row["start"], row["end"], spans(row["spans"])
