from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.errors import BadAddress
from store.model.pages import Asked, Wanted
from store.model.polling import Feed, PollResult
from store.model.preview import Looked, Preview
from store.model.words import FeedState, PollStatus
from tests.support.memory import NOW, arrival, poll, result
from tests.support.stage import Stage, paused, shown, stage, until, until_shown
from tui.app import StandpointApp
from tui.desk import Desk
from tui.screens.addfeed import AddFeed

SIZES = [(80, 24), (140, 40)]


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path)
    yield made
    made.library.close()


@pytest.mark.parametrize("size", SIZES)
async def test_health_is_told_in_words(set_up: Stage, size: tuple[int, int]) -> None:
    library = set_up.library
    sick = library.feeds.list()[1]
    for _ in range(10):
        library.feeds.commit_poll(_failure(sick))
    library.feeds.set_state(library.feeds.list()[0].id, FeedState.PAUSED)
    app = set_up.app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("f")
        await until_shown(pilot, "sick, 10 failures")
        screen = shown(app)
        assert "The server answered 503." in screen
        assert "paused" in screen
        assert "6 articles" in screen
        assert "1 sick" in screen.splitlines()[0]


async def test_a_feed_says_what_came_of_its_pages_and_why_one_gave_nothing(set_up: Stage) -> None:
    why = "dawn.example asks programs not to fetch this page (robots.txt)."
    pages = set_up.library.pages
    for number, note in ((1, ""), (2, why)):
        pages.refuse(Wanted(number, "https://dawn.example/1", "T", "Dawn", "", None, None, 0), note, None)
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("f")
        await until_shown(pilot, "Dawn")
        await pilot.press("g", "enter")
        await until_shown(pilot, f"Full texts: 1 of 2 pages gave theirs. The latest that did not: {why}")
    assert pages.asked(2) == Asked(0, 0, "")


def _failure(feed: Feed) -> PollResult:
    one = result(feed, status=PollStatus.FAILED)
    return replace(one, errors=10, error="The server answered 503.", at=NOW)


async def test_no_secret_of_an_address_is_shown(set_up: Stage) -> None:
    set_up.library.feeds.add("https://me:hunter2@bare.example/rss?key=canary")
    app = set_up.app()
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pilot.press("f")
        await until_shown(pilot, "bare.example")
        seen = shown(app)
        await pilot.press("G", "p")
        await until(pilot, lambda: any(paused(feed) for feed in set_up.library.feeds.list()))
        await until_shown(pilot, "is paused.")
        seen += shown(app)
        await pilot.press("enter")
        await until_shown(pilot, "It has not been polled yet.")
        seen += shown(app)
    for secret in ("hunter2", "canary", "s3cret", ":pw@"):
        assert secret not in seen


async def test_a_feed_is_added(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f", "a")
        await until_shown(pilot, "Address of the feed")
        await pilot.press(*"https://new.example/rss", "enter")
        await until(pilot, lambda: set_up.library.feeds.find("https://new.example/rss") is not None)
        await until_shown(pilot, "new.example")
        assert not isinstance(app.screen, AddFeed)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "Write the feed's address."),
        ("ftp://x.example/rss", "Only http and https"),
        ("javascript://x/%0aalert(1)", "Only http and https"),
        ("https://dawn.example/rss?token=s3cret", "already"),
    ],
)
async def test_a_wrong_address_is_told_in_a_sentence(set_up: Stage, address: str, words: str) -> None:
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f", "a")
        await until(pilot, lambda: isinstance(app.screen, AddFeed))
        app.screen.query_one("#address").value = address
        await pilot.press("enter")
        await until_shown(pilot, words)
        await pilot.press("escape")
        await until_shown(pilot, "Feeds:")
    assert len(set_up.library.feeds.list()) == 2


async def test_the_check_of_addresses_has_the_last_word(set_up: Stage) -> None:
    def refuse(url: str) -> Feed:
        raise BadAddress(f"{url} leads to this machine itself; name it in network.allow_hosts.")

    set_up.subscribe = refuse
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f", "a")
        await until(pilot, lambda: isinstance(app.screen, AddFeed))
        await pilot.press(*"localhost", "enter")
        await until_shown(pilot, "https://localhost leads to this machine")
        await pilot.press("escape")
    assert len(set_up.library.feeds.list()) == 2


async def test_removing_asks_first_and_can_be_undone(set_up: Stage) -> None:
    feeds = set_up.library.feeds
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f", "d")
        await until_shown(pilot, "Unsubscribe Dawn? Its 6 articles stay.")
        await pilot.press("escape")
        assert len(feeds.list()) == 2
        await pilot.press("d", "enter")
        await until(pilot, lambda: len(feeds.list()) == 1)
        await until_shown(pilot, "z undo")
        await pilot.press("z")
        await until(pilot, lambda: len(feeds.list()) == 2)
    assert feeds.find("https://dawn.example/rss?token=s3cret").outlet == "Dawn"
    assert set_up.library.totals().articles == 6


