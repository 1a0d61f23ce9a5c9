"""Two pairs of hands at a real terminal, which count their keys.

One knows vi's letters and those of the footer; the other the arrows, Enter and Esc alone, and finds the rest in the
menu.
"""

from __future__ import annotations

import re
import time

from tests.support.terminal import Terminal

_CHOSEN = re.compile(r"┃▸[1-9 ] (.+?)(?:\s{2,}|\s*┃)")
_LINE = re.compile(r"┃[▸ ][1-9 ] ([a-z].*?)(?:\s{2,}|\s*┃)")
_PANE = re.compile(r"┏━ ([1-4]) ")
"""The desk's pane in use."""
_PANES = 4
_MENU = "What can be done here"
_ARROWS = frozenset({"left", "right", "up", "down", "enter", "escape"})


class Hands:
    """What both can do; `keys` counts what was pressed, `letters` what was typed into a line."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.keys = 0
        self.letters = 0

    def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.keys += 1
            self.terminal.press(key)

    def type(self, words: str) -> None:
        """Type words into a line."""
        self.letters += len(words)
        self.terminal.burst(words)

    def see(self, words: str, seconds: float = 20) -> None:
        """Wait until words stand on the screen."""
        self.terminal.wait_for(words, seconds)

    def do(self, letter: str, label: str) -> None:
        """Do what the footer has under a letter and the menu under a label."""
        raise NotImplementedError

    def choose(self, label: str) -> None:
        """Go to a line of the menu in front, and choose it."""
        raise NotImplementedError

    def walk(self, key: str, arrow: str) -> None:
        """Move."""
        raise NotImplementedError

    def _chosen(self, title: str) -> str:
        below = self.terminal.text.partition(title)[2]
        found = _CHOSEN.search(below)
        return found[1].strip() if found else ""

    def _until_other(self, title: str, before: str) -> str:
        end = time.monotonic() + 10
        while (now := self._chosen(title)) in ("", before) and time.monotonic() < end:
            self.terminal.read(0.05)
        self._let_it_paint()
        now = self._chosen(title)
        assert now not in ("", before), f"the cursor stays on {before!r}:\n{self.terminal.text}"
        return now

    def _let_it_paint(self) -> None:
        """Take in a frame to its end: half of one shows a cursor where none will be."""
        before = -1
        while before != len(self.terminal.raw):
            before = len(self.terminal.raw)
            self.terminal.read(0.06)

    def _to(self, label: str, title: str) -> None:
        """Go to a line of a menu by the arrows: up or down where it is in sight, else a screenful on."""
        here = self._until_other(title, "")
        while here != label:
            in_sight = [found.strip() for found in _LINE.findall(self.terminal.text.partition(title)[2])]
            far = in_sight.index(label) - in_sight.index(here) if label in in_sight else len(in_sight)
            if far > len(in_sight) / 2:
                self.press("right")
            else:
                self.press("down" if far > 0 else "up")
            here = self._until_other(title, here)
        self.press("enter")


class ViHands(Hands):
    """Letters, digits, Enter and Esc."""

    def press(self, *keys: str) -> None:
        """Press keys, none of them an arrow."""
        assert not set(keys) & (_ARROWS - {"enter", "escape"})
        super().press(*keys)

    def do(self, letter: str, label: str) -> None:
        """Press the letter."""
        self.press(letter)

    def choose(self, label: str, title: str = "Narrow to") -> None:
        """Press the line's number, or go there."""
        self._until_other(title, "")
        line = next(one for one in self.terminal.text.splitlines() if label in one)
        number = re.search(rf"([1-9]) {re.escape(label)}", line)
        assert number, line
        self.press(number[1])

    def walk(self, key: str, arrow: str) -> None:
        """Press the letter."""
        self.press(key)


class ArrowHands(Hands):
    """The arrows, Enter and Esc."""

    def press(self, *keys: str) -> None:
        """Press keys, all of them arrows, Enter or Esc."""
        assert set(keys) <= _ARROWS
        super().press(*keys)

    def do(self, letter: str, label: str) -> None:
        """Open the menu, which lies beyond the right, and choose."""
        pane = _PANE.search(self.terminal.text)
        self.press(*["right"] * (_PANES + 1 - int(pane[1]) if pane else 1))
        self.see(_MENU)
        self._to(label, _MENU)

    def choose(self, label: str, title: str = "Narrow to") -> None:
        """Go down to the line and press Enter."""
        self._to(label, title)

    def walk(self, key: str, arrow: str) -> None:
        """Press the arrow."""
        self.press(arrow)
