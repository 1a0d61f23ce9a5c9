"""The ledger: evidence out, changes and states in, the matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from store import search
from store.change_rows import change_rows
from store.errors import NotFound
from store.late import Late
from store.model.ledger import Change, Evidence, State
from store.model.rows import ChangeRow, Query
from store.review_shelf import Reviews
from store.rows import ids as listed
from store.rows import stamp

if TYPE_CHECKING:
    from store import dirty, evidence, state_rows
else:
    dirty, evidence, state_rows = Late("store.dirty"), Late("store.evidence"), Late("store.state_rows")

StatesRule = Callable[[Sequence[Evidence]], Sequence[State]]
"""How states follow from the evidence of one pair (`tagger.changes.states`)."""


class Ledger(Reviews):
    """The shelf of the ledger, reviews included. All methods may be called from any thread."""

    def dirty(self) -> tuple[tuple[str, str], ...]:
        """The (principal, issue) pairs whose evidence changed since they were settled."""
        with self._database.read() as connection:
            return state_rows.unsettled(connection)

    def evidence(self, principal: str, issue: str) -> tuple[Evidence, ...]:
        """All evidence of a principal on an issue, by the day said, reviews applied.

        Left out: rejected positions, stance none, voices of rank 0 or unknown principal, and statements about another's
        stance. A joint statement is evidence for each of its principals.
        """
        with self._database.read() as connection:
            return evidence.of_pair(connection, principal, issue)

    def settle(
        self,
        principal: str,
        issue: str,
        changes: Sequence[Change],
        days: Sequence[tuple[date, State]],
        *,
        revision: int | None = None,
    ) -> bool:
        """Put these changes and states in the place of the pair's old ones, and take the pair off the dirty list.

        `days` are the days on which somebody spoke, in order, each with the state from then on: the last is how the
        pair stands.
        `revision` is the library's from before the evidence was read. Where other evidence came since, by whichever
        process, nothing is stored, the pair is settled by whoever read that, and the result is False.
        A change that was there before (same kind, stances and later date) keeps its id, when it was found, and whether
        it was seen.
        """
        now = stamp(self._clock())
        equal: Counter[str] = Counter()
        with self._database.write() as connection:
            if revision is not None and dirty.marked_since(connection, principal, issue, revision):
                return False
            old = {
                row["key"]: row
                for row in connection.execute(
                    "SELECT key, id, found, seen FROM changes WHERE principal = ? AND issue = ?", (principal, issue)
                )
            }
            connection.execute("DELETE FROM changes WHERE principal = ? AND issue = ?", (principal, issue))
            for change in changes:
                base = _key(change)
                key = f"{base}|{equal[base]}"
                equal[base] += 1
                before = old.get(key)
                kept = (before["id"], before["found"], before["seen"]) if before else (None, now, 0)
                number = connection.execute(_INSERT_CHANGE, (kept[0], key, *_columns(change), *kept[1:])).fetchone()[0]
                connection.executemany(
                    "INSERT INTO change_evidence (change_id, side, ordinal, position_id) VALUES (?, ?, ?, ?)",
                    [
                        (number, side, place, position)
                        for side, positions in (("before", change.before), ("after", change.after))
                        for place, position in enumerate(positions)
                    ],
                )
            state_rows.put(connection, principal, issue, days)
            connection.execute("DELETE FROM dirty_pairs WHERE principal = ? AND issue = ?", (principal, issue))
        return True

    def changes(self, query: Query) -> tuple[ChangeRow, ...]:
        """Changes and divergences, the newest later date first, each with its evidence.

        `actor` finds those of the actor and of its principal, `stance` the stance changed to, `unread` the unseen ones.
        Go on with `Query.before = (to_date.isoformat(), id)`.
        """
        select = search.changes(query)
        with self._database.read() as connection:
            rows = connection.execute(select.sql("c.*") + " LIMIT ?", [*select.parameters, query.limit]).fetchall()
            return change_rows(connection, rows)

    def change(self, change_id: int) -> ChangeRow:
        """One change with its evidence. Raises NotFound."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT c.* FROM changes c WHERE c.id = ?", (change_id,)).fetchall()
            if not rows:
                raise NotFound(f"There is no change number {change_id}: it may have gone when its evidence changed.")
            return change_rows(connection, rows)[0]

    def named(self, ids: Sequence[int]) -> tuple[ChangeRow, ...]:
        """The changes of these ids with their evidence, in order of the ids; those that are gone are left out."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT c.* FROM changes c WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY c.id", (listed(ids),)
            ).fetchall()
            return change_rows(connection, rows)

    def matrix(self, *, as_of: date | None, rule: StatesRule | None = None) -> tuple[State, ...]:
        """Where every principal stands on every issue, or stood by what had been said up to a day, as settled.

        For a day, `rule` reckons the state of each pair that waits to be settled from its evidence; without it such a
        pair is given as it was settled last.
        """
        with self._database.read() as connection:
            if as_of is None:
                return state_rows.now(connection)
            found = {(one.principal, one.issue): one for one in state_rows.on(connection, as_of)}
            if rule is not None:
                for pair in state_rows.unsettled(connection):
                    found.pop(pair, None)
                    pieces = [piece for piece in evidence.of_pair(connection, *pair) if piece.said_on <= as_of]
                    found.update(((state.principal, state.issue), state) for state in rule(pieces))
        return tuple(found[pair] for pair in sorted(found))

    def mark_seen(self, ids: Sequence[int]) -> None:
        """Note that the analyst has seen these changes."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE changes SET seen = 1 WHERE seen = 0 AND id IN (SELECT value FROM json_each(?))", (listed(ids),)
            )


_INSERT_CHANGE = (
    "INSERT INTO changes (id, key, kind, principal, actor, issue, from_stance, to_stance, from_date, to_date, "
    "grade, status, confidence, why, undo, found, seen) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)


def _key(change: Change) -> str:
    parts = (change.kind, change.principal, change.issue, change.from_stance, change.to_stance, change.to_date)
    return "|".join(str(part) for part in parts)


def _columns(change: Change) -> tuple[object, ...]:
    return (
        change.kind.value,
        change.principal,
        change.actor,
        change.issue,
        change.from_stance.value,
        change.to_stance.value,
        change.from_date.isoformat(),
        change.to_date.isoformat(),
        change.grade.value,
        change.status.value,
        change.confidence,
        change.why,
        change.undo,
    )
