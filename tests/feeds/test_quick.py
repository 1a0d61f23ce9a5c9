"""The fast reader gives what feedparser gives, or leaves the document to it."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds import quick
from feeds.parse import of_record, parse
from feeds.quickdates import moment
from tests.support.documents import DOCUMENTS, URL, atom, rss_item

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PIECES = st.sampled_from((
    *("a", "B ", "é", "“", "Ã©", "&amp;", "&lt;b&gt;", "&#233;", "<![CDATA[<p>c & d</p>]]>", "<!-- c -->", "\n", "  "),
    *("]", "http://a.example/x?a=1&amp;b=2", "/rel", "&amp;lt;", "&amp;amp;", "http://a.example/", "x:y"),
))  # fmt: skip
ODD_PIECES = st.sampled_from(("<b>x</b>", "<br/>", "&#150;", "\x96", "&eacute;", "http:///x"))
TEXT = st.lists(st.one_of(*[PIECES] * 12, ODD_PIECES), max_size=3).map("".join)
DATED = st.sampled_from(("pubDate", "dc:date", "published", "updated", "atom:updated", "dc:date", "created"))
NAMED = st.sampled_from((
    *("title", "link", "guid", "description", "author", "dc:creator", "content:encoded", "media:title", "source"),
    *("media:description", "media:content", "media:group", "media:thumbnail", "category", "enclosure", "atom:link"),
    *("summary", "id", "x:what", "dc:title", "itunes:summary", "itunes:author", "feedburner:origLink", "comments"),
    *("image", "body", "slash:comments", "wfw:commentRss", "content", "dc:description", "Title", "dc:subject"),
))  # fmt: skip
ODD_ATTRIBUTES = st.sampled_from((
    *(' isPermaLink="false"', ' type="html"', ' type="xhtml"', ' href="/h"', ' rel="self" href="/s"', ' href=""'),
    *(' url="https://s.example/"', ' xml:lang="en"', ' xml:base="/b/"', ' mode="escaped"', ' src="/s"', ' uri="/u"'),
))  # fmt: skip
ATTRIBUTES = st.one_of(*[st.just("")] * 5, ODD_ATTRIBUTES)
DATES = st.sampled_from((
    *("Sat, 29 Nov 2025 10:00:00 GMT", "29 Nov 2025 10:00:00 +0530", "2025-11-29T10:00:00Z"),
    *("2025-11-29T10:00:00-03:30", "", "2025-11-29", "Mon, 00 Jan 0000 00:00:00 GMT", "2025-11-29T24:00:00Z"),
))  # fmt: skip


def element(name: str, attributes: str, inside: str) -> str:
    return f"<{name}{attributes}>{inside}</{name}>"


LEAVES = st.builds(element, NAMED, ATTRIBUTES, TEXT) | st.builds(element, DATED, st.just(""), DATES)
ELEMENTS = st.one_of(
    *[LEAVES] * 6,
    st.builds(element, st.sampled_from(("media:group", "media:content", "author", "x:y")), ATTRIBUTES, LEAVES),
    st.builds(element, NAMED, ATTRIBUTES, LEAVES),
)
SPACES = (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:x="urn:x"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    ' xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)


def same(body: bytes, kind: str = "application/xml") -> bool:
    """Hold the two readers against each other; whether the fast one took the document."""
    if quick.read(body, kind, URL) is None:
        return False
    assert parse(body, kind, URL, NOW) == of_record(body, kind, URL, NOW)
    return True


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_of_every_format(name: str) -> None:
    known = {"rss 0.91", "rss 0.92", "rss 0.93", "rss 0.94", "rss 2.0", "rss 1.0", "atom 1.0", "news modules"}
    assert same(DOCUMENTS[name]) is (name in known)


@settings(max_examples=200, deadline=None)
@given(st.lists(ELEMENTS, max_size=5), st.booleans())
@example(["<title>a</title>", "<media:group><media:title>b</media:title></media:group>"], False)
@example(["<description>a</description>", "<media:description>b</media:description>"], True)
def test_any_entry_is_read_alike(parts: list[str], is_atom: bool) -> None:
    entry = "".join(parts)
    body = atom(f"<entry>{entry}</entry>", SPACES) if is_atom else rss_item(entry, SPACES)
    same(body)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - the zone comes next
    st.integers(-14 * 60, 14 * 60),
    st.booleans(),
)
def test_dates_are_read_alike(when: datetime, minutes: int, iso: bool) -> None:
    import feedparser  # noqa: PLC0415

    at = when.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    text = at.isoformat() if iso else format_datetime(at)
    read = moment(text)
    assert read == at
    assert read is not None
    assert calendar.timegm(feedparser.datetimes._parse_date(text)) == read.timestamp()


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'><channel><item><title>&a;</title></item></channel></rss>",
        b"<rss version='2.0'><channel><item><title>open</item></channel></rss>",
        b"<?xml version='1.0' encoding='windows-1252'?><rss><channel><item><title>x</title></item></channel></rss>",
        b"<rss><channel><item><title>\xff</title></item></channel></rss>",
        b"<rss><channel><item><title>&nbsp;</title></item></channel></rss>",
        b"<rss><channel><item><a:b>x</a:b></item></channel></rss>",
        b"<rss xmlns:m='http://search.yahoo.com/mrss'><channel><item>"
        + b"<m:group>" * 2_000
        + b"</m:group>" * 2_000
        + b"</item></channel></rss>",
        b"<rss><channel/></rss>" + b"<a>" * 1_000_001,
        b"<?xml version='1.0' encoding='x-none'?><rss><channel><item><title>x</title></item></channel></rss>",
        b"<?xml version='1.0' encoding  =  'cp037'?><rss><channel><item><title>x</title></item></channel></rss>",
        b"<?xml version='1.0' encoding='ascii'?><rss><channel><item><title>\xc3\xa9</title></item></channel></rss>",
        b"",
    ],
)
def test_doubts_are_left_alone(body: bytes) -> None:
    assert quick.read(body, "application/xml", URL) is None


def test_utf8_goes_by_both_its_names() -> None:
    for name in (b"utf-8", b"UTF8", b"us-ascii"):
        body = b"<?xml version='1.0' encoding='%s'?>%s" % (name, rss_item("<title>utf8</title>").partition(b"?>")[2])
        assert same(body)


def test_a_charset_of_the_server_is_a_doubt() -> None:
    body = rss_item("<title>x</title>")
    assert quick.read(body, 'text/xml; charset="UTF-8"', URL) is not None
    assert quick.read(body, "text/xml; charset=iso-8859-1", URL) is None
