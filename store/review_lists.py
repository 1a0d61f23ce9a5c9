"""What the reviews come to: the queue of positions to look at, the history, and the rates of acceptance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from datetime import date

from store import evidence
from store.model.ledger import Change, Evidence
from store.model.record import record
from store.model.review import QueueRow, RateRow, ReviewRow
from store.model.words import Stance
from store.rows import POSITION, REVIEWED, ids, moment, moment_or_none, position
from store.sqlite import sqlite3
from store.statement_rows import statement_rows

ChangesRule = Callable[[Sequence[Evidence]], Sequence[Change]]
"""How changes follow from the evidence of one pair (`tagger.changes.changes` up to a day)."""

_SHARED_EFFECT = 0.5
"""Of a piece that a change leans on and does not fall without, before it is shared with the others of its side."""
_CELL_EFFECT = 0.1
"""Of a piece that no change rests on, but a cell of the matrix."""


@record()
class _Weight:
    """What hangs on one position."""

    effect: float = 0.0
    changes: set[int] = field(default_factory=set)


def queue(connection: sqlite3.Connection, limit: int, rule: ChangesRule | None) -> tuple[QueueRow, ...]:
    """Positions without a verdict that a shown change or a cell of the matrix rests on, the most worthwhile first.

    The order is effect × (1 − confidence). The effect is 1 where the change would fall if the words were rejected,
    which `rule` is asked; else half, shared by the pieces of its side. Copies of one utterance share its effect, and
    the first of them stands for all.
    """
    weights: dict[int, _Weight] = defaultdict(_Weight)
    for change, side, position_id in _pieces(connection):
        weight = weights[position_id]
        weight.changes.add(change)
        weight.effect = max(weight.effect, _SHARED_EFFECT / side)
    if rule is not None:
        for position_id in _decisive(connection, weights, rule):
            weights[position_id].effect = 1.0
    for row in connection.execute("SELECT position_id FROM states"):
        weight = weights[row["position_id"]]
        weight.effect = max(weight.effect, _CELL_EFFECT)
    return _rows(connection, weights, limit)


def _pieces(connection: sqlite3.Connection) -> Iterable[tuple[int, int, int]]:
    """(change, how many pieces its side has, position)."""
    for row in connection.execute(
        "SELECT e.change_id, e.position_id, count(*) OVER (PARTITION BY e.change_id, e.side) AS side "
        "FROM change_evidence e"
    ):
        yield row["change_id"], row["side"], row["position_id"]


def _decisive(connection: sqlite3.Connection, weights: dict[int, _Weight], rule: ChangesRule) -> Iterable[int]:
    """The positions without whose utterance a shown change would not be there."""
    pairs = connection.execute("SELECT DISTINCT principal, issue FROM changes").fetchall()
    for pair in pairs:
        pieces = evidence.of_pair(connection, pair["principal"], pair["issue"])
        shown = _shown(rule(pieces))
        for utterance in sorted({piece.utterance for piece in pieces if piece.position_id in weights}):
            without = [piece for piece in pieces if piece.utterance != utterance]
            if not shown <= _shown(rule(without)):
                yield from (piece.position_id for piece in pieces if piece.utterance == utterance)


def _shown(changes: Sequence[Change]) -> set[tuple[str, date, str, str]]:
    return {(c.kind.value, c.to_date, f"{c.from_stance}>{c.to_stance}", c.status.value) for c in changes}


def _rows(connection: sqlite3.Connection, weights: dict[int, _Weight], limit: int) -> tuple[QueueRow, ...]:
    found = connection.execute(
        f"SELECT {POSITION}, s.utterance_id FROM positions p JOIN statements s ON s.id = p.statement_id {REVIEWED} "  # noqa: S608
        "WHERE p.id IN (SELECT value FROM json_each(?)) AND coalesce(r.verdict, 'noted') = 'noted' ORDER BY p.id",
        (ids(weights),),
    ).fetchall()
    utterances: dict[tuple[object, str], sqlite3.Row] = {}
    for row in found:
        utterances.setdefault((row["utterance_id"] or -row["statement_id"], row["issue"]), row)
    statements = statement_rows(connection, {row["statement_id"] for row in utterances.values()})
    rows = []
    for row in utterances.values():
        record, weight = position(row), weights[row["id"]]
        rows.append(
            QueueRow(
                statement=statements[record.statement_id],
                position=record,
                changes=tuple(sorted(weight.changes)),
                effect=weight.effect,
                score=round(weight.effect * (1 - record.confidence), 4),
            )
        )
    rows.sort(key=lambda one: (-one.score, -one.effect, one.statement.sort_key, one.position.id))
    return tuple(rows[:limit])


def rates(connection: sqlite3.Connection) -> tuple[RateRow, ...]:
    """Acceptance by rule, then by actor, of the verdicts in force; the most reviewed first."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in connection.execute(
        "SELECT was_rule, first_actor, verdict FROM reviews WHERE active = 1 AND verdict <> 'noted'"
    ):
        found["rule", row["was_rule"]][row["verdict"]] += 1
        found["actor", row["first_actor"]][row["verdict"]] += 1
    rows = [
        RateRow(kind, key, counts["confirmed"], counts["corrected"], counts["rejected"])
        for (kind, key), counts in found.items()
    ]
    return tuple(sorted(rows, key=lambda one: (one.kind != "rule", -one.total, one.key)))


