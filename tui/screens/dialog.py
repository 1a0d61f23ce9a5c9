"""Questions that stand in front of a screen until they are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from feeds.errors import FeedsError
from store.errors import StoreError
from store.model.polling import Feed
from store.plain import safe_text
from tui.bindings import bindings
from tui.links import LinkRefused, checked
from tui.look import Look
from tui.room import Room
from tui.widgets.hints import Hints

AnswerT = TypeVar("AnswerT")


class Dialog(ModalScreen[AnswerT]):
    """A question. Enter answers it, Esc leaves it."""

    PLACE: ClassVar[str] = "dialog"
    BINDINGS: ClassVar = bindings("dialog")

    def __init__(self, room: Room, title: str) -> None:
        super().__init__()
        self.room = room
        self._title = title

    @property
    def look(self) -> Look:
        """How things look."""
        return self.room.look

    def compose(self) -> ComposeResult:
        """Lay the question in its frame, the keys below."""
        frame = Container()
        frame.border_title = Content(self.look.words(safe_text(self._title)))
        with frame:
            yield from self.question()
        yield Hints(self.room.look, self.room.keys)

    def question(self) -> ComposeResult:
        """Lay what is asked."""
        yield Static()


class Confirm(Dialog[bool]):
    """Yes or no."""

    def __init__(self, room: Room, title: str, words: str) -> None:
        super().__init__(room, title)
        self._words = words

    def question(self) -> ComposeResult:
        """Lay the words."""
        yield Static(Content(f"{self.look.words(safe_text(self._words))}\n\nEnter: yes. Esc: no."), classes="words")

    def action_yes(self) -> None:
        """Answer yes."""
        self.dismiss(True)  # noqa: FBT003  # the answer itself

    def action_no(self) -> None:
        """Answer no."""
        self.dismiss(False)  # noqa: FBT003  # the answer itself


class AddFeed(Dialog[Feed | None]):
    """Asks for a feed's address, checks it, subscribes it; says in a sentence what is wrong with it."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "Add a feed")

    def question(self) -> ComposeResult:
        """Lay the line for the address and the words below it."""
        yield Static(Content("Address of the feed (RSS, Atom or JSON Feed)"), classes="words")
        yield Input(placeholder="https://…" if not self.room.desk.settings.ascii else "https://", id="address")
        yield Static(Content("Enter adds it, Esc leaves it."), id="answer", classes="words")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the line for the address."""
        return False if action == "yes" else super().check_action(action, parameters)

    def action_no(self) -> None:
        """Leave."""
        self.dismiss(None)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Check and add the address."""
        address = message.value.strip()
        self._say("Checking the address …")
        self.run_worker(self._add(address), name="add a feed", group="add", exclusive=True)

    async def _add(self, address: str) -> None:
        try:
            checked(address if "://" in address or not address else f"https://{address}")
            url = address if "://" in address else f"https://{address}"
            feed = await asyncio.to_thread(self._subscriber(), url)
        except (LinkRefused, FeedsError, StoreError) as error:
            if self not in self.app.screen_stack:
                return  # left meanwhile
            self._say("Write the feed's address." if not address else str(error), trouble=True)
            return
        if self in self.app.screen_stack:
            self.dismiss(feed)

    def _subscriber(self) -> Callable[[str], Feed]:
        return self.room.desk.subscribe or self.room.library.feeds.add

    def _say(self, words: str, *, trouble: bool = False) -> None:
        answer = self.query_one("#answer", Static)
        answer.set_class(trouble, "trouble")
        answer.update(Content(self.look.words(safe_text(words))))
