"""The analyst's verdicts, kept by actor, normalised content and article, so that they outlive texts and taggings."""

from __future__ import annotations

from dataclasses import dataclass

from store.errors import NotFound, StoreError
from store.model import Stance
from store.readings import mark_dirty, pairs_of_articles
from store.rows import ids
from store.sqlite import sqlite3

VERDICTS = ("confirmed", "corrected", "rejected")


@dataclass(frozen=True, slots=True)
class Correction:
    """What the analyst puts in the place of what was read; None leaves it."""

    stance: Stance | None = None
    issue: str | None = None
    actor: str | None = None
    condition: str | None = None
    note: str = ""


def keep(connection: sqlite3.Connection, position_id: int, verdict: str, correction: Correction, now: str) -> None:
    """Store a verdict; it holds from now on, and the pairs that it touches are settled anew."""
    if verdict not in VERDICTS:
        raise StoreError(f"“{verdict}” is no verdict: use one of {', '.join(VERDICTS)}.")
    if verdict == "corrected" and correction == Correction(note=correction.note):
        raise StoreError("A correction needs another stance, issue, actor or condition.")
    row = _position(connection, position_id)
    touched = _pairs(connection, row)
    connection.execute(
        "UPDATE reviews SET active = 0 WHERE fingerprint = ? AND issue = ? AND active = 1",
        (row["fingerprint"], row["issue"]),
    )
    connection.execute(
        "INSERT INTO reviews (fingerprint, issue, article_id, actor, content, verdict, stance, to_issue, to_actor, "
        "condition, note, was_stance, was_rule, at, active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        (
            row["fingerprint"],
            row["issue"],
            row["article_id"],
            row["speaker_key"],
            row["content_key"],
            verdict,
            correction.stance.value if correction.stance else None,
            correction.issue,
            correction.actor,
            correction.condition,
            correction.note,
            row["stance"],
            row["rule"],
            now,
        ),
    )
    mark_dirty(connection, touched | _pairs(connection, row))


def undo(connection: sqlite3.Connection, position_id: int, now: str) -> bool:
    """Take back the verdict in force on a position, so that the last one before it holds; False where there is none."""
    row = _position(connection, position_id)
    key = (row["fingerprint"], row["issue"])
    active = connection.execute(
        "SELECT id FROM reviews WHERE fingerprint = ? AND issue = ? AND active = 1", key
    ).fetchone()
    if active is None:
        return False
    touched = _pairs(connection, row)
    connection.execute("UPDATE reviews SET active = 0, undone = ? WHERE id = ?", (now, active["id"]))
    connection.execute(
        "UPDATE reviews SET active = 1 WHERE id = (SELECT max(id) FROM reviews WHERE fingerprint = ? AND issue = ? "
        "AND undone IS NULL)",
        key,
    )
    mark_dirty(connection, touched | _pairs(connection, row))
    return True


def _position(connection: sqlite3.Connection, position_id: int) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute(
        "SELECT p.issue, p.stance, p.rule, s.fingerprint, s.article_id, s.speaker_key, s.content_key "
        "FROM positions p JOIN statements s ON s.id = p.statement_id WHERE p.id = ?",
        (position_id,),
    ).fetchone()
    if row is None:
        raise NotFound(f"There is no position number {position_id}: it may have gone when its article was read again.")
    return row


def _pairs(connection: sqlite3.Connection, row: sqlite3.Row) -> set[tuple[str, str]]:
    return pairs_of_articles(connection, ids([row["article_id"]]))
