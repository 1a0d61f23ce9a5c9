"""The question what a position should have been read as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from store.model.record import record
from store.model.rows import PositionRow, StatementRow
from store.model.words import Stance
from store.plain import safe_text
from tui import cells
from tui.names import Unmatched, pick
from tui.room import Room
from tui.screens.dialog import Dialog

_HOW = "Enter keeps, Tab goes on, Right takes what is offered, Esc leaves."


class _Refused(ValueError):
    """What was typed cannot be a correction; the message says why."""


@record(frozen=True)
class Correction:
    """What shall stand in the place of what was read; None leaves it."""

    issue: str | None = None
    stance: Stance | None = None
    actor: str | None = None
    said_on: date | None = None
    note: str = ""

    def parts(self) -> dict[str, Any]:
        """Give what `Ledger.review` takes, without what is left."""
        parts = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: part for name, part in parts.items() if part is not None}


class CorrectPosition(Dialog[Correction | None]):
    """Asks for issue, stance, actor, day and note; what is not changed stays as it was read."""

    def __init__(self, room: Room, statement: StatementRow, position: PositionRow) -> None:
        super().__init__(room, f"Correct: {cells.quoted(statement)}")
        self._statement = statement
        self._position = position

    def question(self) -> ComposeResult:
        """Lay a line for each part."""
        row, position, look = self._statement, self._position, self.room.look
        said = row.said_on.isoformat() if row.said_on else ""
        yield self._line("issue", "Issue", position.issue, look.questions)
        stances = [one.value for one in Stance]
        yield self._line("stance", f"Stance: {', '.join(stances)}", position.stance.value, stances)
        yield self._line("actor", "Actor", look.name_of(row.speaker), look.names.values())
        yield self._line("said-on", "Said on, as 2025-11-29", said, ())
        yield self._line("note", "Note", "", ())
        yield Static(Content(self.look.words(_HOW)), id="answer", classes="words")

    def _line(self, name: str, title: str, value: str, offered: Iterable[str]) -> Input:
        suggester = SuggestFromList(sorted(offered), case_sensitive=False)
        one = Input(safe_text(value), id=name, suggester=suggester, select_on_focus=True)
        one.border_title = Content(title)
        return one

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the lines."""
        return False if action == "yes" else super().check_action(action, parameters)

    def action_no(self) -> None:
        """Leave everything as it was read."""
        self.dismiss(None)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take the correction if it is one."""
        message.stop()
        try:
            self.dismiss(self._correction())
        except _Refused as error:
            answer = self.query_one("#answer", Static)
            answer.add_class("trouble")
            answer.update(Content(self.look.words(safe_text(str(error)))))

    def _correction(self) -> Correction:
        row, position = self._statement, self._position
        issue = self._picked("issue", {one: [asked] for one, asked in self.look.questions.items()})
        stance = Stance(self._picked("stance", {one.value: [] for one in Stance}) or position.stance)
        actor = self._picked("actor", {one: [name] for one, name in self.look.names.items()})
        said_on = self._day()
        found = Correction(
            issue=issue if issue != position.issue else None,
            stance=stance if stance is not position.stance else None,
            actor=actor if actor != row.speaker else None,
            said_on=said_on if said_on != row.said_on else None,
            note=self._typed("note"),
        )
        if (found.issue, found.stance, found.actor, found.said_on) == (None,) * 4:
            raise _Refused("Nothing is corrected. Change a line, or leave with Esc and confirm with c.")
        return found

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _picked(self, name: str, known: Mapping[str, Sequence[str]]) -> str | None:
        """Give the id that was meant; None where the line is empty."""
        typed = self._typed(name)
        if not typed:
            return None
        try:
            return pick(typed, known)
        except Unmatched as error:
            words = f"The {name} {error}"
            raise _Refused(words if words.endswith("?") else f"{words}.") from error

    def _day(self) -> date | None:
        typed = self._typed("said-on")
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError as error:
            raise _Refused("Write the day as 2025-11-29.") from error
