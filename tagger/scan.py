"""Many phrases found in one pass over a text, as whole words, with the offsets of the text as given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

from tagger.folding import Folded, fold

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase found, with all that was registered under it."""

    start: int
    end: int
    meanings: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class _Pattern(Generic[T]):
    capitals: tuple[int, ...]
    """Offsets of the words that must not begin with a small letter."""
    meaning: T


def is_acronym(phrase: str) -> bool:
    """Whether it is written in capitals alone and short: "US", "FO", "U.S.", "JUI-F"; matched letter by letter."""
    letters = [c for c in phrase if c.isalpha()]
    return len(letters) <= 5 and bool(letters) and all(c.isupper() for c in letters) and " " not in phrase


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
        folded: dict[str, list[_Pattern[T]]] = {}
        exact: dict[str, list[T]] = {}
        for phrase, meaning in phrases:
            if is_acronym(phrase):
                exact.setdefault(phrase, []).append(meaning)
            else:
                plain = fold(phrase)
                same_length = len(plain) == len(phrase)
                pattern = _Pattern(_capitals(phrase) if same_length else (), meaning)
                folded.setdefault(plain, []).append(pattern)
        self._folded = list(folded.values())
        self._exact = [tuple(meanings) for meanings in exact.values()]
        self._find_folded = _automaton(list(folded))
        self._find_exact = _automaton(list(exact))

    def scan(self, text: str) -> list[Found[T]]:
        """All phrases found, overlapping ones too, by start and the longest first."""
        folded = Folded.of(text)
        plain = folded.text.replace("\n", " ")
        hits: list[Found[T]] = []
        for index, start, end in self._find_folded.find_matches_as_indexes(plain, overlapping=True):
            if _bounded(plain, start, end):
                first, last = folded.back(start, end)
                meanings = tuple(p.meaning for p in self._folded[index] if _fits(p.capitals, text, first))
                if meanings:
                    hits.append(Found(first, last, meanings))
        for index, start, end in self._find_exact.find_matches_as_indexes(text, overlapping=True):
            if _bounded(text, start, end):
                hits.append(Found(start, end, self._exact[index]))
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        return hits


def _automaton(patterns: list[str]) -> AhoCorasick:
    return AhoCorasick(patterns or ["\0"], implementation=Implementation.DFA if len(patterns) < 50 else None)


def _bounded(text: str, start: int, end: int) -> bool:
    before = start == 0 or not text[start - 1].isalnum() or not text[start].isalnum()
    return before and (end == len(text) or not text[end].isalnum() or not text[end - 1].isalnum())


def _fits(capitals: tuple[int, ...], text: str, start: int) -> bool:
    return not any(text[start + offset : start + offset + 1].islower() for offset in capitals)


def outermost(hits: list[Found[T]]) -> list[Found[T]]:
    """Of overlapping hits the leftmost, and of those the longest: a name inside another name does not count."""
    kept: list[Found[T]] = []
    end = -1
    for hit in hits:
        if hit.start >= end:
            kept.append(hit)
            end = hit.end
    return kept
