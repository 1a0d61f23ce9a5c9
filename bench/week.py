"""A week of 500 feeds on a clock of its own: how polite the poller is, and whether it grows.

Only the clock and the wire are made up. What decides, waits, fetches, parses and stores is the real thing; entries are
stored unread, for reading them asks nothing of publishers.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import selectors
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx

from feeds.bring import parsed_feed
from feeds.fetch import Fetcher
from feeds.parse import ParsedFeed
from feeds.poll import Poller
from feeds.progress import Event
from store.library import Library
from store.model.polling import PollOutcome
from store.model.reading import Draft, Reading
from store.model.words import PollStatus

T = TypeVar("T")
START = datetime(2026, 3, 2, tzinfo=UTC)
DAY = 86400.0
_TICK = 10.0
"""Seconds between two looks at the clock; one in the real program, which would only take longer here."""
# Share of the feeds, and items a day: news agencies, papers, ministries, blogs.
RATES = ((0.02, 96.0), (0.13, 24.0), (0.35, 6.0), (0.50, 1.0))


class _Jump(selectors.DefaultSelector):  # type: ignore[misc,valid-type]  # the kind differs from system to system
    """Lets no time pass: where the loop would wait, its clock is put forward."""

    loop: VirtualLoop

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout:
            self.loop.now += timeout
        return list(super().select(0))


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop on a clock of its own. Work for threads is done at once, so that no real time is waited for."""

    def __init__(self) -> None:
        selector = _Jump()
        selector.loop = self
        self.now = 0.0
        super().__init__(selector)

    def time(self) -> float:
        """The clock's time."""
        return self.now

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:  # noqa: ARG002
        """Do the work now."""
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - handed over as an executor would
            done.set_exception(error)
        return done


class _Bytes(httpx.AsyncByteStream):
    """A body that comes off the wire in one piece."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body


@dataclass
class Site:
    """One feed as its publisher runs it: an item every so often, answered in one of the ways that are met with."""

    number: int
    host: str
    every: float
    validators: bool
    head: tuple[tuple[str, str], ...] = ()
    ttl: int = 0
    status: int = 200

    def answer(self, headers: httpx.Headers, now: datetime, rng: random.Random) -> httpx.Response:
        """Answer a request as this publisher does."""
        if self.status != 200:
            return httpx.Response(self.status, headers=dict(self.head))
        if rng.random() < 0.002:
            return httpx.Response(429, headers={"Retry-After": str(rng.choice((60, 900, 7200)))})
        if rng.random() < 0.01:
            return httpx.Response(503)
        last = int(((now - START).total_seconds() + 40 * DAY + self.number * 37) // self.every)
        told = {"ETag": f'"{last}"', **dict(self.head)} if self.validators else dict(self.head)
        if self.validators and headers.get("if-none-match") == f'"{last}"':
            return httpx.Response(304, headers=told)
        told["Content-Type"] = "application/rss+xml"
        return httpx.Response(200, headers=told, stream=_Bytes(self._body(last)))

    def _body(self, last: int) -> bytes:
        ttl = f"<ttl>{self.ttl}</ttl>" if self.ttl else ""
        items = "".join(self._item(k) for k in range(last, last - 30, -1))
        start = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Feed {self.number}</title>{ttl}"
        return f"{start}{items}</channel></rss>".encode()

    def _item(self, k: int) -> str:
        at = START + timedelta(seconds=k * self.every - 40 * DAY - self.number * 37)
        return (
            f"<item><guid>{self.number}-{k}</guid><link>https://{self.host}/{self.number}/{k}</link><title>Item {k} of "
            f"feed {self.number} today</title><pubDate>{format_datetime(at)}</pubDate><description>Text {k}."
            "</description></item>"
        )


@dataclass
class Wire:
    """The made-up web: answers after a while, and counts what it sees."""

    sites: dict[str, Site]
    clock: Callable[[], datetime]
    rng: random.Random
    requests: int = 0
    by_status: Counter[int] = field(default_factory=Counter)
    by_site: Counter[int] = field(default_factory=Counter)
    seconds: Counter[int] = field(default_factory=Counter)
    busy: Counter[str] = field(default_factory=Counter)
    most_at_host: int = 0
    last_end: dict[str, float] = field(default_factory=dict)
    least_gap: float = 1e9

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer after a while, as a transport of httpx does."""
        loop = asyncio.get_running_loop()
        host, site = request.url.host, self.sites[str(request.url)]
        self.requests += 1
        self.by_site[site.number] += 1
        self.seconds[int(loop.time())] += 1
        self.busy[host] += 1
        self.most_at_host = max(self.most_at_host, self.busy[host])
        self.least_gap = min(self.least_gap, loop.time() - self.last_end.get(host, -1e9))
        try:
            await asyncio.sleep(self.rng.uniform(0.1, 1.5))
            answer = site.answer(request.headers, self.clock(), self.rng)
        finally:
            self.busy[host] -= 1
            self.last_end[host] = loop.time()
        self.by_status[answer.status_code] += 1
        return answer

    async def aclose(self) -> None:
        """There is nothing to close."""


