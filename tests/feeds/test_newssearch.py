"""News searches: what Google News and Bing News list is the outlets', and is counted once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from feeds.decide import decide, keys
from feeds.newssearch import understood
from feeds.parse import parse
from store.library import Library
from store.model.polling import Entry, Feed, PollResult
from store.model.rows import Query
from store.model.words import PollStatus
from store.outlets import publisher, same_publisher
from tests.support.memory import NOW, opened

GOOGLE = """<?xml version="1.0"?><rss version="2.0"><channel><title>"ISF" - Google News</title><item>
<title>Pakistan offers troops for the force - Dawn</title><guid isPermaLink="false">CBMi1</guid>
<link>https://news.google.com/rss/articles/CBMi1?oc=5</link><pubDate>Mon, 01 Dec 2025 10:00:00 GMT</pubDate>
<description>&lt;a href="https://news.google.com/rss/articles/CBMi1"&gt;Pakistan offers troops for the force&lt;/a&gt;
&amp;nbsp;&lt;font color="#6f6f6f"&gt;Dawn&lt;/font&gt;</description><source url="https://www.dawn.com">Dawn</source></item>
<item><title>Ankara waits – for now - The Guardian</title><link>https://news.google.com/rss/articles/CBMi2</link></item>
</channel></rss>"""
BING = """<?xml version="1.0"?><rss version="2.0" xmlns:News="https://www.bing.com/news"><channel><title>ISF</title>
<item><title>Pakistan offers troops for the force</title><link>http://www.bing.com/news/apiclick.aspx?aid=
&amp;url=https%3a%2f%2fwww.dawn.com%2fnews%2f1</link><description>Islamabad is ready, officials say.</description>
<News:Source>Dawn</News:Source></item></channel></rss>"""
OWN = Entry(
    "d1", "https://www.dawn.com/news/1", "Pakistan offers troops for the force", "Islamabad is ready, officials said."
)


def read(document: str) -> tuple[Entry, ...]:
    return understood(parse(document.encode(), "application/rss+xml", "https://news.google.com/rss", NOW).entries)


def test_outlet_title_and_address_are_those_of_the_publisher() -> None:
    first, second = read(GOOGLE)
    assert (first.outlet, first.title, first.text) == ("Dawn", "Pakistan offers troops for the force", "")
    assert (second.outlet, second.title) == ("The Guardian", "Ankara waits – for now")
    (found,) = read(BING.replace("aid=\n", "aid="))
    assert (found.outlet, found.url) == ("Dawn", "https://www.dawn.com/news/1")
    assert found.text == "Islamabad is ready, officials say."


def test_what_is_no_search_is_left_as_it_is() -> None:
    assert understood((OWN,)) == (OWN,)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Dawn", "DAWN.COM", True),
        ("BBC", "BBC Middle East", True),
        ("The Guardian", "The Guardian, Middle East", True),
        ("Dawn (world)", "Dawn", True),
        ("Daily Times", "The Express Tribune", False),
        ("Dawn", "Dawning", False),
        ("", "Dawn", False),
        ("The", "The Nation", False),
    ],
)
def test_names_of_one_publisher(one: str, other: str, same: bool) -> None:
    assert same_publisher(one, other) is same
    assert same_publisher(other, one) is same


def test_a_name_is_folded_to_its_publisher() -> None:
    assert publisher("The Guardian, Palestinian territories") == "guardian"


def take(library: Library, feed: Feed, *entries: Entry, outlet: str) -> None:
    guids, urls, titles = keys(entries)
    known = library.articles.known(feed.id, guids=guids, urls=urls, titles=titles, now=NOW)
    library.feeds.commit_poll(
        PollResult(
            feed_id=feed.id,
            status=PollStatus.OK,
            at=NOW,
            seconds=0.1,
            next_due=NOW + timedelta(hours=1),
            title=outlet,
            arrivals=decide(entries, known, outlet),
        )
    )


@pytest.mark.parametrize("search_first", [True, False])
@pytest.mark.parametrize("own_name", ["Dawn (world)", "Dawn"])
def test_an_item_of_a_search_and_the_outlets_own_are_one_article(
    tmp_path: Path, search_first: bool, own_name: str
) -> None:
    with opened(tmp_path) as library:
        google, dawn = library.feeds.add("https://news.google.com/rss"), library.feeds.add("https://www.dawn.com/feed")
        steps = [(google, read(GOOGLE)[:1], "Google News"), (dawn, (OWN,), own_name)]
        for _ in range(2):
            for feed, entries, outlet in steps if search_first else reversed(steps):
                take(library, feed, *entries, outlet=outlet)
        (article,) = library.articles.rows(Query())
        assert article.url == OWN.url
        assert library.articles.get(article.id).text == OWN.text
        assert article.outlet.startswith("Dawn")
        assert {feed.articles for feed in library.feeds.list()} == {1}


def test_the_same_headline_of_another_outlet_is_another_article(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        google, other = library.feeds.add("https://news.google.com/rss"), library.feeds.add("https://a.example/feed")
        take(library, google, *read(GOOGLE)[:1], outlet="Google News")
        take(library, other, OWN, outlet="Daily Times")
        assert len(list(library.articles.rows(Query()))) == 2
