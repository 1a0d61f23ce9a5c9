"""When two statements are the same words, and when two articles are the same text. Pure and symmetric.

Thresholds are the design's: near-equal means at least .8 of the shorter one's content words, of which it has at least
five. Both relations compare two texts and nothing else, so groups made of them do not depend on the order of arrival.
"""

from __future__ import annotations

import heapq
import zlib
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from store.folding import NEGATIONS, STOPWORDS, content_words, fold

NEAR = 0.8
"""Share of the shorter statement's content words that the longer one must hold."""
ENOUGH_WORDS = 5
"""Content words below which only equal statements are the same."""
DAYS_APART = 3
"""Days between the days said within which the same words are one utterance."""

_LONGEST = 300
"""Content words of a statement that are compared: hostile text must not cost minutes."""

_SHINGLE = 4
_SKETCH = 16
_SHARED = 4
"""Of the 16 smallest shingles: what two articles must share before they are compared in full."""
_COPY = 0.45
"""Jaccard similarity of the shingles from which two articles are copies: edited re-posts of one report share half and
more, two reports of one event with the same quotations less than a tenth."""
_LONGEST_ARTICLE = 1_500
"""Words of an article that are compared: those of any report, and no book's."""
_SHORTEST_ARTICLE = 20
"""Words below which an article is too short to be called a copy of anything but its equal."""


def same_words(one: str, other: str) -> bool:
    """True where two folded contents are equal or near-equal.

    Near-equal: the longer one holds the shorter one word for word, no negation right before it; or in some stretch of
    the longer one stand .8 of the shorter one's content words, and in and right beside that stretch as many negations
    as in the shorter one.
    """
    if one == other:
        return bool(one)
    short, long = sorted(
        (content_words(one)[:_LONGEST], content_words(other)[:_LONGEST]), key=lambda words: (len(words), words)
    )
    if len(short) < ENOUGH_WORDS:
        return False
    if _holds(one, other) or _holds(other, one):
        return True
    need = NEAR * len(short)
    if len(set(short).difference(long)) > len(short) - need:
        return False
    if sum((Counter(short) & Counter(long)).values()) < need:
        return False
    return any(_negations(short) == _negations(around) for around in _stretches(short, long, need))


class Gist(NamedTuple):
    """What tells at once of most pairs of statements that they are not the same words."""

    words: frozenset[str]
    """The content words, each once."""
    least: float
    """How many of them another statement must share where this one is the shorter; never too many."""


def gist(content: str) -> Gist:
    """The gist of a folded content."""
    every = content.split()
    words = frozenset(every) - STOPWORDS
    if len(every) > _LONGEST:
        return Gist(words, 1)  # only its beginning will be compared
    return Gist(words, max(1.0, len(words) - (1 - NEAR) * len(every) - 1e-9))


def may_be_same(one: Gist, other: Gist) -> bool:
    """False only where two unequal contents cannot be the same words; a hundred times cheaper than `same_words`."""
    return len(one.words & other.words) >= min(one.least, other.least)


def _holds(long: str, short: str) -> bool:
    """True where `short` stands word for word in `long` and is not denied there."""
    before, found, _ = f" {long} ".partition(f" {short} ")
    return bool(found) and not _negations(before.split()[-2:])


def _negations(words: Iterable[str]) -> int:
    return sum(word in NEGATIONS for word in words)


def _stretches(short: tuple[str, ...], long: tuple[str, ...], need: float) -> Iterable[tuple[str, ...]]:
    """The stretches of `long` that hold `need` words of `short`, each with two more words on either side."""
    width = len(short) + len(short) // 4
    wanted = Counter(short)
    for start in range(max(1, len(long) - width + 1)):
        window = long[start : start + width]
        if sum((wanted & Counter(window)).values()) >= need:
            yield long[max(0, start - 2) : start + width + 2]


def shingles(text: str) -> frozenset[int]:
    """Hashes of all runs of four words; empty where the text is too short to be compared."""
    words = fold(text).split()[:_LONGEST_ARTICLE]
    if len(words) < _SHORTEST_ARTICLE:
        return frozenset()
    encoded = [word.encode() for word in words]
    joined = b" ".join(encoded)
    # One slice of the whole a run is twice as fast as joining its words.
    ends = list(accumulate((len(word) + 1 for word in encoded), initial=-1))
    runs = (joined[first + 1 : last] for first, last in zip(ends, ends[_SHINGLE:], strict=False))
    return frozenset(map(zlib.crc32, runs))


def sketch(hashes: frozenset[int]) -> tuple[int, ...]:
    """The sixteen smallest hashes: equal texts have equal sketches, similar ones share many."""
    return tuple(heapq.nsmallest(_SKETCH, hashes))


def worth_comparing(shared: int, of: int) -> bool:
    """True where two sketches share enough for the full comparison; `of` is the smaller sketch's size."""
    return shared >= min(_SHARED, of)


def same_text(one: frozenset[int], other: frozenset[int]) -> bool:
    """True where two articles, given by their shingles, are copies."""
    union = len(one | other)
    return union > 0 and len(one & other) / union >= _COPY
