"""How publishers see us: one request at a time, gaps, hosts left alone, a network of ours that is away."""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest

from feeds.bring import bring
from feeds.fetch import Fetcher, default_user_agent
from feeds.hosts import Hosts
from feeds.limits import Limits
from feeds.parse import ParsedFeed
from feeds.poll import Poller
from feeds.workers import Pool
from store.library import Library
from store.model.polling import PollOutcome
from store.model.reading import Draft, Reading
from store.model.words import PollStatus
from tests.support.memory import Hands, opened_at
from tests.support.webserver import WebServer, answer, item, rss, web_server

T = TypeVar("T")
NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)
FEED = rss(item(1))


@cache
def trust() -> ssl.SSLContext:
    return ssl.create_default_context()


async def to_loopback(host: str, port: int) -> tuple[str, ...]:
    if host.endswith("nowhere.example"):
        raise OSError("unknown")
    return ("127.0.0.1",)


@dataclass
class Desk:
    library: Library
    web: WebServer
    poller: Poller
    fetcher: Fetcher
    clock: Hands

    def add(self, host: str, path: str, route: bytes | None = None) -> int:
        if route is not None:
            self.web.routes[path] = route
        return self.library.feeds.add(f"http://{host}:{self.web.port}{path}").id

    async def poll(self, *ids: int) -> dict[int, PollOutcome]:
        return {one.feed_id: one async for one in self.poller.once(everything=not ids, ids=ids)}


class Here(Pool):
    """Does at once, in this process, what workers do; nothing here is about them."""

    async def run(self, function: Callable[..., T], *args: Any) -> T:  # type: ignore[override]
        return function(*args)

    async def read(self, drafts: Sequence[Draft]) -> tuple[Reading, ...]:
        return tuple(Reading() for _ in drafts)

    async def bring(
        self, body: bytes, content_type: str, url: str, now: datetime, names: tuple[str, str]
    ) -> tuple[ParsedFeed, tuple[Reading | None, ...]]:
        parsed, readings = bring(lambda _: Reading(), body, content_type, url, now, names)
        return cast("ParsedFeed", parsed), cast("tuple[Reading | None, ...]", readings)


@asynccontextmanager
async def a_desk(path: Path, **options: float) -> AsyncIterator[Desk]:
    async with web_server() as web, AsyncExitStack() as ending:
        clock = Hands(NOW)
        library = ending.enter_context(opened_at(path, clock))
        fetcher = Fetcher(
            (f"127.0.0.0/8:{web.port}",),
            limits=Limits(connect=0.5, feed_total=1.0),
            clock=clock,
            resolver=to_loopback,
            context=trust(),
            **options,  # type: ignore[arg-type]
        )
        ending.push_async_callback(fetcher.aclose)
        poller = Poller(library, fetcher, Here(), settle=lambda: None, clock=clock, rng=random.Random(1))
        ending.push_async_callback(poller.close)
        yield Desk(library, web, poller, fetcher, clock)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with a_desk(tmp_path / "s.db") as made:
        yield made


class TestHosts:
    @staticmethod
    async def starts(hosts: Hosts, names: str, work: Callable[[], Awaitable[None]]) -> list[tuple[str, float]]:
        loop, begun = asyncio.get_running_loop(), []
        first = loop.time()

        async def one(name: str) -> None:
            async with hosts.turn(name):
                begun.append((name, loop.time() - first))
                await work()

        await asyncio.gather(*(one(name) for name in names))
        return begun

    @pytest.mark.parametrize("per_host", [1, 2])
    async def test_a_gap_lies_between_two_requests_to_one_host_only(self, per_host: int) -> None:
        hosts = Hosts(per_host, 0.08, lambda: NOW, lambda _: False)
        begun = await self.starts(hosts, "aaab", lambda: asyncio.sleep(0.02))
        at = [when for name, when in begun if name == "a"]
        least = 0.1 if per_host == 1 else 0.08
        assert all(later - earlier >= least - 0.005 for earlier, later in pairwise(at))
        assert [name for name, _ in begun].index("b") == 1
        assert hosts.most == 1

    async def test_a_closed_host_opens_when_it_said(self) -> None:
        clock = Hands(NOW)
        hosts = Hosts(1, 0, clock, lambda name: name == "mine")
        assert hosts.close("a", NOW + timedelta(minutes=9))
        assert hosts.close("a", NOW + timedelta(minutes=3))
        assert not hosts.close("mine", NOW + timedelta(minutes=9))
        assert (hosts.closed_until("a"), hosts.closed_until("mine")) == (NOW + timedelta(minutes=9), None)
        clock.forward(minutes=10)
        assert hosts.closed_until("a") is None

    async def test_hosts_that_nobody_asks_are_forgotten(self) -> None:
        hosts = Hosts(1, 0, lambda: NOW, lambda _: False)
        await self.starts(hosts, "".join(map(chr, range(0x4E00, 0x4E00 + 2500))), lambda: asyncio.sleep(0))
        assert len(hosts._hosts) <= 2001


def test_the_user_agent_says_who_we_are_and_whom_to_write_to() -> None:
    assert default_user_agent("desk@a.example").endswith("(terminal feed reader; +desk@a.example)")
    assert default_user_agent().endswith("no contact given)")
    assert default_user_agent("a\r\nX: y()ü").endswith("+aX: y)")


