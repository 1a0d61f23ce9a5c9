"""The settings: each with its value, where that comes from, and what it is; edits go to the file, checked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from store.plain import safe_text
from tui import cells
from tui.bindings import bindings
from tui.errors import TuiError
from tui.look import Look
from tui.room import Room
from tui.screens.dialog import Dialog
from tui.screens.place import Place
from tui.widgets.lines import LineList
from tui.widgets.sheet import Block, Sheet

if TYPE_CHECKING:
    from tui.settings_file import SettingRow

_NAME = 28
"""Cells for a setting's name."""
_INKS = {"default": "dim", "file": "good", "environment": "warning"}


class AskSetting(Dialog[str | None]):
    """Asks for a setting's value."""

    def __init__(self, room: Room, row: SettingRow) -> None:
        super().__init__(room, row.name)
        self._row = row

    def question(self) -> ComposeResult:
        """Lay what it is, and the line."""
        row = self._row
        words = f"{row.says or row.name}\nDefault: {row.default or 'empty'}"
        yield Static(Content(self.look.words(safe_text(words.replace("\n", " ")))), classes="words")
        yield Input(row.value, id="value", select_on_focus=True)
        yield Static(Content("Enter saves it, Esc leaves it."), id="answer", classes="words")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the line."""
        return False if action == "yes" else super().check_action(action, parameters)

    def action_no(self) -> None:
        """Leave."""
        self.dismiss(None)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Answer with what was typed."""
        message.stop()
        self.dismiss(message.value.strip())


class SettingsScreen(Place):
    """All settings; Enter edits one."""

    PLACE: ClassVar[str] = "settings back"
    BINDINGS: ClassVar = bindings("settings")
    AUTO_FOCUS = "#settings"
    heading: ClassVar[str] = "Settings"

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._changed: set[str] = set()
        """What was changed while this screen was open, and does not hold yet."""

    def body(self) -> ComposeResult:
        """Lay where the file is, and the settings."""
        look = self.room.look
        yield Sheet(look, id="file", classes="about")
        yield LineList["SettingRow"](
            self._draw,
            lambda row: row.name,
            look,
            height=lambda _width: 2,
            title="Settings",
            empty="Reading …",
            id="settings",
        )

    def reload(self) -> None:
        """Read the settings."""
        self.run_worker(self._fill(), name="read the settings", group="settings", exclusive=True)

    async def _fill(self) -> None:
        papers, head = self.room.desk.papers, self.part("#file", Sheet)
        if papers is None:
            head.show([Block("This desk was opened without settings that can be edited.", "warning")])
            return
        try:
            file = await asyncio.to_thread(lambda: papers().settings)
            rows = await asyncio.to_thread(file.rows)
        except TuiError as error:
            head.show([Block(cells.safe(str(error)), "error")])
            return
        there = "" if file.path.exists() else " (not there yet; the first edit makes it)"
        head.show([Block(cells.safe(str(file.path)) + there, "dim"), Block(_HOW, "dim")])
        self.part("#settings", LineList).show(rows)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A default can be had again where the file says otherwise."""
        if action == "drop_setting":
            row = self.part("#settings", LineList).row
            return row is not None and row.origin == "file"
        return super().check_action(action, parameters)

    def on_line_list_moved(self, _message: LineList.Moved) -> None:
        """Offer what can be done with the setting under the cursor."""
        self.refresh_bindings()

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Ask for another value."""
        row: SettingRow = message.row  # type: ignore[assignment]
        if row.origin == "environment":
            self.tell(f"{row.variable} says so, and it overrides the file: change it there.", severity="warning")
            return

        def take(typed: str | None) -> None:
            if typed is not None and typed != row.value:
                self._save(row, typed)

        self.app.push_screen(AskSetting(self.room, row), take)

    def action_drop_setting(self) -> None:
        """Take the setting under the cursor out of the file."""
        row = self.part("#settings", LineList).row
        if row is not None:
            self._save(row, None)

    def _save(self, row: SettingRow, typed: str | None) -> None:
        self.run_worker(self._keep(row, typed), name="save a setting", group="save")

    async def _keep(self, row: SettingRow, typed: str | None) -> None:
        papers = self.room.desk.papers
        if papers is None:
            return
        try:
            await asyncio.to_thread(lambda: papers().settings.change(row.section, row.key, typed))
        except TuiError as error:
            self.tell(f"Not saved: {error}", severity="error")
            return
        self._changed.add(row.name)
        self.tell(f"{row.name} is saved; it holds from the next start.")
        self.reload()

    def _draw(self, row: SettingRow, width: int, look: Look) -> list[Content]:
        ell = look.glyphs.ellipsis
        value = cells.safe(row.value) or "empty"
        head = [(cells.fit(row.name, _NAME, ell), "name"), (value, "strong" if row.value != row.default else "")]
        later = [(f"{_LATER}  ", "warning")] if row.name in self._changed else []
        return [
            cells.row_line(width, head, [*later, (row.origin, _INKS[row.origin])], ell),
            cells.row_line(width, [("  ", ""), (cells.safe(row.says), "dim")], (), ell),
        ]


_HOW = (
    "Enter edits the setting under the cursor; d lets its default hold; what is changed holds from the next start. "
    "What the environment says goes first."
)
_LATER = "from the next start"
