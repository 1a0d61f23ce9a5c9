"""Where two texts differ, by words: offsets into each, for marks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from store.model.reading import Span

_WORD = re.compile(r"\w+|[^\w\s]")
_MOST = 600
"""Words of a text that are compared; the comparison's time grows with the square of them."""
_PARAGRAPHS = 2000
"""Paragraphs of a version that are compared."""


def differing(before: str, after: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Give the stretches of each text whose words the other has not, in the same order.

    Case and the form of quotation marks make no difference. Past `_MOST` words nothing is marked.
    """
    one, other = _words(before), _words(after)
    matcher = SequenceMatcher(None, [word for word, _ in one], [word for word, _ in other], autojunk=False)
    left: list[Span] = []
    right: list[Span] = []
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            left += _stretch(one[first:last])
            right += _stretch(other[start:end])
    return tuple(left), tuple(right)


def _words(text: str) -> list[tuple[str, Span]]:
    found: list[tuple[str, Span]] = []
    for match in _WORD.finditer(text):
        if len(found) == _MOST:
            break
        word = match[0]
        if word[0].isalnum() or word[0] == "_":
            found.append((word.casefold(), Span(match.start(), match.end())))
    return found


def _stretch(words: Sequence[tuple[str, Span]]) -> list[Span]:
    return [Span(words[0][1].start, words[-1][1].end)] if words else []


def paragraphs(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Give the paragraphs that differ, pair by pair; "" stands where one side has none.

    Equal paragraphs are left out, but for "", "" in their place where there are any between two that differ.
    """
    old = [line for line in before.split("\n") if line.strip()][:_PARAGRAPHS]
    new = [line for line in after.split("\n") if line.strip()][:_PARAGRAPHS]
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "", ""
            continue
        gone, come = old[first:last], new[start:end]
        for place in range(max(len(gone), len(come))):
            yield (gone[place] if place < len(gone) else "", come[place] if place < len(come) else "")
