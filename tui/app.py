"""The application: shows the desk, opens places, watches the database and the poller. Places read; it only leads."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.actions import ActionParseResult
from textual.app import SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen

from store.errors import StoreError
from store.model.rows import Totals
from store.model.story import StoryFacts
from store.plain import safe_text
from store.rows import stamp
from tui.actions import LOOKED_AT, WRITING, called
from tui.bindings import bindings
from tui.desk import Desk
from tui.look import bar
from tui.messages import (
    Open,
    PollerState,
    PollerTold,
    Revised,
    TaskTold,
    TotalsCounted,
    WatchlistChanged,
)
from tui.panes.actors import ActorsPane
from tui.panes.changes import ChangesPane
from tui.panes.pane import PAGE
from tui.panes.statements import StatementsPane
from tui.panes.stories import StoriesPane
from tui.rereading import reread
from tui.room import FirstLook, Room
from tui.screens.desk import DeskScreen
from tui.screens.place import Place
from tui.screens.told import Told
from tui.terminal import hung_up
from tui.themes import DARK, THEMES
from tui.watch import PollerChild
from tui.ways import (
    palette,
    way_to,
    way_to_feeds,
    way_to_help,
    way_to_matrix,
    way_to_poll_log,
    way_to_review,
    way_to_search,
    way_to_settings,
    way_to_themes,
    way_to_watchlist,
    way_to_welcome,
)
from tui.widgets.hints import current

WATCH = 0.5
"""Seconds between looks at the database's revision."""
PACE = 1.5
"""Seconds at least between two readings of what is shown, while one thing after another is stored. What comes after a
while of rest, such as what was just done by hand, is shown at the next look."""
_TURN = 0.001
"""Seconds that a thread which reads rows may go on while a key waits; Python's own choice is five times as long."""
WELCOMED = "welcomed"
"""The database's note that somebody was greeted, and when."""
PATIENCE = 0.25
"""Seconds that a key waits at most for the work of the one before it."""
HOPS = 3
"""Rounds through the widgets from the focus up: the key's own, the message that it sent, the request made of that."""


