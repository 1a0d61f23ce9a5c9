"""Full texts: fetched politely for what is on the story, walls told from articles, and what is said of them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.fetch import Fetcher
from feeds.fulltext import Page, read_page
from feeds.limits import Limits
from feeds.poll import Poller
from feeds.workers import Pool, ReadSpec
from store.library import Library
from store.model.rows import Query
from store.model.words import BodySource
from tests.support.memory import Hands, opened_at
from tests.support.trust import trust
from tests.support.webserver import Answer, Asked, WebServer, answer, rss, web_server

TITLE = "Minister speaks on the stabilisation force for Gaza"
TEASER = "The minister spoke on Gaza."
PARAGRAPH = (
    "The minister said on Tuesday that the stabilisation force for Gaza would have to wait, since nobody had yet told "
    "him what it was to do there, and he was not going to send anybody who did not know that beforehand."
)
ARTICLE = (
    f"<html><head><title>{TITLE} - Paper</title></head><body><nav>Home</nav><article><h1>{TITLE}</h1>"
    + "".join(f"<p>{number}. {PARAGRAPH}</p>" for number in range(9))
    + "</article><footer>Imprint</footer></body></html>"
)


def page(body: str, *, title: str = "", head: str = "") -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def entry(number: int, link: str, *, title: str = TITLE, text: str = TEASER) -> str:
    return (
        f"<guid isPermaLink='false'>{number}</guid><title>{title}</title><link>{link}</link>"
        f"<description>{text}</description><pubDate>Mon, 01 Dec 2025 10:00:00 GMT</pubDate>"
    )


@dataclass
class Desk:
    library: Library
    web: WebServer
    poller: Poller
    clock: Hands

    async def poll(self, *items: str) -> None:
        self.web.routes["/feed"] = answer(rss(*items))
        if self.library.feeds.find(self.web.url("/feed")) is None:
            self.library.feeds.add(self.web.url("/feed"))
        assert [outcome.error async for outcome in self.poller.once(everything=True)] == [None]

    def article(self, title: str = TITLE) -> tuple[BodySource, str, str]:
        """Where its text is from, the text, and what is said of its page."""
        found = next(one for one in self.library.articles.rows(Query()) if one.title == title)
        view = self.library.articles.view(found.id)
        return found.body_source, view.article.text, view.page_note


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with web_server() as web, AsyncExitStack() as ending:
        clock = Hands()
        library = ending.enter_context(opened_at(tmp_path / "s.db", clock))
        limits = Limits(article_body=50_000, connect=0.5, article_total=0.7)
        fetcher = Fetcher(web.allow, limits=limits, clock=clock, context=trust())
        ending.push_async_callback(fetcher.aclose)
        pool = Pool(1, deadline=15, read=ReadSpec("tests.support.jobs", "reader_of_gaza", ""))
        ending.push_async_callback(pool.close)
        poller = Poller(library, fetcher, pool, settle=lambda: None, clock=clock, rng=random.Random(1), full_text=True)
        ending.push_async_callback(poller.close)
        yield Desk(library, web, poller, clock)


async def test_a_short_entry_on_the_story_gets_its_page(desk: Desk) -> None:
    desk.web.routes["/story"] = answer(ARTICLE.encode(), kind="text/html")
    await desk.poll(
        entry(1, desk.web.url("/story")),
        entry(2, desk.web.url("/other"), title="A cup final was won", text="It was a fine match."),
        entry(3, desk.web.url("/long"), title="The force for Gaza is long in coming", text=PARAGRAPH * 9),
    )
    source, text, note = desk.article()
    assert (source, note) == (BodySource.PAGE, "")
    assert text.count(PARAGRAPH) == 9
    assert "Imprint" not in text
    assert {asked.path for asked in desk.web.asked} == {"/feed", "/robots.txt", "/story"}
    assert desk.web.most_busy == 1
    view = desk.library.articles.view(1)
    assert view.edits == ()
    assert [one.text for one in desk.library.articles.versions(view.article.id)][1:] == [TEASER]
    # The same entry again, and the same with another teaser, leave the page's text standing.
    await desk.poll(
        entry(1, desk.web.url("/story")), entry(4, "https://a.example/x", title="Quite another", text="Words.")
    )
    await desk.poll(entry(1, desk.web.url("/story"), text=f"{TEASER} Updated."))
    assert desk.article()[0] is BodySource.PAGE
    assert desk.web.count("/story") == 1


async def test_robots_and_the_users_word_are_respected(desk: Desk) -> None:
    desk.web.routes["/robots.txt"] = answer(b"User-agent: *\nDisallow: /story", kind="text/plain")
    desk.web.routes["/story"] = desk.web.routes["/free"] = answer(ARTICLE.encode(), kind="text/html")
    feed = desk.library.feeds.add(desk.web.url("/feed"))
    desk.library.pages.switch(feed.id, choice=False)
    one = entry(1, desk.web.url("/story"))
    two = entry(2, desk.web.url("/free"), title=f"{TITLE} again", text=f"{TEASER} Twice.")
    await desk.poll(one, two)
    assert {asked.path for asked in desk.web.asked} == {"/feed"}
    desk.library.pages.switch(feed.id, choice=None)
    await desk.poll(two, one)
    assert desk.web.count("/story") == 0
    source, text, note = desk.article()
    assert (source, text) == (BodySource.FEED, TEASER)
    assert "robots.txt" in note
    assert desk.article(f"{TITLE} again")[0] is BodySource.PAGE


async def hang(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


REFUSALS: dict[str, tuple[bytes | Answer, str, int]] = {
    "/404": (answer(status=404), "does not have this page (HTTP 404)", 1),
    "/403": (answer(status=403), "refuses to give this page", 1),
    "/wall": (answer(status=403, head=("cf-mitigated: challenge",)), "bot wall", 1),
    "/500": (answer(status=500), "error of its own (HTTP 500)", 3),
    "/large": (answer(b"x" * 60_000, kind="text/html"), "larger than", 1),
    "/pdf": (answer(b"%PDF-1.7", kind="application/pdf"), "application/pdf", 1),
    "/inside": (answer(status=302, head=("Location: http://10.0.0.1/",)), "open internet", 3),
    "/moment": (answer(b"<html><title>Just a moment...</title>", kind="text/html"), "bot wall", 1),
    "/hang": (hang, "within 0.7 seconds", 3),
}
"""What answers, what is said of it, and how often it is asked for."""


async def test_what_gives_no_text_is_said_and_tried_so_often(desk: Desk) -> None:
    entries = []
    for number, (path, (route, _, _)) in enumerate(REFUSALS.items()):
        desk.web.routes[path] = route
        title = f"The force for Gaza, part {path}"
        entries.append(entry(number, desk.web.url(path, f"127.0.0.{number + 2}"), title=title))
    for _ in range(5):
        await desk.poll(*entries)
        desk.clock.forward(hours=13)
    for path, (_, said, tries) in REFUSALS.items():
        source, text, note = desk.article(f"The force for Gaza, part {path}")
        assert (source, text) == (BodySource.FEED, TEASER)
        assert said in note
        assert desk.web.count(path) == tries, path


async def test_old_articles_are_left_alone(desk: Desk) -> None:
    desk.library.feeds.add(desk.web.url("/feed"))
    desk.library.pages.switch(1, choice=False)
    await desk.poll(entry(1, desk.web.url("/story")))
    desk.library.pages.switch(1, choice=True)
    wanted = desk.library.pages.wanted(default=False, short=1000, limit=9)
    assert [one.text for one in wanted] == [TEASER]
    desk.clock.now += timedelta(days=8)
    assert desk.library.pages.wanted(default=True, short=1000, limit=9) == ()


STORY = "https://a.example/story"
LONG = "".join(f"<p>{PARAGRAPH}</p>" for _ in range(9))


@pytest.mark.parametrize(
    ("body", "url", "said"),
    [
        (ARTICLE.encode(), STORY, ""),
        (page(f"<p>{PARAGRAPH}</p><p>Subscribe to continue reading.</p>"), STORY, "for subscribers"),
        (
            page(f"<p>{PARAGRAPH}</p>", head='<script>{"isAccessibleForFree": "False"}</script>'),
            STORY,
            "for subscribers",
        ),
        (page("<p>We value your privacy. We and our partners store.</p>", title="Consent"), STORY, "consent"),
        (page(LONG, title=TITLE), "https://consent.news.example/s?to=x", "consent"),
        (page("<p>Go home.</p>", title="404 - Page not found"), STORY, "no such page"),
        (page(LONG, title=TITLE), "https://a.example/", "front page"),
        (page("<p>Are you a robot?</p>", title="Access Denied"), STORY, "bot wall"),
        (page("<p>x</p><script src='/cdn-cgi/challenge-platform/x.js'></script>"), STORY, "bot wall"),
        (page("".join("<p>A recipe for a cake with much butter and five eggs in it.</p>" for _ in range(30))),
         STORY, "something else"),
        (page(""), STORY, "No article was found"),
        (b"", STORY, "No article was found"),
        (b"\x00\xff" * 500, STORY, "No article was found"),
        (page(f"<p>{TEASER}</p>", title=TITLE), STORY, "no more than"),
    ],
)  # fmt: skip
def test_walls_are_told_from_articles(body: bytes, url: str, said: str) -> None:
    found = read_page(body, "text/html", url, TITLE, TEASER)
    assert bool(found.text) is not bool(said), found
    assert said in found.note
    assert found == Page(found.text, found.note)


def test_a_long_article_may_speak_of_subscribers_and_cookies() -> None:
    body = page(LONG + "<p>Already a subscriber? We value your privacy.</p>", title=TITLE)
    assert read_page(body, "text/html; charset=utf-8", STORY, TITLE, TEASER).text


def test_no_script_comes_out_of_a_page() -> None:
    body = ARTICLE.replace("<p>3.", "<p>3.<script>steal()</script><img src=x onerror=steal()>\x1b[31m&#x202e;").encode()
    text = read_page(body, "text/html", STORY, TITLE, TEASER).text
    assert text
    assert not any(bad in text for bad in ("steal", "onerror", "\x1b", "\u202e", "<script"))
