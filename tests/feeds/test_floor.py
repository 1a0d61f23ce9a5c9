"""Who is polled next: places, hosts, pace, and an end that leaves nothing behind."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.floor import Floor
from feeds.follow import healthy_first
from feeds.links import host_of
from store.model.polling import Feed, PollOutcome
from store.model.words import PollStatus

NOW = datetime(2025, 12, 1, tzinfo=UTC)


def a_feed(number: int, host: str = "", errors: int = 0) -> Feed:
    return Feed(number, f"https://{host or f'h{number}.example'}/{number}", errors=errors)


def outcome(feed: Feed) -> PollOutcome:
    return PollOutcome(feed.id, feed.url, feed.name, PollStatus.OK, 200, 0, 0, 0, None, NOW, 0.0)


class Watcher:
    """A poll that takes a few turns of the event loop and counts what runs beside it."""

    def __init__(self) -> None:
        self.running: list[str] = []
        self.most = 0
        self.most_of_one = 0

    async def poll(self, feed: Feed) -> PollOutcome:
        host = host_of(feed.url)
        self.running.append(host)
        self.most = max(self.most, len(self.running))
        self.most_of_one = max(self.most_of_one, self.running.count(host))
        try:
            for _ in range(3):
                await asyncio.sleep(0)
        finally:
            self.running.remove(host)
        return outcome(feed)


async def drain(floor: Floor) -> list[int]:
    done = []
    while floor.open:
        found = await floor.next()
        if found is not None:
            done.append(found.feed_id)
    return done


@settings(max_examples=50)
@given(st.lists(st.sampled_from("abc"), max_size=25), st.integers(1, 6), st.integers(1, 3))
def test_every_feed_once_within_its_bounds(hosts: list[str], concurrency: int, per_host: int) -> None:
    async def run() -> None:
        watcher = Watcher()
        floor = Floor(watcher.poll, concurrency, per_host)
        feeds = [a_feed(number, f"{host}.example") for number, host in enumerate(hosts)]
        floor.add(feeds)
        floor.add(feeds)
        assert sorted(await drain(floor)) == list(range(len(hosts)))
        assert watcher.most <= concurrency
        assert watcher.most_of_one <= per_host
        assert floor.ids == frozenset()

    asyncio.run(run())


async def test_a_hanging_host_takes_one_place_only() -> None:
    async def poll(feed: Feed) -> PollOutcome:
        if "slow" in feed.url:
            await asyncio.Event().wait()
        return outcome(feed)

    floor = Floor(poll, 2, 1)
    floor.add([*(a_feed(n, "slow.example") for n in range(5)), *(a_feed(n) for n in range(10, 20))])
    got = [found.feed_id for _ in range(10) if (found := await floor.next()) is not None]
    assert sorted(got) == list(range(10, 20))
    assert await floor.next(0.01) is None
    await floor.clear()
    assert not floor.open


async def test_the_pace_is_kept() -> None:
    loop = asyncio.get_running_loop()
    begun: list[float] = []

    async def poll(feed: Feed) -> PollOutcome:
        begun.append(loop.time())
        return outcome(feed)

    floor = Floor(poll, 10, 1, pace=0.02)
    floor.add(a_feed(number) for number in range(5))
    assert len(await drain(floor)) == 5
    # The event loop's clock and its timers agree to within one tick of its resolution.
    assert all(later - earlier >= 0.019 for earlier, later in itertools.pairwise(begun))


async def test_a_nudge_wakes_and_an_error_is_raised() -> None:
    async def poll(feed: Feed) -> PollOutcome:
        raise OSError("disk full")

    floor = Floor(poll, 1, 1)
    floor.nudge()
    assert await floor.next() is None
    floor.add([a_feed(1)])
    with pytest.raises(OSError, match="disk full"):
        await floor.next()


def test_feeds_that_failed_come_last() -> None:
    feeds = [a_feed(1, errors=3), a_feed(2), a_feed(3, errors=1), a_feed(4)]
    assert [feed.id for feed in healthy_first(feeds)] == [2, 4, 3, 1]
