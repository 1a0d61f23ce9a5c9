"""The analyst's verdicts, kept by actor, normalised content and article, so that they outlive texts and taggings.

Every verdict is a row that says all that holds from then on; the latest that was not taken back is in force, whoever
gave it and wherever. Nothing is ever deleted.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date

from store.errors import NotFound, RefusedReview
from store.folding import fold_title
from store.model.record import record
from store.model.words import Stance
from store.rows import PUBLISHED_DAY
from store.sqlite import sqlite3
from store.verdicts import first_actor, project, reach

VERDICTS = ("confirmed", "corrected", "rejected", "noted")

KEPT_RULE = "review.kept"
"""Rule of a position that stands only because an analyst holds to it."""

_HELD = ("stance", "to_issue", "to_actor", "condition", "said_on", "to_text")
"""The columns of what a verdict corrects."""


@record(frozen=True)
class Correction:
    """What the analyst puts in the place of what was read; None leaves it."""

    stance: Stance | None = None
    issue: str | None = None
    actor: str | None = None
    condition: str | None = None
    said_on: date | None = None
    text: str | None = None
    """The words of the statement, as they stand in the article."""
    note: str = ""

    @property
    def corrects(self) -> bool:
        """Whether anything is put in a place."""
        return any(part is not None for part in self._parts())

    def _parts(self) -> tuple[object, ...]:
        return self.stance, self.issue, self.actor, self.condition, self.said_on, self.text

    def columns(self) -> tuple[str | None, ...]:
        """As stored, in the order of `_HELD`."""
        return (
            self.stance.value if self.stance else None,
            self.issue,
            self.actor,
            self.condition,
            self.said_on.isoformat() if self.said_on else None,
            self.text,
        )


def keep(
    connection: sqlite3.Connection, position_id: int, verdict: str, correction: Correction, who: str, now: str
) -> None:
    """Store a verdict; it holds from now on, and the pairs that it touches are settled anew."""
    if verdict not in VERDICTS:
        raise RefusedReview(f"“{verdict}” is no verdict: use one of {', '.join(VERDICTS)}.")
    if verdict == "corrected" and not correction.corrects:
        raise RefusedReview("A correction needs another stance, issue, actor, condition, day or wording.")
    if verdict == "noted" and not correction.note:
        raise RefusedReview("A note needs words.")
    row = _position(connection, position_id)
    _check(connection, row, correction)
    active = in_force(connection, row["fingerprint"], row["issue"])
    columns = correction.columns()
    if verdict == "noted" and active is not None:
        # A note leaves the verdict beside which it is written.
        verdict = active["verdict"]
        columns = tuple(active[name] for name in _HELD)
    last = connection.execute(
        "SELECT count(*) AS number, max(at) AS at FROM reviews WHERE fingerprint = ? AND issue = ?",
        (row["fingerprint"], row["issue"]),
    ).fetchone()
    # A verdict given now is the latest, also where another analyst's clock runs ahead.
    at = max(now, last["at"] or now)
    connection.execute(
        "INSERT INTO reviews (fingerprint, issue, article_id, first_actor, content, verdict, stance, to_issue, "
        "to_actor, condition, said_on, to_text, note, was_stance, was_rule, was_confidence, was_condition, origin, "
        "uid, who, at, active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        (
            row["fingerprint"],
            row["issue"],
            row["article_id"],
            first_actor(connection, row["statement_id"], row["speaker_text"]),
            row["content_key"],
            verdict,
            *columns,
            correction.note,
            row["stance"],
            row["rule"],
            row["confidence"],
            row["condition"],
            origin(connection, row["article_id"]),
            _uid(row["fingerprint"], row["issue"], at, who, last["number"]),
            who,
            at,
        ),
    )
    elect(connection, row["fingerprint"], row["issue"])


def undo(connection: sqlite3.Connection, position_id: int, now: str) -> bool:
    """Take back the verdict in force on a position, so that the last one before it holds; False where there is none."""
    row = _position(connection, position_id)
    active = in_force(connection, row["fingerprint"], row["issue"])
    if active is None:
        return False
    connection.execute("UPDATE reviews SET undone = ? WHERE id = ?", (now, active["id"]))
    elect(connection, row["fingerprint"], row["issue"])
    if row["rule"] == KEPT_RULE and in_force(connection, row["fingerprint"], row["issue"]) is None:
        connection.execute("DELETE FROM positions WHERE id = ?", (position_id,))
    return True


def in_force(connection: sqlite3.Connection, fingerprint: int, issue: str) -> sqlite3.Row | None:
    """The verdict that holds on a position, or None."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM reviews WHERE fingerprint = ? AND issue = ? AND active = 1", (fingerprint, issue)
    ).fetchone()
    return row


def elect(connection: sqlite3.Connection, fingerprint: int, issue: str) -> None:
    """Put the latest verdict that was not taken back into force, here and for equal words of the same actor."""
    connection.execute(
        "UPDATE reviews SET active = 0 WHERE fingerprint = ? AND issue = ? AND active = 1", (fingerprint, issue)
    )
    connection.execute(
        "UPDATE reviews SET active = 1 WHERE id = (SELECT id FROM reviews WHERE fingerprint = ? AND issue = ? "
        "AND undone IS NULL ORDER BY at DESC, id DESC LIMIT 1)",
        (fingerprint, issue),
    )
    project(connection, reach(connection, fingerprint))


def origin(connection: sqlite3.Connection, article: int) -> str:
    """What an article is known by in any database, as JSON."""
    row = connection.execute(
        f"SELECT url, external_id, title, outlet, original_sha256, {PUBLISHED_DAY} AS day FROM articles WHERE id = ?",  # noqa: S608
        (article,),
    ).fetchone()
    known = {name: row[name] for name in ("url", "external_id", "outlet", "original_sha256", "day")}
    known["title_key"] = fold_title(row["title"])
    return json.dumps({name: value for name, value in known.items() if value}, sort_keys=True)


def _uid(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def _check(connection: sqlite3.Connection, row: sqlite3.Row, correction: Correction) -> None:
    """Refuse what names nothing: an actor or issue that is not known here, words that the article does not hold."""
    for table, word, value in (("actors", "actor", correction.actor), ("issues", "issue", correction.issue)):
        if value is None:
            continue
        known = connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (value,)).fetchone()  # noqa: S608
        if known is None and connection.execute(f"SELECT 1 FROM {table}").fetchone():  # noqa: S608 - the two above
            raise RefusedReview(f"“{value}” is no {word} of the watchlist: `standpoint watchlist show` lists them.")
    if correction.text is not None:
        (text,) = connection.execute("SELECT text FROM articles WHERE id = ?", (row["article_id"],)).fetchone()
        if not correction.text.strip() or correction.text not in text:
            raise RefusedReview("The corrected words must stand in the article, letter for letter.")


def _position(connection: sqlite3.Connection, position_id: int) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute(
        "SELECT p.issue, p.stance, coalesce((SELECT h.words FROM phrases h WHERE h.id = p.rule), '') AS rule, "
        "p.confidence, p.condition, p.statement_id, s.fingerprint, s.article_id, s.speaker_text, s.content_key "
        "FROM positions p JOIN statements s ON s.id = p.statement_id WHERE p.id = ?",
        (position_id,),
    ).fetchone()
    if row is None:
        raise NotFound(f"There is no position number {position_id}: it may have gone when its article was read again.")
    return row
