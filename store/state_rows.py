"""Where principals stand and stood: as stored, and as records.

A state is kept for each day on which somebody of the principal spoke on the issue, and holds until the next such day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.model.ledger import State
from store.model.words import SaidBasis, Stance
from store.sqlite import sqlite3

_NAMES = (
    *("principal", "issue", "stance", "since", "last_said", "confidence", "position_id", "actor", "statements"),
    *("said_basis", "dateless"),
)
_STATE = ", ".join(_NAMES)
_PUT = f"INSERT INTO states ({_STATE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - own words only
_PUT_DAY = f"INSERT OR REPLACE INTO state_days (day, {_STATE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - own words only
_DAYS = f"SELECT day, {_STATE} FROM state_days WHERE principal = ? AND issue = ?"  # noqa: S608 - own words only
# One look into the table for each pair that ever stood anywhere.
_ON = f"""
    SELECT {", ".join("d." + name for name in _NAMES)} FROM states s JOIN state_days d
    ON d.principal = s.principal AND d.issue = s.issue AND d.day = (
        SELECT max(e.day) FROM state_days e WHERE e.principal = s.principal AND e.issue = s.issue AND e.day <= ?
    )
"""  # noqa: S608 - own words only


def put(connection: sqlite3.Connection, principal: str, issue: str, days: Sequence[tuple[date, State]]) -> None:
    """Keep how a pair stood from each of `days` on, in the place of what was kept of it; the last is how it stands."""
    pair = (principal, issue)
    connection.execute("DELETE FROM states WHERE principal = ? AND issue = ?", pair)
    connection.executemany(_PUT, [_columns(state) for _, state in days[-1:]])
    kept = {row["day"]: tuple(row) for row in connection.execute(_DAYS, pair)}
    wanted = {day.isoformat(): (day.isoformat(), *_columns(state)) for day, state in days}
    # A new day is one row: the pairs of a large store have hundreds.
    connection.executemany(
        "DELETE FROM state_days WHERE principal = ? AND issue = ? AND day = ?",
        [(*pair, day) for day in kept.keys() - wanted.keys()],
    )
    connection.executemany(_PUT_DAY, [row for day, row in wanted.items() if kept.get(day) != row])


def now(connection: sqlite3.Connection) -> tuple[State, ...]:
    """How all pairs stand, as settled, in order of principal and issue."""
    return tuple(map(_record, connection.execute(f"SELECT {_STATE} FROM states ORDER BY principal, issue")))  # noqa: S608


def on(connection: sqlite3.Connection, day: date) -> tuple[State, ...]:
    """How all pairs stood at the end of a day, as settled."""
    return tuple(map(_record, connection.execute(_ON, (day.isoformat(),))))


def unsettled(connection: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """The (principal, issue) pairs whose evidence changed since they were settled."""
    rows = connection.execute("SELECT principal, issue FROM dirty_pairs ORDER BY principal, issue").fetchall()
    return tuple((row["principal"], row["issue"]) for row in rows)


def _columns(state: State) -> tuple[object, ...]:
    """A state as it is stored, by `_NAMES`."""
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


def _record(row: sqlite3.Row) -> State:
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
