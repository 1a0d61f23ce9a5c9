"""What patterns are made of, by number: sets of words, and choices of sequences of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from tagger.phrasing import Choice, Node, One

Steps: TypeAlias = tuple[int, ...]
"""A sequence: a step of 0 or more is a word out of a set, one below 0 stands for a choice of sequences."""

_VOCABULARY = 20_000
"""Words of which it is remembered what they are: more than a story's vocabulary, and a bound against hostile text."""
_COMMON = 40
"""How many rare words one of the commonest weighs: they stand in nearly every sentence."""
_COMMONEST = frozenset(
    (
        *("the", "a", "an", "of", "to", "in", "on", "for", "and", "is", "are", "be", "it", "that", "not", "no", "with"),
        *("by", "as", "at", "has", "have", "will", "would", "was", "were", "its", "we", "our", "this", "from"),
    )
)


class Alphabet:
    """Numbers for sets of words and for choices, the same for the same."""

    def __init__(self) -> None:
        self._sets: dict[tuple[frozenset[str], tuple[str, ...]], int] = {}
        self._costs: list[int] = []
        self._literals: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._longest_stem = 0
        self._choices: dict[tuple[Steps, ...], int] = {}
        self._sequences: list[tuple[Steps, ...]] = []
        self._encoded: dict[Node, int] = {}
        self._known: dict[str, tuple[int, ...]] = {}

    def steps(self, nodes: Iterable[Node]) -> Steps:
        """Nodes without a gap among them, by number."""
        return tuple([self._encoded[node] if node in self._encoded else self._encode(node) for node in nodes])

    def sequences(self, choice: int) -> tuple[Steps, ...]:
        """The sequences that a step below 0 stands for; an empty one where it may be left out."""
        return self._sequences[~choice]

    def numbers(self, word: str) -> tuple[int, ...]:
        """The sets that a word is one of."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= _VOCABULARY:
                self._known.clear()
            these = set(self._literals.get(word, ()))
            for length in range(1, min(len(word), self._longest_stem) + 1):
                these.update(self._stems.get(word[:length], ()))
            found = self._known[word] = tuple(these)
        return found

    def first(self, nodes: Sequence[Node]) -> set[int]:
        """The sets of words that a match of nodes can begin with; none for what begins with a gap."""
        found: set[int] = set()
        for node in nodes:
            if isinstance(node, One):
                return found | set(self.steps((node,)))
            if not isinstance(node, Choice):
                return found
            for choice in node.choices:
                found |= self.first(choice)
            if not node.empty:
                return found
        return found

    def cost(self, steps: Steps) -> int:
        """How common a sequence is, by the rarest of its words: written words that it stands for."""
        return min((self._cost(step) for step in steps), default=0)

    def _cost(self, step: int) -> int:
        if step >= 0:
            return self._costs[step]
        # Where a choice may be left out, it rules out no text.
        sequences = self.sequences(step)
        return sum(self._cost(one[0]) for one in sequences) if all(sequences) else _COMMON * len(_COMMONEST)

    def _encode(self, node: Node) -> int:
        if isinstance(node, Choice):
            sequences = tuple([self.steps(choice) for choice in node.choices])
            step = self._choices.get(sequences)
            if step is None:
                step = self._choices[sequences] = ~len(self._sequences)
                self._sequences.append(sequences)
        else:
            assert isinstance(node, One)  # noqa: S101 - no gap is handed in
            step = self._number(node.literals, node.stems)
        self._encoded[node] = step
        return step

    def _number(self, literals: frozenset[str], stems: tuple[str, ...]) -> int:
        number = self._sets.get((literals, stems))
        if number is None:
            number = self._sets[literals, stems] = len(self._sets)
            self._costs.append(len(literals) + 2 * len(stems) + _COMMON * len(literals & _COMMONEST))
            self._known.clear()
            for literal in literals:
                self._literals.setdefault(literal, []).append(number)
            for stem in stems:
                self._stems.setdefault(stem, []).append(number)
                self._longest_stem = max(self._longest_stem, len(stem))
        return number
