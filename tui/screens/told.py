"""What the desk does with what it is told: a note, the bell, the terminal's own notification."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual.app import App

from store.errors import StoreError
from store.model.telling import Telling
from store.plain import safe_text
from tui.room import Room
from tui.telling.terminal import osc9
from tui.ways import way_to_telling

_SHOWN = 6
"""Lines of a note."""
_SECONDS = 12
"""How long a note stays."""


class Told(App[None]):
    """An application that takes up what its user is to be told."""

    room: Room

    async def take_up_tellings(self) -> None:
        """Take up what no other desk has, and tell it. Where the database cannot be asked, it waits."""
        if not self.room.desk.tells:
            return
        try:
            tellings = await asyncio.to_thread(self.room.library.tellings.claim)
        except StoreError:
            return
        if tellings:
            self._tell(tellings)

    def action_telling(self) -> None:
        """Show the rules, and what was told."""
        self.push_screen(way_to_telling(self.room))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Do not offer the way to where one is already."""
        if action == "telling":
            return not getattr(self.screen, "PLACE", "").startswith("telling")
        return super().check_action(action, parameters)

    def _tell(self, tellings: Sequence[Telling]) -> None:
        ways = {way for one in tellings for way in one.ways}
        if "desk" in ways:
            lines = [line for one in tellings if "desk" in one.ways for line in one.lines]
            rules = dict.fromkeys(name for one in tellings if "desk" in one.ways for name in one.rules)
            named = ", ".join(f"“{name}”" for name in rules)
            title = safe_text(f"News by your rule{'s' if len(rules) > 1 else ''} {named}", 100)
            more = [] if len(lines) <= _SHOWN else [f"and {len(lines) - _SHOWN} more"]
            told = "\n".join([*(safe_text(line) for line in lines[:_SHOWN]), *more])
            self.notify(self.room.look.words(told), title=self.room.look.words(title), timeout=_SECONDS, markup=False)
        if "bell" in ways:
            self.bell()
        if "osc9" in ways and self._driver is not None and not self.is_headless:
            words = next(one.words for one in reversed(tellings) if "osc9" in one.ways)
            self._driver.write(osc9(words, self.room.desk.environ))
