"""A text as folded words with their offsets and sentences: what the stance grammar reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tagger.folding import fold

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+(?:['’][^\W_]+)?['’]?")
_DASHES = re.compile(r"—|\s[–-]\s")
_STOP = re.compile(r"[.!?;…]|\n\s*\n")
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
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    marks: list[str] = []
    sentence: list[int] = []
    reach: list[int] = []
    last, number = 0, 0
    for found in _WORD.finditer(text):
        start, end = found.span()
        mark = text[last:start]
        if mark != " " and words:
            stop = _STOP.search(mark) and not (words[-1] in _ABBREVIATIONS and mark.startswith("."))
            if stop:
                sentence.extend([number] * (len(words) - len(sentence)))
                number += 1
            if stop or _DASHES.search(mark):
                reach.extend([len(words)] * (len(words) - len(reach)))
        for part in parts(text[start:end]):
            words.append(part)
            starts.append(start)
            ends.append(end)
            marks.append(mark)
            mark = ""
        last = end
    sentence.extend([number] * (len(words) - len(sentence)))
    reach.extend([len(words)] * (len(words) - len(reach)))
    return Words(text, tuple(words), tuple(starts), tuple(ends), tuple(marks), tuple(sentence), tuple(reach))