class _Inline:
    """In the place of the worker processes: the same work, here."""

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        return function(*arguments)

    async def read(self, drafts: Sequence[Draft]) -> tuple[Reading, ...]:
        return tuple(Reading() for _ in drafts)

    async def bring(
        self, body: bytes, content_type: str, url: str, now: datetime, _names: tuple[str, str]
    ) -> tuple[ParsedFeed, tuple[Reading | None, ...]]:
        parsed = parsed_feed(body, content_type, url, now)
        return parsed, tuple(Reading() for _ in parsed.entries)


@dataclass
class Sizes:
    """What the process holds."""

    memory: float
    handles: int

    @classmethod
    def now(cls) -> Sizes:
        """Measure this process, in MiB."""
        if sys.platform == "linux":
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            memory = pages * resource.getpagesize() / 2**20
        else:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        return cls(memory, sum(1 for _ in Path("/dev/fd").iterdir()))


def sites(count: int, rng: random.Random) -> dict[str, Site]:
    """Make feeds: most on a host of their own, a tenth on hosts that have ten; some slow, failing, gone, with hints."""
    made: dict[str, Site] = {}
    rates = [rate for share, rate in RATES for _ in range(round(share * count))]
    for number in range(count):
        host = f"shared{number // 100}.example" if number % 10 == 0 else f"host{number}.example"
        chance = rng.random()
        site = Site(number, host, DAY / rates[(number * 7) % len(rates)], validators=rng.random() < 0.8)
        if chance < 0.02:
            site.status = rng.choice((404, 500))
        elif chance < 0.03:
            site.status = 410
        elif chance < 0.13:
            site.head = (("Cache-Control", f"max-age={rng.choice((300, 900, 3600))}"),)
        elif chance < 0.23:
            site.ttl = rng.choice((15, 60, 180))
        made[f"https://{host}/feed/{number}"] = site
    return made


