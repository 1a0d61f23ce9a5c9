"""Running the poller and telling of it: what `poll` does."""

from __future__ import annotations

import asyncio
import os
import signal
import threading

from feeds import progress
from feeds.links import redact_url
from store.library import Library
from store.model import PollOutcome, PollStatus
from tui import output
from tui.commands.verb import OK, SOME_FEEDS_FAILED, say
from tui.wiring import Wiring

FAILED = frozenset({PollStatus.FAILED, PollStatus.GONE})


def once(wiring: Wiring, library: Library, *, everything: bool, ids: tuple[int, ...], as_json: bool) -> int:
    """Poll what is due, or `ids`, and tell of each feed; returns the exit code."""
    return asyncio.run(_once(wiring, library, everything=everything, ids=ids, as_json=as_json))


async def _once(wiring: Wiring, library: Library, *, everything: bool, ids: tuple[int, ...], as_json: bool) -> int:
    failed = new = polled = 0
    async with wiring.polling(library) as poller:
        async for outcome in poller.once(everything=everything, ids=ids):
            polled += 1
            new += outcome.new
            failed += outcome.status in FAILED
            _tell(outcome, as_json=as_json)
    if not as_json:
        say(_summary(polled, failed, new) if polled else "No feed is due. --all polls all the same.")
    return SOME_FEEDS_FAILED if failed else OK


def follow(wiring: Wiring, library: Library, *, as_json: bool, until_eof: bool) -> None:
    """Poll whatever falls due until a signal, or the end of standard input, says stop."""
    asyncio.run(_follow(wiring, library, as_json=as_json, until_eof=until_eof))


async def _follow(wiring: Wiring, library: Library, *, as_json: bool, until_eof: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signalled in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        loop.add_signal_handler(signalled, stop.set)
    if until_eof:
        threading.Thread(target=_wait_for_end, args=(loop, stop), name="wait for end of input", daemon=True).start()

    async with wiring.polling(library) as poller:
        await poller.follow(stop, lambda event: _tell(event, as_json=as_json))


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
