"""Which words a change hangs on: without them the rules would not find it.

Working that out reads all evidence of a pair and asks the rules twice; what was found is kept while the pair's evidence
stays as it was, for the review queue is read anew after each verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from store import evidence
from store.model.ledger import Change, Evidence
from store.sqlite import sqlite3

ChangesRule = Callable[[Sequence[Evidence]], Sequence[Change]]
"""How changes follow from the evidence of one pair (`tagger.changes.changes` up to a day)."""
Pair = tuple[str, str]


class Decisive:
    """What is known of the words that changes hang on, by one rule."""

    def __init__(self, rule: ChangesRule) -> None:
        """Nothing is read yet."""
        self.rule = rule
        self._known: dict[Pair, tuple[int, dict[int, tuple[int, ...]]]] = {}
        """By pair: the mark of its evidence, and for each position that was asked about those that go with it."""

    def with_it(
        self, connection: sqlite3.Connection, pair: Pair, position_id: int, beside: Sequence[int]
    ) -> tuple[int, ...]:
        """The positions of the same utterance, where a change of the pair would fall without them; else none.

        `beside` are positions of the pair that will be asked about too: its evidence is read once for all of them.
        """
        mark = _mark(connection, pair)
        kept, answers = self._known.get(pair, (mark, {}))
        if kept != mark or position_id not in answers:
            line = _Line(evidence.of_pair(connection, *pair), self.rule)
            answers = {one: line.with_it(one) for one in {position_id, *beside}}
            self._known[pair] = mark, answers
        return answers[position_id]


class _Line:
    """The evidence of a pair, and the changes that it documents."""

    def __init__(self, pieces: Sequence[Evidence], rule: ChangesRule) -> None:
        self._pieces = pieces
        self._rule = rule
        self._changes = _shown(rule(pieces))
        self._utterances = {piece.position_id: piece.utterance for piece in pieces}
        self._fall: dict[str, bool] = {}

    def with_it(self, position_id: int) -> tuple[int, ...]:
        utterance = self._utterances.get(position_id)
        if utterance is None:
            return ()
        if utterance not in self._fall:
            without = [piece for piece in self._pieces if piece.utterance != utterance]
            self._fall[utterance] = not self._changes <= _shown(self._rule(without))
        if not self._fall[utterance]:
            return ()
        return tuple(one for one, said in self._utterances.items() if said == utterance)


def _shown(changes: Sequence[Change]) -> set[tuple[str, date, str, str]]:
    return {(c.kind.value, c.to_date, f"{c.from_stance}>{c.to_stance}", c.status.value) for c in changes}


def _mark(connection: sqlite3.Connection, pair: Pair) -> int:
    """The revision of the last transaction that touched a pair's evidence (see `store.dirty`)."""
    row = connection.execute("SELECT revision FROM pair_marks WHERE principal = ? AND issue = ?", pair).fetchone()
    return -1 if row is None else int(row["revision"])
