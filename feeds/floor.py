"""Who is polled next: so many feeds at once, so many of one host, outcomes as they are done."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from feeds.links import host_of
from store.model.polling import Feed, PollOutcome


@dataclass(slots=True)
class _Lane:
    """The feeds of one host that wait for each other, and how many of them are being polled."""

    waiting: deque[Feed] = field(default_factory=deque)
    busy: int = 0


class Floor:
    """Runs `poll` for feeds, `concurrency` at once and `per_host` of one host.

    A feed that waits for its host takes up no place. `pace` is the time in seconds between two beginnings.
    """

    def __init__(
        self, poll: Callable[[Feed], Awaitable[PollOutcome]], concurrency: int, per_host: int, pace: float = 0.0
    ) -> None:
        self._poll = poll
        self._concurrency = concurrency
        self._per_host = per_host
        self._pace = pace
        self._next_start = 0.0
        self._waiting: deque[Feed] = deque()
        self._lanes: dict[str, _Lane] = {}
        self._tasks: dict[asyncio.Task[PollOutcome], Feed] = {}
        self._ids: set[int] = set()
        self._done: asyncio.Queue[asyncio.Task[PollOutcome] | None] = asyncio.Queue()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def open(self) -> bool:
        """Whether an outcome is still to come, or to be fetched with `next`."""
        return bool(self._ids) or not self._done.empty()

    @property
    def ids(self) -> frozenset[int]:
        """Feeds that wait or are being polled."""
        return frozenset(self._ids)

    def add(self, feeds: Iterable[Feed]) -> None:
        """Queue feeds, those that are on the floor already left out."""
        for feed in feeds:
            if feed.id not in self._ids:
                self._ids.add(feed.id)
                self._waiting.append(feed)
        self._fill()

    async def next(self, within: float | None = None) -> PollOutcome | None:
        """Wait for the next outcome; None after `within` seconds or a `nudge`. Raises what the poll raised."""
        try:
            async with asyncio.timeout(within):
                task = await self._done.get()
        except TimeoutError:
            return None
        return None if task is None else task.result()

    def rest(self, seconds: float) -> None:
        """Begin nothing new for so long; only where a pace is kept."""
        self._next_start = max(self._next_start, asyncio.get_running_loop().time() + seconds)

    def nudge(self) -> None:
        """Make the present or next `next` return None."""
        self._done.put_nowait(None)

    async def clear(self) -> None:
        """Cancel everything that is under way, and wait until it has ended."""
        self._waiting.clear()
        self._lanes.clear()
        self._ids.clear()
        if self._timer is not None:
            self._timer.cancel()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _fill(self) -> None:
        while self._waiting and len(self._tasks) < self._concurrency:
            if self._too_early():
                return
            feed = self._waiting.popleft()
            lane = self._lanes.setdefault(host_of(feed.url), _Lane())
            if lane.busy >= self._per_host:
                lane.waiting.append(feed)
                continue
            lane.busy += 1
            task = asyncio.ensure_future(self._poll(feed))
            self._tasks[task] = feed
            task.add_done_callback(self._finished)

    def _too_early(self) -> bool:
        """Keep the pace: come back when the next may begin."""
        if not self._pace:
            return False
        loop = asyncio.get_running_loop()
        if loop.time() >= self._next_start:
            self._next_start = loop.time() + self._pace
            return False
        if self._timer is None or self._timer.cancelled() or self._timer.when() <= loop.time():
            self._timer = loop.call_at(self._next_start, self._fill)
        return True

    def _finished(self, task: asyncio.Task[PollOutcome]) -> None:
        feed = self._tasks.pop(task)
        self._ids.discard(feed.id)
        host = host_of(feed.url)
        lane = self._lanes.get(host)
        if lane is not None:
            lane.busy -= 1
            if lane.waiting:
                self._waiting.appendleft(lane.waiting.popleft())
            elif not lane.busy:
                del self._lanes[host]
        if not task.cancelled():
            self._done.put_nowait(task)
        self._fill()
