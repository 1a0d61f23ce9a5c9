"""Reading stored articles again in worker processes: beside the poller, and for `standpoint retag`."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from feeds.errors import WorkerError
from store.library import Library
from store.model.reading import Draft, Reading
from tagger.errors import WatchlistError
from tagger.watchlist import Watchlist, fingerprint, parse
from tui.wiring import Wiring

if TYPE_CHECKING:
    from feeds.workers import Pool
    from tagger.retag import Progress

LOG = logging.getLogger(__name__)


class Stopped(Exception):
    """Tagging anew is to end; what was not reached waits for the next time."""


class Retagging:
    """One run. Made and awaited on the event loop of the pool; works in a thread of its own."""

    def __init__(
        self,
        wiring: Wiring,
        library: Library,
        pool: Pool,
        *,
        ahead: int,
        tell: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        """`ahead` batches at most are with the workers at a time; `tell` hears of progress, in the run's thread."""
        self._wiring = wiring
        self._library = library
        self._pool = pool
        self._ahead = ahead
        self._tell = tell
        self._loop = asyncio.get_running_loop()
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Let `run` end soon, in Stopped."""
        self._stopped.set()

    async def run(self) -> None:
        """Read all that waits, and settle the ledger. Raises Stopped, StoreError, TaggerError, WorkerError."""
        await asyncio.to_thread(self._run)

    def _run(self) -> None:
        for progress in self._wiring.retag(self._library, self._read, lambda known: earlier(self._library, known)):
            self._tell(progress)
            if self._stopped.is_set():
                raise Stopped

    def _read(self, batches: Iterable[Sequence[Draft]]) -> Iterator[Sequence[Reading]]:
        """Give the readings of each batch in turn, while the workers are at the next ones."""
        asked: deque[Future[Sequence[Reading]]] = deque()
        for batch in batches:
            asked.append(asyncio.run_coroutine_threadsafe(self._read_batch(batch), self._loop))
            while len(asked) >= self._ahead:
                yield asked.popleft().result()
        while asked:
            yield asked.popleft().result()

    async def _read_batch(self, batch: Sequence[Draft]) -> Sequence[Reading]:
        if not batch:
            return ()
        try:
            return await self._pool.read(batch)
        except WorkerError as error:
            if len(batch) > 1:
                return [one for draft in batch for one in await self._read_batch([draft])]
            # Marked as read, with nothing found: an article that breaks its reader would stop the others every time.
            LOG.warning("%r could not be read: %s", batch[0].title, error)
            return (Reading(tagged_with=self._wiring.watchlist.fingerprint),)


def keep(library: Library, watchlist: Watchlist, raw: bytes) -> None:
    """Keep the text of the watchlist in use, so that the one after it can be compared with it.

    Nothing is kept of a file that was changed since the watchlist was read from it.
    """
    if library.rereading.watchlist(watchlist.fingerprint) is None and fingerprint(raw) == watchlist.fingerprint:
        library.rereading.keep_watchlist(watchlist.fingerprint, raw.decode("utf-8"))


def earlier(library: Library, known: str) -> Watchlist | None:
    """The watchlist of a fingerprint, where its text is kept and the tagger is still the one that read by it."""
    text = library.rereading.watchlist(known)
    if text is None or fingerprint(text.encode("utf-8")) != known:
        return None
    try:
        return parse(text.encode("utf-8"), path=None)
    except WatchlistError:
        # What is checked has become stricter since.
        return None
