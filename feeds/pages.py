"""The pages behind short entries: fetched politely, read in a worker, put in the place of the entry's own text.

An entry is stored as soon as its feed brings it; its page comes later, and only for what is on a topic of the story.
Whatever keeps a page from being read is remembered with the article, in a sentence.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from feeds import robots
from feeds.drafts import ReadFunction, reading
from feeds.errors import WorkerError
from feeds.fetch import Fetched, Fetcher, FetchFailed
from feeds.instore import InStore
from feeds.links import host_of, redact_url
from feeds.workers import Pool
from store.errors import StoreError
from store.library import Library
from store.model.pages import Wanted
from store.model.reading import Draft
from store.model.words import Clock

if TYPE_CHECKING:
    from feeds.fulltext import Page

TRIES = 3
"""How often a page is asked for at most, where the trouble may pass."""
_PAUSES = (timedelta(hours=1), timedelta(hours=6))
"""Between one try and the next."""
_AT_ONCE = 8
"""Pages under way at a time; those of one host wait for each other, and for the host's feeds."""
_ROUND = 40
"""Pages looked for at a time."""
_EVERY = 15.0
"""Seconds between two looks while following."""
_LOG = logging.getLogger(__name__)


class PageReader:
    """Brings the full texts. `default` holds for feeds of which the user said nothing."""

    def __init__(
        self,
        library: Library,
        fetcher: Fetcher,
        pool: Pool,
        read: ReadFunction,
        in_store: InStore,
        clock: Clock,
        *,
        default: bool,
    ) -> None:
        self._library = library
        self._fetcher = fetcher
        self._pool = pool
        self._read = read
        self._in_store = in_store
        self._clock = clock
        self._default = default

    async def round(self) -> int:
        """Fetch what is wanted now, so many at a time; how many texts were stored."""
        # Only here, as below: most polls end without a page, and its patterns take a while.
        from feeds.fulltext import SHORT  # noqa: PLC0415

        wanted = await self._in_store(
            lambda: self._library.pages.wanted(default=self._default, short=SHORT, limit=_ROUND)
        )
        if not wanted:
            return 0
        turn = asyncio.Semaphore(_AT_ONCE)

        async def one(article: Wanted) -> bool:
            async with turn:
                return await self._guarded(article)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(article)) for article in wanted]
        return sum(task.result() for task in tasks)

    async def follow(self, settle: Callable[[], Awaitable[None]]) -> None:
        """Fetch what comes to be wanted, until cancelled; `settle` is called after each round that brought some."""
        while True:
            if await self.round():
                await settle()
            await asyncio.sleep(_EVERY)

    async def _guarded(self, wanted: Wanted) -> bool:
        """Let no page stop the others; the poller itself tells of a database that takes nothing more."""
        try:
            return await self._bring(wanted)
        except StoreError as error:
            _LOG.warning("The page %s was not stored: %s", redact_url(wanted.url), error)
        except Exception:  # noqa: BLE001 - a defect of ours that one page brings out must not stop the others
            _LOG.exception("The page %s failed in a way that was not foreseen", redact_url(wanted.url))
            await self._refuse(wanted, "Standpoint itself failed on this page; the log says more.", again=False)
        return False

    async def _bring(self, wanted: Wanted) -> bool:
        """Fetch one page and store its text, or why there is none."""
        host = host_of(wanted.url)
        if not await robots.allowed(self._fetcher, wanted.url, now=self._clock()):
            await self._refuse(wanted, f"{host} asks programs not to fetch this page (robots.txt).", again=False)
            return False
        answer = await self._fetcher.get(wanted.url, kind="article")
        if isinstance(answer, FetchFailed):
            await self._refuse(wanted, _sentence(answer, host), again=_may_pass(answer))
            return False
        try:
            page = await self._page(wanted, answer)
        except WorkerError as error:
            await self._refuse(wanted, f"The page at {host} could not be read: {error}.", again=False)
            return False
        if not page.text:
            await self._refuse(wanted, page.note, again=False)
            return False
        draft = Draft(page.text, wanted.title, wanted.outlet, wanted.url, wanted.published, wanted.said_on)
        found = await reading(self._read, draft)
        return await self._in_store(lambda: self._library.pages.fill(wanted, page.text, found))

    async def _page(self, wanted: Wanted, answer: Fetched) -> Page:
        from feeds.fulltext import read_page  # noqa: PLC0415

        return await self._pool.run(read_page, answer.body, answer.content_type, answer.url, wanted.title, wanted.text)

    async def _refuse(self, wanted: Wanted, note: str, *, again: bool) -> None:
        next_try: datetime | None = None
        if again and wanted.tries + 1 < TRIES:
            next_try = self._clock() + _PAUSES[min(wanted.tries, len(_PAUSES) - 1)]
        await self._in_store(lambda: self._library.pages.refuse(wanted, note, next_try))


def _may_pass(answer: FetchFailed) -> bool:
    """Whether another try may have an answer: the network, the server's own trouble, too many requests."""
    return answer.http is None or answer.http == 429 or answer.http >= 500


def _sentence(answer: FetchFailed, host: str) -> str:
    """Say of a page what the fetcher says of a feed."""
    said = {
        401: "wants a user name and password for this page",
        402: "wants to be paid for this page",
        403: "refuses to give this page",
        404: "does not have this page",
        410: "has withdrawn this page",
        429: "says that it was asked too often",
        451: "may not give this page for legal reasons",
    }
    if answer.http in said and "bot wall" not in answer.error:
        return f"{host} {said[answer.http]} (HTTP {answer.http})."
    return answer.error
