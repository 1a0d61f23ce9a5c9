"""Text without case and diacritics, with the way back to the offsets of the text as given.

Names are looked for in folded text: "ERDOĞAN", "Erdogan" and a decomposed "Erdog̃an" are one. Folding may drop
or add characters ("İ" becomes one letter, "ß" two, a combining mark none), so `Folded` can translate offsets.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_PLAIN = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "ʻ": "'", "ʿ": "'", "ʾ": "'", "´": "'", "′": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ",
    "ı": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ə": "e", "Ə": "e",
}  # fmt: skip

_FEW = 40
"""Up to so many different letters beyond ASCII, replacing one by one is quicker than a table."""


@lru_cache(maxsize=4096)
def fold_char(char: str) -> str:
    """One character folded: no case, no diacritics, plain quotation marks and dashes; empty for a combining mark."""
    if char in _PLAIN:
        return _PLAIN[char]
    lowered = unicodedata.normalize("NFKD", char).casefold()
    plain = "".join(_PLAIN.get(c, c) for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return plain if len(plain) == 1 or char.isalpha() or unicodedata.combining(char) else char


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and its way back."""

    text: str
    _at: tuple[int, ...] = ()
    """Offsets in the folded text from which a new shift holds, ascending."""
    _shift: tuple[int, ...] = ()
    """What to add to an offset in the folded text from there on."""
    _length: int = 0
    """Of the text as given, where the two differ."""

    @classmethod
    def of(cls, text: str) -> Folded:
        """Fold `text`; costs little where it is plain ASCII or folds letter by letter."""
        if text.isascii():
            return cls(text.lower())
        table = {c: fold_char(c) for c in set(_NON_ASCII.findall(text))}
        if any(len(plain) != 1 for plain in table.values()):
            return cls._with_shifts(text, {ord(c): plain for c, plain in table.items()})
        if len(table) > _FEW:
            return cls(text.translate({ord(c): plain for c, plain in table.items()}).lower())
        for char, plain in table.items():
            if char != plain:
                text = text.replace(char, plain)
        return cls(text.lower())

    @classmethod
    def _with_shifts(cls, text: str, table: dict[int, str]) -> Folded:
        at: list[int] = []
        shifts: list[int] = []
        shift = 0
        for match in _NON_ASCII.finditer(text):
            plain = table[ord(match.group())]
            if len(plain) == 1:
                continue
            start = match.start() - shift
            for extra in range(1, len(plain)):
                at.append(start + extra)
                shifts.append(shift - extra)
            shift += 1 - len(plain)
            at.append(start + len(plain))
            shifts.append(shift)
        return cls(text.translate(table).lower(), tuple(at), tuple(shifts), len(text))

    @property
    def same(self) -> bool:
        """Whether every offset is that of the text as given."""
        return not self._at

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text as given that folds to `start`:`end`; marks that follow a letter belong to it."""
        if not self._at:
            return start, end
        first = start + self._shift_at(start)
        last = end - 1
        return first, max(last + self._shift_at(last) + 1, self._end_of(end))

    def _shift_at(self, offset: int) -> int:
        place = bisect_right(self._at, offset)
        return self._shift[place - 1] if place else 0

    def _end_of(self, end: int) -> int:
        """Where the character after the span begins: dropped marks before it are the span's."""
        return end + self._shift_at(end) if end < len(self.text) else self._length


def fold(text: str) -> str:
    """`text` folded, for comparing; see `Folded` where offsets matter."""
    return Folded.of(text).text
