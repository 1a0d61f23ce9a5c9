"""The choice of a theme: the desk behind it wears the one under the cursor."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.look import Look
from tui.room import Room
from tui.screens.dialog import Dialog
from tui.themes import THEMES
from tui.widgets.lines import LineList


class ThemesScreen(Dialog[None]):
    """A list of themes. Moving tries one on, Enter keeps it, Esc goes back to the one before."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "Theme")
        self._before = ""

    def question(self) -> ComposeResult:
        """Lay the list."""
        yield LineList[str](_draw, str, self.look, empty="No theme.", id="themes", classes="choices")
        yield Static(Content("Enter keeps it, Esc goes back to the one before."), classes="words")

    def on_mount(self) -> None:
        """Show ours first, then Textual's own, the cursor on the one that is worn."""
        self._before = self.app.theme
        ours = [theme.name for theme in THEMES]
        # Those of the terminal's own colours cannot promise any contrast.
        others = sorted(name for name in self.app.available_themes if name not in ours and not name.endswith("ansi"))
        shown = self.query_one(LineList)
        shown.show([*ours, *others])
        shown.select(self._before)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the list."""
        return False if action == "yes" else super().check_action(action, parameters)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Try the theme on."""
        if message.by_hand:
            self.app.theme = str(message.row)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Keep the theme and remember it."""
        desk = self.room.desk
        self.app.theme = chosen = str(message.row)
        desk.keeper.keep(replace(desk.keeper.held, theme=chosen, instead_of=desk.settings.theme))
        self.dismiss(None)

    def action_no(self) -> None:
        """Wear the one from before."""
        self.app.theme = self._before
        self.dismiss(None)


def _draw(name: str, _width: int, _look: Look) -> list[Content]:
    return [Content(name)]
