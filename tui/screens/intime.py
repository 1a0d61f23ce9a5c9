"""What the screens share that can show a past day: asking for the day, and coming back to now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from tui.bindings import bindings
from tui.look import day
from tui.room import Room
from tui.screens.dialog import Dialog
from tui.screens.place import Place


@dataclass(frozen=True, slots=True)
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


class InTime(Place):
    """A screen that shows the room's day: all such screens show the same one."""

    PLACE: ClassVar[str] = "in-time"
    BINDINGS: ClassVar = bindings("in-time")
    _shown_day: date | None = None

    def on_mount(self) -> None:
        """Say which day is shown."""
        self._shown_day = self.room.as_of
        self.status.tell_day(self._day_words())

    def on_screen_resume(self) -> None:
        """Go to the day that another screen went to meanwhile."""
        if self._shown_day != self.room.as_of:
            self._turn()

    def action_as_of(self) -> None:
        """Ask for a day."""

        def take(answer: Chosen | None) -> None:
            if answer is not None:
                self.go_to(answer.day)

        self.app.push_screen(AskDay(self.room), take)

    def go_to(self, wanted: date | None) -> None:
        """Show another day; None for now."""
        if wanted != self.room.as_of:
            self.room.as_of = wanted
            self._turn()

    def _turn(self) -> None:
        self._shown_day = self.room.as_of
        self.status.tell_day(self._day_words())
        self.read_day()
        self.refresh_bindings()

    def _day_words(self) -> str:
        return day(self.room.as_of, date.min) if self.room.as_of else ""

    def read_day(self) -> None:
        """Read what another day shows."""
        self.reload()
