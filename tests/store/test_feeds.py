"""Subscriptions: adding, removing, pausing, and what is due."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from store.errors import DuplicateFeed, NotFound
from store.model.polling import PollResult
from store.model.rows import Query
from store.model.words import FeedState, PollStatus
from tests.support.memory import NOW, Hands, arrival, opened, poll, result

URL = "https://news.example/feed"


def test_a_feed_is_kept_as_given_and_due_at_once(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL, title="T", outlet="Dawn")
        assert (feed.url, feed.title, feed.outlet, feed.state, feed.added) == (URL, "T", "Dawn", FeedState.ACTIVE, NOW)
        assert library.feeds.get(feed.id) == library.feeds.find(URL) == feed
        assert library.feeds.list() == (feed,)
        assert library.feeds.due(NOW) == (feed,)


def test_the_same_address_twice_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL, outlet="Dawn")
        with pytest.raises(DuplicateFeed, match=r"number 1 \(Dawn\)"):
            library.feeds.add(URL)
        adopted = result(feed)
        moved = "https://news.example/new"
        library.feeds.commit_poll(type(adopted)(**{**_fields(adopted), "adopt_url": moved}))
        assert library.feeds.get(feed.id).url == moved
        assert library.feeds.find(URL) == library.feeds.find(moved)
        for address in (URL, moved):
            with pytest.raises(DuplicateFeed):
                library.feeds.add(address)


def test_an_address_that_another_feed_has_is_not_adopted(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed, other = library.feeds.add(URL), library.feeds.add("https://news.example/other")
        library.feeds.commit_poll(type(result(feed))(**{**_fields(result(feed)), "adopt_url": other.url}))
        assert library.feeds.get(feed.id).url == URL


def _fields(record: PollResult) -> dict[str, object]:
    return {one.name: getattr(record, one.name) for one in fields(record)}


def test_removing_a_feed_keeps_its_articles_and_adding_it_again_finds_them(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL, outlet="Dawn")
        poll(library, feed, arrival("a", url=""), arrival("b", url=""))
        assert library.feeds.remove(feed.id).articles == 2
        assert len(library.articles.stories(Query())) == 2
        assert library.articles.view(1).carriers == ("Dawn",)
        again = library.feeds.add(URL, outlet="Dawn")
        assert again.id != feed.id
        assert again.articles == 2
        assert poll(library, again, arrival("a", url=""), arrival("c", url="")).new == 1


def test_what_is_not_there_is_said_so(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        for act in (library.feeds.get, library.feeds.remove, lambda n: library.feeds.set_state(n, FeedState.PAUSED)):
            with pytest.raises(NotFound, match="no feed number 7"):
                act(7)
        assert library.feeds.find(URL) is None


def test_paused_and_gone_feeds_are_not_due_and_resuming_makes_a_feed_due(tmp_path: Path) -> None:
    clock = Hands()
    with opened(tmp_path, clock) as library:
        feed = library.feeds.add(URL)
        library.feeds.set_state(feed.id, FeedState.PAUSED)
        assert library.feeds.due(NOW, everything=True) == library.feeds.due(NOW, ids=(feed.id,)) == ()
        assert library.feeds.next_due() is None
        failed = {**_fields(result(feed, status=PollStatus.GONE)), "errors": 3, "error": "Gone.", "http": 410}
        library.feeds.commit_poll(type(result(feed))(**failed))
        assert library.feeds.get(feed.id).state is FeedState.GONE
        clock.forward(minutes=5)
        resumed = library.feeds.set_state(feed.id, FeedState.ACTIVE)
        assert (resumed.errors, resumed.last_error, resumed.next_due) == (0, None, clock())
        assert library.feeds.due(clock()) == (resumed,)


def test_due_by_time_by_wish_and_by_what_the_server_told(tmp_path: Path) -> None:
    clock = Hands()
    with opened(tmp_path, clock) as library:
        late, waits, now = (library.feeds.add(f"{URL}{n}") for n in range(3))
        poll(library, late)
        library.feeds.commit_poll(type(result(waits))(**{**_fields(result(waits)), "told_to_wait": True}))
        ids = [[feed.id for feed in feeds] for feeds in (
            library.feeds.due(NOW),
            library.feeds.due(NOW, everything=True),
            library.feeds.due(NOW, ids=(waits.id, late.id)),
        )]  # fmt: skip
        assert ids == [[now.id], [now.id, late.id], [late.id, waits.id]]
        assert library.feeds.make_due((waits.id,)) == 0
        assert library.feeds.make_due() == 1
        assert [feed.id for feed in library.feeds.due(NOW)] == [late.id, now.id]
        poll(library, now)
        poll(library, late)
        assert library.feeds.next_due() == library.feeds.get(waits.id).next_due


def test_validators_of_a_304_are_kept_unless_it_brought_new_ones(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        poll(library, feed)
        same = {
            **_fields(result(feed)),
            "status": PollStatus.UNCHANGED,
            "etag": None,
            "http": 304,
            "last_modified": "Mon",
        }
        library.feeds.commit_poll(type(result(feed))(**same))
        kept = library.feeds.get(feed.id)
        assert (kept.etag, kept.last_modified, kept.last_status, kept.last_http) == (
            '"e1"',
            "Mon",
            PollStatus.UNCHANGED,
            304,
        )


def test_the_log_tells_each_poll_the_latest_first(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        one, two = library.feeds.add(URL), library.feeds.add(f"{URL}2")
        poll(library, one, arrival("a"), arrival("b"))
        poll(library, two)
        assert [(row.feed_id, row.new, row.entries) for row in library.feeds.log()] == [(two.id, 0, 0), (one.id, 2, 2)]
        assert [row.url for row in library.feeds.log(feed_id=one.id, limit=1)] == [URL]
