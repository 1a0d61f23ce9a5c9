"""Breaking text into lines by cells, with the offsets kept, and making a line harmless without moving its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

from store.plain import safe_text

_WORD = re.compile(r"[^ \t]+")


def wrapped(text: str, width: int, hang: int = 0) -> Iterator[tuple[int, int]]:
    """Give the (start, end) of each line of a text at a width in cells: broken at blanks, long words cut.

    Lines after a paragraph's first are `hang` cells shorter.
    """
    start = 0
    for paragraph in text.split("\n"):
        yield from _wrapped_line(paragraph, start, max(width, 1), max(width - hang, 1))
        start += len(paragraph) + 1


def _wrapped_line(line: str, offset: int, width: int, later: int) -> Iterator[tuple[int, int]]:
    begin, end, used = 0, 0, 0
    # A word may take no cell (a combining mark alone) and is a line's first all the same.
    begun = False
    for word in _WORD.finditer(line):
        first, last = word.span()
        size = cell_len(word[0])
        gap = first - end
        if begun and used + gap + size > width:
            yield offset + begin, offset + end
            begun, used, width = False, 0, later
        if not begun:
            begin, gap, begun = first, 0, True
        while size > width:
            cut = _cut_at(line, first, last, width)
            if cut == last:
                break
            yield offset + first, offset + cut
            begin = first = cut
            size, width = cell_len(line[first:last]), later
        end, used = last, used + gap + size
    yield offset + begin, offset + max(end, begin)


def _cut_at(line: str, first: int, last: int, room: int) -> int:
    """Give the offset up to which a word fits a room: at least one sign, with what combines with it."""
    cut = first + 1
    while cut < last and cell_len(line[first : cut + 1]) <= room:
        cut += 1
    return cut


def harmless(words: str) -> str:
    """Take out what acts on a terminal and leave the blanks as they are: marks count on them."""
    if words.isascii() and words.isprintable():
        return words
    return " ".join(safe_text(word) for word in words.split(" "))
