"""The poller: takes the feeds that are due, visits them side by side, stores each in one transaction, tells of each.

Feeds of one host wait for each other and for nobody else. The event loop never touches the database: one thread does,
and it is this process's one writer.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from feeds.commits import Commits
from feeds.fetch import Fetcher
from feeds.floor import Floor
from feeds.follow import Follower, healthy_first
from feeds.links import redact_url
from feeds.pages import PageReader
from feeds.progress import Event
from feeds.settling import Settling
from feeds.visit import Visitor
from feeds.workers import Pool
from store.errors import DatabaseBusy, StoreError
from store.library import Library
from store.model.polling import Feed, PollOutcome, PollResult
from store.model.words import Clock, PollStatus

__all__ = ["Poller"]

T = TypeVar("T")
_PACE = 0.1
"""Seconds between two beginnings while following, so that no burst follows a start or a sleep."""
_STORING = 4
"""How many times as many polls as are visited at once may be under way: the others wait to be stored together."""
_PAGE_ROUNDS = 5
"""Rounds of pages after which a single poll ends; what is left is for the next."""
_LOG = logging.getLogger(__name__)


class Poller:
    """Polls the feeds of one library. `settle` brings the ledger up to date; it is called in the database's thread.

    `rng` gives the jitter, `concurrency` is how many feeds are visited at once; `full_text` lets the pages of short
    entries be fetched, for feeds of which the user said nothing.
    """

    def __init__(
        self,
        library: Library,
        fetcher: Fetcher,
        pool: Pool,
        *,
        settle: Callable[[], None],
        clock: Clock,
        rng: random.Random | None = None,
        concurrency: int = 48,
        full_text: bool = False,
    ) -> None:
        self._library = library
        self._per_host = fetcher.per_host
        self._settle = settle
        self._clock = clock
        self._turns = asyncio.Semaphore(concurrency)
        self._most = _STORING * concurrency
        self._pace = _PACE
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        jitter = rng or random.Random()  # noqa: S311 - it spreads polls, it keeps no secret
        self._visitor = Visitor(library, fetcher, pool, pool.read, self._in_store, clock, jitter)
        self._commits = Commits(self._visitor.commit, self._in_store, lambda: self._visiting)
        self._visiting = 0
        self._pages = PageReader(library, fetcher, pool, pool.read, self._in_store, clock, default=full_text)

    async def once(self, *, everything: bool = False, ids: tuple[int, ...] = ()) -> AsyncIterator[PollOutcome]:
        """Poll what is due and yield one outcome a feed, in the order in which they are done.

        `everything` and `ids` as in `Feeds.due`. Raises StoreError where nothing more can be stored.
        """
        feeds = await self._in_store(lambda: self._library.feeds.due(self._clock(), everything=everything, ids=ids))
        floor = Floor(self._poll, self._most, self._per_host)
        settling = Settling(self._settle_now)
        try:
            floor.add(healthy_first(feeds))
            while floor.open:
                outcome = await floor.next()
                if outcome is not None:
                    await settling.after(outcome)
                    yield outcome
            await settling.finish()
        finally:
            await floor.clear()
        # What feeds brought is stored and told by now; their pages may take a while.
        for _ in range(_PAGE_ROUNDS):
            if not await self._pages.round():
                break
            await self._settle_now()

    async def follow(self, stop: asyncio.Event, on_event: Callable[[Event], None], *, tick: float = 1.0) -> None:
        """Poll what is due, again and again, until `stop` is set; tell of everything.

        Wakes for the next appointment, and within a `tick` of seconds when the database changed, for somebody may have
        made a feed due. Raises StoreError where nothing more can be stored.
        """
        floor = Floor(self._poll, self._most, self._per_host, self._pace)
        settling = Settling(self._settle_now)
        follower = Follower(self._library, floor, settling, self._clock, self._in_store, on_event, tick)
        pages = asyncio.create_task(self._pages.follow(self._settle_now), name="pages")
        try:
            await follower.run(stop)
        finally:
            pages.cancel()
            await asyncio.gather(pages, return_exceptions=True)
            await floor.clear()

    async def close(self) -> None:
        """Let the database's thread finish what it is at, and end it."""
        await asyncio.to_thread(self._thread.shutdown, wait=True, cancel_futures=True)

    async def _poll(self, feed: Feed) -> PollOutcome:
        result = await self._visit(feed)
        try:
            return _presentable(await self._commits.commit(result))
        except DatabaseBusy as error:
            return _presentable(_not_stored(feed, result, error))

    async def _visit(self, feed: Feed) -> PollResult:
        self._visiting += 1
        try:
            async with self._turns:
                return await self._visitor.visit(feed)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - a defect of ours that one feed brings out must not stop the others
            _LOG.exception("Polling feed %d failed in a way that was not foreseen", feed.id)
            return self._visitor.defect(feed, error)
        finally:
            self._visiting -= 1

    async def _settle_now(self) -> None:
        await self._in_store(self._settle)

    async def _in_store(self, function: Callable[[], T]) -> T:
        """Run in the database's thread; a transaction that has begun is finished even if we are cancelled."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)


def _presentable(outcome: PollOutcome) -> PollOutcome:
    """Take secrets out of the name of a feed that has none but its address."""
    return replace(outcome, name=redact_url(outcome.name)) if outcome.name == outcome.url else outcome


def _not_stored(feed: Feed, result: PollResult, error: DatabaseBusy) -> PollOutcome:
    """Tell of a poll that could not be stored; the feed stays due."""
    return PollOutcome(
        feed_id=feed.id,
        url=feed.url,
        name=feed.name,
        status=PollStatus.FAILED,
        http=result.http,
        entries=result.entries,
        new=0,
        changed=0,
        error=str(error),
        next_due=feed.next_due or result.at,
        seconds=result.seconds,
    )