def main(arguments: Sequence[str] = ()) -> int:
    """Simulate and print; fails where a host saw two requests at once."""
    parser = argparse.ArgumentParser(prog="python -m bench week", description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--days", type=float, default=7)
    parser.add_argument("--gap", type=float, default=1.0, help="seconds between two requests to one host")
    parser.add_argument("--awake", type=int, default=5, help="days before the machine sleeps eight hours each night")
    asked = parser.parse_args(arguments)
    loop = VirtualLoop()
    try:
        with tempfile.TemporaryDirectory(prefix="week-") as folder:
            return loop.run_until_complete(_week(loop, asked, Path(folder)))
    finally:
        loop.close()


async def _week(loop: VirtualLoop, asked: argparse.Namespace, folder: Path) -> int:
    slept = [0.0]
    nights: list[int] = []
    sizes: list[Sizes] = []
    tally: Counter[PollStatus] = Counter()
    rng = random.Random(11)

    def clock() -> datetime:
        return START + timedelta(seconds=loop.time() + slept[0])

    def sleep() -> None:
        nights.append(int(loop.time()))
        slept[0] += 8 * 3600

    stop = asyncio.Event()
    for night in range(asked.awake, int(asked.days)):
        loop.call_at(night * DAY - (night - asked.awake) * 8 * 3600, sleep)
    loop.call_at(min(asked.days, 1.0) * DAY, lambda: sizes.append(Sizes.now()))
    asleep = max(0, int(asked.days) - asked.awake) * 8 * 3600
    loop.call_at(asked.days * DAY - asleep, stop.set)

    def told(event: Event) -> None:
        if isinstance(event, PollOutcome):
            tally[event.status] += 1

    wire = Wire(sites(asked.feeds, rng), clock, rng)
    begun = time.process_time()
    with Library.open(folder / "week.db", clock=clock) as library:
        for url in wire.sites:
            library.feeds.add(url)
        fetcher = Fetcher(gap=asked.gap, clock=clock)
        fetcher._transport = wire  # type: ignore[assignment]  # noqa: SLF001 - the wire is what is made up
        poller = Poller(library, fetcher, _Inline(), settle=lambda: None, clock=clock, rng=rng)  # type: ignore[arg-type]
        await poller.follow(stop, told, tick=_TICK)
        await poller.close()
        sick = sum(feed.sick for feed in library.feeds.list())
        articles = library.totals().articles
    sizes.append(Sizes.now())
    _print(asked, wire, tally, sizes, nights, (sick, articles))
    print(f"\n{time.process_time() - begun:.0f} s of processor time")
    return int(wire.most_at_host > 1)


def _print(
    asked: argparse.Namespace,
    wire: Wire,
    tally: Counter[PollStatus],
    sizes: list[Sizes],
    nights: list[int],
    kept: tuple[int, int],
) -> None:
    good = wire.by_status[200] + wire.by_status[304]
    each = sorted(wire.by_site[number] / asked.days for number in range(asked.feeds))
    waking = max((n for at, n in wire.seconds.items() for night in nights if 0 <= at - night < 600), default=0)
    after = max(
        (n for at, n in wire.seconds.items() if at > 600 and not any(0 <= at - x < 600 for x in nights)), default=0
    )
    rows = [
        ("feeds, on hosts", f"{asked.feeds}, {len({site.host for site in wire.sites.values()})}"),
        ("days", f"{asked.days:g}, {len(nights)} nights asleep"),
        ("requests", f"{wire.requests:,}"),
        ("requests per feed and day: mean", f"{wire.requests / asked.feeds / asked.days:.1f}"),
        ("… median, most", f"{each[len(each) // 2]:.1f}, {each[-1]:.1f}"),
        ("answered 304", f"{wire.by_status[304] / max(good, 1):.0%} of good answers"),
        (
            "requests a second: peak in the first ten minutes",
            str(max(n for at, n in wire.seconds.items() if at <= 600)),
        ),
        ("… peak in the ten minutes after waking", str(waking)),
        ("… peak otherwise", str(after)),
        ("most requests at once to a host", str(wire.most_at_host)),
        ("least gap between two requests to a host", f"{wire.least_gap:.2f} s"),
        ("polls that waited because their host asked for it", str(tally[PollStatus.HELD])),
        ("feeds sick at the end", str(kept[0])),
        ("articles stored", f"{kept[1]:,}"),
        ("memory after the first day, at the end", f"{sizes[0].memory:.0f}, {sizes[-1].memory:.0f} MiB"),
        ("file handles after the first day, at the end", f"{sizes[0].handles}, {sizes[-1].handles}"),
    ]
    print("| | |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
