"""The line at the bottom: the keys that work now, as many as there is room for, made from the table of actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.dom import DOMNode
from textual.keys import key_to_character
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.actions import WRITING, Action, Shown, actions_of, called, display, keys_of
from tui.cells import Piece, line
from tui.look import Look
from tui.room import Room
from tui.widgets.inked import Inkwell


def places_of(node: DOMNode) -> tuple[str, ...]:
    """List the places that one node stands for."""
    place = getattr(node, "PLACE", "")
    return tuple(place.split()) if isinstance(place, str) else ()


def current(screen: Screen[object]) -> list[tuple[DOMNode, Action]]:
    """List what can be done now, nearest first: each action with the node that does it."""
    start = screen.focused or screen
    found: list[tuple[DOMNode, Action]] = []
    taken: set[str] = set()
    room = getattr(screen, "room", None)
    withheld = WRITING if isinstance(room, Room) and room.desk.settings.look else frozenset[str]()
    for node in start.ancestors_with_self:
        for place in places_of(node):
            for action in actions_of(place):
                if called(action.call) in withheld:
                    continue
                if action.id not in taken and _free(start, action.keys.split(",")) and _works(node, action):
                    taken.add(action.id)
                    found.append((node, action))
        if node.is_modal:
            break  # nothing below a question is reached
    return found


def _free(focused: DOMNode, keys: Sequence[str]) -> list[str]:
    """Give the keys that get past a line that takes letters itself."""
    return [key for key in keys if not focused.check_consume_key(key, key_to_character(key))]


def _works(node: DOMNode, action: Action) -> bool:
    name = action.call.partition("(")[0].removeprefix("app.")
    owner = node.app if action.call.startswith("app.") else node
    return owner.check_action(name, ()) is True


class Hints(Widget):
    """One line of keys and what they do; a click does it."""

    def __init__(self, look: Look, keys: Mapping[str, str]) -> None:
        super().__init__()
        self._look = look
        self._keys = keys
        self._inkwell: Inkwell | None = None
        self._spots: list[tuple[int, int, DOMNode, Action]] = []
        self._content: Content | None = None

    def on_mount(self) -> None:
        """Follow the focus, and the theme."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self.app.theme_changed_signal.subscribe(self, self._forget_inks)

    def _changed(self, _screen: object) -> None:
        self._content = None
        self.refresh()

    def _forget_inks(self, _theme: object) -> None:
        self._inkwell = None
        self.refresh()

    def on_resize(self) -> None:
        """Fit the line to the new width."""
        self._content = None

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        inkwell = self._inkwell
        if inkwell is None:
            inkwell = self._inkwell = Inkwell(self.app, self._look)
        if self._content is None:
            self._content = self._write(self.size.width)
        return inkwell.paint(self._content if y == 0 else Content(""), self.visual_style, self.size.width)

    def _write(self, width: int) -> Content:
        pieces: list[Piece] = []
        self._spots = []
        at = 0
        doable = current(self.screen)
        fixed = [pair for pair in doable if pair[1].id in ("help", "quit")]
        rest = [pair for pair in doable if pair[1].shown is Shown.FOOTER and pair not in fixed]
        reserve = sum(self._width(action) for _, action in fixed)
        for node, action in rest:
            if at + self._width(action) + reserve > width:
                continue
            at = self._add(pieces, at, node, action)
        for node, action in fixed:
            at = self._add(pieces, at, node, action)
        return line(*pieces)

    def _key(self, action: Action) -> str:
        keys = keys_of(action, self._keys)
        return display((_free(self.screen.focused or self.screen, keys) or keys)[0])

    def _width(self, action: Action) -> int:
        return cell_len(self._key(action)) + cell_len(action.label) + 3

    def _add(self, pieces: list[Piece], at: int, node: DOMNode, action: Action) -> int:
        end = at + self._width(action)
        pieces.extend(((f" {self._key(action)}", "key"), (f" {action.label} ", "")))
        self._spots.append((at, end, node, action))
        return end

    async def on_click(self, event: events.Click) -> None:
        """Do what stands under the pointer."""
        for start, end, node, action in self._spots:
            if start <= event.x < end:
                await self.app.run_action(action.call, node)
                return
