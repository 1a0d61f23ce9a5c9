"""Patterns cut at their gaps into runs of words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from tagger.alphabet import Alphabet, Steps
from tagger.gaps import Gapped, Piece, bits
from tagger.phrasing import Choice, Gap, Node, can_be_empty, has_gap
from tagger.runs import Runs


class Cutter:
    """Makes patterns with gaps of nodes; the runs between the gaps are added to `runs`."""

    def __init__(self, alphabet: Alphabet, runs: Runs) -> None:
        self._alphabet = alphabet
        self._runs = runs
        self._costs: dict[int, int] = {}
        """How common each run is."""

    def add(self, nodes: Sequence[Node], place: int, tag: str) -> None:
        """Add a pattern with gaps, filed under its rarest runs, of which one stands in every match."""
        pieces = self._pieces(nodes)
        opening = pieces[0]
        if isinstance(opening, int):
            first: tuple[int, ...] = (opening,)
        else:
            # Behind a choice a match may begin with any word that the pattern can begin with.
            first = tuple(self._run((number,)) for number in sorted(self._alphabet.first(nodes)))
        needed = {piece for piece in pieces if isinstance(piece, int) and piece >= 0}
        choices = [found for found, empty in map(_opening, pieces) if found and not empty]
        runs = bits({*first, *_runs(pieces)})
        rule = Gapped(tag, place, pieces, first, bits(needed), tuple(bits(found) for found in choices), runs)
        ways: list[Collection[int]] = [*((run,) for run in needed), *choices]
        self._runs.file(rule, min(ways or [first], key=lambda runs: sum(self._costs[run] for run in runs)))

    def _pieces(self, nodes: Iterable[Node]) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        for gapped, group in groupby(nodes, _is_gapped):
            if gapped:
                pieces.extend([self._apart(node) for node in group])
            else:
                run = list(group)
                number = self._run(self._alphabet.steps(run))
                pieces.append(((number,), ()) if can_be_empty(run) else number)
        return tuple(pieces)

    def _apart(self, node: Node) -> Piece:
        """A gap, or a choice with gaps in it."""
        if isinstance(node, Gap):
            return -node.width
        assert isinstance(node, Choice)  # noqa: S101 - one word has no gap
        # What has no gap is one run, however many sequences it is.
        plain = tuple(choice for choice in node.choices if choice and not has_gap(choice))
        others = tuple(choice for choice in node.choices if not choice or has_gap(choice))
        together: tuple[tuple[Node, ...], ...] = ((Choice.of(plain),),) if plain else ()
        return tuple(self._pieces(choice) for choice in (*together, *others))

    def _run(self, steps: Steps) -> int:
        number = self._runs.add_part(steps)
        self._costs[number] = self._alphabet.cost(steps)
        return number


def _is_gapped(node: Node) -> bool:
    return has_gap((node,))


def _runs(pieces: Iterable[Piece]) -> Iterator[int]:
    """All runs in pieces."""
    for piece in pieces:
        if not isinstance(piece, int):
            for choice in piece:
                yield from _runs(choice)
        elif piece >= 0:
            yield piece


def _opening(piece: Piece) -> tuple[set[int], bool]:
    """Of a choice the runs of which every match of it holds one, and whether it may be left out."""
    if isinstance(piece, int):
        return set(), False
    found: set[int] = set()
    empty = False
    for choice in piece:
        run = next((p for p in choice if isinstance(p, int) and p >= 0), None)
        if run is None:
            empty = True
        else:
            found.add(run)
    return found, empty
