"""What the user is told: the rules, and what was told; a rule can be made of what the desk is narrowed to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from store.model.telling import Telling
from tui import cells
from tui.bindings import bindings
from tui.errors import TuiError
from tui.look import Look
from tui.room import Room
from tui.screens.asktext import AskText
from tui.screens.menu import Menu
from tui.screens.place import Place
from tui.telling.rules import DEFAULT_RULES, KINDS, LONGEST, TellRule
from tui.widgets.lines import LineList
from tui.widgets.sheet import Block, Sheet

if TYPE_CHECKING:
    from tui.settings import Tell
    from tui.settings_file import SettingsFile

_TOLD = 200
"""Tellings that are read, the latest first."""
_MOST = 12
"""Lines of one that are shown at once."""
_HOW = "a makes a rule of what the desk is narrowed to, d removes one, z takes that back. They hold from the next poll."
_NONE = "This desk was opened without settings that can be edited."


class TellingScreen(Place):
    """Rules on one side, what was told on the other."""

    PLACE: ClassVar[str] = "telling back"
    BINDINGS: ClassVar = bindings("telling")
    AUTO_FOCUS = "#rules"
    heading: ClassVar[str] = "Telling"

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._settings: Tell | None = None
        self._steps: list[tuple[str, Callable[[SettingsFile], object]]] = []
        """How to take edits back, and what is said then; the last on top."""

    def body(self) -> ComposeResult:
        """Lay how it tells, the rules, and what was told."""
        look = self.room.look
        yield Sheet(look, id="ways", classes="about")
        with Container(classes="columns"):
            yield LineList[TellRule](
                self._draw_rule,
                lambda one: one.name.casefold(),
                look,
                height=lambda _width: 2,
                title="Rules",
                empty="Reading …",
                id="rules",
                classes="slim-side",
            )
            yield LineList[Telling](
                _draw_telling,
                lambda one: one.id,
                look,
                height=lambda _width: 2,
                title="Told",
                empty="Reading …",
                id="told",
                classes="wide-side",
            )

    def reload(self) -> None:
        """Read the rules and what was told."""
        self.run_worker(self._fill(), name="read what is told", group="telling", exclusive=True)

    async def _fill(self) -> None:
        told = await self.read(lambda: self.room.library.tellings.list(limit=_TOLD))
        if told is not None:
            latest = self.part("#told", LineList)
            latest.say("Nothing was told yet.")
            latest.show(told)
        head = self.part("#ways", Sheet)
        papers = self.room.desk.papers
        if papers is None:
            head.show([Block(_NONE, "warning")])
            return
        try:
            settings = self._settings = await asyncio.to_thread(lambda: papers().settings.tell())  # noqa: PLW0108
        except TuiError as error:
            head.show([Block(cells.safe(str(error)), "error")])
            return
        head.show([Block(_ways(settings)), Block(_HOW, "dim")])
        self.part("#rules", LineList).show(settings.rule or DEFAULT_RULES)
        self.refresh_bindings()

    def _draw_rule(self, rule: TellRule, width: int, look: Look) -> list[Content]:
        ell = look.glyphs.ellipsis
        ways = " ".join(self._settings.ways(rule)) if self._settings else ""
        return [
            cells.row_line(width, [(cells.safe(rule.name), "name")], [(ways or "silent", "dim")], ell),
            cells.row_line(width, [(f"  {rule.of} ", ""), (cells.safe(rule.query), "dim")], (), ell),
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer edits where there is something to edit."""
        if action == "add_rule":
            return self._settings is not None
        if action == "remove_rule":
            return self._settings is not None and self.part("#rules", LineList).row in self._settings.rule
        if action == "undo":
            return bool(self._steps)
        return super().check_action(action, parameters)

    def on_line_list_moved(self, _message: LineList.Moved) -> None:
        """Offer what can be done with the rule under the cursor."""
        self.refresh_bindings()

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Show all lines of what was told."""
        if isinstance(message.row, Telling):
            told = "\n".join(cells.safe(line) for line in message.row.lines[:_MOST])
            self.notify(self.room.look.words(told), timeout=20, markup=False)

    def action_add_rule(self) -> None:
        """Ask of what, then for a name, and make a rule of what the desk is narrowed to."""
        query = str(self.room.narrowing.asked)
        choices = [(of, of, "") for of in KINDS]
        title = f"Tell me of {query}" if query else "Tell me of all"

        def take_name(of: str, name: str | None) -> None:
            if name:
                self._put(TellRule(name, query, of))

        def take_kind(of: str | None) -> None:
            if of:
                ask = AskText(self.room, "Name of the rule", query or "everything", query[:LONGEST] or of, check=_wrong)
                self.app.push_screen(ask, lambda name: take_name(of, name))

        self.app.push_screen(Menu[str](self.room, title, choices), take_kind)

    def _put(self, rule: TellRule) -> None:
        def edit(file: SettingsFile) -> str:
            before = file.put_rule(rule)
            if before is None:
                self._steps.append((f"“{rule.name}” is gone again.", lambda file: file.drop_rule(rule.name)))
                return f"“{rule.name}” is told from the next poll on. z takes it back."
            self._steps.append((f"“{before.name}” is as it was.", lambda file: file.put_rule(before)))
            return f"“{rule.name}” is another rule now. z takes that back."

        self._edit(edit)

    def action_remove_rule(self) -> None:
        """Take the rule under the cursor out; z takes that back."""
        rule: TellRule | None = self.part("#rules", LineList).row
        if rule is None:
            return

        def edit(file: SettingsFile) -> str:
            gone = file.drop_rule(rule.name)
            if gone is None:
                return f"“{rule.name}” was not in the file any more."
            self._steps.append((f"“{gone.name}” is back.", lambda file: file.put_rule(gone)))
            return f"Removed “{gone.name}”. z takes it back."

        self._edit(edit)

    def action_undo(self) -> None:
        """Take back the last edit of the rules."""
        if self._steps:
            words, back = self._steps.pop()
            self._edit(lambda file: (back(file), words)[1])

    def _edit(self, edit: Callable[[SettingsFile], str]) -> None:
        self.run_worker(self._edited(edit), name="edit the rules", group="edit")

    async def _edited(self, edit: Callable[[SettingsFile], str]) -> None:
        papers = self.room.desk.papers
        if papers is None:
            return
        try:
            words = await asyncio.to_thread(lambda: edit(papers().settings))
        except TuiError as error:
            self.tell(f"Not saved: {error}", severity="error")
            return
        self.tell(words)
        self.reload()


def _wrong(name: str) -> str:
    return "" if 0 < len(name) <= LONGEST else f"A name has 1 to {LONGEST} characters."


def _ways(settings: Tell) -> str:
    on = [way for way, held in (("desk", settings.desk), ("bell", settings.bell), ("osc9", settings.osc9)) if held]
    command = f"; command {settings.command[0]}" if settings.command else ""
    quiet = f"; quiet {settings.quiet}" if settings.quiet else ""
    return cells.safe(f"On: {', '.join(on) or 'nothing'}{command}{quiet}. [tell] in the settings (,) switches them.")


def _draw_telling(one: Telling, width: int, look: Look) -> list[Content]:
    ell = look.glyphs.ellipsis
    when = f"{one.at.astimezone():%d %b %H:%M} "
    below = f"  {', '.join(one.rules)}: {' '.join(one.ways)}"
    note = [(f" {cells.safe(one.note)}", "warning")] if one.note else []
    return [
        cells.row_line(width, [(when, "dim"), (cells.safe(one.words), "")], (), ell),
        cells.row_line(width, [(cells.safe(below), "dim"), *note], (), ell),
    ]
