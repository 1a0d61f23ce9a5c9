"""A short list in front of a screen, from which one thing is chosen by its key, by Enter or by the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content

from tui import cells
from tui.look import Look
from tui.room import Room
from tui.screens.dialog import Dialog
from tui.widgets.lines import LineList

ChoiceT = TypeVar("ChoiceT")

KEYS = "123456789"
"""Keys of the first nine lines."""


class Line(NamedTuple):
    """One thing to choose."""

    key: str
    words: str
    note: str = ""


class Menu(Dialog[ChoiceT | None], Generic[ChoiceT]):
    """Asks for one of several things."""

    AUTO_FOCUS = "#menu"

    def __init__(self, room: Room, title: str, choices: Sequence[tuple[ChoiceT, str, str]]) -> None:
        """`choices` are (what is given back, its words, a note)."""
        super().__init__(room, title)
        self._values = [value for value, _, _ in choices]
        keys = [*KEYS[: len(choices)], *[""] * max(0, len(choices) - len(KEYS))]
        self._lines = [Line(key, words, note) for key, (_, words, note) in zip(keys, choices, strict=True)]

    def question(self) -> ComposeResult:
        """Lay the list."""
        menu = LineList[Line](_draw, lambda line: line, self.look, id="menu", classes="menu")
        menu.styles.height = min(len(self._lines), 14) + 2
        menu.show(self._lines)
        yield menu

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the list."""
        return False if action == "yes" else super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Choose by a line's own key; right and left are a screenful on and back, for hands on the arrows."""
        if event.key in ("right", "left"):
            event.stop()
            self.query_one("#menu", LineList).action_page(1 if event.key == "right" else -1)
            return
        for number, line in enumerate(self._lines):
            if line.key and event.character == line.key:
                event.stop()
                self.dismiss(self._values[number])
                return

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Choose the line under the cursor."""
        message.stop()
        if isinstance(message.row, Line):
            self.dismiss(self._values[self._lines.index(message.row)])

    def action_no(self) -> None:
        """Leave."""
        self.dismiss(None)


def _draw(line: Line, width: int, look: Look) -> list[Content]:
    left = [(f"{line.key or ' '} ", "key"), (cells.safe(line.words), "")]
    return [cells.row_line(width, left, [(cells.safe(line.note), "dim")] if line.note else (), look.glyphs.ellipsis)]
