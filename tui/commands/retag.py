"""retag: read stored articles again, by the watchlist as it is now."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time
from typing import TYPE_CHECKING

import click

from tui import output
from tui.commands.verb import ERROR, OK, Verb, pass_wiring, say
from tui.wiring import Wiring

if TYPE_CHECKING:
    from store.library import Library
    from tagger.retag import Progress

LOG = logging.getLogger(__name__)

_SILENCE = 1.0
"""Seconds after which progress is told of though no article was done."""


@click.command(cls=Verb)
@click.option(
    "--json", "as_json", is_flag=True, help="A line of progress after each batch: done, of how many, read, changed."
)
@pass_wiring
def retag(wiring: Wiring, *, as_json: bool) -> int:
    """Read stored articles again.

    Those that were tagged by another watchlist or version; reviews are kept. What is stopped goes on where it was.
    """
    with wiring.existing_library() as library:
        waiting = library.rereading.count(wiring.watchlist.fingerprint)
        done, read, whole = asyncio.run(_retag(wiring, library, waiting, as_json=as_json))
    articles = "article" if done == 1 else "articles"
    passed = f", {done - read} of them without being read: they can hold nothing else" if read < done else ""
    if not whole:
        say(f"Stopped after {done} of {waiting} articles; standpoint retag goes on from there.")
        return ERROR
    say(f"{done} {articles} tagged anew{passed}.")
    return OK


async def _retag(wiring: Wiring, library: Library, waiting: int, *, as_json: bool) -> tuple[int, int, bool]:
    """How many articles were done, how many of them read, and whether it came to its end."""
    # The parsers and the event loop's subprocesses are no business of `--help`.
    from tui.retagging import Retagging, Stopped  # noqa: PLC0415

    done = read = 0
    told_at = 0.0

    def tell(progress: Progress) -> None:
        nonlocal done, read, told_at
        now = time.monotonic()
        # Also while the ledger is settled, which a big store's takes a while.
        if as_json and (progress.done > done or now > told_at + _SILENCE):
            told_at = now
            told = {"done": progress.done, "of": max(waiting, progress.done)}
            output.write_json({**told, "read": progress.read, "changed": progress.changed})
        done, read = progress.done, progress.read
        LOG.info("%d articles tagged anew", done)

    async with contextlib.AsyncExitStack() as ending:
        pool = wiring.pool()
        ending.push_async_callback(pool.close)
        retagging = Retagging(wiring, library, pool, ahead=pool.size + 1, tell=tell)
        loop = asyncio.get_running_loop()
        for signalled in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(signalled, retagging.stop)
        try:
            await retagging.run()
        except Stopped:
            return done, read, False
    return done, read, True
