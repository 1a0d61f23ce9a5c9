"""Questions that are answered with a line of text."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from store.plain import safe_text
from tui.room import Room
from tui.screens.dialog import Dialog


class AskText(Dialog[str | None]):
    """Asks for a name or a path."""

    def __init__(
        self, room: Room, title: str, label: str, value: str = "", *, check: Callable[[str], str] | None = None
    ) -> None:
        """`check` says what is wrong with an answer, "" where it will do."""
        super().__init__(room, title)
        self._label = label
        self._value = value
        self._check = check or (lambda text: "" if text else "Write something.")

    def question(self) -> ComposeResult:
        """Lay the line."""
        line = Input(self._value, id="line", select_on_focus=True)
        line.border_title = Content(self.look.words(safe_text(self._label)))
        yield line
        yield Static(Content("Enter takes it, Esc leaves it."), id="answer", classes="words")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the line."""
        return False if action == "yes" else super().check_action(action, parameters)

    def action_no(self) -> None:
        """Leave."""
        self.dismiss(None)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take the text, or say what is wrong with it."""
        message.stop()
        text = message.value.strip()
        wrong = self._check(text)
        if wrong:
            answer = self.query_one("#answer", Static)
            answer.add_class("trouble")
            answer.update(Content(self.look.words(safe_text(wrong))))
        else:
            self.dismiss(text)
