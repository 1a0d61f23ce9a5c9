"""Quotation pairs in one paragraph: which characters stand between quotation marks, and which marks belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"[“”„«»\"‘’']|``")
_OPEN_BEFORE = frozenset(" \t\u00a0([{—–-/:\u200b“„«\"‘'>")
_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "''": "''", "``": "''", "‘": "’"}
_ONLY_OPEN = frozenset({"“", "„", "«", "``"})
_ENDS = ".,!?…;:"


@dataclass(frozen=True, slots=True)
class Quotation:
    """One pair of quotation marks, in the offsets of the text given; `end` lies behind the closing mark."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool
    """False where the paragraph ends before the quotation does."""


def _word(char: str) -> bool:
    return char.isalnum()


def _may_open(text: str, at: int, width: int, low: int, high: int) -> bool:
    before = text[at - 1] if at > low else " "
    after = text[at + width] if at + width < high else " "
    return (before in _OPEN_BEFORE or before.isspace()) and not after.isspace()


def _may_close(text: str, at: int, width: int, low: int, high: int) -> bool:
    before = text[at - 1] if at > low else " "
    after = text[at + width] if at + width < high else " "
    return not before.isspace() and not _word(after)


class _Pairing:
    """Reads the marks of one paragraph from left to right; one open mark at a time, inner pairs are skipped."""

    def __init__(self, text: str, low: int, high: int) -> None:
        self.text, self.low, self.high = text, low, high
        self.found: list[Quotation] = []
        self.mark = ""
        self.at = 0
        self.width = 1

    def open(self, mark: str, at: int, width: int) -> None:
        self.mark, self.at, self.width = mark, at, width

    def close(self, at: int, width: int, *, closed: bool = True) -> None:
        self.found.append(Quotation(self.at, at + width, self.at + self.width, at, closed))
        self.mark = ""

    def double(self, mark: str, at: int, width: int) -> None:
        """A double mark of any sort at `at`."""
        opens = _may_open(self.text, at, width, self.low, self.high)
        closes = _may_close(self.text, at, width, self.low, self.high)
        if not self.mark:
            if opens or self._forced_open(mark, at, width, closes=closes):
                self.open(mark, at, width)
        elif mark in _PAIRS.get(self.mark, "") or closes:
            if opens and not closes and mark == '"':
                self._reopen(mark, at, width)
            else:
                self.close(at, width)
        elif opens:
            self._reopen(mark, at, width)

    def _forced_open(self, mark: str, at: int, width: int, *, closes: bool) -> bool:
        """Whether a mark without a space before it opens all the same (lost space); inches and attributes do not."""
        before = self.text[at - 1] if at > self.low else " "
        behind = at + width
        if behind >= self.high or before == "=" or before.isdigit():
            return False
        if mark in _ONLY_OPEN:
            return not self.text[behind].isspace()
        return mark == '"' and not closes

    def _reopen(self, mark: str, at: int, width: int) -> None:
        """A second opening mark: the first never closed, so it is no quotation unless a sentence ended inside."""
        inner = self.text[self.at + self.width : at].rstrip()
        if inner and inner[-1] in _ENDS:
            end = self.at + self.width + len(inner)
            self.close(end, 0, closed=False)
        self.open(mark, at, width)

    def single(self, mark: str, at: int) -> None:
        if self.mark in {"‘", "'"}:
            inner_ok = mark in "’'" and _may_close(self.text, at, 1, self.low, self.high)
            if inner_ok and at > self.at + 1:
                self.close(at, 1)
            return
        if not self.mark and mark in "‘'" and _may_open(self.text, at, 1, self.low, self.high):
            closing = _single_close(self.text, at, self.high)
            if closing:
                self.open(mark, at, 1)

    def finish(self) -> tuple[Quotation, ...]:
        if self.mark and self.mark not in "‘'":
            self.close(self.high, 0, closed=False)
        return tuple(self.found)


_SINGLE_CLOSE = re.compile(r"[\w.,!?…][’'](?![\w’'])")


def _single_close(text: str, at: int, high: int) -> bool:
    """A single mark opens only where one closes within 400 characters: else it is an apostrophe ("'Tis")."""
    return _SINGLE_CLOSE.search(text, at + 1, min(high, at + 400)) is not None


def quotations(text: str, low: int = 0, high: int | None = None) -> tuple[Quotation, ...]:
    """All outermost quotations of the paragraph `text[low:high]`, in order, never overlapping."""
    end = len(text) if high is None else high
    pairing = _Pairing(text, low, end)
    skip = -1
    for match in _MARK.finditer(text, low, end):
        at, mark = match.start(), match.group()
        if at < skip:
            continue
        if mark == "'" and text.startswith("''", at) and at + 2 <= end:
            pairing.double("''", at, 2)
            skip = at + 2
        elif mark in "‘’'":
            if pairing.mark in ("", "‘", "'"):
                pairing.single(mark, at)
        elif pairing.mark in ("‘", "'"):
            # A double mark inside single ones: nested quotation of a quotation, part of the outer one.
            continue
        else:
            pairing.double(mark, at, len(mark))
    return pairing.finish()
