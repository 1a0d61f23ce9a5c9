"""Questions that stand in front of a screen until they are answered."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from store.plain import safe_text
from tui.bindings import bindings
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
