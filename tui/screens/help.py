"""Help for the place one comes from, made from the table of actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult

from tui.actions import help_for
from tui.desk import Decisions, Figure
from tui.look import Look
from tui.room import Room
from tui.screens.place import Place
from tui.widgets.sheet import Block, Sheet, joined

_KEYS = 18
"""Cells for the keys of an action."""


class HelpScreen(Place):
    """What can be done there, by key."""

    PLACE: ClassVar[str] = "help back"
    AUTO_FOCUS = "#text"
    heading: ClassVar[str] = "Help"

    def __init__(self, room: Room, places: Iterable[str]) -> None:
        super().__init__(room)
        self._places = frozenset(places)

    def body(self) -> ComposeResult:
        """Lay the text."""
        sheet = Sheet(self.room.look, title="Help", id="text")
        sheet.show(self._blocks())
        yield sheet

    def reload(self) -> None:
        """Read how often this build was right; the keys wait for nothing."""
        if self.room.desk.decisions is not None:
            self.run_worker(self._fill(self.room.desk.decisions), name="read the accuracy", exclusive=True)

    async def _fill(self, decisions: Decisions) -> None:
        figures = await self.read(decisions.accuracy)
        if figures:
            self.part("#text", Sheet).show([*self._blocks(), Block(""), *accuracy(figures)])

    def _blocks(self) -> list[Block]:
        blocks: list[Block] = []
        for heading, lines in help_for(self._places, self.room.keys):
            blocks.append(Block(heading, "heading"))
            blocks += [
                joined((f"{keys:<{_KEYS}}", "key"), (sentence, ""), indent=2, hang=_KEYS) for keys, sentence in lines
            ]
            blocks.append(Block(""))
        return [*blocks, *_legend(self.room.look)]


def accuracy(figures: Sequence[Figure]) -> list[Block]:
    """Write how often this build was right where it was measured."""
    lines = []
    for one in figures:
        share = f"{one.hits / one.cases:.3f}".removeprefix("0") if one.cases else "not measured"
        counts = f"{one.what}: {one.hits:,} of {one.cases:,}, on {one.corpus}"
        lines.append(joined((f"{share:<{_KEYS}}", "key"), (counts, ""), indent=2, hang=_KEYS))
    return [Block("Measured accuracy of this build: of what was read, how much was right", "heading"), *lines]


def _legend(look: Look) -> list[Block]:
    stances = [
        joined((f"{glyph} {stance.value:<{_KEYS - 2}}", stance.value), (_MEANINGS[stance.value], ""), indent=2)
        for stance, glyph in look.glyphs.stances.items()
    ]
    signs = [
        joined((f"{sign:<{_KEYS}}", "key"), (words, ""), indent=2, hang=_KEYS)
        for sign, words in (
            (look.glyphs.unknown, "not enough evidence to say where a principal stands, in the matrix"),
            *((f"{sign} {word}", _VERDICTS[word]) for word, sign in look.glyphs.verdicts.items()),
            (look.glyphs.dot, "new since your last visit; a story or change not looked at yet"),
            ("~29 Nov", "the day it was said is not in the text: the article's own day stands in"),
            ("+6", "so many more outlets carried it"),
            ("confidence .93", "product of the measured precision of the rules that read it"),
            ("digest Dawn", "read from our own summary, not from the original"),
        )
    ]
    return [Block("Signs", "heading"), *stances, *signs]


_VERDICTS = {
    "confirmed": "an analyst says that it was read rightly",
    "corrected": "an analyst put something else in the place of what was read",
    "rejected": "an analyst says that it is no such position; nothing rests on it",
    "noted": "an analyst wrote a note beside it",
}
_MEANINGS = {
    "support": "for it",
    "oppose": "against it",
    "conditional": "for it on a condition",
    "undecided": "says that it has not decided",
    "none": "speaks of it and takes no stance",
}
