"""Patterns with gaps: runs of words, and how far apart they may stand.

Where a run stands in a stretch of text is a set of bits for each length that it has there, so that following a pattern
from all places at once takes a few shifts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from tagger.phrasing import FAR, NEAR, WIDE

Piece: TypeAlias = int | tuple[tuple["Piece", ...], ...]
"""A run by its number, a gap as its width below zero, or a choice of sequences of pieces."""

_SHIFTS = {-NEAR: (1, 2), -FAR: (1, 2, 3), -WIDE: (1, 2, 3, 3)}
"""Shifts that reach over so many words in few steps."""


Rows: TypeAlias = Mapping[int, Mapping[int, int]]
"""For each run the lengths that it has, and for each of them the places where it begins, as bits."""

_NOWHERE: Mapping[int, int] = MappingProxyType({})


def rows(found: Iterable[tuple[int, int, int]], wanted: int) -> Rows:
    """Where the runs that are `wanted`, as bits, stand.

    `found` are places, and at each the length in words, and the runs of that length, as bits.
    """
    places: dict[int, dict[int, int]] = {}
    for at, length, runs in found:
        here = runs & wanted
        while here:
            run = here.bit_length() - 1
            here ^= 1 << run
            row = places.setdefault(run, {})
            row[length] = row.get(length, 0) | 1 << at
    return places


@dataclass(frozen=True, slots=True)
class Gapped:
    """A pattern with gaps."""

    tag: str
    place: int
    """Its number in its set."""
    pieces: tuple[Piece, ...]
    first: tuple[int, ...]
    """The runs of which one stands where a match begins."""
    needed: int
    """The runs that every match holds, as bits."""
    choices: tuple[int, ...]
    """Sets of runs, as bits, of each of which every match holds one."""
    runs: int
    """All its runs, as bits."""

    def matches(self, places: Rows, high: int) -> Iterator[tuple[int, int]]:
        """Start and end of the longest match from each place, in a stretch of `high` words."""
        starts = 0
        for run in self.first:
            for begun in places.get(run, _NOWHERE).values():
                starts |= begun
        ends = _follow(self.pieces, starts, places) if starts else 0
        if not ends:
            return
        alone = not starts & (starts - 1)
        within = (2 << high) - 1
        while starts:
            bit = starts & -starts
            starts ^= bit
            own = ends if alone else _follow(self.pieces, bit, places)
            own &= within & -(bit << 1)
            if own:
                yield bit.bit_length() - 1, own.bit_length() - 1


def _follow(pieces: Sequence[Piece], at: int, places: Rows) -> int:
    """The places after a match of `pieces` from any of the places `at`; both are sets of bits."""
    for piece in pieces:
        if not isinstance(piece, int):
            ends = 0
            for choice in piece:
                ends |= _follow(choice, at, places) if choice else at
            at = ends
        elif piece >= 0:
            ends = 0
            for length, begun in places.get(piece, _NOWHERE).items():
                ends |= (at & begun) << length
            at = ends
        else:
            for shift in _SHIFTS[piece]:
                at |= at << shift
        if not at:
            return 0
    return at


def bits(numbers: Iterable[int]) -> int:
    """A set of numbers as bits."""
    these = 0
    for number in numbers:
        these |= 1 << number
    return these
