"""Running the poller and telling of it: what `poll` does."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from feeds import progress
from feeds.errors import WorkerError
from feeds.links import redact_url
from store.errors import StoreError
from store.library import Library
from store.model.polling import PollOutcome
from store.model.reading import Draft, Reading
from store.model.words import PollStatus
from tagger.errors import TaggerError
from tui import output
from tui.commands.verb import OK, SOME_FEEDS_FAILED, say
from tui.telling.beside import Telling, hand_on, look
from tui.upkeep import keep_up, look_over
from tui.wiring import Wiring

if TYPE_CHECKING:
    from feeds.workers import Pool

LOG = logging.getLogger(__name__)

_UPKEEP = 600.0
"""Seconds between two looks whether the day has its backup."""

_GARBAGE = 20_000
"""Objects made, and not yet gone, between two looks for garbage; records hold no cycles, so that there is little."""

FAILED = frozenset({PollStatus.FAILED, PollStatus.GONE})


def once(wiring: Wiring, library: Library, *, everything: bool, ids: tuple[int, ...], as_json: bool) -> int:
    """Poll what is due, or `ids`, and tell of each feed; returns the exit code. Raises DamagedDatabase before that."""
    look_over(library, say)
    return asyncio.run(_once(wiring, library, everything=everything, ids=ids, as_json=as_json))


async def _once(wiring: Wiring, library: Library, *, everything: bool, ids: tuple[int, ...], as_json: bool) -> int:
    failed = new = polled = 0
    async with wiring.polling(library) as polling:
        _seldom_collect()
        async for outcome in polling.poller.once(everything=everything, ids=ids):
            polled += 1
            new += outcome.new
            failed += outcome.status in FAILED
            _tell(outcome, as_json=as_json)
        await _Retagging(wiring, library, polling.pool).run()
    teller, tell = wiring.teller(library), LOG.info if as_json else say
    look(teller, tell)
    hand_on(teller, tell)
    if not as_json:
        say(_summary(polled, failed, new) if polled else "No feed is due. --all polls all the same.")
    for told in keep_up(library, wiring.settings.retention):
        LOG.info(told)
        if not as_json:
            say(told)
    return SOME_FEEDS_FAILED if failed else OK


def follow(wiring: Wiring, library: Library, *, as_json: bool, until_eof: bool) -> None:
    """Poll whatever falls due until a signal, or the end of standard input, says stop.

    Raises DamagedDatabase, before anything is polled.
    """
    look_over(library, LOG.info if as_json else say)
    asyncio.run(_follow(wiring, library, as_json=as_json, until_eof=until_eof))


async def _follow(wiring: Wiring, library: Library, *, as_json: bool, until_eof: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signalled in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        loop.add_signal_handler(signalled, stop.set)
    if until_eof:
        threading.Thread(target=_wait_for_end, args=(loop, stop), name="wait for end of input", daemon=True).start()

    async with wiring.polling(library) as polling:
        _seldom_collect()
        retagging = _Retagging(wiring, library, polling.pool)
        beside = asyncio.create_task(retagging.run())
        aside = LOG.info if as_json else say
        upkeep = asyncio.create_task(_keep_up(wiring, library, stop, aside))
        telling = Telling(wiring.teller(library), aside)
        news = asyncio.create_task(telling.run())

        def hear(event: progress.Event) -> None:
            _tell(event, as_json=as_json)
            telling.hear(event)

        await polling.poller.follow(stop, hear)
        retagging.stop()
        telling.stop()
        await asyncio.gather(beside, upkeep, news)


async def _keep_up(wiring: Wiring, library: Library, stop: asyncio.Event, tell: Callable[[str], None]) -> None:
    """See to the database's upkeep at once, and again whenever a new day may have come."""
    while not stop.is_set():
        for told in await asyncio.to_thread(lambda: list(keep_up(library, wiring.settings.retention))):
            tell(told)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _UPKEEP)


def _seldom_collect() -> None:
    """Let garbage be looked for among what polls make, and seldom: what is loaded by now stays."""
    gc.freeze()
    gc.set_threshold(_GARBAGE)


class _Retagging:
    """Reads again, in the worker processes, what another watchlist has read; may be stopped between two articles."""

    def __init__(self, wiring: Wiring, library: Library, pool: Pool) -> None:
        self._wiring = wiring
        self._library = library
        self._pool = pool
        self._loop = asyncio.get_running_loop()
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Let `run` end soon; what was not reached is read again at the next start."""
        self._stopped.set()

    async def run(self) -> None:
        """Read all that waits. Trouble goes to the log: polling is worth more."""
        try:
            await asyncio.to_thread(self._run)
        except _Stopped:
            LOG.info("Tagging anew was stopped")
        except (StoreError, TaggerError, ValueError) as error:
            LOG.warning("Tagging anew ended: %s", error)

    def _run(self) -> None:
        for count in self._wiring.retag(self._library, self._read):
            LOG.info("%d articles tagged anew", count)

    def _read(self, draft: Draft) -> Reading:
        if self._stopped.is_set():
            raise _Stopped
        asked = asyncio.run_coroutine_threadsafe(self._pool.read((draft,)), self._loop)
        try:
            return asked.result()[0]
        except WorkerError as error:
            # Marked as read, with nothing found: an article that breaks its reader would stop the others every time.
            LOG.warning("%r could not be read: %s", draft.title, error)
            return Reading(tagged_with=self._wiring.watchlist.fingerprint)


class _Stopped(Exception):
    """Tagging anew is to end."""


def _wait_for_end(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    # The descriptor itself: a thread that sits in sys.stdin.read would hold its lock when the interpreter ends.
    while os.read(0, 4096):
        pass
    loop.call_soon_threadsafe(stop.set)


def _tell(event: progress.Event, *, as_json: bool) -> None:
    if as_json:
        output.write_json(progress.as_json(event))
    elif isinstance(event, PollOutcome):
        name = redact_url(event.url) if event.name == event.url else event.name
        what = event.error or f"{event.entries} entries, {event.new} new, {event.changed} changed"
        output.write_line(f"{name}: {what}", f"{event.status.value:<9} {event.feed_id:>4} ")


def _summary(polled: int, failed: int, new: int) -> str:
    articles = "article" if new == 1 else "articles"
    feeds = "feed" if polled == 1 else "feeds"
    return f"{polled} {feeds} polled, {failed} failed, {new} new {articles}."
