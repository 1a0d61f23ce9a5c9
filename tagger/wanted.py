"""Whether the words of a text allow a pattern to match anywhere in it; what is ruled out is sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from tagger.folding import fold, fold_char
from tagger.patterns import EITHER_WAY
from tagger.phrasing import Choice, Gap, Node, One, parse
from tagger.wording import parts, read

_RUN = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"(?:[a-z]\.){2,}")
_CUT = re.compile(r"(?<![^\W_])(?=([^\W_]+'[^\W_]+))")
_CUT_AS_WRITTEN = re.compile(r"(?<![^\W_])(?=([^\W_]+['’][^\W_]+))")
"""The same before folding joins what marks part: a stretch may begin at any of several apostrophes."""
_ALWAYS = frozenset({"can", "not", "will", "shall", "are", "am", "have", "would", "is", "usa"})
"""Words that `tagger.wording` finds in others: "won't", "it's", "U.S."."""
_MARKS = str.maketrans("", "", ".'")
"""What words may have lost where they are looked for: "U.N.", "O'Brien"."""

_VOCABULARY = 50_000
"""Words that are remembered: a bound against hostile text."""

_FEW = 12
"""Words that stand for each other, beyond which looking for their letters gains nothing."""

_Need: TypeAlias = "int | tuple[tuple[_Need, ...], ...]"
"""A word of the patterns as its bit, or a choice of sequences."""


def words(text: str) -> frozenset[str]:
    """Every word that `tagger.wording` may find in a text or in any stretch of it, and some more."""
    folded = fold(text)
    found = {*_RUN.findall(folded), *_ALWAYS}
    if not text.isascii():
        written = set(_RUN.findall(text))
        runs = {run.lower() if run.isascii() else fold(run) for run in written}
        found |= runs
        if any(map(_odd, set(text))):
            # `tagger.wording` says what words it makes.
            cut = _CUT_AS_WRITTEN.findall(text)
            found.update(read(text).words, *map(_RUN.findall, runs), *map(parts, written), *map(parts, cut))
    if "." in folded:
        found.update(match.replace(".", "") for match in _DOTTED.findall(folded))
    if "'" in folded:
        cut = _CUT.findall(folded)
        found.update(match.replace("'", "") for match in cut)
        found.update(match.removesuffix("n't") for match in cut)
    found.update([word.lstrip("0123456789") for word in found if word[:1].isdecimal()])
    return frozenset(found)


@lru_cache(maxsize=4096)
def _odd(char: str) -> bool:
    """Whether a character is a mark that folds to nothing, a letter to more than one, or one to an apostrophe."""
    plain = fold_char(char)
    return len(plain) != 1 or plain.isalnum() != char.isalnum()


class Wanted:
    """Patterns of which one is looked for."""

    def __init__(self) -> None:
        self._patterns: list[tuple[_Need, ...]] = []
        self._bits: dict[One, int] = {}
        self._literals: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._known: dict[str, int] = {}
        self._hints: set[str] = set()
        self._unhinted = False

    def __bool__(self) -> bool:
        """Whether there is any pattern."""
        return bool(self._patterns)

    def add(self, pattern: str, sets: Mapping[str, Any]) -> None:
        """Add one pattern. Raises `PatternError`."""
        parts = [parse(part, sets) for part in pattern.split(EITHER_WAY)]
        nodes = [node for part in parts for node in part]
        self._patterns.append(self._needs(nodes))
        self._hint(nodes)
        self._known.clear()

    def hinted(self, text: str) -> bool:
        """Whether a text holds letters that one of the patterns must hold: quicker than to take it into words."""
        if self._unhinted:
            return True
        folded = fold(text)
        there = f"{folded}\n{folded.translate(_MARKS)}"
        return any(hint in there for hint in self._hints)

    def possible(self, there: Iterable[str]) -> bool:
        """Whether a text of these words can match one of the patterns."""
        bits = 0
        for word in there:
            known = self._known.get(word)
            bits |= self._bits_of(word) if known is None else known
        return any(_all(needs, bits) for needs in self._patterns)

    def _hint(self, nodes: Sequence[Node]) -> None:
        """Note the letters of which a match of the pattern holds some: of its words, those of the longest."""
        ones = [node for node in nodes if isinstance(node, One) and not node.literals & _ALWAYS]
        ones = [one for one in ones if len(one.literals) + len(one.stems) <= _FEW]
        if not ones:
            self._unhinted = True
            return
        best = max(ones, key=lambda one: min(map(len, (*one.literals, *one.stems))))
        self._hints.update(best.literals, best.stems)

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
