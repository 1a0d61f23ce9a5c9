"""One article stays one, whatever its feed does to its id, address, title or date; no date lifts it to the top."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from feeds.decide import decide, keys
from feeds.parse import parse
from store.library import Library
from store.model.articles import Article
from store.model.polling import Feed
from store.model.rows import Query
from tests.support.memory import NOW, Hands, opened
from tests.support.memory import poll as store_poll
from tests.support.webserver import rss

TITLE = "Minister speaks on the force"
LINK = "https://news.example/story?id=7"
DATE = "Mon, 01 Dec 2025 10:00:00 GMT"


def entry(*, guid: str = "g1", link: str = LINK, title: str = TITLE, date: str = DATE, text: str = "Words.") -> str:
    named = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    linked = f"<link>{link.replace('&', '&amp;')}</link>" if link else ""
    return f"{named}{linked}<title>{title}</title><pubDate>{date}</pubDate><description>{text}</description>"


class Desk:
    """A library whose feeds are polled without a server."""

    def __init__(self, folder: Path) -> None:
        self.clock = Hands()
        self.library: Library = opened(folder, self.clock)
        self.feed = self.library.feeds.add("https://news.example/feed")

    def poll(self, *items: str, feed: Feed | None = None) -> int:
        """Read a document of these items as the poller does; how many articles were new."""
        feed = feed or self.feed
        parsed = parse(rss(*items), "application/xml", feed.url, self.clock())
        guids, urls, titles = keys(parsed.entries)
        known = self.library.articles.known(feed.id, guids=guids, urls=urls, titles=titles, now=self.clock())
        return store_poll(self.library, feed, *decide(parsed.entries, known), at=self.clock()).new

    def articles(self) -> list[Article]:
        return list(self.library.articles.rows(Query(limit=0)))

    def titles(self) -> list[str]:
        """From the top."""
        return [row.title for row in self.library.articles.stories(Query(limit=50))]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    with made.library:
        yield made


@pytest.mark.parametrize(
    "again",
    [
        entry(guid="g2"),
        entry(guid=""),
        entry(guid="https://news.example/another/id"),
        entry(guid="g2", link="http://news.example/story?id=7"),
        entry(guid="g2", link=f"{LINK}&utm_source=rss&utm_medium=feed&fbclid=x"),
        entry(guid="g2", link="https://NEWS.example:443/story?id=7#xtor=RSS-1"),
        entry(guid="g2", link="https://news.example/2025/12/story-moved"),
        entry(guid="g2", link=""),
        entry(guid="g2", link="https://news.example/"),
        entry(title="Minister speaks on the force — live"),
        entry(title="Something else entirely was its title", text="Other words."),
        entry(date="Tue, 02 Dec 2025 10:00:00 GMT"),
        entry(guid="g2", date="Tue, 02 Dec 2025 10:00:00 GMT"),
        entry(date=""),
        entry(text="Words, and more of them."),
        entry(guid="g2", text="Words, and more of them."),
    ],
)
def test_what_changes_makes_no_second_article_and_loses_no_mark(desk: Desk, again: str) -> None:
    assert desk.poll(entry()) == 1
    (first,) = desk.articles()
    desk.library.articles.mark([first.id], read=True, starred=True)
    desk.clock.forward(hours=30)
    assert desk.poll(again) == 0
    assert desk.poll(entry(), again) == 0
    (now,) = desk.articles()
    assert (now.id, now.read, now.starred) == (first.id, True, True)
    assert now.fetched == first.fetched


def test_another_feed_brings_the_same_article(desk: Desk) -> None:
    other = desk.library.feeds.add("https://other.example/feed", outlet="Other")
    assert desk.poll(entry()) == 1
    assert desk.poll(entry(guid="x", link="http://news.example/story?id=7&utm_source=other"), feed=other) == 0
    assert len(desk.articles()) == 1
    assert "Other" in desk.library.articles.view(1).carriers


@pytest.mark.parametrize(
    "other",
    [
        entry(guid="g2", link="https://news.example/story?id=8", title="Minister speaks on the force again"),
        entry(guid="g2", link="https://news.example/story?id=8", title="Live updates"),
    ],
)
def test_what_is_another_article_stays_one(desk: Desk, other: str) -> None:
    assert desk.poll(entry()) == 1
    assert desk.poll(other) == 1
    assert len(desk.articles()) == 2


def test_the_same_title_is_another_article_after_two_days_or_beside_the_first(desk: Desk) -> None:
    again = entry(guid="g2", link="https://news.example/story?id=8")
    desk.poll(entry())
    desk.clock.forward(hours=49)
    assert desk.poll(again) == 1


def test_titles_of_two_words_tell_nothing_apart(desk: Desk) -> None:
    assert desk.poll(entry(title="Live updates")) == 1
    assert desk.poll(entry(guid="g2", link="https://news.example/story?id=8", title="Live updates")) == 1


@pytest.mark.parametrize(
    "date",
    [
        "Sat, 01 Jan 2028 10:00:00 GMT",
        "Wed, 03 Dec 2025 18:00:00 GMT",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Mon, 00 Jan 0000 00:00:00 +0000",
        "31 Feb 2025",
        "yesterday",
        "253402300800",
        "",
    ],
)
def test_a_date_that_cannot_be_never_lifts_an_article(desk: Desk, date: str) -> None:
    desk.poll(entry(guid="odd", link="https://news.example/odd", title="The odd one of them all", date=date))
    desk.clock.forward(minutes=10)
    late = (desk.clock() - timedelta(minutes=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    desk.poll(entry(guid="late", link="https://news.example/late", title="The late one of them all", date=late))
    assert desk.titles() == ["The late one of them all", "The odd one of them all"]
    odd = next(one for one in desk.articles() if "odd" in one.title)
    assert odd.date_approximate
    assert odd.published is None
    assert raw_date(desk, odd) == date


def test_a_clock_that_runs_ahead_by_hours_is_believed_and_lifts_nothing(desk: Desk) -> None:
    ahead = (NOW + timedelta(hours=5)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    desk.poll(entry(title="From a clock that runs ahead", date=ahead))
    desk.clock.forward(minutes=10)
    desk.poll(entry(guid="g2", link="https://news.example/8", title="From one that does not", date=ahead))
    assert desk.titles() == ["From one that does not", "From a clock that runs ahead"]
    assert all(one.published == NOW + timedelta(hours=5) for one in desk.articles())


def test_a_new_date_does_not_lift_an_old_article(desk: Desk) -> None:
    desk.poll(entry(date="Sat, 29 Nov 2025 10:00:00 GMT"))
    desk.poll(
        entry(
            guid="g2", link="https://news.example/8", title="Quite another story", date="Sun, 30 Nov 2025 10:00:00 GMT"
        )
    )
    desk.clock.forward(hours=24)
    redated = entry(date="Tue, 02 Dec 2025 11:00:00 GMT", text="Words, with a comma.")
    assert desk.poll(redated) == 0
    (row,) = [one for one in desk.articles() if one.title == TITLE]
    assert row.published is None or row.published <= datetime(2025, 12, 2, 11, tzinfo=NOW.tzinfo)
    assert len(desk.articles()) == 2


def raw_date(desk: Desk, article: Article) -> str:
    """The publisher's own words for the date, as they are kept."""
    with desk.library._database.read() as connection:
        row = connection.execute("SELECT published_raw FROM articles WHERE id = ?", (article.id,)).fetchone()
    return str(row[0])
