"""What the reviews come to: the queue of positions to look at, the history, and the rates of acceptance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import date

from store.decisive import Decisive
from store.model.record import record
from store.model.review import QueueRow, RateRow, ReviewRow
from store.model.words import Stance
from store.rows import POSITION, REVIEWED, ids, moment, moment_or_none, position
from store.sqlite import sqlite3
from store.statement_rows import statement_rows

_SHARED_EFFECT = 0.5
"""Of a piece that a change leans on and does not fall without, before it is shared with the others of its side."""
_CELL_EFFECT = 0.1
"""Of a piece that no change rests on, but a cell of the matrix."""


_PORTION = 200
"""Changes that are looked at together, the newest first."""
_CHOICE = 4
"""How many positions that wait are enough to choose from, for each that is asked for. Older ones wait their turn."""


@record()
class _Weight:
    """What hangs on one position."""

    effect: float = 0.0
    changes: set[int] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    """Whose positions on which issues those changes are."""


@record()
class _Candidate:
    """A position that waits: its row, and what it would count."""

    row: sqlite3.Row
    weight: _Weight

    def score(self, effect: float) -> float:
        """What a look at it would be worth if it had this effect."""
        return round(effect * (1 - float(self.row["confidence"])), 4)


def queue(connection: sqlite3.Connection, limit: int, decisive: Decisive | None) -> tuple[QueueRow, ...]:
    """Positions without a verdict that a shown change or a cell of the matrix rests on, the most worthwhile first.

    The order is effect × (1 − confidence). The effect is 1 where the change would fall if the words were rejected,
    which `decisive` is asked; else half, shared by the pieces of its side. Copies of one utterance share its effect,
    and the first of them stands for all. Of many changes the newest are looked at, until there is enough to choose
    from.
    """
    weights = _of_changes(connection, limit)
    if decisive is not None:
        _decide(connection, weights, limit, decisive)
    for row in connection.execute("SELECT position_id FROM states"):
        weight = weights[row["position_id"]]
        weight.effect = max(weight.effect, _CELL_EFFECT)
    return _rows(connection, weights, limit)


def _of_changes(connection: sqlite3.Connection, limit: int) -> dict[int, _Weight]:
    """What hangs on the positions that the newest changes rest on."""
    weights: dict[int, _Weight] = defaultdict(_Weight)
    waiting = 0
    place: tuple[str, int] = ("9999-12-32", 0)
    while waiting < _CHOICE * limit:
        portion = connection.execute(
            "SELECT id, to_date, principal, issue FROM changes WHERE (to_date, id) < (?, ?) "
            "ORDER BY to_date DESC, id DESC LIMIT ?",
            (*place, _PORTION),
        ).fetchall()
        if not portion:
            break
        place = (portion[-1]["to_date"], portion[-1]["id"])
        fresh = _add_pieces(connection, portion, weights)
        waiting += len(_waiting(connection, fresh))
    return weights


def _add_pieces(
    connection: sqlite3.Connection, changes: Sequence[sqlite3.Row], weights: dict[int, _Weight]
) -> set[int]:
    """Add what hangs on the positions that these changes rest on; gives those that came in."""
    pairs = {row["id"]: (row["principal"], row["issue"]) for row in changes}
    fresh = set()
    for row in connection.execute(
        "SELECT e.change_id, e.position_id, count(*) OVER (PARTITION BY e.change_id, e.side) AS side "
        "FROM change_evidence e WHERE e.change_id IN (SELECT value FROM json_each(?))",
        (ids(pairs),),
    ):
        if row["position_id"] not in weights:
            fresh.add(row["position_id"])
        weight = weights[row["position_id"]]
        weight.changes.add(row["change_id"])
        weight.pairs.add(pairs[row["change_id"]])
        weight.effect = max(weight.effect, _SHARED_EFFECT / row["side"])
    return fresh


def _decide(connection: sqlite3.Connection, weights: dict[int, _Weight], limit: int, decisive: Decisive) -> None:
    """Raise the effect of the positions without whose utterance a shown change would not be there.

    The most worthwhile first, and no more than can be among those that are asked for: a pair's evidence is much.
    """
    candidates = [_Candidate(row, weights[row["id"]]) for row in _waiting(connection, weights)]
    candidates.sort(key=lambda one: (-one.score(1.0), one.row["id"]))
    beside: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in candidates:
        for pair in one.weight.pairs:
            beside[pair].append(one.row["id"])
    best: dict[object, float] = {}
    for one in candidates:
        surest = sorted(best.values(), reverse=True)[limit - 1 : limit]
        if surest and surest[0] > one.score(1.0):
            break
        for pair in one.weight.pairs:
            for position_id in decisive.with_it(connection, pair, one.row["id"], beside[pair]):
                weights[position_id].effect = 1.0
        mark = (one.row["utterance_id"] or -one.row["id"], one.row["issue"])
        best[mark] = max(best.get(mark, 0.0), one.score(one.weight.effect))


def _waiting(connection: sqlite3.Connection, positions: Iterable[int]) -> list[sqlite3.Row]:
    """Those of the positions that bear no verdict, in order of their ids."""
    return connection.execute(
        f"SELECT {POSITION}, s.utterance_id, s.sort_key FROM positions p "  # noqa: S608 - own words only
        f"JOIN statements s ON s.id = p.statement_id {REVIEWED} "
        "WHERE p.id IN (SELECT value FROM json_each(?)) AND coalesce(r.verdict, 'noted') = 'noted' ORDER BY p.id",
        (ids(positions),),
    ).fetchall()


def _rows(connection: sqlite3.Connection, weights: dict[int, _Weight], limit: int) -> tuple[QueueRow, ...]:
    utterances: dict[tuple[object, str], _Candidate] = {}
    for row in _waiting(connection, weights):
        mark = (row["utterance_id"] or -row["statement_id"], row["issue"])
        utterances.setdefault(mark, _Candidate(row, weights[row["id"]]))
    ordered = sorted(
        utterances.values(),
        key=lambda one: (-one.score(one.weight.effect), -one.weight.effect, one.row["sort_key"], one.row["id"]),
    )[:limit]
    statements = statement_rows(connection, {one.row["statement_id"] for one in ordered})
    return tuple(
        QueueRow(
            statement=statements[one.row["statement_id"]],
            position=position(one.row),
            changes=tuple(sorted(one.weight.changes)),
            effect=one.weight.effect,
            score=one.score(one.weight.effect),
        )
        for one in ordered
    )


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
