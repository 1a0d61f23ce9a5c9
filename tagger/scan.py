"""Many phrases found in one pass over a text, as whole words, with the offsets of the text as given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation

from tagger.folding import Folded, fold, fold_char

M = TypeVar("M")
S = TypeVar("S")

Hit: TypeAlias = tuple[int, int, int, S]
"""A phrase found: a number to sort by, start, end, and what was made of all that was registered under it."""

_LONE = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs: text that no encoding has, and that the automaton refuses."""
_PLAIN = bytes(ord(chr(c).lower()) if c < 128 and chr(c).isalnum() else 32 for c in range(256))
"""Small letters and figures, all else a space: whole words are what stands between spaces."""
_ASCII = bytes(range(128))
_LONGEST = 1 << 12
"""No phrase is longer: what makes a hit's place and length one number, to sort by."""


class _Form(NamedTuple, Generic[S]):
    """One way in which a phrase counts."""

    phrase: str
    """Folded, or as written where it is found letter by letter."""
    length: int
    lead: int
    """1 where the automaton's pattern begins with the space before the phrase."""
    exact: bool
    word: bool
    """One word alone: found is found."""
    capitals: tuple[int, ...]
    """Offsets of words that must not begin with a small letter."""
    sense: S


def is_acronym(phrase: str) -> bool:
    """Whether it is short and mostly capitals: "US", "FO", "U.S.", "JUI-F", "LeT"; matched letter by letter."""
    letters = [c for c in phrase if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return len(letters) <= 5 and " " not in phrase and capitals >= max(1, min(2, len(letters)))


def _capitals(phrase: str) -> tuple[int, ...]:
    """Where the phrase's words begin with a capital."""
    return tuple(i for i, c in enumerate(phrase) if c.isupper() and (i == 0 or not phrase[i - 1].isalnum()))


class Scanner(Generic[S]):
    """Finds phrases as whole words.

    Case: a phrase written in small letters is found in any case; one with capitals wants a capital at the same words
    ("turkey" is no Turkey, "TURKEY" is); an acronym is found as it is written ("us" is no US). Diacritics and the shape
    of quotation marks never matter. Time is linear in the text.
    """

    def __init__(self, phrases: Iterable[tuple[str, M]], gather: Callable[[tuple[M, ...]], S]) -> None:
        meanings: dict[tuple[str, bool, tuple[int, ...]], list[M]] = {}
        for phrase, meaning in phrases:
            exact = is_acronym(phrase)
            plain = phrase if exact else fold(phrase)
            capitals = _capitals(phrase) if not exact and len(plain) == len(phrase) else ()
            meanings.setdefault((plain, exact, capitals), []).append(meaning)
        latin: dict[bytes, list[_Form[S]]] = {}
        other: dict[str, list[_Form[S]]] = {}
        for (plain, exact, capitals), these in meanings.items():
            low = fold(plain)
            bare = low.encode("ascii", "replace").translate(_PLAIN)
            lead, tail = plain[0].isalnum(), plain[-1].isalnum()
            word = not exact and plain.isalnum()
            form = _Form(plain, len(low), int(lead), exact, word, capitals, gather(tuple(these)))
            if low.isascii():
                latin.setdefault(b" " * lead + bare + b" " * tail, []).append(form)
            else:
                other.setdefault(low, []).append(form._replace(lead=0))
        self._latin = list(latin.values())
        self._other = list(other.values())
        self._find = BytesAhoCorasick(list(latin) or [b"\0"], implementation=Implementation.DFA)
        self._find_other = AhoCorasick(list(other)) if other else None

    def scan(self, text: str) -> list[Hit[S]]:
        """All phrases found, overlapping ones too, by start and the longest first."""
        if not text:
            return []
        latin = text if text.isascii() else _latin(text)
        if latin is None or self._find_other is not None:
            return self._scan_folded(_LONE.sub("\ufffd", text))
        hits: list[Hit[S]] = []
        forms = self._latin
        bare = b" " + latin.encode("ascii", "replace").translate(_PLAIN) + b" "
        for number, at, _ in self._find.find_matches_as_indexes(bare, overlapping=True):
            for phrase, length, lead, exact, word, capitals, sense in forms[number]:
                # The space in front of the text is one more place.
                start = at + lead - 1
                end = start + length
                if not word and not (text[start:end] == phrase if exact else _reads(latin[start:end], phrase)):
                    continue
                for offset in capitals:
                    if text[start + offset].islower():
                        break
                else:
                    hits.append((start * _LONGEST - length, start, end, sense))
        hits.sort(key=_PLACE)
        return hits

    def _scan_folded(self, text: str) -> list[Hit[S]]:
        """The same for any text: its letters may be of any script, and folding may have moved them."""
        folded = Folded.of(text)
        plain = folded.text.replace("\n", " ")
        bare = b" " + plain.encode("ascii", "replace").translate(_PLAIN) + b" "
        hits: list[Hit[S]] = []
        found = [(self._latin[i], at - 1) for i, at, _ in self._find.find_matches_as_indexes(bare, overlapping=True)]
        self._take(hits, found, text, folded, plain)
        if self._find_other is not None:
            others = self._find_other.find_matches_as_indexes(plain, overlapping=True)
            self._take(hits, [(self._other[i], at) for i, at, _ in others], text, folded, plain)
        hits.sort(key=_PLACE)
        return hits

    def _take(
        self,
        hits: list[Hit[S]],
        found: Iterable[tuple[Sequence[_Form[S]], int]],
        text: str,
        folded: Folded,
        plain: str,
    ) -> None:
        """Add what counts of `found`."""
        for forms, at in found:
            for form in forms:
                start = at + form.lead
                end = start + form.length
                if not _bounded(plain, start, end, form):
                    continue
                first, last = folded.back(start, end)
                if (text[first:last] if form.exact else plain[start:end]) != form.phrase:
                    continue
                if not any(text[first + offset].islower() for offset in form.capitals):
                    hits.append((first * _LONGEST - (last - first), first, last, form.sense))


_PLACE = itemgetter(0)


def _latin(text: str) -> str | None:
    """`text` with its letters beyond ASCII folded, where each is one of ASCII with a mark; None where some are not."""
    letters = {}
    for char in set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")):
        plain = fold_char(char)
        if len(plain) != 1:
            return None
        if plain.isalnum():
            if not plain.isascii():
                return None
            letters[char] = plain
    for char, plain in letters.items():
        text = text.replace(char, plain)
    return text


def _reads(written: str, phrase: str) -> bool:
    """Whether a stretch of text, found by its words, has the phrase's marks and spaces too."""
    return written.lower() == phrase or fold(written).replace("\n", " ") == phrase


def _bounded(text: str, start: int, end: int, form: _Form[S]) -> bool:
    """Whether no word goes on beyond the phrase's ends."""
    if start and form.phrase[0].isalnum() and text[start - 1].isalnum():
        return False
    return end >= len(text) or not form.phrase[-1].isalnum() or not text[end].isalnum()
