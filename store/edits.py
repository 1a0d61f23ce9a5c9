"""Quotations that an outlet edited after publishing: found when an article comes again with another text.

Only quotations count, and only what the texts themselves show: a quotation whose words still stand in the new text is
not gone, and one whose words stood in the old text is not new, whatever the tagger made of it. A longer body from
another place (a page after a feed's summary, a full text after a digest) is no edit. Where the new text waits to be
read, its version keeps the old quotations until it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple
from difflib import SequenceMatcher

from store import verdicts
from store.folding import content_words, fold
from store.model.reading import Reading, Statement
from store.model.record import record
from store.model.words import Kind
from store.readings import content_of, first_actor
from store.rows import SAID_TEXT
from store.sqlite import sqlite3

_ALIKE = 0.5
"""Similarity of two quotations of one speaker from which the later is the earlier one reworded."""
_WORDS = 3
"""Words below which quoted words are a phrase, and no quotation to watch."""


@record(frozen=True)
class Quote:
    """A quotation as a version of an article has it."""

    actor: str
    """The key of the first voice."""
    speaker: str
    """The article's words for the speaker."""
    text: str
    folded: str


@record(frozen=True)
class Edit:
    """What became of a quotation; `before` or `after` is None where it was added or removed."""

    before: Quote | None
    after: Quote | None

    @property
    def kind(self) -> str:
        """added, altered or removed."""
        if self.before and self.after:
            return "altered"
        return "added" if self.after else "removed"


def compare(old: list[Quote], new: list[Quote], old_text: str, new_text: str) -> list[Edit]:
    """What the new version did to the old one's quotations, in the order of the new text, those that are gone last.

    The texts are those of the versions, folded.
    """
    kept = {(q.actor, q.folded) for q in old} & {(q.actor, q.folded) for q in new}
    gone = [q for q in old if (q.actor, q.folded) not in kept]
    come = [q for q in new if (q.actor, q.folded) not in kept]
    edits = []
    for quote in come:
        mate = max(gone, key=lambda q: _likeness(q, quote), default=None)
        if mate is not None and _likeness(mate, quote) >= _ALIKE:
            gone.remove(mate)
            if _told(mate, quote, new_text):
                edits.append(Edit(mate, quote))
        elif not _stands(quote.folded, old_text):
            edits.append(Edit(None, quote))
    edits.extend(Edit(quote, None) for quote in gone if not _stands(quote.folded, new_text))
    return edits


def _likeness(one: Quote, other: Quote) -> float:
    """1 for the same words; else how much two wordings of one speaker share."""
    if one.folded == other.folded:
        return 1.0
    if one.actor != other.actor:
        return 0.0
    first, second = content_words(one.folded), content_words(other.folded)
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _told(before: Quote, after: Quote, new_text: str) -> bool:
    """Whether a pair is an edit: other words, unless the old ones stand there still; or another speaker."""
    if before.folded == after.folded:
        return fold(before.speaker) != fold(after.speaker) and not before.actor.startswith("?")
    return not _stands(before.folded, new_text)


def _stands(words: str, text: str) -> bool:
    return f" {words} " in f" {text} "


def note(connection: sqlite3.Connection, readings: Mapping[int, Reading], replaced: set[int], now: str) -> None:
    """Record the edits of articles that are read anew, whose old reading is still stored.

    `replaced` are those that have just got another text. Of one that gets no reading with it, the old quotations are
    kept with the old version for the reading that comes.
    """
    for article, reading in readings.items():
        if article not in replaced:
            if reading.tagged_with:
                _note_late(connection, article, reading, now)
        elif not reading.tagged_with:
            _keep(connection, article)
        elif not _note_late(connection, article, reading, now):
            _compare(connection, article, reading, None, now)


def _keep(connection: sqlite3.Connection, article: int) -> None:
    row = connection.execute("SELECT tagged_with FROM articles WHERE id = ?", (article,)).fetchone()
    if not row["tagged_with"]:
        # Nor was the version before: the quotations of the last one that was read are kept already.
        return
    quotes = json.dumps([astuple(quote) for quote in _stored(connection, article)])
    connection.execute(
        "UPDATE article_versions SET quotes = ?2 WHERE article_id = ?1 "
        "AND version = (SELECT version - 1 FROM articles WHERE id = ?1)",
        (article, quotes),
    )


def _note_late(connection: sqlite3.Connection, article: int, reading: Reading, now: str) -> bool:
    """Compare with the last version that was read, where one waits for it."""
    waiting = connection.execute(
        "SELECT version, quotes FROM article_versions WHERE article_id = ? AND quotes IS NOT NULL "
        "ORDER BY version DESC LIMIT 1",
        (article,),
    ).fetchone()
    if waiting is None:
        return False
    connection.execute("UPDATE article_versions SET quotes = NULL WHERE article_id = ?", (article,))
    _compare(connection, article, reading, waiting, now)
    return True


def _compare(
    connection: sqlite3.Connection, article: int, reading: Reading, waiting: sqlite3.Row | None, now: str
) -> None:
    version = connection.execute(
        "SELECT v.text AS old, a.text AS new, a.version FROM article_versions v "
        "JOIN articles a ON a.id = v.article_id "
        "WHERE a.id = ?1 AND v.version = coalesce(?2, a.version - 1) AND v.body_source = a.body_source",
        (article, waiting["version"] if waiting else None),
    ).fetchone()
    if version is None:
        return
    old = _stored(connection, article) if waiting is None else [Quote(*one) for one in json.loads(waiting["quotes"])]
    found = compare(
        old,
        [_quote(s) for s in reading.statements if _watched(s.kind, content_of(s))],
        fold(version["old"]),
        fold(version["new"]),
    )
    connection.executemany(
        "INSERT INTO edits (article_id, version, kind, actor, speaker_text, before_speaker, before, after, found) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(article, version["version"], *_columns(edit), now) for edit in found],
    )


def _columns(edit: Edit) -> tuple[str | None, ...]:
    last = edit.after or edit.before
    actor = last.actor if last and not last.actor.startswith(("?", "~")) else None
    return (
        edit.kind,
        actor,
        last.speaker if last else "",
        edit.before.speaker if edit.before else "",
        edit.before.text if edit.before else "",
        edit.after.text if edit.after else "",
    )


def _quote(statement: Statement) -> Quote:
    content = content_of(statement)
    return Quote(first_actor(statement), statement.speaker_text, statement.text, fold(content))


def _watched(kind: str, content: str) -> bool:
    return kind != Kind.INDIRECT and len(content.split()) >= _WORDS


def _stored(connection: sqlite3.Connection, article: int) -> list[Quote]:
    """The quotations that were read in the version which has just given way, and are still stored."""
    rows = connection.execute(
        f"SELECT s.id, s.kind, {SAID_TEXT} AS text, s.content_key, s.speaker_text FROM statements s "  # noqa: S608
        "JOIN articles now ON now.id = s.article_id "
        "JOIN article_versions a ON a.article_id = now.id AND a.version = now.version - 1 "
        "WHERE s.article_id = ? ORDER BY s.ordinal",
        (article,),
    ).fetchall()
    return [
        Quote(
            verdicts.first_actor(connection, row["id"], row["speaker_text"]),
            row["speaker_text"],
            row["text"],
            row["content_key"],
        )
        for row in rows
        if _watched(row["kind"], row["content_key"])
    ]
