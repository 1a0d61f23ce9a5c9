"""The poller end to end: a real server, real worker processes, a real database."""

from __future__ import annotations

import asyncio
import contextlib
import random
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from feeds.fetch import Fetcher
from feeds.limits import Limits
from feeds.poll import Poller
from feeds.progress import Event, Idle, RoundBegun, RoundDone, as_json
from feeds.workers import Pool, ReadSpec
from store.library import Library
from store.model.polling import PollOutcome
from store.model.rows import Query
from store.model.words import FeedState, PollStatus
from tests.support.memory import opened_at
from tests.support.webserver import Asked, WebServer, answer, item, rss, web_server

SMALL = Limits(feed_body=200_000, connect=0.5, feed_total=0.8)


@dataclass
class Desk:
    """A library, a server, a poller, and a clock that stands still unless it is moved."""

    library: Library
    web: WebServer
    poller: Poller
    now: datetime
    settled: list[int] = field(default_factory=list)

    async def poll(self, *, everything: bool = True) -> dict[int, PollOutcome]:
        return {outcome.feed_id: outcome async for outcome in self.poller.once(everything=everything)}

    def add(self, path: str, route: bytes | Callable[..., object], host: str = "127.0.0.1") -> int:
        self.web.routes[path] = route  # type: ignore[assignment]
        return self.library.feeds.add(self.web.url(path, host)).id

    def titles(self) -> list[str]:
        return sorted(article.title for article in self.library.articles.rows(Query()))


@cache
def trust() -> ssl.SSLContext:
    """Loading the certificates takes longer than most of these tests."""
    return ssl.create_default_context()


@asynccontextmanager
async def a_desk(path: Path, *, deadline: float = 10.0) -> AsyncIterator[Desk]:
    async with web_server() as web, contextlib.AsyncExitStack() as ending:
        now = datetime(2025, 12, 1, 12, tzinfo=UTC)
        made: list[Desk] = []

        def clock() -> datetime:
            return made[0].now if made else now

        library = ending.enter_context(opened_at(path, clock))
        fetcher = Fetcher(web.allow, limits=SMALL, clock=clock, context=trust())
        ending.push_async_callback(fetcher.aclose)
        pool = Pool(1, deadline=deadline, read=ReadSpec("tests.support.jobs", "reader_for", ""))
        ending.push_async_callback(pool.close)
        settled: list[int] = []
        poller = Poller(
            library, fetcher, pool, settle=lambda: settled.append(1), clock=clock, rng=random.Random(1), concurrency=8
        )
        ending.push_async_callback(poller.close)
        made.append(Desk(library, web, poller, now, settled))
        yield made[0]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with a_desk(tmp_path / "s.db") as made:
        yield made


