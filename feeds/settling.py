"""When the ledger is brought up to date while feeds come in: after what changed it, and not at every feed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from store.model.polling import PollOutcome

_EVERY = 1.0
"""Seconds between two settlings."""


class Settling:
    """Calls `settle` after outcomes that brought something, once a second at most, and at the end."""

    def __init__(self, settle: Callable[[], Awaitable[None]]) -> None:
        self._settle = settle
        # A process killed before may have left something unsettled.
        self._wanted = True
        self._last = asyncio.get_running_loop().time()

    async def after(self, outcome: PollOutcome) -> None:
        """Take note of an outcome; settle where it is time."""
        self._wanted = self._wanted or bool(outcome.new or outcome.changed)
        if asyncio.get_running_loop().time() - self._last >= _EVERY:
            await self.finish()

    async def finish(self) -> None:
        """Settle what is not yet."""
        if self._wanted:
            self._wanted = False
            await self._settle()
            self._last = asyncio.get_running_loop().time()
