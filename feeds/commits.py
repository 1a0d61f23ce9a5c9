"""Storing polls as they come, several in one transaction: what a transaction costs is paid once for all of them.

A poll is told of when it is stored, never before. Where a transaction fails each of its polls is stored by itself, so
that a defect which one feed brings out costs no other.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeAlias

from feeds.instore import InStore
from store.errors import DatabaseBusy
from store.model.polling import PollOutcome, PollResult
from store.model.words import Verdict

_LINGER = 0.5
"""Seconds that a poll waits for others at most."""
_FULL = 1_000
"""Entries to be stored from which nothing is waited for; a transaction takes few more, for other programs write too.

So many take a third of a second; the index of words gets one segment of them, which is merged with others later.
"""
_STATEMENTS = 6
"""How many entries off the story one on it stands for: its statements are compared with others."""

_Waiting: TypeAlias = tuple[PollResult, "asyncio.Future[PollOutcome]"]
_Told: TypeAlias = tuple["asyncio.Future[PollOutcome]", PollOutcome | Exception]


class Commits:
    """Takes results and gives outcomes. `store` stores several or none; it is called by way of `in_store`.

    `others` says how many polls are under way that will bring a result.
    """

    def __init__(
        self,
        store: Callable[[Sequence[PollResult]], Sequence[PollOutcome]],
        in_store: InStore,
        others: Callable[[], int],
    ) -> None:
        self._store = store
        self._in_store = in_store
        self._others = others
        self._waiting: deque[_Waiting] = deque()
        self._entries = 0
        self._timer: asyncio.TimerHandle | None = None
        self._under_way: set[asyncio.Future[None]] = set()

    async def commit(self, result: PollResult) -> PollOutcome:
        """Store a result with those that wait; raises what storing it raised."""
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[PollOutcome] = loop.create_future()
        self._waiting.append((result, outcome))
        self._entries += _weight(result)
        if self._entries >= _FULL or not self._others():
            self._begin(loop)
        elif self._timer is None:
            self._timer = loop.call_later(_LINGER, self._begin, loop)
        return await outcome

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._entries = 0
        task = asyncio.ensure_future(self._in_store(lambda: self._store_waiting(loop)))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _store_waiting(self, loop: asyncio.AbstractEventLoop) -> None:
        """In the database's thread: store all that waits by now."""
        while self._waiting:
            batch = self._batch()
            told = self._stored(batch)
            loop.call_soon_threadsafe(_tell, told)

    def _batch(self) -> list[_Waiting]:
        batch: list[_Waiting] = []
        size = 0
        while self._waiting and size < _FULL:
            batch.append(self._waiting.popleft())
            size += _weight(batch[-1][0])
        return batch

    def _stored(self, batch: Sequence[_Waiting]) -> list[_Told]:
        try:
            outcomes = self._store([result for result, _ in batch])
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for the outcome
            if len(batch) == 1 or isinstance(error, DatabaseBusy):
                return [(waits, error) for _, waits in batch]
            return [told for one in batch for told in self._stored([one])]
        return [(waits, outcome) for (_, waits), outcome in zip(batch, outcomes, strict=True)]


def _tell(told: Sequence[_Told]) -> None:
    for waits, outcome in told:
        if waits.done():
            # Cancelled meanwhile; it is stored all the same.
            continue
        if isinstance(outcome, Exception):
            waits.set_exception(outcome)
        else:
            waits.set_result(outcome)


def _weight(result: PollResult) -> int:
    """How much there is to store, in entries off the story."""
    fresh = [one for one in result.arrivals if one.verdict is not Verdict.SAME]
    return len(fresh) + _STATEMENTS * sum(one.reading is not None and one.reading.on_story for one in fresh)