async def hang(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


class TestOnce:
    async def test_new_then_unchanged_then_changed(self, desk: Desk) -> None:
        feed = desk.add("/f", answer(rss(item(1), item(2)), head=('ETag: "1"',)))
        first = (await desk.poll())[feed]
        assert (first.status, first.http, first.entries, first.new, first.changed) == (PollStatus.OK, 200, 2, 2, 0)
        assert first.next_due > desk.now + timedelta(minutes=5)
        stored = desk.library.feeds.get(feed)
        assert (stored.title, stored.etag, stored.errors) == ("News", '"1"', 0)

        desk.web.routes["/f"] = answer(status=304, head=('ETag: "2"',))
        assert (await desk.poll())[feed].status is PollStatus.UNCHANGED
        assert desk.web.asked[-1].headers["if-none-match"] == '"1"'
        assert desk.library.feeds.get(feed).etag == '"2"'

        desk.web.routes["/f"] = answer(rss(item(3), item(1, text="Quite another text of the first entry."), item(2)))
        third = (await desk.poll())[feed]
        assert (third.new, third.changed) == (1, 1)
        assert len(desk.titles()) == 3

        assert (await desk.poll())[feed].status is PollStatus.UNCHANGED
        assert len(desk.settled) >= 4

    async def test_only_what_is_due(self, desk: Desk) -> None:
        feed = desk.add("/f", answer(rss(item(1))))
        assert feed in await desk.poll(everything=False)
        assert await desk.poll(everything=False) == {}
        desk.now += timedelta(hours=25)
        assert feed in await desk.poll(everything=False)

    async def test_one_article_of_two_feeds_is_one(self, desk: Desk) -> None:
        first = desk.add("/a", answer(rss(item(1, link="https://news.example/story?utm_source=a"))))
        second = desk.add("/b", answer(rss(item(1, link="http://news.example/story"))), host="127.0.0.2")
        outcomes = await desk.poll()
        assert sorted(outcomes[feed].new for feed in (first, second)) == [0, 1]
        assert len(desk.titles()) == 1

    async def test_every_failure_is_named_and_costs_nobody_else(self, desk: Desk) -> None:
        good = [desk.add(f"/good{n}", answer(rss(item(n))), host=f"127.0.1.{n + 1}") for n in range(6)]
        bad = {
            desk.add("/500", answer(status=500), host="127.0.2.1"): "HTTP 500",
            desk.add("/html", answer(b"<!doctype html><p>x"), host="127.0.2.2"): "web page",
            desk.add("/empty", answer(b""), host="127.0.2.3"): "empty",
            desk.add("/hang", hang, host="127.0.2.4"): "within 0.8 seconds",
            desk.add("/cut", answer(rss(item(90), item(91), item(92))[:-150]), host="127.0.2.5"): "breaks off",
            desk.library.feeds.add("http://127.0.0.1:1/f").id: "not an address of the open internet",
        }
        outcomes = await desk.poll()
        for feed in good:
            assert (outcomes[feed].error, outcomes[feed].new) == (None, 1)
        for feed, said in bad.items():
            assert outcomes[feed].status is PollStatus.FAILED
            assert said in (outcomes[feed].error or "")
            assert desk.library.feeds.get(feed).errors == 1
            assert timedelta(minutes=4) <= outcomes[feed].next_due - desk.now <= timedelta(minutes=6)
        assert list(outcomes)[-1] in bad
        assert len(desk.titles()) == 6 + 2

    async def test_back_off_doubles_and_success_clears_it(self, desk: Desk) -> None:
        feed = desk.add("/f", answer(status=500))
        waits = [(await desk.poll())[feed].next_due - desk.now for _ in range(3)]
        assert waits[0] < waits[1] < waits[2] < timedelta(minutes=25)
        desk.web.routes["/f"] = answer(rss(item(1)))
        assert (await desk.poll())[feed].error is None
        assert desk.library.feeds.get(feed).errors == 0

    async def test_told_to_wait_is_respected_even_by_all(self, desk: Desk) -> None:
        feed = desk.add("/f", answer(status=429, head=("Retry-After: 7200",)))
        assert (await desk.poll())[feed].next_due == desk.now + timedelta(hours=2)
        assert await desk.poll() == {}
        desk.now += timedelta(hours=2, seconds=1)
        assert feed in await desk.poll()

    async def test_gone_is_never_asked_again(self, desk: Desk) -> None:
        feed = desk.add("/f", answer(status=410))
        assert (await desk.poll())[feed].status is PollStatus.GONE
        assert desk.library.feeds.get(feed).state is FeedState.GONE
        desk.now += timedelta(days=9)
        assert await desk.poll() == {}

    async def test_a_permanent_move_is_adopted_at_the_second_good_poll(self, desk: Desk) -> None:
        feed = desk.add("/old", answer(status=301, head=("Location: /new",)))
        old = desk.library.feeds.get(feed).url
        desk.web.routes["/new"] = answer(rss(item(1)))
        await desk.poll()
        assert desk.library.feeds.get(feed).url == old
        desk.web.routes["/new"] = answer(rss(item(2), item(1)))
        await desk.poll()
        assert desk.library.feeds.get(feed).url == desk.web.url("/new")
        found = desk.library.feeds.find(old)
        assert found is not None
        assert found.id == feed

    async def test_a_feed_removed_meanwhile_stores_nothing(self, desk: Desk) -> None:
        async def removes(asked: Asked, writer: asyncio.StreamWriter) -> None:
            desk.library.feeds.remove(feed)
            writer.write(answer(rss(item(1))))

        feed = desk.add("/f", removes)
        outcome = (await desk.poll())[feed]
        assert "removed" in (outcome.error or "")
        assert desk.titles() == []

    async def test_hosts_see_one_request_at_a_time(self, desk: Desk) -> None:
        async def slowly(asked: Asked, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.02)
            writer.write(answer(rss(item(1))))

        for number in range(6):
            desk.add(f"/{number}", slowly)
        assert len(await desk.poll()) == 6
        assert desk.web.most_busy == 1

    async def test_the_wish_of_the_feed_and_of_the_server(self, desk: Desk) -> None:
        slow = desk.add("/ttl", answer(rss(item(1), head="<ttl>720</ttl>")))
        fresh = desk.add("/age", answer(rss(item(2)), head=("Cache-Control: max-age=36000",)))
        outcomes = await desk.poll()
        assert outcomes[slow].next_due >= desk.now + timedelta(hours=12)
        assert outcomes[fresh].next_due >= desk.now + timedelta(hours=10)

    async def test_json_of_an_outcome(self, desk: Desk) -> None:
        desk.web.routes["/f"] = answer(rss(item(1)).replace(b"News", b""))
        desk.library.feeds.add(f"http://me:c4n4ry@127.0.0.1:{desk.web.port}/f?token=c4n4ry")
        (outcome,) = (await desk.poll()).values()
        line = as_json(outcome)
        assert list(line) == [
            *("feed", "url", "status", "http", "entries", "new", "changed", "error", "next_due", "seconds")
        ]
        assert "c4n4ry" not in str(line) + outcome.name
        assert line["url"] == f"http://…@127.0.0.1:{desk.web.port}/f?token=…"


class TestPoison:
    async def test_a_feed_that_hangs_its_reader_is_stored_untagged(self, tmp_path: Path) -> None:
        async with a_desk(tmp_path / "s.db", deadline=3.0) as desk:
            feed = desk.add("/f", answer(rss(item(1), item(2, text="poison"), item(3, text="defect"))))
            assert (await desk.poll())[feed].new == 3
            tagged = {article.title: article for article in desk.library.articles.rows(Query())}
            assert len(tagged) == 3
            assert desk.library.rereading.count("test") == 2

    async def test_a_feed_that_hangs_the_parser_costs_one_worker(self, tmp_path: Path) -> None:
        async with a_desk(tmp_path / "s.db", deadline=3.0) as desk:
            author = "a" * 60_000 + "@"
            poison = desk.add("/f", answer(rss(f"<title>x</title><b/><author>{author}</author>")), host="127.0.0.2")
            good = desk.add("/g", answer(rss(item(1))))
            outcomes = await desk.poll()
            assert outcomes[good].new == 1
            assert "longer than 3 seconds" in (outcomes[poison].error or "")
            assert outcomes[poison].next_due >= desk.now + timedelta(hours=1)


class TestFollow:
    async def test_wakes_for_what_is_due_and_what_is_made_due(self, desk: Desk) -> None:
        feed = desk.add("/f", answer(rss(item(1))))
        events: list[Event] = []
        stop = asyncio.Event()
        told = asyncio.Event()

        def on_event(event: Event) -> None:
            events.append(event)
            if isinstance(event, Idle):
                told.set()

        following = asyncio.ensure_future(desk.poller.follow(stop, on_event))
        await told.wait()
        assert [type(event) for event in events] == [RoundBegun, PollOutcome, RoundDone, Idle]
        told.clear()
        desk.web.routes["/f"] = answer(rss(item(2), item(1)))
        desk.library.feeds.make_due((feed,))
        await told.wait()
        done = events[6]
        assert isinstance(done, RoundDone)
        assert (done.feeds, done.failed, done.new, done.changed) == (1, 0, 1, 0)
        assert as_json(events[4]) == {"event": "round", "due": 1}
        stop.set()
        await following

    async def test_stops_at_once_while_a_feed_hangs(self, desk: Desk) -> None:
        desk.add("/f", hang)
        stop = asyncio.Event()
        begun = asyncio.Event()
        following = asyncio.ensure_future(desk.poller.follow(stop, lambda event: begun.set()))
        await begun.wait()
        stop.set()
        async with asyncio.timeout(SMALL.feed_total * 0.9):
            await following

    async def test_an_appointment_made_by_a_wrong_clock_is_dropped(self, desk: Desk) -> None:
        feed = desk.add("/f", answer(rss(item(1))))
        desk.now += timedelta(days=400)
        await desk.poll()
        desk.now -= timedelta(days=400)
        stop = asyncio.Event()
        events: list[Event] = []

        def on_event(event: Event) -> None:
            events.append(event)
            if isinstance(event, PollOutcome):
                stop.set()

        await desk.poller.follow(stop, on_event)
        assert desk.library.feeds.get(feed).next_due < desk.now + timedelta(days=2)  # type: ignore[operator]


def handles() -> int:
    """How many files this process has open; 0 where that cannot be counted."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0


async def test_file_handles_stay_flat(desk: Desk) -> None:
    for number in range(5):
        desk.add(f"/{number}", answer(rss(item(number))), host=f"127.0.3.{number + 1}")
    await desk.poll()
    before = handles()
    for _ in range(4):
        await desk.poll()
    assert handles() <= before + 2
