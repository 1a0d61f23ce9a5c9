"""What of the desk is about narrowing: chips, the query, views, and the way to the next of a kind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import on

from store.errors import NotFound, StoreError
from store.model.rows import ActorRow, ChangeRow, Query, StoryRow, View
from store.model.words import ChangeKind
from tui.asking.terms import Asked, Term, flag
from tui.bindings import bindings
from tui.narrowing import FIRST_VIEW_KEY, Narrowing, chip, terms_of
from tui.panes.actors import ActorsPane
from tui.panes.pane import PAGE, Pane
from tui.panes.stories import StoriesPane
from tui.room import Room
from tui.screens.intime import InTime
from tui.widgets.lines import LineList
from tui.widgets.status import StatusLine

_LATELY = (Term("since", ("7d",)), Term("since", ("24h",)))
"""What any row can be narrowed to beside what it is about."""
_EXPORTED = 50_000
"""Rows that an export from the desk has at most; the command line knows no limit."""
_PAGES = 100
"""Pages that are read at most on the way to the next of a kind."""


class Narrowed(InTime):
    """A screen with panes that are narrowed together."""

    BINDINGS: ClassVar = bindings("narrowed")

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._panes: tuple[Pane[Any], ...] = ()
        self._shown_asked: Asked = room.narrowing.asked

    # --- what the screen does ---------------------------------------------------------------------------------------

    def bring(self, pane: Pane[Any]) -> None:
        """Go to a pane, out of hiding if need be."""
        raise NotImplementedError

    def say_why_empty(self) -> None:
        """Say in each pane why it is empty, where it is."""
        raise NotImplementedError

    # --- the state --------------------------------------------------------------------------------------------------

    @property
    def narrowing(self) -> Narrowing:
        """What the panes are narrowed to."""
        return self.room.narrowing

    def query_for(self, pane: Pane[Any]) -> Query:
        """Give what a pane is narrowed to."""
        room = self.room
        if isinstance(pane, ActorsPane) or not self.narrowing.asked:
            return Query(limit=PAGE, until=room.as_of)
        # What understands queries is loaded with the first: the first frame shows everything.
        from tui.asking.resolve import query_of  # noqa: PLC0415

        # A state or body that is asked for stands for all who speak for it, but a story must name it.
        book = None if isinstance(pane, StoriesPane) else room.book
        query = query_of(self.narrowing.asked, room.when(), book=book, limit=PAGE)
        if room.as_of is not None:
            query = replace(query, until=min(query.until or room.as_of, room.as_of))
        return query

    def narrow(self, narrowing: Narrowing) -> None:
        """Narrow to something else."""
        if narrowing == self.narrowing:
            return
        self.room.narrowing = narrowing
        if narrowing.asked != self._shown_asked:
            self._shown_asked = narrowing.asked
            self.status.tell(chips=narrowing.chips(self.room.look))
            self.say_why_empty()
            self.read_day()
        self.refresh_bindings()

    def follow(self, row: ActorRow | None) -> None:
        """Narrow to the actor under the cursor in the actors; None widens again."""
        self.narrow(self.narrowing.follow(row.id if row else None))

    def why_empty(self) -> str:
        """Say what the panes are narrowed to, for where nothing is left; "" where they are not."""
        chips = self.narrowing.chips(self.room.look)
        return f"Nothing here for {', '.join(chips)}. Esc takes the last away." if chips else ""

    def to_export(self) -> Sequence[object]:
        """Give what the pane in use shows: what is selected, or else all of it, beyond what is loaded too."""
        pane = self.focused
        if not isinstance(pane, Pane) or pane.picked:
            return super().to_export()
        return list(pane.fetch(self.room.library, replace(self.query_for(pane), limit=_EXPORTED)))

    # --- keys -------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if action == "widen":
            return bool(self.narrowing.asked) or self.room.as_of is not None or self._picked_pane() is not None
        if action == "narrow":
            return isinstance(self.focused, ActorsPane)
        if action == "narrow_to":
            return bool(terms_of(self.subject()))
        if action in ("back", "next_unread"):
            return action == "next_unread"
        return super().check_action(action, parameters)

    def action_narrow(self) -> None:
        """Narrow to the actor under the cursor, or widen where it is narrowed to it already."""
        pane = self._panes[0]
        pane.rests = False
        row = pane.row
        followed = self.narrowing.followed
        already = row is not None and followed is not None and followed.values == (row.id,)
        self.follow(None if already or not isinstance(row, ActorRow) else row)

    def action_widen(self) -> None:
        """Take away the selection; then the last chip; then come back to now."""
        pane = self._picked_pane()
        if pane is not None:
            pane.pick_none()
            self.refresh_bindings()
        elif self.narrowing.asked:
            self.narrow(self.narrowing.less())
        else:
            self.go_to(None)

    def _picked_pane(self) -> LineList[Any] | None:
        return next((pane for pane in self._panes if pane.picked), None)

    @on(StatusLine.ChipClicked)
    def _drop_chip(self, message: StatusLine.ChipClicked) -> None:
        message.stop()
        terms = self.narrowing.asked.terms
        if message.number < len(terms):
            self.narrow(self.narrowing.without(terms[message.number]))

    def action_only(self, word: str) -> None:
        """Narrow to what is unread, starred or new, or no longer."""
        if word == "new" and self.room.last_visit is None:
            self.tell("This is your first visit: everything is new.")
            return
        self.narrow(self.narrowing.turned(flag(word)))

    def action_narrow_to(self) -> None:
        """Ask which of the things that the row under the cursor is about the panes shall be narrowed to."""
        # Questions are loaded when they are asked: the first frame waits for none.
        from tui.screens.menu import Menu  # noqa: PLC0415

        def take(term: Term | None) -> None:
            if term is not None:
                self.narrow(self.narrowing.turned(term))

        held = self.narrowing.asked.terms
        choices = [
            (term, chip(term, self.room.look), "no longer" if term in held else term.field)
            for term in dict.fromkeys((*terms_of(self.subject()), *_LATELY))
        ]
        if choices:
            self.app.push_screen(Menu[Term](self.room, "Narrow to", choices), take)

    def action_query(self) -> None:
        """Ask for a query."""
        from tui.screens.askquery import AskQuery  # noqa: PLC0415  # as above

        def take(asked: Asked | None) -> None:
            if asked is not None:
                self.narrow(self.narrowing.to(asked))

        text = str(self.narrowing.asked)
        self.app.push_screen(AskQuery(self.room, f"{text} " if text else ""), take)

    def action_brief(self) -> None:
        """Write the day's page."""
        from tui.screens.exporting import ask_brief  # noqa: PLC0415  # as above

        ask_brief(self)

    # --- views ------------------------------------------------------------------------------------------------------

    def action_views(self) -> None:
        """Show the saved views."""
        from tui.screens.views import ViewsDialog  # noqa: PLC0415  # as above

        def take(view: View | None) -> None:
            if view is not None:
                self._open(lambda: view)

        self.app.push_screen(ViewsDialog(self.room, str(self.narrowing.asked)), take)

    def action_view(self, number: int) -> None:
        """Narrow to the saved view on a number's key."""

        def find() -> View:
            views = self.room.library.views.list()
            at = number - FIRST_VIEW_KEY
            if at < len(views):
                return views[at]
            raise NotFound(f"No view is on {number}: b saves what the desk is narrowed to under a name.")

        self._open(find)

    def _open(self, find: Callable[[], View]) -> None:
        self.run_worker(self._open_found(find), name="open a view", group="view", exclusive=True)

    async def _open_found(self, find: Callable[[], View]) -> None:
        from tui.asking.errors import QueryError  # noqa: PLC0415  # as in `query_for`
        from tui.asking.known import views_of  # noqa: PLC0415
        from tui.asking.resolve import understood  # noqa: PLC0415

        room = self.room

        def reckon() -> tuple[View, Asked]:
            view = find()
            return view, understood(view.query, room.full_book(), room.when(), views_of(room.library))

        try:
            view, asked = await asyncio.to_thread(reckon)
        except (StoreError, QueryError) as error:
            self.tell(error.told() if isinstance(error, QueryError) else str(error), severity="warning")
            return
        self.narrow(self.narrowing.to(asked))
        self.tell(f"View “{view.name}”.")

    # --- the next of a kind -----------------------------------------------------------------------------------------

    def action_next_unread(self) -> None:
        """Go to the next story that is not read."""
        self._seek(self._panes[3], lambda row: isinstance(row, StoryRow) and not row.read, "unread story")

    def action_next_change(self, kind: str) -> None:
        """Go to the next change or divergence."""
        wanted = ChangeKind(kind)
        self._seek(self._panes[2], lambda row: isinstance(row, ChangeRow) and row.change.kind is wanted, kind)

    def _seek(self, pane: Pane[Any], fits: Callable[[object], bool], what: str) -> None:
        self.run_worker(self._sought(pane, fits, what), name="seek", group="seek", exclusive=True)

    async def _sought(self, pane: Pane[Any], fits: Callable[[object], bool], what: str) -> None:
        start = pane.index + 1 if self.focused is pane else 0
        found = _next(pane.rows, start, fits)
        for _ in range(_PAGES):
            if found is not None or not await self.extend(pane):
                break
            found = _next(pane.rows, start, fits)
        if found is None:
            found = next((number for number in range(min(start, len(pane.rows))) if fits(pane.rows[number])), None)
        if found is None:
            self.tell(f"There is no {what} here.")
            return
        self.bring(pane)
        pane.index = found

    async def extend(self, pane: Pane[Any]) -> bool:
        """Read the next page of a pane; False where there is none."""
        if not pane.rows or not pane.paged or not pane.has_more:
            return False
        last, query, asked = pane.rows[-1], self.query_for(pane), (self.narrowing.asked, self.room.as_of)
        rows: Sequence[Any] | None = await self.read(
            lambda: pane.fetch(self.room.library, replace(query, before=pane.after(last)))
        )
        if rows is None or not pane.rows or pane.rows[-1] is not last:
            return False
        if asked != (self.narrowing.asked, self.room.as_of):
            return False
        pane.append(rows, more=len(rows) >= PAGE)
        return bool(rows)


def _next(rows: Sequence[object], start: int, fits: Callable[[object], bool]) -> int | None:
    return next((number for number in range(start, len(rows)) if fits(rows[number])), None)
