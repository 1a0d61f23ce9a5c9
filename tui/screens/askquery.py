"""The question what to narrow the desk to, in the query language, with what may come next below the line."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from store.errors import StoreError
from store.plain import safe_text
from tui.asking.book import Book
from tui.asking.complete import Offer, offers
from tui.asking.errors import QueryError
from tui.asking.known import views_of
from tui.asking.resolve import understood
from tui.asking.terms import Asked
from tui.cells import fit, line
from tui.room import Room
from tui.screens.dialog import Dialog

_SHOWN = 8
_LABEL = 24
"""Cells for what is offered, before what it is."""


class QueryLine(Input):
    """The line for the query: Tab takes what is offered, the arrows choose it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "screen.take", show=False),
        Binding("down", "screen.choose(1)", show=False),
        Binding("up", "screen.choose(-1)", show=False),
    ]


class AskQuery(Dialog[Asked | None]):
    """Asks for a query; gives its terms with ids for names."""

    AUTO_FOCUS = "#query"

    def __init__(self, room: Room, text: str = "", title: str = "Narrow to") -> None:
        super().__init__(room, title)
        self._text = text
        self._book: Book = room.book
        self._views: Mapping[str, str] = {}
        self._offers: list[Offer] = []
        self._at = 0
        self._known = asyncio.Event()
        """Set once the names were read, or could not be."""

    def question(self) -> ComposeResult:
        """Lay the line, what is wrong with it, and what may come next."""
        query = QueryLine(self._text, id="query", select_on_focus=False)
        query.border_title = Content(self.look.words("actor:dar stance:oppose since:7d “two words” -word is:unread"))
        yield query
        yield Static(id="answer", classes="words")
        yield Static(id="offers", classes="words")

    def on_mount(self) -> None:
        """Fetch the names and views while one types."""
        self._offer()
        self.run_worker(self._know(), name="read the names", group="names")

    async def _know(self) -> None:
        try:
            self._book, self._views = await asyncio.to_thread(self._read)
        except StoreError as error:
            self._say(str(error))
        finally:
            self._known.set()
        if self in self.app.screen_stack:
            self._offer()

    def _read(self) -> tuple[Book, Mapping[str, str]]:
        return self.room.full_book(), views_of(self.room.library)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the line."""
        return False if action == "yes" else super().check_action(action, parameters)

    def action_no(self) -> None:
        """Leave."""
        self.dismiss(None)

    @property
    def _line(self) -> QueryLine:
        return self.query_one("#query", QueryLine)

    def on_input_changed(self, _message: Input.Changed) -> None:
        """Offer what may come next."""
        self._say("")
        self._at = 0
        self._offer()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take the query, or mark what is not understood."""
        message.stop()
        self.run_worker(self._answer(message.value), name="understand", group="understand", exclusive=True)

    async def _answer(self, text: str) -> None:
        if not self._known.is_set():
            self._say("Reading the names …")
            await self._known.wait()
            self._say("")
        try:
            found = understood(text, self._book, self.room.when(), self._views)
        except QueryError as error:
            self._say(error.told())
            place = error.place
            # The place is marked as a selection is: what is typed next takes its place.
            self._line.selection = Selection(place.start, max(place.end, place.start))
            return
        if self in self.app.screen_stack:
            self.dismiss(found)

    def action_take(self) -> None:
        """Write what is offered."""
        if self._offers:
            chosen, query = self._offers[self._at], self._line
            rest = query.value[query.cursor_position :]
            query.value = chosen.text + rest.lstrip()
            query.cursor_position = len(chosen.text)

    def action_choose(self, by: int) -> None:
        """Go to another offer."""
        if self._offers:
            self._at = (self._at + by) % min(len(self._offers), _SHOWN)
            self._show()

    def on_click(self, event: events.Click) -> None:
        """Take the offer that was clicked."""
        offered = self.query_one("#offers", Static)
        if event.widget is offered and event.y < min(len(self._offers), _SHOWN):
            self._at = event.y
            self.action_take()

    def _offer(self) -> None:
        self._offers = offers(self._line.value, self._line.cursor_position, self._book, self._views)
        self._show()

    def _show(self) -> None:
        glyphs = self.look.glyphs
        lines = []
        for number, one in enumerate(self._offers[:_SHOWN]):
            here = number == self._at
            label = fit(self.look.words(safe_text(one.label)), _LABEL, glyphs.ellipsis)
            note = self.look.words(safe_text(one.note, 44))
            mark = glyphs.pointer if here else " "
            lines.append(line((f"{mark}{label} ", "bold" if here else ""), (note, "dim")))
        hint = "Tab takes it, Enter narrows, Esc leaves." if lines else "Enter narrows, Esc leaves."
        self.query_one("#offers", Static).update(Content("\n").join([*lines, Content(hint).stylize("dim")]))

    def _say(self, words: str) -> None:
        answer = self.query_one("#answer", Static)
        answer.set_class(bool(words), "trouble")
        answer.display = bool(words)
        answer.update(Content(self.look.words(safe_text(words))))
