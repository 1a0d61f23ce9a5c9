"""What every screen has in common: the two lines, reading in threads, and what can be done with any record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.reactive import Reactive
from textual.timer import Timer
from textual.widget import Widget

from store.errors import NotFound, StoreError
from store.model.rows import StoryRow
from tui.about import issue_of, unknown_speaker
from tui.bindings import bindings
from tui.errors import TuiError
from tui.messages import OpenIssue, PollerTold, Revised, TaskTold, TotalsCounted, WatchlistChanged
from tui.room import Room
from tui.screens.hands import Hands
from tui.widgets.hints import Hints
from tui.widgets.lines import LineList
from tui.widgets.status import StatusLine

if TYPE_CHECKING:
    from tui.watchlist_file import Watched

ResultT = TypeVar("ResultT")
WidgetT = TypeVar("WidgetT", bound=Widget)

WIDE = 110
"""From this many columns panes stand side by side."""


_REST = 8
"""How many times as long as the last reading took the next one waits, while one thing after another is stored."""
RETRY = 2.0
"""Seconds until a database that was busy is asked again."""


class Place(Hands):
    """A screen between the status line and the hints. What it shows comes from `body`; what it reads, from `reload`."""

    PLACE: ClassVar[str] = "record back"
    BINDINGS: ClassVar = bindings("record", "back")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  # Textual's own form
    heading: ClassVar[str] = ""
    # As Textual has it, but that the whole screen is not painted anew: the two widgets concerned are, by themselves.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room
        self._shown_revision = -1
        self._could: tuple[bool | None, ...] = ()
        self._retry: Timer | None = None
        self._later: Timer | None = None
        """Will read anew what a revision may have changed, once that is due."""
        self._read_at = float("-inf")
        self._took = 0.0
        """When a revision was last answered by reading, and how many seconds that took."""
        self._parts: dict[str, Widget] = {}

    # --- frame ------------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Lay the status line, the body and the hints."""
        # The breakpoints would come after the first frame, and cost another layout.
        self.add_class("-wide" if self.app.size.width >= WIDE else "-narrow", update=False)
        yield StatusLine(self.room.look, id="status")
        yield from self.body()
        yield Hints(self.room.look, self.room.keys)

    def body(self) -> ComposeResult:
        """Lay what is between the two lines."""
        yield Widget()

    @property
    def status(self) -> StatusLine:
        """The line at the top."""
        return self.part("#status", StatusLine)

    def part(self, selector: str, kind: type[WidgetT]) -> WidgetT:
        """Give a widget of this screen; one that was found once is given even while the screen is being left."""
        found = self._parts.get(selector)
        if not isinstance(found, kind):
            found = self._parts[selector] = self.query_one(selector, kind)
        return found

    def on_mount(self) -> None:
        """Tell the status line what is known, and read."""
        room = self.room
        self.status.tell(
            story=room.story,
            place=self.heading,
            totals=room.totals,
            poller=room.poller,
            offline=room.desk.settings.offline,
        )
        self.status.tell_task(room.task)
        self._shown_revision = room.revision
        self.reload()

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen was in front."""
        if self._shown_revision not in (-1, self.room.revision):
            self._shown_revision = self.room.revision
            self.reload()
        self.status.tell(totals=self.room.totals, poller=self.room.poller)
        self.status.tell_task(self.room.task)

    def on_revised(self, message: Revised) -> None:
        """Read anew what may have changed: the longer that takes, the less often."""
        self._shown_revision = message.revision
        due = self._read_at + _REST * self._took - monotonic()
        if due <= 0:
            self._read_anew()
        elif self._later is None:
            self._later = self.set_timer(due, self._read_anew, name="read what a revision changed")

    def _read_anew(self) -> None:
        if self._later is not None:
            self._later.stop()
            self._later = None
        self._read_at, self._took = monotonic(), 0.0
        self.reload()

    def on_totals_counted(self, message: TotalsCounted) -> None:
        """Show the new totals."""
        self.status.tell(totals=message.totals, look=self.room.look, story=self.room.story)

    def on_poller_told(self, message: PollerTold) -> None:
        """Show how the poller is."""
        self.status.tell(poller=message.state)

    def on_task_told(self, message: TaskTold) -> None:
        """Show how far work in the background is."""
        self.status.tell_task(message.words)

    # --- reading ----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read what the screen shows; called at the start and whenever the database changed."""

    async def read(self, ask: Callable[[], ResultT]) -> ResultT | None:
        """Ask the library in a thread. None where it could not answer; the status line says why.

        Await it in an exclusive worker: a newer question then cancels this one, and its answer is dropped.
        """
        begun = monotonic()
        try:
            answer = await asyncio.to_thread(ask)
        except StoreError as error:
            self._stop_if_left()
            self.status.tell(trouble=str(error))
            if not isinstance(error, NotFound) and self._retry is None:
                self._retry = self.set_timer(RETRY, self._read_again, name="ask the database again")
            return None
        self._took += monotonic() - begun
        self._stop_if_left()
        self.status.tell(trouble="")
        return answer

    def _stop_if_left(self) -> None:
        """End the worker that reads where the screen was left meanwhile: nothing is there to show it any more."""
        if self not in self.app.screen_stack:
            raise asyncio.CancelledError

    def _read_again(self) -> None:
        self._retry = None
        self.reload()

    # --- what is under the cursor -----------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what works on the record under the cursor."""
        if action == "issue":
            return bool(issue_of(self.subject()))
        if action == "watch_speaker":
            return self.room.desk.papers is not None and unknown_speaker(self.subject()) is not None
        can = self.can(action)
        return super().check_action(action, parameters) if can is None else can

    def on_line_list_moved(self, _message: LineList.Moved) -> None:
        """Bring the hints up to date where other things can be done now."""
        could = tuple(self.check_action(action, ()) for action in ("browse", "cite", "star"))
        if could != self._could:
            self._could = could
            self.refresh_bindings()

    def action_back(self) -> None:
        """Leave for where one came from."""
        self.dismiss()

    def action_issue(self) -> None:
        """Show every principal's line on the record's issue."""
        if issue := issue_of(self.subject()):
            self.post_message(OpenIssue(issue))

    def action_watch_speaker(self) -> None:
        """Put the speaker of the record, whom the watchlist does not know, on it."""
        found, papers = unknown_speaker(self.subject()), self.room.desk.papers
        if found is None or papers is None:
            return
        # Few statements lead here: the question is loaded when it is asked.
        from tui.screens.watching import AskActor  # noqa: PLC0415

        def take(one: Watched | None) -> None:
            if one is not None:
                self.run_worker(self._watch(lambda: papers().watchlist.add_actor(one), one.name), group="watch")

        self.app.push_screen(AskActor(self.room, *found), take)

    async def _watch(self, add: Callable[[], None], name: str) -> None:
        from tagger.errors import TaggerError  # noqa: PLC0415  # as above

        try:
            await asyncio.to_thread(add)
        except (TaggerError, TuiError) as error:
            self.tell(f"Not saved: {error}", severity="error")
            return
        self.tell(f"{name} is on the watchlist. What is stored is read again in the background.")
        self.post_message(WatchlistChanged())

    def action_next_unread(self) -> None:
        """Go to the next story that is not read, from the cursor down, then from the top."""
        focused = self.focused
        if not isinstance(focused, LineList):
            return
        rows = focused.rows
        order = [*range(focused.index + 1, len(rows)), *range(focused.index)]
        found = next((number for number in order if isinstance(rows[number], StoryRow) and not rows[number].read), None)
        if found is None:
            self.tell("Everything that is loaded is read.")
        else:
            focused.index = found