class StandpointApp(Told):
    """Standpoint on the screen."""

    TITLE = "Standpoint"
    CSS_PATH = "standpoint.tcss"
    PLACE: ClassVar[str] = "everywhere"
    BINDINGS: ClassVar = [*bindings("everywhere")]
    COMMANDS: ClassVar = {palette}
    NOTIFICATION_TIMEOUT = 4

    def __init__(self, desk: Desk) -> None:
        self.room = Room.of(desk)
        plain = desk.settings.no_color or bool(os.environ.get("NO_COLOR"))
        if plain:
            # Textual takes colour out by itself when it finds this, and all of it when it may use the terminal's own.
            os.environ["NO_COLOR"] = "1"
            self.room = Room.of(desk, plain=True)
        fetches = (ActorsPane.fetch, StatementsPane.fetch, ChangesPane.fetch, StoriesPane.fetch)
        self._first = FirstLook(desk.library, fetches, PAGE)
        super().__init__(ansi_color=True if plain else None)
        self.set_class(desk.settings.ascii, "-ascii")
        self._child: PollerChild | None = None
        self._looking = False
        self._read_at = float("-inf")
        """When what is shown was last read, by the loop's clock."""
        self._keys: deque[events.Key] = deque()
        self.set_keymap(self.room.keys)
        for theme in THEMES:
            self.register_theme(theme)
        self._shown = False
        """True once the first frame is painted."""
        self.theme = self._theme_wanted(desk)
        self.stylesheet.set_variables(self.get_css_variables())

    def _theme_wanted(self, desk: Desk) -> str:
        """Give the theme that was chosen on the desk, unless the settings name another than they did then."""
        named, held = desk.settings.theme, desk.keeper.held
        chosen = held.theme if held.instead_of == named else ""
        return next((one for one in (chosen, named) if one in self.available_themes), DARK)

    # --- start and end ----------------------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[None]:
        """Show the desk."""
        return DeskScreen(self.room, self._first)

    def on_mount(self) -> None:
        """Once the first frame is painted, begin to watch."""
        self.call_after_refresh(self._begin)

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002  # as Textual has it
        """Leave the styles alone before the first frame: they are for the theme in use, and would be read twice."""
        if self._shown:
            super().refresh_css(animate)

    def _begin(self) -> None:
        self._shown = True
        # What the first frame is made of stays as long as the desk: looking through it for garbage held up keys for
        # 30 ms and more. What screens and rows leave behind is looked for as before, in its young days.
        gc.freeze()
        sys.setswitchinterval(_TURN)
        self.stylesheet.read(Path(__file__).with_name("places.tcss"))
        self.refresh_css(animate=False)
        self.set_interval(WATCH, self._look, name="look at the revision")
        self.run_worker(self._start(), name="first start, then the poller", group="poller")

    async def _start(self) -> None:
        desk = self.room.desk
        if desk.settings.welcome and await asyncio.to_thread(self._is_new):
            self.push_screen(way_to_welcome(self.room))
        if desk.first_start is not None:
            await self._first_start(desk.first_start)
        await self.take_up_tellings()
        await self._poll()

    def _is_new(self) -> bool:
        """Whether nobody was greeted on this database yet; from now on somebody was. A busy one greets another time."""
        library = self.room.library
        try:
            if library.meta(WELCOMED) is not None:
                return False
            library.set_meta(WELCOMED, stamp(self.room.desk.clock()))
        except StoreError:
            return False
        return True

    async def _poll(self) -> None:
        desk = self.room.desk
        if desk.poller_command is not None and not desk.settings.offline:
            self._child = PollerChild(desk.poller_command, self._poller_told, desk.lock_holder)
            await self._child.run()

    async def _first_start(self, fill: Callable[[], None]) -> None:
        # The seeds are loaded once in a database's life: no other start waits for them.
        from seeds.errors import SeedsError  # noqa: PLC0415
        from tagger.errors import TaggerError  # noqa: PLC0415

        self.notify("First start: reading the seed corpus and subscribing the default feeds.", markup=False)
        try:
            await asyncio.to_thread(fill)
        except (StoreError, SeedsError, TaggerError) as error:
            self.notify(safe_text(str(error), 400), severity="error", markup=False)

    async def action_quit(self) -> None:
        """Leave: remember when, end the poller, go."""
        with contextlib.suppress(StoreError):  # a visit that is not noted costs only a count
            await asyncio.to_thread(self._remember_visit)
        if self._child is not None:
            await self._child.stop()
        self.exit()

    def _remember_visit(self) -> None:
        self.room.library.set_meta("last_visit", stamp(self.room.desk.clock()))

    # --- keys that come fast ------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Let a key wait until the one before it has done its work: it is meant for the place which that one opened."""
        if isinstance(event, events.Key) and not event.is_forwarded and (self._keys or self._busy()):
            self._keys.append(event)
            if len(self._keys) == 1:
                self.run_worker(self._feed_keys(), name="feed keys that came fast", group="keys")
            return
        await super().on_event(event)

    def _busy(self) -> bool:
        return any(node.message_queue_size for node in self._up())

    def _up(self) -> list[DOMNode]:
        """List the widgets from the focus up, none where no place is shown."""
        top = self._top()
        return [] if top is None else (top.focused or top).ancestors_with_self

    async def _feed_keys(self) -> None:
        while self._keys:
            await self._settle()
            await super().on_event(self._keys[0])
            self._keys.popleft()

    async def _settle(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                for _ in range(HOPS):
                    for node in self._up():
                        passed = asyncio.Event()
                        if not node.call_later(passed.set):
                            break
                        await passed.wait()

    # --- watching ---------------------------------------------------------------------------------------------------

    def _poller_told(self, state: PollerState) -> None:
        self.room.poller = state
        if (top := self._top()) is not None:
            top.post_message(PollerTold(state))

    def _look(self) -> None:
        if not self.is_headless and not self.is_web and hung_up(sys.stdin):
            # Where no signal tells of it, Textual would read the end of its input without rest, for ever.
            self.run_worker(self.action_quit(), name="leave a terminal that has gone", group="leave", exclusive=True)
        elif not self._looking:
            self._looking = True
            self.run_worker(self._look_once(), name="look at the revision", group="revision")

    async def _look_once(self) -> None:
        try:
            revision = await asyncio.to_thread(self.room.library.revision)
            now = asyncio.get_running_loop().time()
            if revision == self.room.revision or now < self._read_at + PACE:
                return  # a later look finds it again
            self._read_at = now
            totals, facts = await asyncio.to_thread(self._count)
        except StoreError as error:
            self._say_trouble(str(error))
            return
        finally:
            self._looking = False
        self.room.revision = revision
        self.room.totals = totals
        self.room.name_things(facts)
        for screen in self.screen_stack:
            if isinstance(screen, Place):
                screen.post_message(TotalsCounted(totals))
        if (top := self._top()) is not None:
            top.post_message(Revised(revision))
        await self.take_up_tellings()

    def _top(self) -> Screen[object] | None:
        """Give the place on top; none before the first and, for work that ends late, after the last."""
        stack = self.screen_stack
        return stack[-1] if stack else None

    def _count(self) -> tuple[Totals, StoryFacts | None]:
        library = self.room.library
        return library.totals(), library.names.facts()

    def _say_trouble(self, words: str) -> None:
        if isinstance(top := self._top(), Place):
            top.status.tell(trouble=words)

    # --- reading again ----------------------------------------------------------------------------------------------

    @on(WatchlistChanged)
    def _reread_soon(self) -> None:
        self.run_worker(self._reread(), name="read the stored articles again", group="reread", exclusive=True)

    async def _reread(self) -> None:
        """Read again by the new watchlist, in a child; the poller, which has the old one, stands aside meanwhile."""
        desk = self.room.desk
        if desk.papers is None:
            return
        command = await asyncio.to_thread(lambda: desk.papers().retag_command if desk.papers else ())
        if self._child is not None:
            await self._child.stop()
        try:
            self._tell_task("reading again")
            trouble = await reread(command, self._tell_progress)
        finally:
            self._tell_task("")
            if self._child is not None and self.is_running:
                self.run_worker(self._poll(), name="the poller", group="poller", exclusive=True)
        if trouble:
            self.notify(safe_text(trouble, 400), severity="error", markup=False)
        elif await asyncio.to_thread(desk.lock_holder) is not None and self._child is None:
            self.notify("Another process polls by the old watchlist until it is started again.", markup=False)
        self._look()

    def _tell_progress(self, done: int, of: int) -> None:
        drawn = bar(done, of, 8, self.room.look.glyphs)
        self._tell_task(f"reading again {drawn} {done}/{of}")

    def _tell_task(self, words: str) -> None:
        self.room.task = words
        if isinstance(top := self._top(), Place):
            top.post_message(TaskTold(words))

    # --- leading ----------------------------------------------------------------------------------------------------

    @on(Open)
    def _lead(self, request: Open) -> None:
        self.push_screen(way_to(request, self.room))

    def action_feeds(self) -> None:
        """Show the feeds."""
        self.push_screen(way_to_feeds(self.room))

    def action_matrix(self) -> None:
        """Show the matrix."""
        self.push_screen(way_to_matrix(self.room))

    def action_review(self) -> None:
        """Show what waits for a verdict."""
        self.push_screen(way_to_review(self.room))

    def action_search(self) -> None:
        """Show the search."""
        self.push_screen(way_to_search(self.room))

    def action_help(self) -> None:
        """Say what can be done here."""
        places = frozenset(action.place for _, action in current(self.screen))
        self.push_screen(way_to_help(self.room, places))

    def action_watchlist(self) -> None:
        """Show whom and what is watched."""
        self.push_screen(way_to_watchlist(self.room))

    def action_poll_log(self) -> None:
        """Show how the latest polls ended."""
        self.push_screen(way_to_poll_log(self.room))

    def action_settings(self) -> None:
        """Show the settings."""
        self.push_screen(way_to_settings(self.room))

    def action_choose_theme(self) -> None:
        """Choose a theme among those there are, seeing each."""
        self.push_screen(way_to_themes(self.room))

    def action_poll_all(self) -> None:
        """Make every feed due; the poller finds out by itself."""
        self.run_worker(self._poll_all(), name="poll all", group="poll-all")

    async def _poll_all(self) -> None:
        try:
            count = await asyncio.to_thread(self.room.library.feeds.make_due)
        except StoreError as error:
            self.notify(safe_text(str(error), 400), severity="error", markup=False)
            return
        self.notify(f"{count} feeds are due now.", markup=False)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key, a click or the palette asks; on a desk to be looked at, nothing that would change anything."""
        name = called(action) if isinstance(action, str) else action[1]
        if self.room.desk.settings.look and name in WRITING:
            self.notify(LOOKED_AT, severity="warning", markup=False)
            return True
        return await super().run_action(action, default_namespace, namespaces)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Do not offer the way to where one is already, nor polling without a network."""
        if action in ("feeds", "matrix", "review", "search", "help", "watchlist", "settings", "poll_log"):
            return getattr(self.screen, "PLACE", "").partition(" ")[0] != action.replace("_", "-")
        if action == "poll_all":
            return not self.room.desk.settings.offline
        return super().check_action(action, parameters)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002  # Textual hands it over
        """Offer none of the framework's own commands: the palette shows our table."""
        return ()
