"""Polling without end: waits for the next appointment, or for somebody to make a feed due, and tells of both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from feeds.floor import Floor
from feeds.instore import InStore
from feeds.progress import Event, Idle, RoundBegun, RoundDone
from feeds.settling import Settling
from store.library import Library
from store.model.polling import Feed, PollOutcome
from store.model.words import Clock, FeedState, PollStatus

_TICK = 1.0
"""Seconds between two looks at the clock and at the database's revision."""
_FAR = timedelta(hours=30)
"""Appointments lie a day ahead at most, and its jitter; one further off was made by a clock that was wrong."""
_LOOK_FAR = 600
"""Ticks between two searches for such appointments."""
_JUMP = 30.0
"""Seconds that the clock may be ahead of our own reckoning; beyond that the machine slept, or its clock was set."""
_WAKING = 10.0
"""Seconds that a network is given to come back after a sleep: asking before would only make errors."""


@dataclass(slots=True)
class _Tally:
    """What a round has come to so far."""

    begun: float
    feeds: int = 0
    failed: int = 0
    new: int = 0
    changed: int = 0

    def add(self, outcome: PollOutcome) -> None:
        self.feeds += 1
        self.failed += outcome.status in (PollStatus.FAILED, PollStatus.GONE)
        self.new += outcome.new
        self.changed += outcome.changed


class Follower:
    """One `poll --follow`: everything it needs is given to it."""

    def __init__(
        self,
        library: Library,
        floor: Floor,
        settling: Settling,
        clock: Clock,
        in_store: InStore,
        on_event: Callable[[Event], None],
        tick: float = _TICK,
    ) -> None:
        self._library = library
        self._floor = floor
        self._settling = settling
        self._clock = clock
        self._in_store = in_store
        self._on_event = on_event
        self._tick = tick
        self._tally: _Tally | None = None
        self._revision = -1
        self._next_due: datetime | None = None
        self._told_idle = False
        self._ahead: float | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Go on until `stop` is set; what is under way then is left to the caller to clear."""
        waker = asyncio.ensure_future(stop.wait())
        waker.add_done_callback(lambda _: self._floor.nudge())
        tick = 0
        try:
            while not stop.is_set():
                self._notice_sleep()
                due = await self._in_store(partial(self._look, mend=tick % _LOOK_FAR == 0))
                self._begin(due)
                await self._turn()
                tick += 1
            await self._settling.finish()
        finally:
            waker.cancel()

    def _notice_sleep(self) -> None:
        """Rest a while where the clock went on without us: what is overdue then is not asked for in one go."""
        # The event loop's own time stands still while the machine sleeps.
        ahead = self._clock().timestamp() - asyncio.get_running_loop().time()
        if self._ahead is not None and ahead - self._ahead > _JUMP:
            self._floor.rest(_WAKING)
        self._ahead = ahead

    def _look(self, *, mend: bool) -> tuple[Feed, ...]:
        """In the database's thread: what is due and not yet on the floor; empty where nothing can have become due."""
        feeds, now = self._library.feeds, self._clock()
        if mend:
            far = tuple(
                f.id for f in feeds.list() if f.state is FeedState.ACTIVE and f.next_due and f.next_due > now + _FAR
            )
            if far:
                feeds.make_due(far)
        revision = self._library.revision()
        if revision == self._revision and (self._next_due is None or self._next_due > now):
            return ()
        self._revision = revision
        self._next_due = feeds.next_due()
        busy = self._floor.ids
        return tuple(feed for feed in feeds.due(now) if feed.id not in busy)

    def _begin(self, due: tuple[Feed, ...]) -> None:
        if not due:
            return
        if self._tally is None:
            self._tally = _Tally(asyncio.get_running_loop().time())
        self._on_event(RoundBegun(len(due)))
        self._floor.add(healthy_first(due))

    async def _turn(self) -> None:
        """Wait for an outcome, a tick at most; end the round where that was the last."""
        outcome = await self._floor.next(self._tick)
        if outcome is not None:
            await self._settling.after(outcome)
            if self._tally is not None:
                self._tally.add(outcome)
            self._on_event(outcome)
        if not self._floor.open:
            await self._rest()

    async def _rest(self) -> None:
        await self._settling.finish()
        if self._tally is not None:
            seconds = asyncio.get_running_loop().time() - self._tally.begun
            tally, self._tally = self._tally, None
            self._on_event(RoundDone(tally.feeds, tally.failed, tally.new, tally.changed, seconds))
            self._told_idle = False
        if not self._told_idle:
            self._told_idle = True
            self._on_event(Idle(await self._in_store(self._library.feeds.next_due)))


def healthy_first(feeds: Iterable[Feed]) -> list[Feed]:
    """Order feeds so that those which failed last time, and may hang again, keep no place from the others."""
    return sorted(feeds, key=lambda feed: feed.errors)
