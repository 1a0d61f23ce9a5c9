"""The saved views: open, save what is shown, rename, remove, and take a removal back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from store.errors import StoreError
from store.model.rows import View
from store.plain import safe_text
from tui import cells
from tui.asking.terms import VIEW, Term
from tui.bindings import bindings
from tui.look import Look
from tui.narrowing import FIRST_VIEW_KEY
from tui.room import Room
from tui.screens.asktext import AskText
from tui.screens.dialog import Dialog
from tui.widgets.lines import LineList

_KEYED = 5
"""So many views have a key of their own."""
_NAME = 60
"""Characters that a name may have."""


class ViewsDialog(Dialog[View | None]):
    """Shows the views; gives the one to open."""

    PLACE: ClassVar[str] = "views dialog"
    BINDINGS: ClassVar = bindings("views")
    AUTO_FOCUS = "#views"

    def __init__(self, room: Room, present: str) -> None:
        """`present`: the query of what is shown now."""
        super().__init__(room, "Saved views")
        self._present = present
        self._views: tuple[View, ...] = ()

    def question(self) -> ComposeResult:
        """Lay the list and the words below it."""
        views = LineList[View](
            self._draw,
            lambda view: view.name.casefold(),
            self.look,
            empty="No view is saved yet. a saves what the desk is narrowed to under a name.",
            id="views",
            classes="menu",
        )
        views.styles.height = 12
        yield views
        yield Static(Content(""), id="answer", classes="words")

    def on_mount(self) -> None:
        """Read the views."""
        self._read()

    def _draw(self, view: View, width: int, look: Look) -> list[Content]:
        place = next((at for at, one in enumerate(self._views) if one is view), _KEYED)
        key = str(FIRST_VIEW_KEY + place) if place < _KEYED else " "
        name = cells.fit(cells.safe(view.name), max(12, width // 3), look.glyphs.ellipsis)
        return [cells.row_line(width, [(f"{key} ", "key"), (name, "name"), (" ", ""), (cells.safe(view.query), "dim")])]

    @property
    def _list(self) -> LineList[View]:
        return self.query_one("#views", LineList)

    def _read(self, then: str | None = None) -> None:
        self.run_worker(self._fill(then), name="read the views", group="views", exclusive=True)

    async def _fill(self, then: str | None) -> None:
        try:
            self._views = await asyncio.to_thread(self.room.library.views.list)
        except StoreError as error:
            self._say(str(error), trouble=True)
            return
        if self in self.app.screen_stack:
            self._list.show(self._views)
            if then is not None:
                self._list.select(then.casefold())
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the list; offer only what can be done."""
        if action == "yes":
            return False
        if action == "save_view":
            return bool(self._present)
        if action in ("rename_view", "remove_view"):
            return self._list.row is not None
        if action == "undo":
            return bool(self.room.undo)
        return super().check_action(action, parameters)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Open the view under the cursor."""
        message.stop()
        if isinstance(message.row, View):
            self.dismiss(message.row)

    def action_no(self) -> None:
        """Leave."""
        self.dismiss(None)

    def action_save_view(self) -> None:
        """Ask for a name, and keep what is shown under it."""

        def take(name: str | None) -> None:
            if name:
                self._change(lambda: self._saved(name), name)

        self.app.push_screen(AskText(self.room, "Save a view", f"Name for {self._present}", check=_wrong), take)

    def _saved(self, name: str) -> str:
        views, undo = self.room.library.views, self.room.undo
        before = views.save(name, self._present)
        if before is None:
            undo.push(f"The view “{name}” is gone again.", lambda: views.remove(name))
            return f"Saved “{name}”. In queries {Term(VIEW, (name,))} stands for it."
        undo.push(f"The view “{name}” is as it was.", lambda: views.save(before.name, before.query))
        return f"Saved “{name}” in the place of {before.query}. z takes it back."

    def action_rename_view(self) -> None:
        """Ask for another name."""
        view = self._list.row
        if view is None:
            return

        def take(name: str | None) -> None:
            if name and name != view.name:
                self._change(lambda: self._renamed(view, name), name)

        self.app.push_screen(AskText(self.room, "Rename a view", "Name", view.name, check=self._wrong_new), take)

    def _wrong_new(self, name: str) -> str:
        here = self._list.row
        taken = any(one.name.casefold() == name.casefold() and one is not here for one in self._views)
        return _wrong(name) or ("There is a view of that name." if taken else "")

    def _renamed(self, view: View, name: str) -> str:
        views = self.room.library.views
        views.rename(view.name, name)
        self.room.undo.push(f"The view is called “{view.name}” again.", lambda: views.rename(name, view.name))
        return f"“{view.name}” is called “{name}” now."

    def action_remove_view(self) -> None:
        """Forget the view under the cursor; z takes that back."""
        view = self._list.row
        if view is not None:
            self._change(lambda: self._removed(view), None)

    def _removed(self, view: View) -> str:
        views = self.room.library.views
        gone = views.remove(view.name)
        self.room.undo.push(f"The view “{gone.name}” is back.", lambda: views.save(gone.name, gone.query))
        return f"Removed “{gone.name}”. z takes it back."

    def action_undo(self) -> None:
        """Take back what was done last."""
        step = self.room.undo.pop()
        if step is not None:
            self._change(lambda: (step.back(), step.words)[1], None)

    def _change(self, do: Callable[[], str], then: str | None) -> None:
        self.run_worker(self._changed(do, then), name="change the views", group="change")

    async def _changed(self, do: Callable[[], str], then: str | None) -> None:
        try:
            words = await asyncio.to_thread(do)
        except StoreError as error:
            self._say(str(error), trouble=True)
            return
        if self in self.app.screen_stack:
            self._say(words)
            self._read(then)

    def _say(self, words: str, *, trouble: bool = False) -> None:
        answer = self.query_one("#answer", Static)
        answer.set_class(trouble, "trouble")
        answer.update(Content(self.look.words(safe_text(words))))


def _wrong(name: str) -> str:
    if not name:
        return "Write a name."
    return f"A name has {_NAME} characters at most." if len(name) > _NAME else ""
