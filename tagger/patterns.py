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

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tagger.alphabet import Alphabet
from tagger.cutting import Cutter
from tagger.errors import PatternError
from tagger.gaps import Gapped, rows
from tagger.phrasing import WIDE, Gap, Node, Sets, can_be_empty, compile_sets, has_gap, longest, parse
from tagger.runs import Rules, Runs
from tagger.wording import Words

__all__ = ["EITHER_WAY", "Hit", "PatternSet", "compile_sets"]

EITHER_WAY = " & "
"""What stands between two phrases whose order does not matter."""
_WINDOW = 400
"""Words that are looked at together: more than a sentence of prose has, and a bound to the width of the bits."""

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
        self._alphabet = Alphabet()
        self._runs = Runs(self._alphabet)
        self._cutter = Cutter(self._alphabet, self._runs)
        self._count = 0
        self._longest = 0
        """Words of the longest match that there can be."""

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
        self._longest = max(self._longest, longest(nodes))
        if has_gap(nodes):
            self._cutter.add(nodes, place, tag)
        else:
            self._runs.add_rule(self._alphabet.steps(nodes), place, tag)

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

    def _look(self, texts: tuple[str, ...], low: int, stop: int, high: int, found: list[_Found]) -> None:
        """Add what begins in `low` to `stop` and ends by `high`."""
        runs: list[tuple[int, int, int]] = []
        filed: dict[int, Gapped] = {}
        for at, opened in enumerate(map(self._runs.start.__getitem__, texts[low:high]), low):
            if opened is None:
                continue
            if opened.parts:
                runs.append((at - low, 1, opened.parts))
                filed.update(opened.filed)
            end = at + 1
            state = opened.after[texts[end]] if opened.after is not None and end < high else None
            if state is None:
                if opened.rules and at < stop:
                    found.extend([(at, place, end, tag) for place, tag in opened.rules])
                continue
            ended: list[tuple[int, Rules]] = [(end, opened.rules)]
            while state is not None:
                end += 1
                ended.append((end, state.rules))
                if state.parts:
                    runs.append((at - low, end - at, state.parts))
                    filed.update(state.filed)
                state = state.after[texts[end]] if state.after is not None and end < high else None
            if at < stop:
                found.extend([(at, place, end, tag) for end, place, tag in _longest_each(ended)])
        if filed:
            found.extend([match for match in _with_gaps(filed.values(), runs, low, high) if match[0] < stop])


def _with_gaps(rules: Iterable[Gapped], runs: Sequence[tuple[int, int, int]], low: int, high: int) -> Iterator[_Found]:
    """The matches of patterns with gaps in the words from `low` to `high`, where `runs` stand in it."""
    there = 0
    for _, _, these in runs:
        there |= these
    absent = ~there
    possible = [r for r in rules if not r.needed & absent and all(choice & there for choice in r.choices)]
    if not possible:
        return
    wanted = 0
    for rule in possible:
        wanted |= rule.runs
    places = rows(runs, wanted)
    for rule in possible:
        for start, end in rule.matches(places, high - low):
            yield low + start, rule.place, low + end, rule.tag


def _longest_each(ended: Iterable[tuple[int, Rules]]) -> Iterable[tuple[int, int, str]]:
    """End, number and tag of each pattern that ends at any of the places, which ascend, at its last one."""
    return {place: (end, place, tag) for end, rules in ended for place, tag in rules}.values()
