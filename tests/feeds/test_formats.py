"""Every format gives the same entry; and whatever is done to a document, what is read of it is harmless."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.errors import NotAFeed
from feeds.parse import parse
from store.model.polling import Entry
from store.plain import safe_body, safe_text
from tests.support.documents import DOCUMENTS, URL

NOW = datetime(2026, 1, 1, tzinfo=UTC)
UNDATED = {"rss 0.90"}
UNSIGNED = {"rss 0.90", "rss 0.91", "rss 0.92", "rss 0.93", "rss 0.94", "cdf"}
EVIL = st.sampled_from((
    *(b"\x00", b"\x1b[31m", b"&#27;]52;c;aGk=&#7;", b"\xc2\x9b2J", b"&#x9b;", b"\xe2\x80\xae", b"&#xe0041;"),
    b"\xff\xfe",
    *(b"<script>steal()</script>", b"&lt;script&gt;steal()&lt;/script&gt;", b"<![CDATA[<img src=x onerror=steal()>]]>"),
    *(b"javascript:steal()", b"data:text/html,steal", b"]]>", b"<!--", b"&", b"<", b">", b'"', b"\xed\xa0\x80"),
    b"&nbsp;",
    *(b"<!ENTITY x 'y'>", b"<!DOCTYPE html>", b"</item>", b"<item>", b"</channel>", b"<html>", b"\r", b"\\u001b[2J"),
))  # fmt: skip
CUTS = st.tuples(st.sampled_from(("put", "cut", "double")), st.integers(0, 2_000), st.integers(1, 80), EVIL)


def harmless(entry: Entry) -> None:
    for text in (entry.guid, entry.title, entry.author, entry.outlet, entry.published_raw, entry.url):
        assert text == safe_text(text)
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\ud800-\udfff]", text)
    assert entry.text == safe_body(entry.text)
    assert entry.url == "" or re.match(r"https?://[^\s<>\"]+$", entry.url)
    assert entry.published is None or 1990 <= entry.published.year <= 2026


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_format_gives_the_same_entry(name: str) -> None:
    parsed = parse(DOCUMENTS[name], "", URL, NOW)
    (entry,) = parsed.entries
    assert (parsed.title, entry.title) == ("News", "Minister speaks on the force")
    assert entry.url == "https://news.example/story?id=7"
    assert entry.text == "The minister said no."
    assert entry.author == ("" if name in UNSIGNED else "N. N.")
    assert entry.published == (None if name in UNDATED else datetime(2025, 11, 29, 10, tzinfo=UTC))
    harmless(entry)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(DOCUMENTS)), st.lists(CUTS, min_size=1, max_size=4))
@example("atom 1.0", [("put", 260, 1, b"<script>steal()</script>")])
@example("json 1.1", [("put", 120, 1, b"\\u001b[2J")])
def test_no_change_of_bytes_does_harm(name: str, cuts: list[tuple[str, int, int, bytes]]) -> None:
    body = DOCUMENTS[name]
    for what, where, size, evil in cuts:
        at = where % len(body) if body else 0
        middle = {"put": evil + body[at:], "cut": body[at + size :], "double": body[at : at + size] + body[at:]}[what]
        body = body[:at] + middle
    try:
        parsed = parse(body, "application/xml", URL, NOW)
    except NotAFeed:
        return
    assert parsed.title == safe_text(parsed.title)
    for entry in parsed.entries:
        harmless(entry)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(("", "text/xml; charset=utf-16", "application/json", "text/html")))
def test_any_bytes_are_no_feed_or_harmless(body: bytes, kind: str) -> None:
    try:
        parsed = parse(body, kind, URL, NOW)
    except NotAFeed:
        return
    for entry in parsed.entries:
        harmless(entry)
