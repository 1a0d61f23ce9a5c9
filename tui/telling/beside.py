"""Telling beside the poller: at the end of each round, and now and then between rounds for what pages brought."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from feeds.progress import Event, RoundBegun, RoundDone
from store.errors import StoreError
from tagger.errors import TaggerError

if TYPE_CHECKING:
    from tui.telling.teller import Teller

LOG = logging.getLogger(__name__)

PAUSE = 30.0
"""Seconds between two looks while no round ends: pages come after their feeds, and quiet hours end."""
_PATIENCE = 300.0
"""Seconds after which a round that does not end is told of in parts."""


class Telling:
    """Looks and hands on until it is stopped; `say` gets each bundle's line, and what went wrong."""

    def __init__(self, teller: Teller, say: Callable[[str], None], pause: float = PAUSE) -> None:
        self._teller = teller
        self._say = say
        self._pause = pause
        self._begun: float | None = None
        self._nudge = asyncio.Event()
        self._stopped = False
        self._giving: threading.Thread | None = None

    def hear(self, event: Event) -> None:
        """Take note of what the poller tells."""
        if isinstance(event, RoundBegun):
            self._begun = self._begun or asyncio.get_running_loop().time()
        elif isinstance(event, RoundDone):
            self._begun = None
            self._nudge.set()

    def stop(self) -> None:
        """Let `run` end; what was not looked at waits for the next start."""
        self._stopped = True
        self._nudge.set()

    async def run(self) -> None:
        """Tell for as long as it is not stopped. Trouble goes to the log: polling is worth more."""
        while not self._is_stopped():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._nudge.wait(), self._pause)
            self._nudge.clear()
            if not self._is_stopped() and not self._in_round():
                await asyncio.to_thread(self._look)
                self._hand_on()

    def _is_stopped(self) -> bool:
        return self._stopped

    def _in_round(self) -> bool:
        begun = self._begun
        return begun is not None and asyncio.get_running_loop().time() - begun < _PATIENCE

    def _look(self) -> None:
        look(self._teller, self._say)

    def _hand_on(self) -> None:
        """Run the user's command in a thread of its own that nobody waits for: it may take its time."""
        if self._giving is None or not self._giving.is_alive():
            self._giving = threading.Thread(
                target=hand_on, args=(self._teller, self._say), name="user's command", daemon=True
            )
            self._giving.start()


def look(teller: Teller, say: Callable[[str], None]) -> None:
    """Look once, and say what is told."""
    try:
        telling = teller.look()
    except (StoreError, TaggerError) as error:
        LOG.warning("Nothing could be told: %s", error)
        return
    if telling is not None:
        say(f"Told: {telling.words}")


def hand_on(teller: Teller, say: Callable[[str], None]) -> None:
    """Give the user's command what waits for it, and say what went wrong."""
    try:
        for trouble in teller.deliver():
            say(trouble)
    except StoreError as error:
        LOG.warning("The command could not be told: %s", error)
