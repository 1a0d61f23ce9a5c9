"""The question as of which day to show what is stored."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from store.model.record import record
from tui.room import Room
from tui.screens.dialog import Dialog


@record(frozen=True)
class Chosen:
    """The day that was asked for; None for now."""

    day: date | None


class AskDay(Dialog[Chosen | None]):
    """Asks for the day as of which to show what is stored."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "As of which day?")

    def question(self) -> ComposeResult:
        """Lay the line for the day."""
        line = Input(self.room.as_of.isoformat() if self.room.as_of else "", id="day", select_on_focus=True)
        line.border_title = Content("The day, as 2025-11-29; empty for now")
        yield line
        yield Static(Content("Enter shows it, Esc leaves it."), id="answer", classes="words")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the line."""
        return False if action == "yes" else super().check_action(action, parameters)

    def action_no(self) -> None:
        """Leave."""
        self.dismiss(None)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take the day if it is one that is past."""
        message.stop()
        typed = message.value.strip()
        try:
            wanted = date.fromisoformat(typed) if typed else None
        except ValueError:
            self._refuse("Write the day as 2025-11-29.")
            return
        if wanted is not None and wanted > self.look.today:
            self._refuse("That day is still to come.")
            return
        self.dismiss(Chosen(wanted))

    def _refuse(self, words: str) -> None:
        answer = self.query_one("#answer", Static)
        answer.add_class("trouble")
        answer.update(Content(words))
