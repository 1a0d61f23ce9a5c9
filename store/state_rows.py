"""Where principals stand: as stored, as records, and by the store's own reckoning where no rule is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.model.ledger import Evidence, State
from store.model.words import SaidBasis, Stance
from store.sqlite import sqlite3

_FIRM = 0.5
"""Confidence from which a position is firm enough for the store's own reckoning of the matrix."""
_SPEAKS = 2
"""Rank from which a voice alone says where its principal stands (spokesperson or office)."""

INSERT = (
    "INSERT INTO states (principal, issue, stance, since, last_said, confidence, position_id, actor, statements, "
    "said_basis, dateless) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def columns(state: State) -> tuple[object, ...]:
    """A state as `INSERT` stores it."""
    return (
        state.principal,
        state.issue,
        state.stance.value,
        state.since.isoformat(),
        state.last_said.isoformat(),
        state.confidence,
        state.position_id,
        state.actor,
        state.statements,
        state.said_basis.value,
        int(state.dateless),
    )


def record(row: sqlite3.Row) -> State:
    """A state from a whole row of `states`."""
    return State(
        principal=row["principal"],
        issue=row["issue"],
        stance=Stance(row["stance"]),
        since=date.fromisoformat(row["since"]),
        last_said=date.fromisoformat(row["last_said"]),
        confidence=row["confidence"],
        position_id=row["position_id"],
        actor=row["actor"],
        statements=row["statements"],
        said_basis=SaidBasis(row["said_basis"]),
        dateless=bool(row["dateless"]),
    )


def last_firm(pieces: Sequence[Evidence]) -> tuple[State, ...]:
    """The store's own reckoning of a pair's state from its evidence in order of days; empty without a firm one."""
    firm = [p for p in pieces if p.confirmed or (p.confidence >= _FIRM and p.rank >= _SPEAKS and not p.unnamed)]
    if not firm:
        return ()
    by_day: dict[date, Evidence] = {}
    for piece in firm:
        held = by_day.get(piece.said_on)
        if held is None or (piece.confirmed, piece.rank, piece.confidence) > (
            held.confirmed,
            held.rank,
            held.confidence,
        ):
            by_day[piece.said_on] = piece
    days = sorted(by_day, reverse=True)
    last = by_day[days[0]]
    since = days[0]
    for day in days:
        if by_day[day].stance is not last.stance:
            break
        since = day
    return (
        State(
            principal=last.principal,
            issue=last.issue,
            stance=last.stance,
            since=since,
            last_said=last.said_on,
            confidence=last.confidence,
            position_id=last.position_id,
            actor=last.actor,
            statements=len({piece.utterance for piece in pieces}),
            said_basis=last.said_basis,
            dateless=last.dateless,
        ),
    )
