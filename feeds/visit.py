"""One poll of one feed, from the request to the record that the store commits."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from feeds.bring import draft, parsed_feed
from feeds.decide import after_failure, after_held, after_success, decide, keys, move
from feeds.drafts import ReadFunction, readings
from feeds.errors import NotAFeed, WorkerError, WorkerKilled
from feeds.fetch import Fetched, Fetcher, FetchFailed
from feeds.hints import Hints
from feeds.instore import InStore
from feeds.links import canonical_url, host_of
from feeds.parse import ParsedFeed
from feeds.reach import Reach
from feeds.rhythm import interval, learned
from feeds.workers import Pool
from store.feeds import Lookup
from store.library import Library
from store.model.polling import Arrival, Entry, Feed, Habits, Known, PollOutcome, PollResult
from store.model.words import Clock, PollStatus, Verdict

_POISON_PAUSE = 3600
"""Seconds that a feed which cost a worker is left alone at least."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What reading a body gave."""

    entries: int
    title: str = ""
    arrivals: tuple[Arrival, ...] = ()
    habits: Habits | None = None
    error: str | None = None


class Visitor:
    """Polls one feed at a time, as often as it is asked; what it brings is stored by `commit`.

    `in_store` runs a function where the library may be asked without holding up the event loop.
    """

    def __init__(
        self,
        library: Library,
        fetcher: Fetcher,
        pool: Pool,
        read: ReadFunction,
        in_store: InStore,
        clock: Clock,
        rng: random.Random,
    ) -> None:
        self._library = library
        self._fetcher = fetcher
        self._pool = pool
        self._read = read
        self._in_store = in_store
        self._clock = clock
        self._rng = rng
        self._reach = Reach()

    async def visit(self, feed: Feed) -> PollResult:
        """Fetch, parse, decide and read; a feed that fails gives a result that says so."""
        begun = asyncio.get_running_loop().time()
        answer = await self._fetcher.get(feed.url, etag=feed.etag, last_modified=feed.last_modified)
        if isinstance(answer, FetchFailed):
            result = self._held(feed, answer) if answer.held else self._refused(feed, answer)
        else:
            self._reach.answered()
            result = await self._answered(feed, answer)
        return replace(result, seconds=asyncio.get_running_loop().time() - begun)

    def commit(self, results: Sequence[PollResult]) -> tuple[PollOutcome, ...]:
        """Store results, all or none; to be called in the database's thread."""
        return self._library.feeds.commit_polls(results, self._again)

    def _again(self, result: PollResult, known: Lookup) -> PollResult:
        """Decide again, in the transaction that stores it, what was new when it was read.

        Another feed may have brought it since, perhaps under the other scheme.
        """
        new = [arrival.entry for arrival in result.arrivals if arrival.verdict is Verdict.NEW]
        if not new:
            return result
        again = decide(new, self._looked_up(known, new), result.outlet)
        met = {one.entry.guid: one for one in again if one.article_id is not None}
        if not met:
            return result
        arrivals = (_met(arrival, met.get(arrival.entry.guid)) for arrival in result.arrivals)
        return replace(result, arrivals=tuple(arrivals))

    def defect(self, feed: Feed, error: Exception) -> PollResult:
        """Give the result of a poll that failed through a defect of ours."""
        what = f"Standpoint itself failed on this feed ({type(error).__name__}); the log says more."
        return self._failed(feed, what, None, least=_POISON_PAUSE)

    def _refused(self, feed: Feed, answer: FetchFailed) -> PollResult:
        """Give the result of a fetch that failed; where our own network is away, the feed is not to blame."""
        if not answer.unreached:
            if answer.http is not None:
                self._reach.answered()
            failed = self._failed(feed, answer.error, answer.http, answer.hints, gone=answer.gone)
            return replace(failed, host_until=answer.closed)
        self._reach.missed(host_of(feed.url))
        failed = self._failed(feed, answer.error, None)
        if not self._reach.away:
            return failed
        soon = after_failure(replace(feed, errors=0), answer.hints, self._clock(), self._rng)
        return replace(failed, errors=max(feed.errors, 1), next_due=soon.at)

    def _held(self, feed: Feed, answer: FetchFailed) -> PollResult:
        """Give the result of a feed that was not asked; all stays as it was."""
        now = self._clock()
        return PollResult(
            feed_id=feed.id,
            status=PollStatus.HELD,
            at=now,
            seconds=0.0,
            next_due=after_held(answer.hints, now, self._rng).at,
            error=answer.error,
            errors=feed.errors,
            told_to_wait=True,
        )

    async def _answered(self, feed: Feed, answer: Fetched) -> PollResult:
        body_hash = hashlib.sha256(answer.body).hexdigest()
        if answer.unchanged or (body_hash == feed.body_hash and feed.errors == 0):
            return self._good(feed, answer, PollStatus.UNCHANGED, None, _Found(0))
        try:
            found = await self._read_body(feed, answer)
        except NotAFeed as error:
            return self._failed(feed, str(error), answer.http, answer.hints)
        except WorkerKilled as error:
            what = f"The feed could not be read: {error}. It is left alone for a while."
            return self._failed(feed, what, answer.http, least=_POISON_PAUSE)
        except WorkerError as error:
            return self._failed(feed, f"The feed could not be read: {error}", answer.http)
        if found.error:
            failed = self._failed(feed, found.error, answer.http)
            return replace(failed, entries=found.entries, arrivals=found.arrivals)
        return self._good(feed, answer, PollStatus.OK, body_hash, found)

    async def _read_body(self, feed: Feed, answer: Fetched) -> _Found:
        if feed.body_hash:
            parsed = await self._pool.run(parsed_feed, answer.body, answer.content_type, answer.url, self._clock())
            arrivals = await self._arrivals(feed, parsed)
        else:
            parsed, arrivals = await self._first(feed, answer)
        asks = replace(parsed.asks, self_url=canonical_url(parsed.asks.self_url, answer.url))
        habits = learned(asks, parsed.entries, self._clock())
        error = None
        if parsed.cut_off:
            error = f"The feed breaks off before its end; {len(parsed.entries)} whole entries of it were kept."
        return _Found(len(parsed.entries), parsed.title, arrivals, habits, error)

    async def _first(self, feed: Feed, answer: Fetched) -> tuple[ParsedFeed, tuple[Arrival, ...]]:
        """Take a feed that was never read: all is new, and what is not is found out when it is stored."""
        parsed, found = await self._pool.bring(
            answer.body, answer.content_type, answer.url, self._clock(), (feed.outlet, feed.title)
        )
        arrivals = tuple(
            Arrival(entry, Verdict.NEW, reading=reading) for entry, reading in zip(parsed.entries, found, strict=True)
        )
        return parsed, await self._with_readings(arrivals, _outlet(feed, parsed.title))

    async def _arrivals(self, feed: Feed, parsed: ParsedFeed) -> tuple[Arrival, ...]:
        if not parsed.entries:
            return ()
        known = await self._in_store(lambda: self._known(feed.id, parsed.entries))
        outlet = _outlet(feed, parsed.title)
        return await self._with_readings(decide(parsed.entries, known, outlet), outlet)

    async def _with_readings(self, arrivals: tuple[Arrival, ...], outlet: str) -> tuple[Arrival, ...]:
        """Give arrivals with what is read in those that are new or changed, as far as it is not read yet."""
        unread = [i for i, one in enumerate(arrivals) if one.reading is None and one.verdict is not Verdict.SAME]
        if not unread:
            return arrivals
        found = list(arrivals)
        read = await readings(self._read, [draft(arrivals[index].entry, outlet) for index in unread])
        for index, reading in zip(unread, read, strict=True):
            found[index] = replace(arrivals[index], reading=reading)
        return tuple(found)

    def _known(self, feed_id: int, entries: Sequence[Entry]) -> Known:
        return self._looked_up(partial(self._library.articles.known, feed_id), entries)

    def _looked_up(self, known: Lookup, entries: Sequence[Entry]) -> Known:
        guids, urls, titles = keys(entries)
        return known(guids=guids, urls=urls, titles=titles, now=self._clock())

    def _good(
        self, feed: Feed, answer: Fetched, status: PollStatus, body_hash: str | None, found: _Found
    ) -> PollResult:
        now = self._clock()
        habits = found.habits or feed.habits
        seconds = interval(habits, feed.interval, now)
        again = after_success(answer.hints, habits, seconds, now, self._rng)
        moved = move(feed, answer.moved_to)
        return PollResult(
            feed_id=feed.id,
            status=status,
            at=now,
            seconds=0.0,
            next_due=again.at,
            http=answer.http,
            entries=found.entries,
            title=found.title or None,
            etag=answer.etag,
            last_modified=answer.last_modified,
            body_hash=body_hash,
            moved_to=moved.to,
            moved_seen=moved.seen,
            adopt_url=moved.adopt,
            interval=seconds,
            habits=found.habits,
            outlet=_outlet(feed, found.title),
            arrivals=found.arrivals,
        )

    def _failed(
        self,
        feed: Feed,
        error: str,
        http: int | None,
        told: Hints | None = None,
        *,
        gone: bool = False,
        least: int = 0,
    ) -> PollResult:
        now = self._clock()
        again = after_failure(feed, told or Hints(), now, self._rng, least=least)
        return PollResult(
            feed_id=feed.id,
            status=PollStatus.GONE if gone else PollStatus.FAILED,
            at=now,
            seconds=0.0,
            next_due=again.at,
            http=http,
            error=error,
            errors=feed.errors + 1,
            told_to_wait=again.told,
            moved_to=feed.moved_to,
            moved_seen=feed.moved_seen,
        )


def _outlet(feed: Feed, title: str) -> str:
    """Give the outlet of those entries that name none."""
    return feed.outlet or title or feed.title


def _met(arrival: Arrival, again: Arrival | None) -> Arrival:
    return arrival if again is None else replace(again, reading=arrival.reading)
