"""Looking at an address before it is subscribed: feeds, pages that name them, pages that do not."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import cache

import pytest

from feeds.discover import feeds_of, guesses
from feeds.fetch import Fetcher
from feeds.limits import Limits
from feeds.looking import Looker
from feeds.workers import Pool, ReadSpec
from store.model.preview import Looked
from tests.support.webserver import WebServer, answer, item, rss, web_server

NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)
FEED = answer(rss(*(item(number) for number in range(7)), head="<ttl>90</ttl>"))


def page(body: str) -> bytes:
    return answer(f"<!DOCTYPE html><html><head><title>t</title>{body}</html>".encode(), kind="text/html")


@cache
def trust() -> ssl.SSLContext:
    return ssl.create_default_context()


@pytest.fixture
async def web() -> AsyncIterator[WebServer]:
    async with web_server() as server:
        yield server


async def look(web: WebServer, url: str) -> Looked:
    fetcher = Fetcher(web.allow, limits=Limits(feed_total=1.0), context=trust(), clock=lambda: NOW)
    pool = Pool(1, read=ReadSpec("tests.support.jobs", "reader_for", ""))
    try:
        return await Looker(fetcher, pool, lambda: NOW).look(url)
    finally:
        await pool.close()
        await fetcher.aclose()


async def test_a_feed_is_shown_as_it_is(web: WebServer) -> None:
    web.routes["/f"] = FEED
    looked = await look(web, web.url("/f"))
    (preview,) = looked.previews
    assert (preview.url, preview.title, preview.entries, len(preview.latest)) == (web.url("/f"), "News", 7, 5)
    assert preview.latest[0] == ("Entry number 0 of the day", datetime(2025, 11, 29, 10, tzinfo=UTC))
    assert preview.read == 7
    assert preview.interval >= 5400
    assert len(web.asked) == 1


async def test_a_page_that_names_its_feeds(web: WebServer) -> None:
    web.routes["/"] = page(
        '<link rel="alternate" type="application/rss+xml" href="/a"><link rel="alternate" type="application/atom+xml"'
        ' href="/gone">'
        '<link rel=alternate type=application/rss+xml href="file:///etc/passwd"><body><a href=/rss>RSS</a>'
    )
    web.routes["/a"] = FEED
    looked = await look(web, web.url("/"))
    assert [preview.url for preview in looked.previews] == [web.url("/a")]
    assert [asked.path for asked in web.asked] == ["/", "/a", "/gone"]


async def test_a_page_that_only_links_its_feed(web: WebServer) -> None:
    web.routes["/"] = page(
        '<body><a href="/about">About feeding birds</a>'
        '<a href="https://other.example/feed">x</a><a href="/x.rss">All</a>'
    )
    web.routes["/x.rss"] = FEED
    assert [preview.url for preview in (await look(web, web.url("/"))).previews] == [web.url("/x.rss")]
    assert [asked.path for asked in web.asked] == ["/", "/x.rss"]


async def test_a_page_whose_feed_lies_at_a_common_place_that_robots_may_be_shown(web: WebServer) -> None:
    web.routes["/news/"] = page("<body>Nothing")
    web.routes["/robots.txt"] = answer(b"User-agent: *\nDisallow: /rss$", kind="text/plain")
    web.routes["/rss"] = web.routes["/feed.xml"] = FEED
    assert [preview.url for preview in (await look(web, web.url("/news/"))).previews] == [web.url("/feed.xml")]
    assert web.count("/rss") == 0
    assert web.most_busy == 1


async def test_a_page_without_any_feed_says_so_after_few_requests(web: WebServer) -> None:
    web.routes["/"] = page("<body>Nothing")
    looked = await look(web, web.url("/"))
    assert looked.answered
    assert "no feed was found" in looked.error
    assert len(web.asked) <= 10


async def test_private_addresses_behind_a_page_are_not_reached(web: WebServer) -> None:
    async with web_server() as inner:
        inner.routes["/f"] = FEED
        web.routes["/"] = page(f'<link rel="alternate" type="application/rss+xml" href="{inner.url("/f")}">')
        assert (await look(web, web.url("/"))).previews == ()
        assert inner.asked == []


async def test_a_feed_that_moved_for_good_is_taken_from_where_it_is(web: WebServer) -> None:
    web.routes["/old"] = answer(status=301, head=("Location: /new",))
    web.routes["/new"] = FEED
    assert [preview.url for preview in (await look(web, web.url("/old"))).previews] == [web.url("/new")]


def test_hostile_pages_cost_little() -> None:
    assert feeds_of("<a href=x>" * 100_000, "https://a.example/").named == ()
    assert feeds_of('<a href="/' + "rss" * 200_000 + '">', "https://a.example/").likely == ()
    assert len(feeds_of('<a href="/rss?%d">RSS</a>' * 5000 % tuple(range(5000)), "https://a.example/").likely) == 20


def test_common_places_are_few_and_of_the_same_site() -> None:
    found = guesses("https://www.a.example/blog/post?x=1")
    assert found[0] == "https://www.a.example/blog/post/feed"
    assert len(found) <= 8
    assert all(address.startswith("https://www.a.example/") for address in found)