async def test_pausing_and_resuming(set_up: Stage) -> None:
    feeds = set_up.library.feeds
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f", "p")
        await until(pilot, lambda: paused(feeds.list()[0]))
        await until_shown(pilot, "paused")
        await pilot.press("p")
        await until(pilot, lambda: not paused(feeds.list()[0]))


async def test_polling_makes_feeds_due(set_up: Stage) -> None:
    feeds, clock = set_up.library.feeds, set_up.clock
    for feed in feeds.list():
        poll(set_up.library, feed)
    assert not feeds.due(clock())
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f", "r")
        await until(pilot, lambda: [feed.outlet for feed in feeds.due(clock())] == ["Dawn"])
        await pilot.press("escape", "R")
        await until(pilot, lambda: len(feeds.due(clock())) == 2)


async def test_without_a_network_nothing_is_polled(set_up: Stage) -> None:
    for feed in set_up.library.feeds.list():
        poll(set_up.library, feed)
    app = set_up.app(offline=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("R", "f", "r")
        await pilot.pause(0.1)
        assert "r poll" not in shown(app)
    assert not set_up.library.feeds.due(set_up.clock())


async def test_no_feeds_have_words(tmp_path: Path) -> None:
    made = stage(tmp_path, filled=False)
    app = made.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f")
        await until_shown(pilot, "No feed is subscribed. a adds one by its address.")
        await pilot.press("d", "p", "r", "enter")
        await until_shown(pilot, "No feed is subscribed.")
    made.library.close()


def desk_of(stage: Stage, look_at: Callable[[str], Looked]) -> Desk:
    return Desk(library=stage.library, clock=stage.clock, look_at=look_at)


def found(url: str) -> Looked:
    listed = (("Pakistan offers troops", NOW), ("\x1b[31m[red]Weather", None))
    one = Preview(url, "News", 30, listed, read=20, on_story=3, per_day=40.0, interval=1080)
    return Looked("https://a.example/", (one, replace(one, url=url + "2", title="More")), answered=True)


async def test_what_an_address_holds_is_shown_before_it_is_subscribed(set_up: Stage) -> None:
    app = StandpointApp(desk_of(set_up, lambda url: found("https://a.example/rss")))
    feeds = set_up.library.feeds
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f", "a")
        await until(pilot, lambda: isinstance(app.screen, AddFeed))
        await pilot.press(*"a.example", "enter")
        await until_shown(pilot, "1 of 2 feeds found: News")
        for words in ("3 of its latest 20 entries are on the story", "about 40 times a day", "Pakistan offers troops"):
            assert words in shown(app)
        assert "\x1b" not in shown(app)
        assert len(feeds.list()) == 2
        await pilot.press("down")
        await until_shown(pilot, "2 of 2 feeds found: More")
        await pilot.press("enter")
        await until(pilot, lambda: feeds.find("https://a.example/rss2") is not None)


@pytest.mark.parametrize(("answered", "subscribed"), [(False, True), (True, False)])
async def test_an_address_that_does_not_answer_may_be_added_one_without_a_feed_not(
    set_up: Stage, answered: bool, subscribed: bool
) -> None:
    app = StandpointApp(desk_of(set_up, lambda url: Looked(url, error="Nothing here.", answered=answered)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f", "a")
        await until(pilot, lambda: isinstance(app.screen, AddFeed))
        await pilot.press(*"a.example", "enter")
        await until_shown(pilot, "Nothing here.")
        await pilot.press("enter")
        await pilot.pause(0.1)
        await until(pilot, lambda: (len(set_up.library.feeds.list()) == 3) is subscribed)


async def test_two_feeds_that_are_one_are_merged_on_the_users_word_and_parted_again(set_up: Stage) -> None:
    feeds = set_up.library.feeds
    first, second = feeds.list()
    for feed in (first, second):
        feeds.commit_poll(replace(result(feed, arrival("one")), body_hash="same"))
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("f")
        await until_shown(pilot, f"The same feed as number {first.id}; M makes them one.")
        await pilot.press("j", "M")
        await until_shown(pilot, "Make them one?")
        await pilot.press("enter")
        await until(pilot, lambda: [feed.id for feed in feeds.list()] == [first.id])
        await until_shown(pilot, "z undo")
        await pilot.press("z")
        await until(pilot, lambda: [feed.id for feed in feeds.list()] == [first.id, second.id])
