"""Whose turn it is at a host: so many requests at a time, a gap between them, and none while it wants to be left alone.

All that is asked of the web goes through here: feeds, pages, robots.txt, discovery.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime

from store.model.words import Clock

_REMEMBERED = 2000
"""Hosts that are kept in mind though nobody asks them anything now."""


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    wanted: int = 0
    """Requests that wait or are under way."""
    busy: int = 0
    free_at: float = 0.0
    """The event loop's time from which the next may begin."""
    closed_until: datetime | None = None


class Hosts:
    """The turns of all hosts. `gap` is the time in seconds between two requests to one host, from end to beginning.

    `own` tells of a host whether it is the user's own: what one of its feeds is told holds for that feed alone.
    """

    def __init__(self, per_host: int, gap: float, clock: Clock, own: Callable[[str], bool]) -> None:
        self._per_host = per_host
        self._gap = gap
        self._clock = clock
        self._own = own
        self._hosts: dict[str, _Host] = {}
        self.most = 0
        """The most requests that one host saw at once."""

    @contextlib.asynccontextmanager
    async def turn(self, name: str, *, at_once: bool = False) -> AsyncIterator[None]:
        """Wait for a turn, and give it back at the end. `at_once` for a redirect that the host itself sent."""
        host = self._host(name)
        host.wanted += 1
        try:
            async with host.slots:
                await self._gap_over(host, at_once=at_once)
                host.busy += 1
                self.most = max(self.most, host.busy)
                try:
                    yield
                finally:
                    host.busy -= 1
                    host.free_at = max(host.free_at, asyncio.get_running_loop().time() + self._gap)
        finally:
            host.wanted -= 1
            self._forget()

    def close(self, name: str, until: datetime) -> bool:
        """Leave a host alone until then; False where that is no matter of the whole host."""
        if self._own(name):
            return False
        host = self._host(name)
        host.closed_until = max(until, host.closed_until or until)
        return True

    def closed_until(self, name: str) -> datetime | None:
        """Until when a host wants to be left alone; None where it may be asked."""
        host = self._hosts.get(name)
        if host is None or host.closed_until is None:
            return None
        if host.closed_until <= self._clock():
            host.closed_until = None
        return host.closed_until

    async def _gap_over(self, host: _Host, *, at_once: bool) -> None:
        loop = asyncio.get_running_loop()
        # Looked at again after each sleep: of those beside us, where several are allowed, one begins, the others wait a
        # gap longer, counted from when it really began.
        while not at_once and (wait := host.free_at - loop.time()) > 0:  # noqa: ASYNC110 - a time is waited for
            await asyncio.sleep(wait)
        host.free_at = max(host.free_at, loop.time() + self._gap)

    def _host(self, name: str) -> _Host:
        found = self._hosts.get(name)
        if found is None:
            found = self._hosts[name] = _Host(asyncio.Semaphore(self._per_host))
        return found

    def _forget(self) -> None:
        """Keep no more hosts in mind than are of use."""
        if len(self._hosts) <= _REMEMBERED:
            return
        now = asyncio.get_running_loop().time()
        self._hosts = {
            name: host
            for name, host in self._hosts.items()
            if host.wanted or host.free_at > now or self.closed_until(name)
        }
