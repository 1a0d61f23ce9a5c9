"""The stairwell of a new watchlist: from stored texts to new readings, where they may be other than the old ones."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from store.library import Library
from store.model.reading import Draft, Reading
from store.rereading import Waiting
from tagger.difference import Difference, difference
from tagger.settling import settle, settling
from tagger.watchlist import Watchlist

__all__ = ["BATCH", "Progress", "Readings", "retag", "settle"]

Readings = Callable[[Iterable[Sequence[Draft]]], Iterator[Sequence[Reading]]]
"""Reads batches of drafts: the readings of each, in the order given. It may take batches ahead of what it gave."""

BATCH = 25
"""Articles re-read in one transaction: little is lost by a stop, and the desk and the poller are not kept waiting."""

_LOOK = 400
"""Articles that are looked over at once, to see whether they have to be read."""

_SHARE = 20
"""How many times as long as the last settling took, the next one waits: a big store's ledger takes a minute."""


_FIRST = 10.0
"""Seconds until the first settling: a small re-tagging is over by then."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a re-tagging is."""

    done: int
    """Articles that bear the new watchlist's mark so far."""
    read: int
    """Those of them that were read; the others cannot be read otherwise."""
    changed: int
    """Those of them in which something else was found."""
    settled: int
    """(principal, issue) pairs settled so far."""


def retag(
    library: Library,
    read: Readings,
    watchlist: Watchlist,
    *,
    today: date,
    earlier: Callable[[str], Watchlist | None] = lambda _: None,
    batch: int = BATCH,
    timer: Callable[[], float] = time.monotonic,
) -> Generator[Progress, None, None]:
    """Bring every article to the readings of `watchlist`; reviews stay.

    `read` makes readings by it. `earlier` gives the watchlist of a fingerprint, where it is known and was read with the
    tagger as it is now: then articles that it can only have read alike are marked without being read. A few articles a
    transaction, the ledger settled now and then and at the end; a stop at any moment leaves whole articles, and pairs
    that are known to wait. Raises `ValueError` where `read` marks its readings otherwise: the same articles would come
    back for ever.
    """
    run = _Run(library, watchlist.fingerprint, today, batch, timer)
    while others := library.rereading.others(watchlist.fingerprint):
        before = run.done
        for other in others:
            old = earlier(other) if other else None
            yield from run.over(other, difference(old, watchlist) if old else None, read)
        if run.done == before:
            break
    yield from run.settled()


class _Run:
    """One re-tagging on its way."""

    def __init__(self, library: Library, fingerprint: str, today: date, batch: int, timer: Callable[[], float]) -> None:
        self._library = library
        self._fingerprint = fingerprint
        self._today = today
        self._batch = batch
        self._timer = timer
        self._read = self._changed = self._settled = self.done = 0
        self._next_settling = timer() + _FIRST

    def over(self, other: str, lies_between: Difference | None, read: Readings) -> Iterator[Progress]:
        """Take all articles that bear another mark."""
        taken: deque[Sequence[Waiting]] = deque()
        confirmed = _Count()

        def drafts() -> Iterator[Sequence[Draft]]:
            for these in self._to_read(other, lies_between, confirmed):
                taken.append(these)
                yield [one.draft for one in these]

        for readings in read(drafts()):
            these = taken.popleft()
            if any(reading.tagged_with != self._fingerprint for reading in readings):
                raise ValueError("The reader works with another watchlist than the one asked for; load it again.")
            if these:
                self._changed += self._library.rereading.put(list(zip(these, readings, strict=True)))
            self._read += len(these)
            self.done += len(these) + confirmed.taken()
            if self._timer() >= self._next_settling:
                yield from self.settled()
            yield self._progress()
        self.done += confirmed.taken()
        yield self._progress()

    def _to_read(self, other: str, lies_between: Difference | None, confirmed: _Count) -> Iterator[Sequence[Waiting]]:
        """Batches of what has to be read; what need not be is marked on the way."""
        below: int | None = None
        left: list[Waiting] = []
        while found := self._library.rereading.waiting(other, below=below, limit=_LOOK):
            below = found[-1].id
            touched = [one for one in found if lies_between is None or _touches(lies_between, one)]
            if len(touched) < len(found):
                kept = {one.id for one in touched}
                self._library.rereading.confirm([one for one in found if one.id not in kept], self._fingerprint)
                confirmed.add(len(found) - len(touched))
            left.extend(touched)
            while len(left) >= self._batch:
                yield left[: self._batch]
                left = left[self._batch :]
            if len(touched) < self._batch:
                # So that progress is told where hardly any article has to be read.
                yield left
                left = []
        if left:
            yield left

    def settled(self) -> Iterator[Progress]:
        """Settle the ledger; from then on not again for a while."""
        begun = self._timer()
        for count in settling(self._library, today=self._today):
            self._settled += count
            yield self._progress()
        now = self._timer()
        self._next_settling = now + _SHARE * (now - begun)

    def _progress(self) -> Progress:
        return Progress(self.done, self._read, self._changed, self._settled)


class _Count:
    """Articles that were marked and not told of yet."""

    def __init__(self) -> None:
        self._count = 0

    def add(self, count: int) -> None:
        """So many more."""
        self._count += count

    def taken(self) -> int:
        """How many, and none from now on."""
        count, self._count = self._count, 0
        return count


def _touches(lies_between: Difference, one: Waiting) -> bool:
    return lies_between.touches(one.draft, on_story=one.on_story, longest=one.longest)
