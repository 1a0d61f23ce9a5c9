"""The questions of an export and of the day's page: which form, which file; and the answer, where it was written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from store.errors import StoreError
from store.plain import safe_text
from tui.actions import LOOKED_AT
from tui.asking.resolve import query_of
from tui.errors import ExportRefused
from tui.exporting import brief, lists
from tui.exporting.cells import cells_of
from tui.exporting.files import suggested, write_file
from tui.room import Room
from tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from tui.screens.hands import Hands

_DAY = timedelta(days=1)
"""What the day's page reaches back where the desk was never left before."""


class Target(NamedTuple):
    """Where to write, and in which form."""

    form: str
    path: Path
    replace: bool


class ExportDialog(Dialog[Target | None]):
    """Asks for a file; its ending says the form, and Tab goes from one form to the next."""

    AUTO_FOCUS = "#path"

    def __init__(self, room: Room, title: str, what: str, forms: Sequence[str]) -> None:
        """`what` names the file; `forms` are the endings that it may have."""
        super().__init__(room, title)
        self._forms = tuple(forms)
        self._suggested = suggested(what, room.look.today, self._forms[0])
        self._warned = ""

    def question(self) -> ComposeResult:
        """Lay the line for the file and the forms."""
        line = PathLine(str(Path.cwd() / self._suggested), id="path", select_on_focus=False)
        line.border_title = Content("File")
        yield line
        yield Static(id="forms", classes="words")
        yield Static(Content("Tab: next form. Enter writes, Esc leaves."), id="answer", classes="words")

    def on_mount(self) -> None:
        """Show the forms."""
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the line."""
        return False if action == "yes" else super().check_action(action, parameters)

    def action_no(self) -> None:
        """Leave."""
        self.dismiss(None)

    @property
    def _line(self) -> Input:
        return self.query_one("#path", Input)

    def _form(self) -> str:
        ending = self._line.value.strip().rpartition(".")[2].lower()
        return ending if ending in self._forms else ""

    def action_next_form(self) -> None:
        """Give the file the ending of the next form."""
        form = self._form()
        after = self._forms[(self._forms.index(form) + 1) % len(self._forms)] if form else self._forms[0]
        path = self._line.value.strip()
        self._line.value = f"{path[: -len(form) - 1] if form else path}.{after}"
        self._line.cursor_position = len(self._line.value)

    def on_input_changed(self, _message: Input.Changed) -> None:
        """Show the form that the ending says."""
        self._warned = ""
        self._show()

    def _show(self) -> None:
        now = self._form()
        words = "  ".join(f"[{form}]" if form == now else f" {form} " for form in self._forms)
        self.query_one("#forms", Static).update(Content(f"Form: {words}"))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take the file; one that is there already is named, and taken on a second Enter."""
        message.stop()
        text, form = message.value.strip(), self._form()
        if not form:
            self._say(f"End the name in .{', .'.join(self._forms)}: that is the form.")
            return
        path = Path(text).expanduser() if not text.startswith("~~") else Path(text)
        if path.exists() and self._warned != text:
            self._warned = text
            self._say(f"{path} is there already. Enter once more takes its place; another name keeps it.")
            return
        self.dismiss(Target(form, path, self._warned == text))

    def _say(self, words: str) -> None:
        answer = self.query_one("#answer", Static)
        answer.add_class("trouble")
        answer.update(Content(self.look.words(safe_text(words))))


class PathLine(Input):
    """The line for the file: Tab goes to the next form."""

    BINDINGS = [("tab", "screen.next_form", "form")]  # noqa: RUF012  # Textual's own form


def ask_export(place: Hands, records: Callable[[], Sequence[object]]) -> None:
    """Ask for a form and a file, and write the records there. `records` is called in a thread."""
    room = place.room
    focused = place.focused
    what = getattr(focused, "heading", "") or getattr(place, "heading", "") or "list"
    title = f"{what}: {room.narrowing.asked}" if room.narrowing.asked else what

    def text(form: str) -> str:
        found = records()
        if not any(cells_of(one, room.look) for one in found):
            raise ExportRefused("There is nothing here that a file could hold. Open a list, a statement or a change.")
        return lists.written(found, form, room.look, title=title, now=room.desk.clock())

    _ask(place, ExportDialog(room, "Export what is shown", what, lists.FORMS), text)


def ask_brief(place: Hands) -> None:
    """Ask for a form and a file, and write the day's page there: what came since the last visit, or in a day."""
    room = place.room

    def text(form: str) -> str:
        when = room.when()
        since = when.last_visit or when.now - _DAY
        asked = query_of(room.narrowing.asked, when, book=room.book)
        page = brief.gather(room.library, asked, since=since, now=when.now, narrowed=str(room.narrowing.asked))
        return brief.page_text(page, form, room.look)

    _ask(place, ExportDialog(room, "Write the day's page", "brief", brief.FORMS), text)


def _ask(place: Hands, dialog: ExportDialog, text: Callable[[str], str]) -> None:
    if place.room.desk.settings.look:
        place.tell(LOOKED_AT, severity="warning")
        return

    async def write(target: Target) -> None:
        try:
            path = await asyncio.to_thread(lambda: write_file(target.path, text(target.form), replace=target.replace))
        except (ExportRefused, StoreError) as error:
            place.tell(str(error), severity="error")
        else:
            place.tell(f"Written to {path}")

    def take(target: Target | None) -> None:
        if target is not None:
            place.run_worker(write(target), name="write a file", group="export")

    place.app.push_screen(dialog, take)
