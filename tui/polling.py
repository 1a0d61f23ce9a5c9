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
from store.model.words import PollStatus
from tagger.errors import TaggerError
from tui import output
from tui.commands.verb import OK, SOME_FEEDS_FAILED, say
from tui.telling.beside import Telling, hand_on, look
from tui.upkeep import keep_up, look_over
from tui.wiring import Wiring

if TYPE_CHECKING:
    from feeds.workers import Pool
    from tagger.retag import Progress as Tagged

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
    next_due = library.feeds.next_due()
    soon = everything or bool(ids) or (next_due is not None and next_due <= wiring.clock())
    async with wiring.polling(library, soon=soon) as polling:
        _seldom_collect()
        async for outcome in polling.poller.once(everything=everything, ids=ids):
            polled += 1
            new += outcome.new
            failed += outcome.status in FAILED
            _tell(outcome, as_json=as_json)
        if wiring.to_retag(library):
            await _Retag(wiring, library, polling.pool, ahead=polling.pool.size + 1).run()
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
        # One batch at a time: the polls want the workers, too.
        retag = _Retag(wiring, library, polling.pool, ahead=1) if wiring.to_retag(library) else None
        beside = [asyncio.create_task(retag.run())] if retag else []
        aside = LOG.info if as_json else say
        upkeep = asyncio.create_task(_keep_up(wiring, library, stop, aside))
        telling = Telling(wiring.teller(library), aside)
        news = asyncio.create_task(telling.run())

        def hear(event: progress.Event) -> None:
            _tell(event, as_json=as_json)
            telling.hear(event)

        await polling.poller.follow(stop, hear)
        if retag:
            retag.stop()
        telling.stop()
        await asyncio.gather(*beside, upkeep, news)


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


def _note_tagged(tagged: Tagged) -> None:
    LOG.info("%d articles tagged anew", tagged.done)


class _Retag:
    """Reads again what another watchlist has read, beside the polls."""

    def __init__(self, wiring: Wiring, library: Library, pool: Pool, *, ahead: int) -> None:
        # Only here: it brings the tagger, which polls leave to the workers.
        from tui import retagging  # noqa: PLC0415

        self._stopped = retagging.Stopped
        self._retagging = retagging.Retagging(wiring, library, pool, ahead=ahead, tell=_note_tagged)
        self.stop = self._retagging.stop

    async def run(self) -> None:
        """Run until all is read, or it is stopped. Trouble goes to the log: polling is worth more."""
        try:
            await self._retagging.run()
        except self._stopped:
            LOG.info("Tagging anew was stopped")
        except (StoreError, TaggerError, WorkerError, ValueError) as error:
            LOG.warning("Tagging anew ended: %s", error)


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