def history(connection: sqlite3.Connection, position_id: int | None) -> tuple[ReviewRow, ...]:
    """All verdicts on a position, or on everything for None, the latest last; taken back ones too."""
    if position_id is None:
        rows = connection.execute("SELECT * FROM reviews ORDER BY at, id").fetchall()
    else:
        rows = connection.execute(
            "SELECT r.* FROM reviews r JOIN statements s ON s.fingerprint = r.fingerprint "
            "JOIN positions p ON p.statement_id = s.id AND p.issue = r.issue WHERE p.id = ? ORDER BY r.at, r.id",
            (position_id,),
        ).fetchall()
    return tuple(review(row) for row in rows)


def copies(connection: sqlite3.Connection, position_id: int) -> tuple[int, ...]:
    """The other positions of the utterance that say the same."""
    rows = connection.execute(
        "SELECT q.id FROM positions p JOIN statements s ON s.id = p.statement_id "
        "JOIN statements t ON t.utterance_id = s.utterance_id AND t.id <> s.id "
        "JOIN positions q ON q.statement_id = t.id AND q.issue = p.issue AND q.stance = p.stance "
        "WHERE p.id = ? ORDER BY q.id",
        (position_id,),
    ).fetchall()
    return tuple(row["id"] for row in rows)


def last_judged(connection: sqlite3.Connection, who: str) -> int | None:
    """The position that bears the latest verdict in force of an analyst, or None."""
    row = connection.execute(
        "SELECT p.id FROM reviews r JOIN statements s ON s.fingerprint = r.fingerprint "
        "JOIN positions p ON p.statement_id = s.id AND p.issue = r.issue "
        "WHERE r.active = 1 AND r.who = ? ORDER BY r.at DESC, r.id DESC LIMIT 1",
        (who,),
    ).fetchone()
    return None if row is None else int(row["id"])


def review(row: sqlite3.Row) -> ReviewRow:
    """A record from a whole row of `reviews`."""
    return ReviewRow(
        id=row["id"],
        uid=row["uid"],
        issue=row["issue"],
        actor=row["first_actor"],
        content=row["content"],
        verdict=row["verdict"],
        who=row["who"],
        at=moment(row["at"]),
        note=row["note"],
        was_stance=Stance(row["was_stance"]),
        was_rule=row["was_rule"],
        article_id=row["article_id"],
        stance=Stance(row["stance"]) if row["stance"] else None,
        to_issue=row["to_issue"],
        to_actor=row["to_actor"],
        condition=row["condition"],
        said_on=date.fromisoformat(row["said_on"]) if row["said_on"] else None,
        text=row["to_text"],
        active=bool(row["active"]),
        undone=moment_or_none(row["undone"]),
    )
