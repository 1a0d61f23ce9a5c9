"""poll: ask the feeds, once or for as long as it runs."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from typing import TYPE_CHECKING

import click

from store.model import PollOutcome, PollStatus
from tui import output
from tui.commands.verb import OK, SOME_FEEDS_FAILED, Verb, pass_wiring, say
from tui.wiring import Wiring

if TYPE_CHECKING:
    from feeds.progress import Event
    from store.library import Library

FAILED = frozenset({PollStatus.FAILED, PollStatus.GONE})


@click.command(cls=Verb)
@click.option("--once", is_flag=True, help="Poll what is due and end (the default).")
@click.option("--follow", is_flag=True, help="Go on polling whatever falls due, until stopped.")
@click.option("--all", "everything", is_flag=True, help="Also feeds that are not due, save those told to wait.")
@click.option("--feed", "ids", type=int, multiple=True, metavar="ID", help="This feed alone, due or not; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="JSON, a line a feed.")
@click.option("--until-eof", is_flag=True, hidden=True, help="End when standard input is closed.")
@pass_wiring
def poll(
    wiring: Wiring, *, once: bool, follow: bool, everything: bool, ids: tuple[int, ...], as_json: bool, until_eof: bool
) -> int:
    """Ask the feeds for news.

    Ends with 6 where some of them failed, and with 4 where another process polls this database.
    """
    if once and follow:
        raise click.UsageError("--once and --follow exclude each other.")
    if follow and (everything or ids):
        raise click.UsageError("--all and --feed go with --once.")
    wiring.refuse_offline()
    with wiring.library() as library, wiring.poll_lock():
        for one in ids:
            library.feeds.get(one)
        if follow:
            asyncio.run(_follow(wiring, library, as_json=as_json, until_eof=until_eof))
            return OK
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


def _tell(event: Event, *, as_json: bool) -> None:
    if as_json:
        from feeds.progress import as_json as shape  # noqa: PLC0415  # feeds is not loaded for other commands

        output.write_json(shape(event))
    elif isinstance(event, PollOutcome):
        what = event.error or f"{event.entries} entries, {event.new} new, {event.changed} changed"
        output.write_line(f"{event.name}: {what}", f"{event.status.value:<9} {event.feed_id:>4} ")


def _summary(polled: int, failed: int, new: int) -> str:
    articles = "article" if new == 1 else "articles"
    feeds = "feed" if polled == 1 else "feeds"
    return f"{polled} {feeds} polled, {failed} failed, {new} new {articles}."
