"""The desk: four lists of one story, narrowed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container

from store.model.rows import ActorRow, ChangeRow, Query, StatementRow, StoryRow
from tui.bindings import bindings
from tui.messages import OpenActor, OpenArticle, OpenChange, OpenStatement, TotalsCounted
from tui.panes.actors import ActorsPane
from tui.panes.arrangement import arrange
from tui.panes.changes import ChangesPane
from tui.panes.pane import PAGE, Pane
from tui.panes.statements import StatementsPane
from tui.panes.stories import StoriesPane
from tui.remembered import Layout
from tui.room import First, FirstLook, Room
from tui.screens.narrowing import Narrowed
from tui.widgets.lines import LineList

SETTLE = 0.08
"""Seconds that the cursor must rest on an actor before the other panes follow: a held key asks nothing."""


class DeskScreen(Narrowed):
    """The front: actors, statements, changes, stories."""

    PLACE: ClassVar[str] = "desk record narrowed in-time"
    BINDINGS: ClassVar = bindings("desk")
    AUTO_FOCUS = ".pane"

    def __init__(self, room: Room, first: FirstLook | None = None) -> None:
        super().__init__(room)
        self._first = first
        self._awaited: str | None = None
        """Actor that the cursor was moved to by hand."""
        self._reading: set[int] = set()
        self._again: set[int] = set()

    # --- frame ------------------------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """Lay the four panes, filled already where their rows came in time."""
        first = self._first.take() if self._first else None
        if first is not None:
            self._take_first(first)
        look = self.room.look
        self._panes = (ActorsPane(look), StatementsPane(look), ChangesPane(look), StoriesPane(look))
        if first is not None:
            panes: tuple[Pane[Any], ...] = self._panes
            for pane, page in zip(panes, first.pages, strict=True):
                pane.refill(page)
        else:
            for pane in self._panes:
                pane.say("Reading …")
        layout, container = self.layout_held, Container(id="panes")
        arrange(container, self._numbered, layout)
        with container:
            yield from (self._numbered[number] for number in layout.order)

    def _take_first(self, first: First) -> None:
        self.room.name_things(first.facts)
        self.room.totals = first.totals
        self.room.revision = first.revision
        self.room.last_visit = first.last_visit

    def on_mount(self) -> None:
        """Show what is known; read only what the first frame did not have."""
        self.say_why_empty()

    @property
    def layout_held(self) -> Layout:
        """How the panes lie."""
        return self.room.desk.keeper.held.layout

    @property
    def _numbered(self) -> dict[int, Pane[Any]]:
        return {pane.number: pane for pane in self._panes}

    def _lay(self, layout: Layout, focus: int | None = None) -> None:
        keeper = self.room.desk.keeper
        arrange(self.part("#panes", Container), self._numbered, layout)
        keeper.keep(replace(keeper.held, layout=layout))
        if focus is not None:
            self.set_focus(self._numbered[focus])
        self.refresh_bindings()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Give the pane in use the room, where panes are stacked."""
        # Where panes stand side by side the class changes nothing, and coming to stand otherwise styles them anew.
        stacked = self.has_class("-narrow")
        for pane in self._panes:
            pane.set_class(pane is event.widget, "-front", update=stacked)

    def on_totals_counted(self, _message: TotalsCounted) -> None:
        """Show new totals and, after the watchlist changed, new names."""
        for pane in self._panes:
            pane.look = self.room.look
        self.say_why_empty()

    def say_why_empty(self) -> None:
        """Say in each pane why it is empty, where it is."""
        actors, statements, changes, stories = self._panes
        totals = self.room.totals
        followed = self.narrowing.followed
        if followed is not None and len(self.narrowing.asked.terms) == 1:
            name = self.room.look.name_of(followed.values[0])
            statements.say(f"{name} has not been heard on this story. Esc shows everything again.")
            changes.say(f"No changed position of {name}. Esc shows everything again.")
            stories.say(f"No story names {name}. Esc shows everything again.")
            return
        if why := self.why_empty():
            for pane in self._panes[1:]:
                pane.say(why)
            return
        if totals is None:
            return
        actors.say("No actor of the watchlist is named yet.")
        statements.say("Nobody has been heard yet.")
        changes.say("No position has changed, as far as what is stored can tell.")
        if not totals.feeds and not totals.articles and self.room.desk.first_start is None:
            stories.say("Nothing here yet. f, then a, adds a feed; standpoint import PATH brings articles in.")
        elif not totals.articles:
            if self.room.desk.first_start is not None:
                stories.say("First start: the digests are being read; that takes some seconds, once.")
            elif self.room.desk.settings.offline:
                stories.say("No article yet, and you asked for no network: start without --offline to ask the feeds.")
            else:
                stories.say("No article yet. The feeds are being asked; R asks them now.")
        else:
            stories.say("No article is on the story yet.")

    # --- reading ----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read all panes anew; a pane that is being read is read once more after."""
        if self._first is not None:
            self._first = None
            if self.room.totals is not None:
                return  # the first frame shows it all
        for pane in self._panes:
            self._read_pane(pane)

    def _read_pane(self, pane: Pane[Any], *, anew: bool = False) -> None:
        if pane.number in self._reading and not anew:
            self._again.add(pane.number)
            return
        self._reading.add(pane.number)
        self.run_worker(
            self._fill(pane, self.query_for(pane), anew=anew),
            name=f"read {pane.heading.lower()}",
            group=pane.id or "",
            exclusive=True,
        )

    async def _fill(self, pane: Pane[Any], query: Query, *, anew: bool) -> None:
        rows: Sequence[Any] | None = await self.read(lambda: pane.fetch(self.room.library, query))
        self._reading.discard(pane.number)
        if rows is not None:
            self.say_why_empty()
            if anew:
                pane.show(rows, more=pane.paged and len(rows) >= PAGE)
            else:
                pane.refill(rows)
        if pane.number in self._again:
            self._again.discard(pane.number)
            self._read_pane(pane)

    @on(LineList.EndNeared)
    def _read_more(self, message: LineList.EndNeared) -> None:
        pane = message.list
        if isinstance(pane, Pane) and pane.rows:
            self.run_worker(self.extend(pane), name="read on", group=f"more-{pane.number}", exclusive=True)

    # --- narrowing --------------------------------------------------------------------------------------------------

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Let the other panes follow the cursor in the actors, once it rests."""
        pane, row = message.list, message.row
        if message.by_hand and isinstance(row, ActorRow) and isinstance(pane, ActorsPane):
            self._awaited = row.id
            self.set_timer(SETTLE, lambda: self._follow(row), name="follow the cursor")

    def _follow(self, row: ActorRow) -> None:
        if self._awaited == row.id:
            self._awaited = None
            self.follow(row)

    def read_day(self) -> None:
        """Read what follows the actor and the day from the top."""
        for pane in self._panes[1:]:
            self._read_pane(pane, anew=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the panes now."""
        if action in ("enlarge", "hide", "shift_pane"):
            return isinstance(self.focused, Pane)
        if action == "all_panes":
            return self.layout_held != Layout()
        return super().check_action(action, parameters)

    # --- going on ---------------------------------------------------------------------------------------------------

    def bring(self, pane: Pane[Any]) -> None:
        """Go to a pane, out of hiding if need be."""
        self.action_pane(pane.number)

    def action_pane(self, number: int) -> None:
        """Go to a pane, out of hiding if need be."""
        layout = self.layout_held.with_pane(number)
        if layout != self.layout_held:
            self._lay(layout)
        self.set_focus(self._numbered[number])

    def action_beside(self, by: int) -> None:
        """Go to the pane before or after; beyond the last there is the menu of what can be done."""
        shown, here = self.layout_held.shown(), self._here()
        at = shown.index(here) + by if here in shown else 0
        if at < len(shown):
            self.set_focus(self._numbered[shown[max(at, 0)]])
        else:
            self.action_menu()

    def _here(self) -> int | None:
        """Give the number of the pane in use."""
        return self.focused.number if isinstance(self.focused, Pane) else None

    def action_enlarge(self) -> None:
        """Give the pane in use the whole desk, or take it back."""
        layout = self.layout_held
        self._lay(replace(layout, enlarged=None if layout.enlarged else self._here()), self._here())

    def action_hide(self) -> None:
        """Hide the pane in use and go to the one that comes after it."""
        here, layout = self._here(), self.layout_held
        after = layout.without_pane(here) if here else layout
        if after == layout:
            self.tell("One pane must stay.")
        elif here is not None:
            place, shown = layout.order.index(here), after.shown()
            self._lay(after, next((one for one in layout.order[place:] if one in shown), shown[-1]))

    def action_shift_pane(self, by: int) -> None:
        """Let the pane in use change places with the one beside it."""
        here = self._here()
        if here is not None and self.layout_held.enlarged is None:
            self._lay(self.layout_held.moved(here, by), here)

    def action_all_panes(self) -> None:
        """Lay the panes as on a new desk."""
        self._lay(Layout(), self._here())

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Ask for the place behind the row."""
        row = message.row
        if isinstance(row, ActorRow):
            self.post_message(OpenActor(row.id))
        elif isinstance(row, StatementRow):
            self.post_message(OpenStatement(row.id))
        elif isinstance(row, ChangeRow):
            self.post_message(OpenChange(row.id))
        elif isinstance(row, StoryRow):
            self.post_message(OpenArticle(row.id, siblings=tuple(one.id for one in message.list.rows)))
