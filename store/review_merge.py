"""Verdicts out of one database and into another: JSON lines that two analysts exchange.

A line is a verdict with what its article is known by anywhere. The merge is idempotent and in any order the same: each
verdict has an id of its own, the latest is in force, and a verdict whose article is not here waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from store.errors import RefusedReview
from store.folding import fingerprint, fold
from store.model.review import Merged, ReviewConflict
from store.model.words import Stance
from store.review_follow import locate
from store.review_lists import review
from store.reviews import VERDICTS, elect, in_force
from store.rows import stamp
from store.sqlite import sqlite3

_FIELDS = (
    "uid",
    "issue",
    "actor",
    "content",
    "verdict",
    "stance",
    "to_issue",
    "to_actor",
    "condition",
    "said_on",
    "text",
    "note",
    "was_stance",
    "was_rule",
    "was_confidence",
    "was_condition",
    "who",
    "at",
    "undone",
    "article",
)
"""The keys of a line: names and forms are a promise."""
_EFFECT = ("verdict", "stance", "to_issue", "to_actor", "condition", "said_on", "to_text")
_TEXT = 20_000
"""Code points of one field that are taken in: an honest verdict has fewer."""


def exported(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """All verdicts, the oldest first, taken back ones too."""
    for row in connection.execute("SELECT * FROM reviews ORDER BY at, id").fetchall():
        values = {
            "actor": row["first_actor"],
            "text": row["to_text"],
            "article": json.loads(row["origin"]),
        }
        yield {name: values[name] if name in values else row[name] for name in _FIELDS}


def merge(connection: sqlite3.Connection, lines: Iterable[Mapping[str, Any]]) -> Merged:
    """Take verdicts in. All or nothing: RefusedReview names the first line that is no verdict."""
    added = known = waiting = 0
    touched: dict[tuple[int, str], sqlite3.Row | None] = {}
    for number, line in enumerate(lines, start=1):
        values = _checked(line, number)
        held = connection.execute("SELECT * FROM reviews WHERE uid = ?", (values["uid"],)).fetchone()
        if held is not None:
            known += 1
            key = (held["fingerprint"], held["issue"])
            if values["undone"] and not held["undone"]:
                touched.setdefault(key, in_force(connection, *key))
                connection.execute("UPDATE reviews SET undone = ? WHERE id = ?", (values["undone"], held["id"]))
            continue
        article = locate(connection, values["article"]) or 0
        key = (_mark(values, article), values["issue"])
        touched.setdefault(key, in_force(connection, *key))
        _insert(connection, values, article, key[0])
        added += 1
        waiting += not article
    conflicts = [c for key, before in touched.items() if (c := _conflict(connection, key, before))]
    return Merged(added, known, waiting, tuple(conflicts))


def _mark(values: Mapping[str, Any], article: int) -> int:
    where = article or json.dumps(values["article"], sort_keys=True)
    return fingerprint(values["actor"], values["content"], where)


def _insert(connection: sqlite3.Connection, values: Mapping[str, Any], article: int, mark: int) -> None:
    connection.execute(
        "INSERT INTO reviews (uid, fingerprint, issue, article_id, first_actor, content, verdict, stance, "
        "to_issue, to_actor, condition, said_on, to_text, note, was_stance, was_rule, was_confidence, was_condition, "
        "who, at, undone, origin, active) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        (
            values["uid"],
            mark,
            values["issue"],
            article,
            values["actor"],
            values["content"],
            *(values[name] for name in ("verdict", "stance", "to_issue", "to_actor", "condition", "said_on", "text")),
            *(values[name] for name in ("note", "was_stance", "was_rule", "was_confidence", "was_condition")),
            *(values[name] for name in ("who", "at", "undone")),
            json.dumps(values["article"], sort_keys=True),
        ),
    )


def _conflict(
    connection: sqlite3.Connection, key: tuple[int, str], before: sqlite3.Row | None
) -> ReviewConflict | None:
    """Put the latest into force; a conflict where another analyst's last word on the position was another."""
    elect(connection, *key)
    held = in_force(connection, *key)
    if held is None:
        return None
    rivals = connection.execute(
        "SELECT * FROM reviews WHERE fingerprint = ? AND issue = ? AND undone IS NULL AND who <> ? ORDER BY at, id",
        (*key, held["who"]),
    ).fetchall()
    rival = rivals[-1] if rivals else before
    if rival is None or all(rival[name] == held[name] for name in _EFFECT):
        return None
    return ReviewConflict(held["issue"], held["first_actor"], held["content"], review(held), review(rival))


def _checked(line: Any, number: int) -> dict[str, Any]:
    """A line as it will be stored. Raises RefusedReview."""
    problem = RefusedReview(f"Line {number} is no verdict of a review: export it anew, or take the line out.")
    if not isinstance(line, Mapping) or not isinstance(line.get("article"), Mapping):
        raise problem
    values: dict[str, Any] = {name: line.get(name) for name in _FIELDS}
    texts = [name for name in _FIELDS if name not in {"article", "was_confidence"}]
    needed = ("uid", "issue", "actor", "content", "verdict", "was_stance", "was_rule", "at")
    if any(not isinstance(values[name], str) or not values[name] for name in needed):
        raise problem
    if any(values[name] is not None and not isinstance(values[name], str) for name in texts):
        raise problem
    if any(isinstance(values[name], str) and len(values[name]) > _TEXT for name in texts):
        raise problem
    try:
        values["was_confidence"] = min(1.0, max(0.0, float(values["was_confidence"] or 0.0)))
        for name in ("at", "undone"):
            values[name] = stamp(_aware(values[name])) if values[name] else None
        if values["said_on"]:
            date.fromisoformat(values["said_on"])
        for name in ("stance", "was_stance"):
            values[name] = Stance(values[name]).value if values[name] else None
    except (TypeError, ValueError) as error:
        raise problem from error
    if values["verdict"] not in VERDICTS:
        raise problem
    values["content"] = fold(values["content"])
    values["article"] = {str(k): str(v)[:_TEXT] for k, v in values["article"].items()}
    return {**values, "note": values["note"] or "", "who": values["who"] or ""}


def _aware(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return found
