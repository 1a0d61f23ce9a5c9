"""The welcome of a new database, in three steps: what the story is, which feeds are on, where the keys are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from store.errors import StoreError
from store.model.polling import Feed
from store.model.words import FeedState
from tui.actions import ACTIONS, display, keys_of
from tui.bindings import bindings
from tui.cells import safe
from tui.room import Room
from tui.widgets.hints import Hints
from tui.widgets.sheet import Block, Sheet, joined

STEPS = 3
_KEYS = (
    "open",
    "narrow",
    "search",
    "matrix",
    "review",
    "feeds",
    "as-of",
    "enlarge",
    "theme",
    "palette",
    "help",
    "quit",
)
"""Actions that the last step tells of."""
_ASK_AGAIN = 0.5
"""Seconds between looks for the feeds while they are being subscribed."""


class WelcomeScreen(ModalScreen[None]):
    """Three cards before the desk. Enter goes on, Esc skips; any other key skips too, and does what it always does."""

    PLACE: ClassVar[str] = "welcome"
    BINDINGS: ClassVar = bindings("welcome")

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room
        self._step = 0
        self._feeds: tuple[Feed, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay the card."""
        with Container():
            yield Sheet(self.room.look, id="card", opens=False)
            yield Static(id="where", classes="words", markup=False)
        yield Hints(self.room.look, self.room.keys)

    def on_mount(self) -> None:
        """Show the first step, and read what the second one tells."""
        self._show()
        self.query_one(Sheet).focus()
        self.run_worker(self._read_feeds(), name="read the feeds", group="welcome")

    async def _read_feeds(self) -> None:
        while not self._feeds:
            try:
                self._feeds = await asyncio.to_thread(self.room.library.feeds.list)
            except StoreError:
                return
            if self not in self.app.screen_stack:
                return  # skipped meanwhile
            self._show()
            await asyncio.sleep(_ASK_AGAIN)

    def _show(self) -> None:
        words = (self._story, self._subscribed, self._keys)[self._step]
        sheet = self.query_one(Sheet)
        sheet.border_title = Content(f"Welcome, {self._step + 1} of {STEPS}")
        sheet.show(list(words()))
        ways = "Enter: next" if self._step + 1 < STEPS else "Enter: to the desk"
        self.query_one("#where", Static).update(Content(self.room.look.words(f"{ways}. Esc: skip.")))

    def _story(self) -> Iterator[Block]:
        look = self.room.look
        yield Block("Standpoint follows one story in the press", "heading")
        yield Block("")
        yield joined(("The story: ", "dim"), (safe(self.room.story) or "as your watchlist has it", "strong"))
        yield Block(
            "It reads who said what, and keeps a ledger: actor, issue, stance, with the words, the day and the link "
            "behind each entry. When a stance changes, both statements are shown side by side."
        )
        yield Block("")
        if look.questions:
            yield Block("The issues", "heading")
        for issue, question in look.questions.items():
            yield joined((f"{issue:<24}", "issue"), (safe(question), ""), hang=24)
        yield Block("")
        yield Block("A few stories are here already: digests of October to December 2025, in our own words.", "dim")
        yield joined(("W", "key"), (" shows the watchlist and lets you edit it.", "dim"))

    def _subscribed(self) -> Iterator[Block]:
        on = [feed for feed in self._feeds if feed.state is FeedState.ACTIVE]
        off = len(self._feeds) - len(on)
        if not self._feeds:
            yield Block("The feeds are being subscribed …", "heading")
            yield Block("This takes some seconds, once. The desk can be used meanwhile.", "dim")
            return
        yield Block(f"{len(on)} feeds are on{f', {off} wait for you to resume them' if off else ''}", "heading")
        yield Block("")
        if self.room.desk.settings.offline:
            yield Block("You asked for no network: nothing is polled until you start without --offline.", "warning")
        names = sorted({safe(feed.outlet or feed.title or feed.url) for feed in on}, key=str.casefold)
        yield Block(f" {self.room.look.glyphs.separator} ".join(names))
        yield Block("")
        yield joined(("f", "key"), (" shows them: add, pause, remove. ", ""), ("R", "key"), (" asks them all now.", ""))

    def _keys(self) -> Iterator[Block]:
        yield Block("Where the keys are", "heading")
        yield Block("")
        yield Block("Arrows and Enter do everything; so do j, k and the letters. Esc goes back. The mouse works too.")
        yield Block("")
        told = {action.id: action for action in reversed(ACTIONS)}
        for name in _KEYS:
            action = told.get(name)
            if action is not None:
                keys = " ".join(display(key) for key in keys_of(action, self.room.keys))
                yield joined((f"{keys:<10}", "key"), (action.help, ""), indent=1, hang=10)

    def action_next(self) -> None:
        """Go to the next step; from the last one to the desk."""
        if self._step + 1 == STEPS:
            self.dismiss(None)
        else:
            self._step += 1
            self._show()

    def action_before(self) -> None:
        """Go to the step before."""
        self._step = max(self._step - 1, 0)
        self._show()

    def action_skip(self) -> None:
        """Go to the desk."""
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Let a key that is none of the welcome's skip it, and hand it to the desk."""
        if event.key in _OWN:
            return
        event.stop()
        event.prevent_default()
        self.dismiss(None)
        self.app.call_later(self.app.post_message, events.Key(event.key, event.character))


_OWN = frozenset(
    key
    for action in ACTIONS
    if action.place in ("welcome", "sheet")
    for key in action.keys.split(",")
    if key not in ("j", "k", "g", "G")
)
"""Keys that the welcome answers itself."""
