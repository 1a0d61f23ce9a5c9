"""The ledger: evidence out, changes and states in, the matrix, and the analyst's reviews."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from store import evidence, review_lists, reviews, search
from store.change_rows import change_rows
from store.db import Database
from store.errors import NotFound
from store.model.ledger import Change, Evidence, State
from store.model.review import Merged, QueueRow, RateRow, ReviewRow
from store.model.rows import ChangeRow, Query
from store.model.words import Clock, Stance
from store.review_lists import ChangesRule
from store.rows import ids as listed
from store.rows import stamp

StatesRule = Callable[[Sequence[Evidence]], Sequence[State]]
"""How states follow from the evidence of one pair (`tagger.changes.states`)."""

_FIRM = 0.5
"""Confidence from which a position is firm enough for the store's own reckoning of the matrix."""
_SPEAKS = 2
"""Rank from which a voice alone says where its principal stands (spokesperson or office)."""


class Ledger:
    """The shelf of the ledger. All methods may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Made by `Library.open`."""
        self._database = database
        self._clock = clock

    def dirty(self) -> tuple[tuple[str, str], ...]:
        """The (principal, issue) pairs whose evidence changed since they were settled."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT principal, issue FROM dirty_pairs ORDER BY principal, issue").fetchall()
        return tuple((row["principal"], row["issue"]) for row in rows)

    def evidence(self, principal: str, issue: str) -> tuple[Evidence, ...]:
        """All evidence of a principal on an issue, by the day said, reviews applied.

        Left out: rejected positions, stance none, voices of rank 0 or unknown principal, and statements about another's
        stance. A joint statement is evidence for each of its principals.
        """
        with self._database.read() as connection:
            return evidence.of_pair(connection, principal, issue)

    def settle(self, principal: str, issue: str, changes: Sequence[Change], states: Sequence[State]) -> None:
        """Put these changes and states in the place of the pair's old ones, and take the pair off the dirty list.

        A change that was there before (same kind, stances and later date) keeps its id, when it was found, and whether
        it was seen.
        """
        now = stamp(self._clock())
        equal: Counter[str] = Counter()
        with self._database.write() as connection:
            old = {
                row["key"]: row
                for row in connection.execute(
                    "SELECT key, id, found, seen FROM changes WHERE principal = ? AND issue = ?", (principal, issue)
                )
            }
            connection.execute("DELETE FROM changes WHERE principal = ? AND issue = ?", (principal, issue))
            connection.execute("DELETE FROM states WHERE principal = ? AND issue = ?", (principal, issue))
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
            connection.executemany(
                "INSERT INTO states (principal, issue, stance, since, last_said, confidence, position_id, actor, "
                "statements) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_state_columns(state) for state in states],
            )
            connection.execute("DELETE FROM dirty_pairs WHERE principal = ? AND issue = ?", (principal, issue))

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

    def matrix(self, *, as_of: date | None, rule: StatesRule | None = None) -> tuple[State, ...]:
        """Where every principal stands on every issue: as settled, or from what had been said up to a day.

        For a day, `rule` reckons each pair's state from its evidence; without it the store takes the last day on which
        a voice that speaks for the principal took a sure position, and of that day's the highest rank's.
        """
        with self._database.read() as connection:
            if as_of is None:
                rows = connection.execute("SELECT * FROM states ORDER BY principal, issue").fetchall()
                return tuple(
                    State(
                        principal=row["principal"],
                        issue=row["issue"],
                        stance=Stance(row["stance"]),
                        since=date.fromisoformat(row["since"]),
                        last_said=date.fromisoformat(row["last_said"]),
                        confidence=row["confidence"],
                        position_id=row["position_id"],
                        actor=row["actor"],
                        statements=row["statements"],
                    )
                    for row in rows
                )
            every = evidence.up_to(connection, as_of)
        pairs: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
        for piece in every:
            pairs[piece.principal, piece.issue].append(piece)
        return tuple(state for pair in sorted(pairs) for state in (rule or last_firm)(pairs[pair]))

    def mark_seen(self, ids: Sequence[int]) -> None:
        """Note that the analyst has seen these changes."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE changes SET seen = 1 WHERE seen = 0 AND id IN (SELECT value FROM json_each(?))", (listed(ids),)
            )

    def review(  # noqa: PLR0913 - a verdict has that many parts
        self,
        position_id: int,
        verdict: str,
        *,
        stance: Stance | None = None,
        issue: str | None = None,
        actor: str | None = None,
        condition: str | None = None,
        said_on: date | None = None,
        text: str | None = None,
        note: str = "",
        who: str = "",
    ) -> None:
        """Keep the verdict of the analyst `who`: "confirmed", "corrected" (to what is given), "rejected" or "noted".

        It holds for these words of this actor in this article, also after re-tagging; actor, day and words hold for
        the whole statement, the rest for this position. A note leaves the verdict as it is. Raises NotFound, or
        RefusedReview where a correction corrects nothing or names what there is not.
        """
        correction = reviews.Correction(stance, issue, actor, condition, said_on, text, note)
        with self._database.write() as connection:
            reviews.keep(connection, position_id, verdict, correction, who, stamp(self._clock()))

    def undo(self, position_id: int) -> bool:
        """Take back the last review of a position, so that the one before it holds again; False where there is none."""
        with self._database.write() as connection:
            return reviews.undo(connection, position_id, stamp(self._clock()))

    def queue(self, limit: int, *, rule: ChangesRule | None = None) -> tuple[QueueRow, ...]:
        """The positions most worth a look: (effect on a shown change) × (1 − confidence), the highest first.

        `rule` says which changes evidence documents; without it no position is known to bear a change alone.
        """
        with self._database.read() as connection:
            return review_lists.queue(connection, limit, rule)

    def history(self, position_id: int) -> tuple[ReviewRow, ...]:
        """All verdicts on a position, the latest last, taken back ones too."""
        with self._database.read() as connection:
            return review_lists.history(connection, position_id)

    def copies(self, position_id: int) -> tuple[int, ...]:
        """The positions of the same stance on the same issue in the same words of other articles, by id."""
        with self._database.read() as connection:
            return review_lists.copies(connection, position_id)

    def last_judged(self, who: str) -> int | None:
        """The position that the analyst `who` judged last, of those verdicts that are in force; None without any."""
        with self._database.read() as connection:
            return review_lists.last_judged(connection, who)

    def rates(self) -> tuple[RateRow, ...]:
        """How often the verdicts in force accept what each rule, and each actor's words, were read as."""
        with self._database.read() as connection:
            return review_lists.rates(connection)

    def export_reviews(self) -> tuple[dict[str, Any], ...]:
        """All verdicts as JSON objects for another analyst's database, the oldest first."""
        from store import review_merge  # noqa: PLC0415  # two commands ask: the desk's start does not

        with self._database.read() as connection:
            return tuple(review_merge.exported(connection))

    def import_reviews(self, lines: Iterable[Mapping[str, Any]]) -> Merged:
        """Merge what `export_reviews` gave elsewhere: the latest verdict holds, all are kept, conflicts are told.

        All or nothing. Raises RefusedReview at the first line that is no verdict.
        """
        from store import review_merge  # noqa: PLC0415  # two commands ask: the desk's start does not

        with self._database.write() as connection:
            return review_merge.merge(connection, lines)


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


def _state_columns(state: State) -> tuple[object, ...]:
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
        ),
    )
