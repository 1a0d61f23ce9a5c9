"""Subscriptions in and out, and the feeds that a page names."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.catalogue import export_opml, folder_path, import_opml, plan_opml, read_opml, subscribe
from feeds.clean import safe_text
from feeds.discover import candidates
from feeds.errors import BadAddress, BadOpml
from feeds.fulltext import extract
from feeds.network import AllowedHosts
from store.errors import DuplicateFeed
from store.library import Library
from store.model.polling import Feed
from tests.support.memory import opened_at

OPML = """<?xml version="1.0"?><opml version="2.0"><body><outline text="Folder">
<outline type="rss" text="A &lt;b&gt;" xmlUrl="https://a.example/feed"/><outline type="rss" text="B" xmlUrl="https://b.example/feed"/>
<outline type="rss" text="evil" xmlUrl="|rm -rf"/><outline type="rss" text="file" xmlUrl="file:///etc/passwd"/></outline></body></opml>"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return opened_at(tmp_path / "s.db", lambda: datetime(2025, 12, 1, tzinfo=UTC))


def test_subscribe(library: Library) -> None:
    feed = subscribe(library, "a.example/feed", outlet="A\x1b[31m")
    assert (feed.url, feed.outlet) == ("https://a.example/feed", "A")
    with pytest.raises(DuplicateFeed):
        subscribe(library, "https://a.example/feed")
    with pytest.raises(BadAddress):
        subscribe(library, "javascript:alert(1)")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/feed",
        "http://2130706433/feed",
        "http://0x7f.1/feed",
        "http://0177.0.0.1/feed",
        "http://[::1]/feed",
        "http://[::ffff:10.0.0.1]/feed",
        "http://169.254.169.254/latest",
        "http://192.168.1.1:8080/",
        "http://localhost/feed",
        "http://feeds.localhost./feed",
        "http://0/feed",
    ],
)
def test_private_addresses_are_refused_at_once_unless_the_user_names_them(library: Library, url: str) -> None:
    with pytest.raises(BadAddress, match="allow_hosts"):
        subscribe(library, url)
    opml = f'<opml version="2.0"><body><outline type="rss" text="A" xmlUrl="{url}"/></body></opml>'
    assert import_opml(library, opml.encode()).added == 0
    assert library.feeds.list() == ()
    parts = urlsplit(url)
    entry = f"{'0.0.0.0/0' if ':' not in (parts.hostname or '') else '::/0'}:{parts.port or 80}"
    assert subscribe(library, url, allowed=AllowedHosts.parse([entry])).url == url


def test_opml_in_and_out(library: Library) -> None:
    subscribe(library, "https://b.example/feed")
    report = import_opml(library, OPML.encode())
    assert (report.added, report.known, len(report.refused)) == (1, 1, 2)
    out = export_opml(library.feeds.list())
    assert {feed.url for feed in read_opml(out.encode())} == {"https://a.example/feed", "https://b.example/feed"}


def test_folders_and_titles_come_along_and_are_kept(library: Library) -> None:
    plan = plan_opml(library, OPML.encode())
    assert ([feed.url for feed in plan.new], plan.folders) == (
        ["https://a.example/feed", "https://b.example/feed"],
        {"Folder": 2},
    )
    assert library.feeds.list() == ()
    import_opml(library, OPML.encode())
    assert [(feed.name, feed.folder) for feed in library.feeds.list()] == [("A <b>", "Folder"), ("B", "Folder")]


def test_what_is_there_already_or_twice_in_the_file_is_told(library: Library) -> None:
    subscribe(library, "http://a.example/feed")
    lines = "".join(f'<outline xmlUrl="https://{host}.example/feed"/>' for host in "abbc")
    plan = plan_opml(library, f'<opml version="2.0"><body>{lines}</body></opml>'.encode())
    assert [feed.url for feed in plan.known] == ["https://a.example/feed"]
    assert (len(plan.new), plan.repeated) == (2, 1)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(NAMES, st.lists(NAMES.filter(lambda name: "\u2215" not in name), max_size=3)),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_given_out_comes_back_the_same(listed: list[tuple[str, list[str]]]) -> None:
    feeds = [
        Feed(
            number,
            f"https://{number}.example/feed?a=1&b=2",
            outlet=safe_text(title) or "x",
            folder=folder_path("/".join(name.replace("/", "\u2215") for name in folder)),
        )
        for number, (title, folder) in enumerate(listed)
    ]
    back = {feed.url: (feed.title, feed.folder) for feed in read_opml(export_opml(feeds).encode())}
    assert back == {feed.url: (feed.name, feed.folder) for feed in feeds}


def test_exports_hold_no_secrets(library: Library) -> None:
    subscribe(library, "https://me:c4n4ry@a.example/feed?id=7&api_key=c4n4ry")
    out = export_opml(library.feeds.list())
    assert "c4n4ry" not in out
    assert "https://a.example/feed?id=7" in out


@pytest.mark.parametrize("data", [b"", b"<html>", b'<!DOCTYPE x [<!ENTITY a "b">]><opml/>', b"\x00" * 50])
def test_what_is_no_opml_is_refused(data: bytes) -> None:
    with pytest.raises(BadOpml):
        read_opml(data)


def test_feeds_that_a_page_names() -> None:
    page = """<head><base href="/sub/"><link rel="alternate stylesheet" href="x.css" type="text/css">
    <link rel=alternate type="application/rss+xml" title="News \x1b[31m" href="feed.xml">
    <LINK REL="ALTERNATE" TYPE="application/atom+xml; charset=utf-8" HREF="//b.example/atom">
    <link rel=alternate type="application/rss+xml" href="javascript:x()">
    <link rel=alternate type="application/rss+xml" href="feed.xml">"""
    found = candidates(page, "https://a.example/page")
    assert [(one.url, one.title) for one in found] == [
        ("https://a.example/sub/feed.xml", "News"),
        ("https://b.example/atom", ""),
    ]


@pytest.mark.parametrize("page", ["", "\x00", "<link" * 9_000, "<base href='javascript:x'>"])
def test_pages_that_name_none(page: str) -> None:
    assert candidates(page, "https://a.example/") == ()


def test_full_text() -> None:
    paragraphs = "".join(
        f"<p>Paragraph {n} holds a sentence of the article, long enough to count as text.</p>" for n in range(8)
    )
    page = f"<html><body><nav><a href='/'>Menu</a></nav><article><h1>Head</h1>{paragraphs}</article></body></html>"
    text = extract(page.encode(), "https://a.example/x")
    assert text is not None
    assert "Paragraph 7" in text
    assert "Menu" not in text
    assert extract(b"", "https://a.example/") is None
