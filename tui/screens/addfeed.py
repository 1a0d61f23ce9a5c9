"""Adding a feed: its address, or that of a page, is asked for; what is there is shown; then it is subscribed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from feeds.errors import FeedsError
from feeds.links import redact_url
from store.errors import StoreError
from store.model.polling import Feed
from store.model.preview import Looked
from store.plain import safe_text
from tui import shapes
from tui.links import LinkRefused, checked
from tui.room import Room
from tui.screens.dialog import Dialog

_PLAIN = "By https nobody answers there; this is http, which everybody on the way can read."


class AddFeed(Dialog[Feed | None]):
    """Asks for an address, looks at it, shows what is there and subscribes it; says in a sentence what is wrong."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "Add a feed")
        self._looked: Looked | None = None
        self._at = 0

    def question(self) -> ComposeResult:
        """Lay the line for the address and the words below it."""
        yield Static(
            Content("Address of the feed (RSS, Atom or JSON Feed), or of a page that has one"), classes="words"
        )
        yield Input(placeholder="https://…" if not self.room.desk.settings.ascii else "https://", id="address")
        first = (
            "Enter adds it, Esc leaves it." if self.room.desk.look_at is None else "Enter looks at it, Esc leaves it."
        )
        yield Static(Content(first), id="answer", classes="words")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the line for the address."""
        return False if action == "yes" else super().check_action(action, parameters)

    def action_no(self) -> None:
        """Leave."""
        self.dismiss(None)

    def on_input_changed(self) -> None:
        """Forget what was found elsewhere."""
        if self._looked is not None:
            self._looked = None
            self._say("Enter looks at it, Esc leaves it.")

    def on_key(self, event: events.Key) -> None:
        """Go from one feed that was found to another."""
        if event.key in ("up", "down") and self._looked is not None and len(self._looked.previews) > 1:
            self._at = (self._at + (1 if event.key == "down" else -1)) % len(self._looked.previews)
            self._show(self._looked)
            event.stop()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Look at the address; subscribe what was found there before."""
        address = message.value.strip()
        look = self.room.desk.look_at
        if look is None or self._ready():
            self._say("Checking the address …")
            self.run_worker(self._add(address), name="add a feed", group="add", exclusive=True)
            return
        self._say("Looking at the address …")
        self.run_worker(self._look(address, look), name="look at a feed", group="add", exclusive=True)

    def _ready(self) -> bool:
        """Whether what is shown may be subscribed: a feed, or an address that did not answer."""
        return self._looked is not None and bool(self._looked.previews or not self._looked.answered)

    async def _look(self, address: str, look: Callable[[str], Looked]) -> None:
        try:
            url = self._checked(address)
            known = await asyncio.to_thread(self.room.library.feeds.find, url)
            if known is not None:
                self._trouble(f"The feed is subscribed already, as number {known.id} ({known.name}).")
                return
            looked = await asyncio.to_thread(look, address if "://" not in address else url)
        except (LinkRefused, FeedsError, StoreError) as error:
            self._trouble("Write the feed's address." if not address else str(error))
            return
        if self in self.app.screen_stack:
            self._looked, self._at = looked, 0
            self._show(looked)

    def _show(self, looked: Looked) -> None:
        if not looked.previews:
            rest = "" if looked.answered else " Enter adds it all the same."
            self._say(f"{looked.error}{rest}", trouble=True)
            return
        one = looked.previews[self._at]
        several = len(looked.previews) > 1
        which = f"{self._at + 1} of {len(looked.previews)} feeds found: " if several else ""
        plain = one.url.startswith("http:") and "://" not in self.query_one("#address", Input).value
        lines = [
            f"{which}{one.title or 'A feed without a title'}",
            redact_url(one.url),
            *([_PLAIN] if plain else []),
            *shapes.preview_lines(one),
            "",
        ]
        lines.append(f"Enter adds it{', up and down show the others' if several else ''}, Esc leaves it.")
        self._lines(lines)

    async def _add(self, address: str) -> None:
        try:
            url = self._checked(address)
            if self._looked is not None and self._looked.previews:
                url = self._looked.previews[self._at].url
            feed = await asyncio.to_thread(self._subscriber(), url)
        except (LinkRefused, FeedsError, StoreError) as error:
            self._trouble("Write the feed's address." if not address else str(error))
            return
        if self in self.app.screen_stack:
            self.dismiss(feed)

    def _checked(self, address: str) -> str:
        """The address with its scheme. Raises LinkRefused."""
        url = address if "://" in address or not address else f"https://{address}"
        checked(url)
        return url

    def _subscriber(self) -> Callable[[str], Feed]:
        return self.room.desk.subscribe or self.room.library.feeds.add

    def _trouble(self, words: str) -> None:
        if self in self.app.screen_stack:  # else left meanwhile
            self._say(words, trouble=True)

    def _say(self, words: str, *, trouble: bool = False) -> None:
        self._lines([words], trouble=trouble)

    def _lines(self, lines: list[str], *, trouble: bool = False) -> None:
        answer = self.query_one("#answer", Static)
        answer.set_class(trouble, "trouble")
        answer.update(Content("\n".join(self.look.words(safe_text(line)) for line in lines)))
