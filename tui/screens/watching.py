"""The questions about an actor of the watchlist: its names by type, and a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from store.plain import safe_text
from tui.room import Room
from tui.screens.dialog import Dialog
from tui.watchlist_file import ALIAS_TYPES, KINDS, Watched, id_for

AnswerT = TypeVar("AnswerT")


def split(typed: str) -> tuple[str, ...]:
    """Give the names between commas, blanks around them dropped, each once."""
    return tuple(dict.fromkeys(part for part in (one.strip() for one in typed.split(",")) if part))


class _Lines(Dialog[AnswerT | None]):
    """A question with several lines; Tab goes to the next, Enter in any of them answers."""

    def lines(self) -> Mapping[str, tuple[str, str]]:
        """Give the lines: id → (label, what stands in it at first)."""
        return {}

    def question(self) -> ComposeResult:
        """Lay the lines, each below its label."""
        with VerticalScroll(classes="lines", can_focus=False):
            for name, (label, value) in self.lines().items():
                yield Static(Content(self.look.words(safe_text(label))), classes="labels")
                yield Input(value, id=name, classes="compact", compact=True)
        yield Static(Content("Tab: next line. Enter: save. Esc: leave."), id="answer", classes="words")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter belongs to the lines."""
        return False if action == "yes" else super().check_action(action, parameters)

    def typed(self, name: str) -> str:
        """Give what stands in a line."""
        return self.query_one(f"#{name}", Input).value.strip()

    def refuse(self, words: str) -> None:
        """Say what is wrong."""
        answer = self.query_one("#answer", Static)
        answer.add_class("trouble")
        answer.update(Content(self.look.words(safe_text(words))))

    def action_no(self) -> None:
        """Leave."""
        self.dismiss(None)


class AskAliases(_Lines[dict[str, tuple[str, ...]]]):
    """Asks for an actor's names, a line for each type."""

    AUTO_FOCUS: ClassVar[str] = "#full"

    def __init__(self, room: Room, one: Watched) -> None:
        super().__init__(room, f"Names of {one.name}")
        self._one = one

    def lines(self) -> Mapping[str, tuple[str, str]]:
        """A line for each type of alias."""
        held = self._one.aliases
        return {kind: (f"{kind}: {says}", ", ".join(held.get(kind, ()))) for kind, says in ALIAS_TYPES.items()}

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Answer with the names by type."""
        message.stop()
        self.dismiss({kind: split(self.typed(kind)) for kind in ALIAS_TYPES})


class AskActor(_Lines[Watched]):
    """Asks for a new actor: name, kind, for whom it speaks, its surname."""

    AUTO_FOCUS: ClassVar[str] = "#name"

    def __init__(self, room: Room, name: str = "", principal: str | None = None) -> None:
        super().__init__(room, "A new actor")
        self._called = safe_text(name)
        self._principal = principal or ""

    def lines(self) -> Mapping[str, tuple[str, str]]:
        """A line for each fact."""
        return {
            "name": ("Its full name", self._called),
            "kind": (f"What it is: {', '.join(KINDS)}", "person"),
            "principal": ("The state or body that it speaks for, by id or name; empty for itself", self._principal),
            "surname": ("Surname, or other short names, with commas between", _surname(self._called)),
        }

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Answer with the actor, or say what is missing."""
        message.stop()
        name, kind, whom = self.typed("name"), self.typed("kind").lower(), self.typed("principal")
        number = id_for(name)
        if not name:
            self.refuse("Write a name.")
        elif not number:
            self.refuse("Write the name in Latin letters first; names in other scripts can be added to its names.")
        elif kind not in KINDS:
            self.refuse(f"It must be one of {', '.join(KINDS)}.")
        elif (principal := self._known(whom, number)) is None:
            self.refuse(f"No actor is called “{whom}”; write the id or name of one that is on the watchlist.")
        else:
            short = split(self.typed("surname"))
            sort = "surname" if kind == "person" else "full"
            self.dismiss(Watched(number, name, kind, principal, {sort: short} if short else {}))

    def _known(self, whom: str, own: str) -> str | None:
        if not whom:
            return own
        folded, names = whom.casefold(), self.look.names
        return next((one for one, name in names.items() if folded in (one.casefold(), name.casefold())), None)


def _surname(name: str) -> str:
    words = name.split()
    return words[-1] if len(words) > 1 else ""
