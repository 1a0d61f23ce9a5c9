"""What sites may ask of us, and how often they are asked."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.fetch import Fetcher
from feeds.limits import Limits
from feeds.robots import allowed, read_rules
from tests.support.webserver import WebServer, answer, web_server

NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)
AGENT = "Standpoint/1.0 (+https://example.org)"


@pytest.mark.parametrize(
    ("rules", "path", "may"),
    [
        ("User-agent: *\nDisallow: /private/", "/private/a", False),
        ("User-agent: *\nDisallow: /private/", "/privat", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "/news/1", True),
        ("User-agent: *\nDisallow: /news\nAllow: /news", "/news", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("User-agent: *\nDisallow: /*?s=", "/find?s=gaza", False),
        ("User-agent: *\nDisallow: /a*b*c$", "/a1b2b3c", False),
        ("User-agent: *\nDisallow: /a*bc$", "/abc-bd", True),
        ("User-agent: *\nDisallow: /ab*b$", "/ab", True),
        ("User-agent: standpoint\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: StandPoint/9\nDisallow: /x", "/a", True),
        ("User-agent: standpointer\nDisallow: /", "/a", True),
        ("User-agent: a\nUser-agent: Standpoint\nDisallow: /b\n\nUser-agent: standpoint\nDisallow: /c", "/b", False),
        ("User-agent: a\nUser-agent: Standpoint\nDisallow: /b\n\nUser-agent: standpoint\nDisallow: /c", "/c", False),
        ("User-agent: a\nDisallow: /a\nUser-agent: *\nCrawl-delay: 9\nDisallow: /b # not this", "/b", False),
        ("\ufeffUser-Agent : *\r\ndisallow:/b\r\n", "/b", False),
        ("User-agent: *\nDisallow: /%7Ejoe", "/~joe", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: *\nDisallow: /a%2fb", "/a%2Fb", False),
        ("User-agent: *\nDisallow: /ツ", "/%E3%83%84", False),
        ("Disallow: /", "/a", True),
        ("<html>not found</html>", "/a", True),
    ],
)
def test_rules_are_read_as_the_standard_says(rules: str, path: str, may: bool) -> None:
    assert read_rules(rules.encode(), AGENT).allow(f"https://www.example.org{path}") is may


@given(st.binary(max_size=300), st.text(max_size=60))
def test_no_file_breaks_the_reader(data: bytes, path: str) -> None:
    read_rules(b"User-agent: *\nDisallow: " + data, AGENT).allow(f"https://www.example.org/{path}")


def test_a_pattern_of_stars_costs_no_more_than_its_length() -> None:
    rules = read_rules(b"User-agent: *\n" + b"Disallow: /" + b"*a" * 400 + b"$\n", AGENT)
    assert rules.allow("https://www.example.org/" + "a" * 4000 + "b")


class TestAsking:
    @pytest.fixture
    async def web(self) -> AsyncIterator[WebServer]:
        async with web_server() as server:
            yield server

    @pytest.fixture
    async def fetcher(self, web: WebServer) -> AsyncIterator[Fetcher]:
        made = Fetcher(web.allow, limits=Limits(feed_total=0.5, robots_body=2000), context=ssl.create_default_context())
        yield made
        await made.aclose()

    async def test_once_a_day_a_site(self, web: WebServer, fetcher: Fetcher) -> None:
        web.routes["/robots.txt"] = answer(b"User-agent: *\nDisallow: /no", kind="text/plain")
        assert not await allowed(fetcher, web.url("/no/1"), now=NOW)
        assert await allowed(fetcher, web.url("/yes"), now=NOW + timedelta(hours=23))
        assert web.count("/robots.txt") == 1
        web.routes["/robots.txt"] = answer(b"", kind="text/plain")
        assert await allowed(fetcher, web.url("/no/1"), now=NOW + timedelta(hours=25))
        assert await allowed(fetcher, web.url("/no/1", "127.0.0.2"), now=NOW)
        assert web.count("/robots.txt") == 3

    @pytest.mark.parametrize(("status", "may"), [(404, True), (403, True), (500, False), (429, False)])
    async def test_a_site_without_rules_allows_one_in_trouble_does_not(
        self, web: WebServer, fetcher: Fetcher, status: int, may: bool
    ) -> None:
        web.routes["/robots.txt"] = answer(b"x", status=status)
        assert await allowed(fetcher, web.url("/a"), now=NOW) is may

    async def test_trouble_is_over_after_an_hour_and_a_file_too_large_is_trouble(
        self, web: WebServer, fetcher: Fetcher
    ) -> None:
        web.routes["/robots.txt"] = answer(b"#" * 3000)
        assert not await allowed(fetcher, web.url("/a"), now=NOW)
        web.routes["/robots.txt"] = answer(b"User-agent: *\nAllow: /")
        assert not await allowed(fetcher, web.url("/a"), now=NOW + timedelta(minutes=50))
        assert await allowed(fetcher, web.url("/a"), now=NOW + timedelta(minutes=70))

    async def test_rules_reckoned_by_a_wrong_clock_are_asked_for_anew(self, web: WebServer, fetcher: Fetcher) -> None:
        web.routes["/robots.txt"] = answer(b"")
        await allowed(fetcher, web.url("/a"), now=NOW + timedelta(days=365))
        await allowed(fetcher, web.url("/a"), now=NOW)
        assert web.count("/robots.txt") == 2
