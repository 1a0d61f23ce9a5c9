"""Runs of words without gaps, all of them found in one walk over a text.

The runs together are an automaton that reads words. Its states are made when a text first comes to them and kept: most
words of a text begin nothing, or nothing that the next word carries on, and are done with one look. From every place
the walk goes no further than the longest run that stands there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from tagger.alphabet import Alphabet, Steps
from tagger.gaps import Gapped, bits

Item: TypeAlias = tuple[int, Steps]
"""A run that has begun, by its number, and the steps of it that are still to come."""
Rules: TypeAlias = tuple[tuple[int, str], ...]
"""Patterns that are one run: their numbers and tags."""

_MOST = 60_000
"""Steps from word to word that are remembered: what some hundred articles take, and a bound against hostile text."""


class State:
    """What has been read so far of the runs that begin at one place."""

    __slots__ = ("after", "filed", "parts", "rules")

    def __init__(self, rules: Rules, parts: int, filed: dict[int, Gapped], after: Next | None) -> None:
        self.rules = rules
        """The patterns that end here."""
        self.parts = parts
        """The runs that end here and stand in patterns with gaps, as bits."""
        self.filed = filed
        """The patterns with gaps that are filed under one of these, by their numbers."""
        self.after = after
        """The states that the next word leads to; None where no run goes on."""


class Next(dict[str, State | None]):
    """Where each word leads from one state; found out when it is first asked for."""

    __slots__ = ("_items", "_runs")

    def __init__(self, runs: Runs, items: dict[int, list[Item]]) -> None:
        super().__init__()
        self._runs = runs
        self._items = items

    def __missing__(self, word: str) -> State | None:
        state = self[word] = self._runs.step(self._items, word)
        return state


class Runs:
    """Runs by their numbers, and the automaton that finds them."""

    def __init__(self, alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self._numbers: dict[Steps, int] = {}
        self._rules: dict[int, Rules] = {}
        self._parts: set[int] = set()
        self._filed: dict[int, list[Gapped]] = {}
        self._made = 0
        self._start: Next | None = None

    def add_rule(self, steps: Steps, place: int, tag: str) -> None:
        """Add a pattern that is one run."""
        run = self._add(steps)
        self._rules[run] = (*self._rules.get(run, ()), (place, tag))

    def add_part(self, steps: Steps) -> int:
        """Add a run of a pattern with gaps; its number."""
        number = self._add(steps)
        self._parts.add(number)
        return number

    def file(self, rule: Gapped, under: Iterable[int]) -> None:
        """File a pattern with gaps under runs of which one stands in every match."""
        for run in under:
            self._filed.setdefault(run, []).append(rule)

    def _add(self, steps: Steps) -> int:
        self._start = None
        return self._numbers.setdefault(steps, len(self._numbers))

    @property
    def start(self) -> Next:
        """Where each word leads that a run may begin with."""
        if self._start is None or self._made > _MOST:
            _, further = self._spread([(number, steps) for steps, number in self._numbers.items()])
            self._start = Next(self, further)
            self._made = 0
        return self._start

    def step(self, items: dict[int, list[Item]], word: str) -> State | None:
        """The state behind a word, where `items` holds what goes on with it, by the sets of words."""
        self._made += 1
        going: list[Item] = []
        for number in self._alphabet.numbers(word):
            going.extend(items.get(number, ()))
        if not going:
            return None
        ended, further = self._spread(going)
        rules = tuple([rule for run in ended for rule in self._rules.get(run, ())])
        filed = {rule.place: rule for run in ended for rule in self._filed.get(run, ())}
        return State(rules, bits(ended & self._parts), filed, Next(self, further) if further else None)

    def _spread(self, waiting: list[Item]) -> tuple[set[int], dict[int, list[Item]]]:
        """Which runs have ended, and what is to come behind each set of words that may be next."""
        ended: set[int] = set()
        further: dict[int, list[Item]] = {}
        seen: set[Item] = set()
        while waiting:
            item = waiting.pop()
            if item in seen:
                continue
            seen.add(item)
            run, steps = item
            if not steps:
                ended.add(run)
            elif steps[0] >= 0:
                further.setdefault(steps[0], []).append((run, steps[1:]))
            else:
                rest = steps[1:]
                waiting.extend([(run, sequence + rest) for sequence in self._alphabet.sequences(steps[0])])
        return ended, further
