"""Looking at an address before it is subscribed: a feed, or a page whose feeds are found, each with a preview.

Few requests: the address itself, the feeds that a page names, else its links that look like feeds, else the usual
places of the same site, one after the other until one is a feed, and those only where its robots.txt lets us.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

from feeds.answers import Fetched, FetchFailed
from feeds.discover import Candidate, guesses, read_page
from feeds.errors import NotAFeed, WorkerError
from feeds.fetch import Fetcher
from feeds.newssearch import understood
from feeds.parse import ParsedFeed, parse
from feeds.rhythm import interval, learned, per_day
from feeds.robots import allowed
from feeds.workers import Pool
from store.model.polling import Entry
from store.model.preview import Looked, Preview
from store.model.reading import Draft, Reading
from store.model.words import Clock

_NAMED = 6
"""Feeds named by one page that are looked at."""
_LIKELY = 4
_SHOWN = 5
_READ = 20
"""Entries that are read to tell how many are on the story."""
_ORDINARY = 3600
"""Seconds between polls of a feed that gives no dates."""

ReadFunction = Callable[[Sequence[Draft]], Awaitable[tuple[Reading, ...]]]


async def unread(drafts: Sequence[Draft]) -> tuple[Reading, ...]:  # noqa: ARG001 - in a reader's place
    """Read nothing, where nobody asks how many entries are on the story."""
    return ()


class Looker:
    """Looks at addresses. `read` reads drafts by the watchlist in use; by default the pool's own reader."""

    def __init__(self, fetcher: Fetcher, pool: Pool, clock: Clock, read: ReadFunction | None = None) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._clock = clock
        self._read = read or pool.read

    async def look(self, url: str) -> Looked:
        """Look at an address; what goes wrong is told in a sentence."""
        answer = await self._fetcher.get(url)
        if isinstance(answer, FetchFailed):
            return Looked(url, error=answer.error, shut=answer.shut)
        try:
            return Looked(url, (await self._preview(_kept_address(url, answer), answer),))
        except NotAFeed as error:
            what = str(error)
        except WorkerError as error:
            return Looked(url, error=f"What came cannot be read: {error}")
        if not _is_page(answer):
            return Looked(url, error=what, answered=True)
        found = await self._on_page(answer)
        none = "The address leads to a web page, and no feed was found there. Look for the feed's own address."
        return Looked(url, found, "" if found else none, answered=True)

    async def _on_page(self, page: Fetched) -> tuple[Preview, ...]:
        try:
            names = await self._pool.run(read_page, page.body, page.url)
        except WorkerError:
            return ()
        named = await self._those_of(names.named[:_NAMED])
        if named:
            return named
        likely = await self._those_of(names.likely[:_LIKELY])
        return likely or await self._guessed(page.url)

    async def _those_of(self, candidates: Iterable[Candidate]) -> tuple[Preview, ...]:
        """Preview those of the candidates that are feeds, one after the other, each once."""
        found: dict[str, Preview] = {}
        for candidate in candidates:
            preview = await self._try(candidate.url)
            if preview is not None:
                found.setdefault(preview.url, preview)
        return tuple(found.values())

    async def _guessed(self, url: str) -> tuple[Preview, ...]:
        for address in guesses(url):
            if await allowed(self._fetcher, address, now=self._clock()):
                preview = await self._try(address)
                if preview is not None:
                    return (preview,)
        return ()

    async def _try(self, url: str) -> Preview | None:
        answer = await self._fetcher.get(url)
        if isinstance(answer, FetchFailed):
            return None
        try:
            return await self._preview(_kept_address(url, answer), answer)
        except (NotAFeed, WorkerError):
            return None

    async def _preview(self, url: str, answer: Fetched) -> Preview:
        now = self._clock()
        parsed: ParsedFeed = await self._pool.run(parse, answer.body, answer.content_type, answer.url, now)
        entries = sorted(understood(parsed.entries), key=_newest(now), reverse=True)
        readings = await self._readings(entries[:_READ], parsed.title)
        habits = learned(parsed.asks, entries, now)
        return Preview(
            url=url,
            title=parsed.title,
            entries=len(entries),
            latest=tuple((entry.title, entry.published) for entry in entries[:_SHOWN]),
            read=len(readings),
            on_story=sum(reading.on_story for reading in readings),
            per_day=per_day(habits, now),
            interval=max(interval(habits, _ORDINARY, now), min(habits.wish, 86400)),
            site_url=parsed.site_url,
        )

    async def _readings(self, entries: Sequence[Entry], outlet: str) -> tuple[Reading, ...]:
        drafts = [Draft(one.text, one.title, one.outlet or outlet, one.url, one.published) for one in entries]
        try:
            return await self._read(drafts) if drafts else ()
        except WorkerError:
            # Without the count the preview still tells the rest.
            return ()


def _newest(now: datetime) -> Callable[[Entry], float]:
    """Order by date; what has none, or one in the future, comes last."""

    def key(entry: Entry) -> float:
        return entry.published.timestamp() if entry.published and entry.published <= now else 0.0

    return key


def _kept_address(url: str, answer: Fetched) -> str:
    """The address to subscribe: as given, or where it has moved for good; a user name in it is not lost."""
    return url if "@" in url.partition("?")[0] else answer.moved_to or url


def _is_page(answer: Fetched) -> bool:
    head = answer.body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" in answer.content_type.lower() or head.startswith((b"<!doctype html", b"<html")) or b"<body" in head
