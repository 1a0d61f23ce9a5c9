"""Text as it is read, beside the text as it was given: what acts or hides is left out, lines that were broken to fit a
width are whole again, and every place in it leads back to the place where it came from.

Standard library only. What is stored needs none of this: it was cleaned on its way in.
"""

from __future__ import annotations

import re
from array import array

from store.model.record import record
from store.plain import SEQUENCE, UNSEEN

_ODD = re.compile(f"(?:{SEQUENCE.pattern}|\r(?=\n))|(?P<end>[\r\x0b\x0c\x85\u2028\u2029])|(?P<tab>\t)|{UNSEEN.pattern}")
_ANY = re.compile(f"{UNSEEN.pattern[:-1]}\t\u2028\u2029]")

_WIDEST = 100
"""Columns beyond which nobody breaks lines by hand or by program."""
_NARROWEST = 40
_SHARE = 0.8
"""Of the ends of lines, so many must stand where the next word would not have fitted."""


@record(frozen=True)
class Legible:
    """What is to be read, and where each character of it stands in what was given."""

    text: str
    places: array[int] | None = None
    """Code points of what was given, by those of `text`; None where they are the same."""

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Give the part of what was given that a part of `text` came from."""
        if self.places is None:
            return start, end
        if start >= end:
            at = self.places[start] if start < len(self.places) else (self.places[-1] + 1 if self.places else 0)
            return at, at
        return self.places[start], self.places[end - 1] + 1


def legible(text: str) -> Legible:
    """Make a text legible."""
    if _ANY.search(text) is None:
        return Legible(unwrapped(text))
    pieces: list[str] = []
    places = array("q")
    at = 0
    for odd in _ODD.finditer(text):
        pieces.append(text[at : odd.start()])
        places.extend(range(at, odd.start()))
        at = odd.end()
        if odd["end"] or odd["tab"]:
            pieces.append("\n" if odd["end"] else " ")
            places.append(odd.start())
    pieces.append(text[at:])
    places.extend(range(at, len(text)))
    return Legible(unwrapped("".join(pieces)), places)


def unwrapped(text: str) -> str:
    """Give a text whose lines were broken to fit a width with a blank in place of each such break, else as it is.

    Lines were broken where, as programs do it, the next word would not have fitted: nearly every line that another one
    follows ends so. A text whose paragraphs stand on a line each has lines far too long for it.
    """
    lines = text.split("\n")
    follows = [at for at in range(len(lines) - 1) if lines[at].strip() and lines[at + 1].strip()]
    width = max((len(lines[at].rstrip()) for at in follows), default=0)
    if not _NARROWEST <= width <= _WIDEST or max(map(len, lines)) > _WIDEST:
        return text
    full = {at for at in follows if len(lines[at].rstrip()) + 1 + len(lines[at + 1].split(maxsplit=1)[0]) > width}
    if len(full) < 2 or len(full) < _SHARE * len(follows):
        return text
    ends = [" " if at in full else "\n" for at in range(len(lines) - 1)]
    return "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))
