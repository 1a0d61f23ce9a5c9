"""What can be done with the record under the cursor, or with all that are selected; and taking it back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from textual.notifications import SeverityLevel
from textual.screen import Screen

from store.errors import StoreError
from store.model.articles import Article
from store.model.rows import ArticleView, StoryRow
from store.plain import safe_text
from tui.citation import article_of, citation, quotation, url_of
from tui.clipboard import copy
from tui.links import LinkRefused, checked, open_link
from tui.paths import default_paths
from tui.room import Room
from tui.widgets.lines import LineList

ResultT = TypeVar("ResultT")

_TOLD = 120
"""Characters of what was copied that a message repeats."""
_MARKED = {"read": ("read", "unread"), "starred": ("starred", "without a star")}


class Hands(Screen[None]):
    """A screen with records on it."""

    room: Room

    def reload(self) -> None:
        """Read what the screen shows."""

    async def read(self, ask: Callable[[], ResultT]) -> ResultT | None:
        """Ask the library in a thread; None where it could not answer."""
        raise NotImplementedError

    def tell(self, words: str, *, severity: SeverityLevel = "information") -> None:
        """Say something in a corner of the screen; never read as markup."""
        self.notify(self.room.look.words(safe_text(words, 400)), severity=severity, markup=False)

    # --- which records ----------------------------------------------------------------------------------------------

    def subject(self) -> object | None:
        """Give the record that keys act on: the row under the cursor of the list in use."""
        focused = self.focused
        return focused.row if isinstance(focused, LineList) else None

    def subjects(self) -> Sequence[object]:
        """Give the records that keys act on: those selected in the list in use, else the one under the cursor."""
        focused = self.focused
        if isinstance(focused, LineList) and focused.picked:
            return focused.picked
        one = self.subject()
        return () if one is None else (one,)

    def can_select(self) -> bool:
        """Say whether the row under the cursor can be selected: there is something to do with several such rows."""
        return bool(citation(self.subject(), self.room.look))

    def can(self, action: str) -> bool | None:
        """Say whether an action of the hands works now; None for another action."""
        if action == "undo":
            return bool(self.room.undo)
        record = self.subject()
        answers: dict[str, Callable[[], bool]] = {
            "browse": lambda: bool(url_of(record)),
            "cite": lambda: bool(citation(record, self.room.look)),
            "quote": lambda: bool(quotation(record)),
            "export": lambda: bool(citation(record, self.room.look)),
            "next_unread": lambda: isinstance(record, StoryRow),
            "star": lambda: article_of(record) is not None,
            "read": lambda: article_of(record) is not None,
        }
        return answers[action]() if action in answers else None

    def action_menu(self) -> None:
        """Choose from all that can be done here."""
        from tui.screens.doing import ask_what_to_do  # noqa: PLC0415  # loaded when it is asked

        ask_what_to_do(self)

    # --- taking along -----------------------------------------------------------------------------------------------

    def action_browse(self) -> None:
        """Open the record's article in the browser."""
        browser = self.room.desk.browser or open_link
        try:
            browser(checked(url_of(self.subject())))
        except (LinkRefused, OSError) as error:
            self.tell(str(error), severity="warning")
        else:
            self.tell("Opened in the browser.")

    def action_cite(self) -> None:
        """Copy a citation of each record."""
        self._copy([citation(one, self.room.look) for one in self.subjects()], "citations")

    def action_quote(self) -> None:
        """Copy the words of each record."""
        self._copy([quotation(one) for one in self.subjects()], "quotations")

    def _copy(self, texts: Sequence[str], what: str) -> None:
        kept = [text for text in texts if text]
        if kept:
            self.run_worker(self._copied("\n".join(kept), f"{len(kept)} {what}" if len(kept) > 1 else ""), group="copy")

    async def _copied(self, text: str, several: str) -> None:
        desk = self.room.desk
        terminal: list[str] = []
        if desk.settings.look:
            # The clipboard is the looker's: no program of this machine is asked, and no file is written on it.
            where = copy(text, terminal.append, {}, None)
        else:
            fallback = default_paths().log.with_name("copied.txt")
            where = await asyncio.to_thread(copy, text, terminal.append, desk.environ, fallback)
        for sent in terminal:
            self.app.copy_to_clipboard(sent)
        self.tell(f"{where} {several or safe_text(text, _TOLD)}")

    def action_export(self) -> None:
        """Ask for a form and a file, and write what is shown there: what is selected, or else the whole list."""
        # Loaded when it is asked: the first frame waits for no dialog.
        from tui.screens.exporting import ask_export  # noqa: PLC0415

        ask_export(self, self.to_export)

    def to_export(self) -> Sequence[object]:
        """Give the records that are exported. Runs in a thread."""
        focused = self.focused
        if isinstance(focused, LineList):
            return focused.picked or focused.rows
        return self.subjects()

    # --- marking ----------------------------------------------------------------------------------------------------

    def action_star(self) -> None:
        """Star the articles, or take their stars off."""
        self._mark("starred")

    def action_read(self) -> None:
        """Mark the articles read, or unread."""
        self._mark("read")

    def _mark(self, what: str) -> None:
        held = {}
        for record in self.subjects():
            one = record.article if isinstance(record, ArticleView) else record
            if isinstance(one, StoryRow | Article):
                held[one.id] = bool(getattr(one, what))
        wanted = not all(held.values())
        changed = [number for number, was in held.items() if was is not wanted]
        if changed:
            self.run_worker(self._store_mark(changed, what, wanted=wanted), group="mark")

    async def _store_mark(self, numbers: Sequence[int], what: str, *, wanted: bool) -> None:
        mark = self.room.library.articles.mark

        def do(*, value: bool) -> bool:
            mark(numbers, read=value if what == "read" else None, starred=value if what == "starred" else None)
            return True

        if await self.read(lambda: do(value=wanted)):
            count = f"{len(numbers)} articles are" if len(numbers) > 1 else "The article is"
            now, before = _MARKED[what] if wanted else _MARKED[what][::-1]
            self.room.undo.push(f"{count} {before} again.", lambda: do(value=not wanted))
            if len(numbers) > 1:
                self.tell(f"{count} {now}. z takes it back.")
        self.reload()
        self.refresh_bindings()

    # --- taking back ------------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take back what was done last."""
        self.run_worker(self._take_step_back(), name="undo", group="undo")

    async def _take_step_back(self) -> None:
        step = self.room.undo.pop()
        if step is None:
            self.tell("There is nothing to take back.")
            return
        try:
            await asyncio.to_thread(step.back)
        except StoreError as error:
            self.tell(str(error), severity="error")
            return
        self.tell(step.words)
        self.reload()
        self.refresh_bindings()