class TestHostsLeftAlone:
    @pytest.mark.parametrize(
        ("route", "whole"),
        [
            (answer(status=429, head=("Retry-After: 1800",)), True),
            (answer(status=503, head=("Retry-After: 1800",)), True),
            (answer(status=429), True),
            (answer(status=503), False),
            (answer(status=500, head=("Retry-After: 1800",)), False),
        ],
    )
    async def test_what_one_feed_is_told_holds_for_all_feeds_of_its_host(
        self, desk: Desk, route: bytes, whole: bool
    ) -> None:
        refused = desk.add("a.example", "/1", route)
        others = [desk.add("a.example", f"/{n}", answer(FEED)) for n in (2, 3)]
        elsewhere = desk.add("b.example", "/4", answer(FEED))
        outcomes = await desk.poll()
        assert outcomes[elsewhere].status is PollStatus.OK
        expected = PollStatus.HELD if whole else PollStatus.OK
        assert [outcomes[one].status for one in others] == [expected] * 2
        assert desk.web.count("/2") == (0 if whole else 1)
        feeds = {feed.id: feed for feed in desk.library.feeds.list()}
        assert feeds[refused].errors == 1
        if whole:
            held = feeds[others[0]]
            assert (held.errors, held.told_to_wait, held.last_polled) == (0, True, None)
            assert held.next_due is not None
            least = 1800 if b"1800" in route else 300
            assert held.next_due >= NOW + timedelta(seconds=least)
            again = await desk.poll()
            assert not {others[0], others[1]} & set(again)
            assert desk.web.count("/2") == 0
            desk.clock.forward(hours=1)
            desk.web.routes["/1"] = answer(FEED)
            assert {one.status for one in (await desk.poll()).values()} <= {PollStatus.OK, PollStatus.UNCHANGED}
            assert desk.web.count("/2") == 1

    async def test_pages_of_a_host_left_alone_are_not_fetched_either(self, desk: Desk) -> None:
        desk.add("a.example", "/1", answer(status=429, head=("Retry-After: 1800",)))
        await desk.poll()
        told = await desk.fetcher.get(f"http://a.example:{desk.web.port}/page", kind="article")
        assert "asked to be left alone until 12:30 UTC" in told.error  # type: ignore[union-attr]
        assert desk.web.count("/page") == 0

    async def test_on_a_server_of_ones_own_each_feed_is_told_for_itself(self, desk: Desk) -> None:
        desk.add("127.0.0.1", "/1", answer(status=429, head=("Retry-After: 1800",)))
        other = desk.add("127.0.0.1", "/2", answer(FEED))
        assert (await desk.poll())[other].status is PollStatus.OK


class TestOurOwnNetwork:
    async def test_when_it_is_away_no_feed_falls_sick(self, desk: Desk) -> None:
        ids = [desk.add(f"{n}.nowhere.example", "/f") for n in range(5)]
        for _ in range(12):
            await desk.poll()
            desk.clock.forward(hours=1)
        feeds = desk.library.feeds.list()
        assert not any(feed.sick for feed in feeds)
        last = feeds[-1]
        assert last.id in ids
        assert last.next_due is not None
        assert last.next_due <= desk.clock() + timedelta(minutes=10)
        assert "is the network there?" in (last.last_error or "")

    async def test_a_name_that_is_gone_while_others_answer_does(self, desk: Desk) -> None:
        gone = desk.add("nowhere.example", "/f")
        desk.add("a.example", "/1", answer(FEED))
        for _ in range(10):
            await desk.poll()
            desk.clock.forward(hours=30)
        assert desk.library.feeds.get(gone).sick


async def test_hints_of_the_feed_are_kept_when_it_answers_304(desk: Desk) -> None:
    head = "<ttl>120</ttl><skipHours><hour>14</hour><hour>15</hour></skipHours>"
    feed = desk.add("a.example", "/f", answer(rss(item(1), head=head), head=('ETag: "1"',)))
    await desk.poll()
    due = desk.library.feeds.get(feed).next_due
    assert due is not None
    assert due >= NOW + timedelta(hours=4)
    desk.clock.now = NOW + timedelta(hours=10)
    desk.web.routes["/f"] = answer(status=304, head=('ETag: "2"', "Cache-Control: max-age=10"))
    assert (await desk.poll(feed))[feed].status is PollStatus.UNCHANGED
    kept = desk.library.feeds.get(feed)
    assert (kept.etag, kept.habits.skip_hours, kept.habits.wish) == ('"2"', (14, 15), 7200)
    assert kept.next_due is not None
    assert kept.next_due >= desk.clock() + timedelta(hours=2)


async def test_many_feeds_of_one_host_never_see_two_requests_at_once(tmp_path: Path) -> None:
    async with a_desk(tmp_path / "s.db", gap=0.02) as desk:
        for n in range(8):
            desk.add("a.example", f"/{n}", answer(FEED))
        await desk.poll()
        assert (desk.web.most_busy, len(desk.web.asked), desk.fetcher.hosts.most) == (1, 8, 1)
