"""Whether the words of a text allow a pattern to match anywhere in it; what is ruled out is sure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from tagger.patterns import EITHER_WAY
from tagger.phrasing import Choice, Gap, Node, One, parse

_VOCABULARY = 50_000
"""Words that are remembered: a bound against hostile text."""

_Need: TypeAlias = "int | tuple[tuple[_Need, ...], ...]"
"""A word of the patterns as its bit, or a choice of sequences."""


class Wanted:
    """Patterns of which one is looked for."""

    def __init__(self) -> None:
        self._patterns: list[tuple[_Need, ...]] = []
        self._bits: dict[One, int] = {}
        self._literals: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._known: dict[str, int] = {}

    def __bool__(self) -> bool:
        """Whether there is any pattern."""
        return bool(self._patterns)

    def add(self, pattern: str, sets: Mapping[str, Any]) -> None:
        """Add one pattern. Raises `PatternError`."""
        parts = [parse(part, sets) for part in pattern.split(EITHER_WAY)]
        self._patterns.append(self._needs(node for part in parts for node in part))
        self._known.clear()

    def possible(self, there: Iterable[str]) -> bool:
        """Whether a text of these words can match one of the patterns."""
        bits = 0
        for word in there:
            known = self._known.get(word)
            bits |= self._bits_of(word) if known is None else known
        return any(_all(needs, bits) for needs in self._patterns)

    def _needs(self, nodes: Iterable[Node]) -> tuple[_Need, ...]:
        return tuple(self._need(node) for node in nodes if not isinstance(node, Gap))

    def _need(self, node: One | Choice) -> _Need:
        if isinstance(node, Choice):
            return tuple(self._needs(choice) for choice in node.choices)
        bit = self._bits.get(node)
        if bit is None:
            bit = self._bits[node] = 1 << len(self._bits)
            for words, table in ((node.literals, self._literals), (node.stems, self._stems)):
                for word in words:
                    table[word] = table.get(word, 0) | bit
        return bit

    def _bits_of(self, word: str) -> int:
        bits = self._literals.get(word, 0)
        for length in range(1, len(word) + 1):
            bits |= self._stems.get(word[:length], 0)
        if len(self._known) >= _VOCABULARY:
            self._known.clear()
        self._known[word] = bits
        return bits


def _all(needs: Sequence[_Need], there: int) -> bool:
    for need in needs:
        if isinstance(need, int):
            if not need & there:
                return False
        elif not any(_all(choice, there) for choice in need):
            return False
    return True
