"""Subscriptions that are one: noticed, merged on the user's word, parted again; nothing of either is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from store.errors import NotFound, StoreError
from store.library import Library
from store.model.polling import Arrival, Entry, Feed, Habits, PollResult
from store.model.rows import Query
from store.model.words import FeedState, PollStatus, Verdict
from tests.support.memory import NOW, Hands, opened

A, B = "https://a.example/feed", "https://b.example/feed"


def entry(number: int) -> Entry:
    return Entry(f"id-{number}", f"https://a.example/{number}", f"Title number {number} of the day", f"Text {number}.")


def poll(library: Library, feed: Feed, numbers: range, **more: object) -> None:
    result = PollResult(
        feed_id=feed.id,
        status=PollStatus.OK,
        at=NOW,
        seconds=0.1,
        next_due=NOW + timedelta(hours=1),
        http=200,
        body_hash=f"{feed.id} {numbers}",
        arrivals=tuple(Arrival(entry(number), Verdict.NEW) for number in numbers),
        habits=Habits(),
    )
    library.feeds.commit_poll(replace(result, **more))  # type: ignore[arg-type]


def same_as(library: Library, feed: Feed) -> int | None:
    return library.feeds.get(feed.id).same_as


class TestNoticed:
    def test_by_a_redirect_to_where_another_is(self, tmp_path: Path) -> None:
        with opened(tmp_path) as library:
            a, b = library.feeds.add(A), library.feeds.add(B)
            poll(library, b, range(2))
            poll(library, a, range(10, 12), adopt_url=B)
            assert (same_as(library, a), same_as(library, b)) == (b.id, None)
            assert library.feeds.get(a.id).url == A

    def test_by_the_same_bytes(self, tmp_path: Path) -> None:
        with opened(tmp_path) as library:
            a, b = library.feeds.add(A), library.feeds.add(B)
            poll(library, a, range(2), body_hash="x")
            poll(library, b, range(2), body_hash="x")
            assert same_as(library, b) == a.id

    def test_by_listing_the_same(self, tmp_path: Path) -> None:
        with opened(tmp_path) as library:
            a, b = library.feeds.add(A), library.feeds.add(B)
            poll(library, a, range(20))
            poll(library, b, range(1, 20))
            assert same_as(library, b) == a.id

    def test_a_section_of_another_feed_is_a_feed_of_its_own(self, tmp_path: Path) -> None:
        with opened(tmp_path) as library:
            a, b = library.feeds.add(A), library.feeds.add(B)
            poll(library, a, range(40))
            poll(library, b, range(10))
            assert same_as(library, b) is None

    def test_its_own_word_and_half_of_the_entries_are_enough_its_word_alone_is_not(self, tmp_path: Path) -> None:
        with opened(tmp_path) as library:
            a, b = library.feeds.add(A), library.feeds.add(B)
            poll(library, a, range(40))
            poll(library, b, range(100, 110), habits=Habits(self_url=A))
            assert same_as(library, b) is None
            poll(library, b, range(35, 45), habits=Habits(self_url=A), body_hash="y")
            assert same_as(library, b) == a.id


class TestMerged:
    @pytest.fixture
    def library(self, tmp_path: Path) -> Library:
        library = opened(tmp_path, Hands())
        a = library.feeds.add(A, outlet="A")
        b = library.feeds.add(B, folder="News/World", state=FeedState.ACTIVE)
        poll(library, a, range(5))
        poll(library, b, range(3, 9), etag='"b"')
        library.articles.mark([1], read=True, starred=True)
        return library

    def test_all_articles_carriers_and_marks_stay_and_the_address_is_an_alias(self, library: Library) -> None:
        with library:
            before = list(library.articles.rows(Query()))
            kept, _ = library.feeds.merge(1, 2)
            assert list(library.articles.rows(Query())) == before
            assert (kept.articles, kept.folder, kept.same_as) == (9, "News/World", None)
            found = library.feeds.find(B)
            assert found is not None
            assert found.id == 1
            # What both carry is still known, so nothing comes twice.
            poll(library, kept, range(9))
            assert len(list(library.articles.rows(Query()))) == len(before)

    def test_parted_again_both_are_as_before(self, library: Library) -> None:
        with library:
            before = library.feeds.list()
            _, number = library.feeds.merge(1, 2)
            back = library.feeds.unmerge(number)
            after = library.feeds.list()
            assert back.id == 2
            assert [replace(feed, same_as=None, folder="") for feed in after] == [
                replace(feed, same_as=None, folder="") for feed in before
            ]
            assert (back.folder, back.etag) == ("News/World", '"b"')
            with pytest.raises(NotFound):
                library.feeds.unmerge(number)

    def test_the_new_address_is_taken_where_the_old_one_moved_there(self, library: Library) -> None:
        with library:
            poll(library, library.feeds.get(1), range(5), moved_to=B, moved_seen=1)
            kept, number = library.feeds.merge(1, 2)
            assert kept.url == B
            assert library.feeds.find(A) == kept
            library.feeds.unmerge(number)
            assert [feed.url for feed in library.feeds.list()] == [A, B]

    def test_a_feed_is_not_merged_with_itself_nor_with_none(self, library: Library) -> None:
        with library:
            with pytest.raises(StoreError, match="itself"):
                library.feeds.merge(1, 1)
            with pytest.raises(NotFound):
                library.feeds.merge(1, 77)
            with pytest.raises(NotFound):
                library.feeds.unmerge()
            assert len(library.feeds.list()) == 2
