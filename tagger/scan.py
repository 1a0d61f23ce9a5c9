"""Many phrases found in one pass over a text, as whole words, with the offsets of the text as given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from tagger.folding import Folded, fold

T = TypeVar("T")

_LONE = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs: text that no encoding has, and that the automaton refuses."""


class Found(NamedTuple, Generic[T]):
    """A phrase found, with all that was registered under it."""

    start: int
    end: int
    meanings: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class _Pattern(Generic[T]):
    """One folded phrase, with what it means by where capitals must stand."""

    open_start: bool
    """Whether a letter or figure may stand right before it (it begins with neither)."""
    open_end: bool
    by_capitals: tuple[tuple[tuple[int, ...], tuple[T, ...]], ...]
    """(offsets of words that must not begin with a small letter, meanings)."""


def is_acronym(phrase: str) -> bool:
    """Whether it is short and mostly capitals: "US", "FO", "U.S.", "JUI-F", "LeT"; matched letter by letter."""
    letters = [c for c in phrase if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return len(letters) <= 5 and " " not in phrase and capitals >= max(1, min(2, len(letters)))


def _capitals(phrase: str) -> tuple[int, ...]:
    """Where the phrase's words begin with a capital."""
    return tuple(i for i, c in enumerate(phrase) if c.isupper() and (i == 0 or not phrase[i - 1].isalnum()))


class Scanner(Generic[T]):
    """Finds phrases as whole words.

    Case: a phrase written in small letters is found in any case; one with capitals wants a capital at the same words
    ("turkey" is no Turkey, "TURKEY" is); an acronym is found as it is written ("us" is no US). Diacritics and the shape
    of quotation marks never matter. Time is linear in the text.
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        folded: dict[str, dict[tuple[int, ...], list[T]]] = {}
        exact: dict[str, dict[tuple[int, ...], list[T]]] = {}
        for phrase, meaning in phrases:
            if is_acronym(phrase):
                exact.setdefault(phrase, {}).setdefault((), []).append(meaning)
            else:
                plain = fold(phrase)
                capitals = _capitals(phrase) if len(plain) == len(phrase) else ()
                folded.setdefault(plain, {}).setdefault(capitals, []).append(meaning)
        self._folded = [_pattern(plain, meanings) for plain, meanings in folded.items()]
        self._exact = [_pattern(phrase, meanings) for phrase, meanings in exact.items()]
        self._find_folded = AhoCorasick(list(folded) or ["\0"])
        self._find_exact = AhoCorasick(list(exact) or ["\0"])

    def scan(self, text: str) -> list[Found[T]]:
        """All phrases found, overlapping ones too, by start and the longest first."""
        if not text:
            return []
        if not text.isascii():
            text = _LONE.sub("\ufffd", text)
        folded = Folded.of(text)
        plain = folded.text.replace("\n", " ")
        hits: list[Found[T]] = []
        for index, start, end in self._find_folded.find_matches_as_indexes(plain, overlapping=True):
            pattern = self._folded[index]
            if _bounded(plain, start, end, pattern):
                first, last = folded.back(start, end)
                for capitals, meanings in pattern.by_capitals:
                    if not any(text[first + offset].islower() for offset in capitals):
                        hits.append(Found(first, last, meanings))
        for index, start, end in self._find_exact.find_matches_as_indexes(text, overlapping=True):
            pattern = self._exact[index]
            if _bounded(text, start, end, pattern):
                hits.append(Found(start, end, pattern.by_capitals[0][1]))
        hits.sort(key=_order)
        return hits


def _pattern(phrase: str, meanings: dict[tuple[int, ...], list[T]]) -> _Pattern[T]:
    groups = tuple((capitals, tuple(group)) for capitals, group in meanings.items())
    return _Pattern(not phrase[0].isalnum(), not phrase[-1].isalnum(), groups)


def _bounded(text: str, start: int, end: int, pattern: _Pattern[T]) -> bool:
    """Whether no word goes on beyond the phrase's ends."""
    if start and not pattern.open_start and text[start - 1].isalnum():
        return False
    return end == len(text) or pattern.open_end or not text[end].isalnum()


def _order(hit: Found[T]) -> tuple[int, int]:
    return hit.start, -hit.end


def outermost(hits: list[Found[T]]) -> list[Found[T]]:
    """Of overlapping hits the leftmost, and of those the longest: a name inside another name does not count."""
    kept: list[Found[T]] = []
    end = -1
    for hit in hits:
        if hit.start >= end:
            kept.append(hit)
            end = hit.end
        elif kept and hit.start == kept[-1].start and hit.end == end:
            kept[-1] = Found(hit.start, end, (*kept[-1].meanings, *hit.meanings))
    return kept
