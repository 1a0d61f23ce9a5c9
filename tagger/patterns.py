"""The pattern language of the watchlist's issues and of the stance grammar: phrases over folded words.

    ready            that word; case, accents and quotation marks do not matter, "don't" reads as "do not"
    disarm*          any word that begins so
    (send|put out)   one of these; `(a|b)?` and `word?` may be missing
    {force}          one of the phrases listed under that name
    ..               up to three words between
    ...              up to six words between
    this & that      both, whichever comes first, with up to nine words between

`?` makes the whole word before it optional: "weapon*", not "weapons?". No match reaches over a dash or the end of a
sentence. There is no backtracking, whatever the text: words without a gap between them are found by an automaton
(`tagger.runs`), and what has gaps is followed over the places of its runs as sets of bits (`tagger.gaps`), so that the
time is bounded by words times pattern length.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tagger.errors import PatternError
from tagger.gaps import Gapped, Rows, gapped
from tagger.phrasing import WIDE, Choice, Gap, Node, Sets, can_be_empty, compile_sets, parse
from tagger.runs import Runs, State
from tagger.wording import Words

__all__ = ["EITHER_WAY", "Hit", "PatternSet", "compile_sets"]

EITHER_WAY = " & "
"""What stands between two phrases whose order does not matter."""
_WINDOW = 400
"""Words that are looked at together: longer than any sentence of prose, and a bound to the width of the sets of bits."""

_Found = tuple[int, int, int, str]
"""A match: where it begins, its pattern's number in the set, where it ends, its tag."""


class Hit(NamedTuple):
    """A pattern found: its tag and the words from `start` to `end`, the end not included."""

    tag: str
    start: int
    end: int


class PatternSet:
    """Many tagged patterns, matched together."""

    def __init__(self) -> None:
        self._runs = Runs()
        self._count = 0
        self._longest = 0
        """Words of the longest match that there can be."""
        self._whole: dict[int, list[tuple[int, str]]] = {}
        """The patterns that are one run, by the run: number in the set, and tag."""
        self._parts: set[int] = set()
        """The runs that stand in patterns with gaps."""
        self._filed: dict[int, list[Gapped]] = {}
        """The patterns with gaps, by runs of which one stands in every match."""

    def add(self, tag: str, pattern: str, sets: Sets | None = None) -> None:
        """Add one pattern. Raises `PatternError`, a sentence that says what to do."""
        one, both, other = pattern.partition(EITHER_WAY)
        if both:
            left, right = (parse(part, sets or {}) for part in (one, other))
            self._file(tag, pattern, (*left, Gap(WIDE), *right))
            self._file(tag, pattern, (*right, Gap(WIDE), *left))
        else:
            self._file(tag, pattern, parse(pattern, sets or {}))

    def _file(self, tag: str, pattern: str, nodes: Sequence[Node]) -> None:
        if can_be_empty(nodes):
            raise PatternError(f"“{pattern}” can match nothing at all; let at least one word be required.")
        place, self._count = self._count, self._count + 1
        self._longest = max(self._longest, _words(nodes))
        if not any(isinstance(node, Gap) or (isinstance(node, Choice) and node.gapped) for node in nodes):
            self._whole.setdefault(self._runs.add(nodes), []).append((place, tag))
            return
        rule = gapped(nodes, self._runs, tag, place)
        self._parts.update(rule.runs)
        for run in rule.filed:
            self._filed.setdefault(run, []).append(rule)

    def find(self, words: Words) -> list[Hit]:
        """Every place where a pattern matches, the longest match from each place.

        In order of place; of those that begin together, the pattern that was added first.
        """
        found: list[_Found] = []
        low, count = 0, len(words.words)
        while low < count:
            end = words.reach[low]
            stop = min(end, low + _WINDOW)
            self._look(words.words, low, stop, min(end, stop + self._longest), found)
            low = stop
        found.sort()
        return [Hit(tag, start, end) for start, _, end, tag in found]
