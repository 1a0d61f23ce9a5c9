"""A text as folded words with their offsets and sentences: what the stance grammar reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import TypeVar

from tagger.folding import fold

T = TypeVar("T")

_WORDS = re.compile(r"((?:[A-Za-z]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+(?:['’][^\W_]+)?['’]?)")
"""One group, so that splitting by it gives the marks and the words in turn."""
_DASHES = re.compile(r"—|\s[–-]\s")
_STOP = re.compile(r"[.!?;…]|\n\s*\n")
_UNBROKEN = frozenset(["", " ", ", ", "-", " “", "” "])
"""The commonest marks, behind which a sentence goes on."""
_ABBREVIATIONS = frozenset(
    ["mr", "mrs", "ms", "dr", "gen", "lt", "col", "maj", "brig", "adm", "prof", "st", "vs", "sen", "rep", "gov"]
)
_SUFFIXES = {"re": "are", "m": "am", "ve": "have", "ll": "will", "d": "would"}
_IS = frozenset(["it", "that", "there", "here", "he", "she", "what", "who", "this"])
_MODALS = {"can": "can", "won": "will", "shan": "shall"}


@dataclass(frozen=True, slots=True)
class Words:
    """A text as folded words. `marks[i]` is what stands between word i-1 and word i."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    marks: tuple[str, ...]
    sentence: tuple[int, ...]
    """For each word, the number of its sentence."""
    reach: tuple[int, ...]
    """For each word the first one that a match from there may not hold: a dash or a sentence's end stands before it."""

    def __len__(self) -> int:
        """How many words."""
        return len(self.words)


@lru_cache(maxsize=16384)
def _plain(word: str) -> str:
    """The word folded; a short name's dots are dropped, and "U.S." is no pronoun."""
    if "." in word and not word[0].isdigit():
        letters = fold(word.replace(".", ""))
        return "usa" if letters == "us" else letters
    return fold(word)


@lru_cache(maxsize=16384)
def parts(raw: str) -> tuple[str, ...]:
    """The words that one written word stands for: "won't" is "will not", "Pakistan's" is "pakistan"."""
    word = _plain(raw)
    if word == "cannot":
        return ("can", "not")
    head, apostrophe, tail = word.partition("'")
    if not apostrophe:
        return (word,)
    if tail == "t" and head.endswith("n"):
        return (_MODALS.get(head, head[:-1]), "not")
    if tail in _SUFFIXES and head in {"i", "we", "you", "they", "he", "she", "it", "that", "there", "who"}:
        return (head, _SUFFIXES[tail])
    if tail == "s" and head in _IS:
        return (head, "is")
    return (head,) if tail in {"", "s"} else (head + tail,)


def read(text: str) -> Words:
    """`text` as folded words with their offsets."""
    pieces = _WORDS.split(text)
    offsets = list(accumulate(map(len, pieces)))
    marks, starts, ends = pieces[:-1:2], offsets[:-1:2], offsets[1::2]
    written = list(map(parts, pieces[1::2]))
    words = tuple(chain.from_iterable(written))
    if len(words) > len(written):
        several = [(at, len(each) - 1) for at, each in enumerate(written) if len(each) > 1]
        starts, ends = _again(starts, several), _again(ends, several)
        marks = _again(marks, several, "")
    sentence, reach = _stretches(words, marks)
    return Words(text, words, tuple(starts), tuple(ends), tuple(marks), sentence, reach)


def _again(items: list[T], several: Sequence[tuple[int, int]], filling: T | None = None) -> list[T]:
    """The items with those that stand for several words repeated so many times, as `filling` where it is given."""
    out: list[T] = []
    last = 0
    for at, more in several:
        out += items[last : at + 1]
        out += [items[at] if filling is None else filling] * more
        last = at + 1
    return out + items[last:]


def _stretches(words: Sequence[str], marks: Sequence[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The number of each word's sentence, and where what it stands in is broken off."""
    sentence: list[int] = []
    reach: list[int] = []
    number = 0
    for at, mark in enumerate(marks):
        if mark in _UNBROKEN or not at:
            continue
        stop = _STOP.search(mark) and not (mark[0] == "." and words[at - 1] in _ABBREVIATIONS)
        if stop:
            sentence.extend([number] * (at - len(sentence)))
            number += 1
        if stop or _DASHES.search(mark):
            reach.extend([at] * (at - len(reach)))
    sentence.extend([number] * (len(words) - len(sentence)))
    reach.extend([len(words)] * (len(words) - len(reach)))
    return tuple(sentence), tuple(reach)
