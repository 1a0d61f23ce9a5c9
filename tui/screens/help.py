"""Help for the place one comes from, made from the table of actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult

from tui.actions import help_for
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

    def _blocks(self) -> list[Block]:
        blocks: list[Block] = []
        for heading, lines in help_for(self._places, self.room.keys):
            blocks.append(Block(heading, "heading"))
            blocks += [
                joined((f"{keys:<{_KEYS}}", "key"), (sentence, ""), indent=2, hang=_KEYS) for keys, sentence in lines
            ]
            blocks.append(Block(""))
        return [*blocks, *_legend(self.room.look)]


def _legend(look: Look) -> list[Block]:
    stances = [
        joined((f"{glyph} {stance.value:<{_KEYS - 2}}", stance.value), (_MEANINGS[stance.value], ""), indent=2)
        for stance, glyph in look.glyphs.stances.items()
    ]
    signs = [
        joined((f"{sign:<{_KEYS}}", "key"), (words, ""), indent=2, hang=_KEYS)
        for sign, words in (
            (look.glyphs.dot, "new since your last visit; a story or change not looked at yet"),
            ("~29 Nov", "the day it was said is not in the text: the article's own day stands in"),
            ("+6", "so many more outlets carried it"),
            ("confidence .93", "product of the measured precision of the rules that read it"),
            ("digest Dawn", "read from our own summary, not from the original"),
        )
    ]
    return [Block("Signs", "heading"), *stances, *signs]


_MEANINGS = {
    "support": "for it",
    "oppose": "against it",
    "conditional": "for it on a condition",
    "undecided": "says that it has not decided",
    "none": "speaks of it and takes no stance",
}
