"""Bytes to entries: the one module that knows feedparser. Runs in a worker process, because feedparser can be made to
compute for minutes.

feedparser is the parser of record; `feeds.quick` goes before it and reads what is plain, where the outcome is the same.
feedparser is given bytes in memory and nothing else, for it opens what looks like a path or an address. Its sanitiser
and its link resolver are off: they take four fifths of its time, and `feeds.clean` is the safety line.
"""

from __future__ import annotations

import calendar
import io
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from feeds import jsonfeed, limits, quick
from feeds.clean import believable, canonical_url, html_to_text, parse_date, safe_text, title_text
from feeds.errors import NotAFeed
from feeds.links import short_hash
from feeds.rhythm import Asked, asked
from store.model.polling import Entry

_HEAD = 2048
"""Bytes looked at to tell a web page from a feed."""
_PAGE = re.compile(rb"<!doctype\s{1,9}html|<html[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|channel)[\s>]", re.IGNORECASE)
_CLOSED = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel|cdf)\s{0,99}>", re.IGNORECASE)
_TAIL = 4096
_GROWTH = 3
"""How many times longer than markup its text can be: NFC makes three characters of one at most (unicode.org's FAQ)."""
# What feedparser itself stumbles with over documents that no XML parser takes.
_BROKEN = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_BEFORE = b"\xef\xbb\xbf \t\r\n"
# Entities of one's own multiply in the hands of attackers: only short ones that hold no others are left standing.
# HTML's own are known without being declared.
_ENTITY = re.compile(rb"<!ENTITY(?!\s{1,9}\w{1,40}\s{1,9}\"[^&%<>\"]{0,64}\"\s{0,9}>)[^>]*>", re.IGNORECASE)
# Longer marks first: that of UTF-32 begins with that of UTF-16. A feed begins with "<" or with space.
_WIDE = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARED = re.compile(r"^(<\?xml[^>?]{0,100}?)\sencoding\s?=\s?[\"'][\w.:-]{1,40}[\"']")


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed said, cleaned. `ttl` is its wish in seconds between polls, 0 where it has none."""

    title: str
    site_url: str
    entries: tuple[Entry, ...]
    ttl: int = 0
    cut_off: bool = False
    """The document ends in the middle; the last entry, which may be half of one, was left out."""
    asks: Asked = field(default_factory=Asked)
    """What it asks of those who poll it."""


def parse(body: bytes, content_type: str, url: str, now: datetime | None = None) -> ParsedFeed:
    """Read RSS, Atom, RDF, CDF or JSON Feed. `url` is where it came from, `now` what dates are believed against.

    Raises NotAFeed, with a sentence that says what came instead.
    """
    now = now or datetime.now(UTC)
    body, turned = _narrow(body)
    if turned:
        content_type = "application/xml; charset=utf-8"
    stripped = body.lstrip(_BEFORE)
    if not stripped:
        raise NotAFeed("The answer is empty. Try again later, or check the address in a browser.")
    if stripped.startswith(b"{") or "json" in content_type.lower():
        return _from_json(body, url, now)
    plain = quick.read(body, content_type, url)
    if plain is not None:
        return _parsed(plain.feed, plain.entries, body, url, now)
    return of_record(body, content_type, url, now)


def of_record(body: bytes, content_type: str, url: str, now: datetime) -> ParsedFeed:
    """Read with feedparser."""
    # The one sanctioned late import: the poller names `parse` to its workers and never parses itself.
    import feedparser  # noqa: PLC0415

    try:
        result = feedparser.parse(
            io.BytesIO(_ENTITY.sub(b"", body)),
            response_headers={"content-type": content_type, "content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _BROKEN as error:
        raise NotAFeed("The feed is broken beyond reading. Tell its publisher, or look for another address.") from error
    stripped = body.lstrip(_BEFORE)
    if not result.entries and not result.version:
        raise NotAFeed(_what_it_is(stripped))
    if _PAGE.search(stripped[:_HEAD]) and not _FEED.search(stripped[:_HEAD]):
        raise NotAFeed(_what_it_is(stripped))
    cut_off = bool(result.bozo) and not _CLOSED.search(body[-_TAIL:])
    items = result.entries[:-1] if cut_off else result.entries
    return replace(_parsed(result.feed, items, body, url, now), cut_off=cut_off)


def _parsed(
    feed: Mapping[str, Any], items: Sequence[Mapping[str, Any]], body: bytes, url: str, now: datetime
) -> ParsedFeed:
    asks = asked(feed, body)
    return ParsedFeed(
        title=_line(feed.get("title", ""), limits.TITLE),
        site_url=canonical_url(_text(feed.get("link")), url),
        # Plain dictionaries: feedparser's own give a published date where an updated one is asked for.
        entries=distinct(_entry(dict(item), url, now) for item in items[: limits.ENTRIES]),
        ttl=asks.wish,
        asks=asks,
    )


def _from_json(body: bytes, url: str, now: datetime) -> ParsedFeed:
    read = jsonfeed.read(body, url, now)
    return ParsedFeed(read.title, read.site_url, distinct(read.entries))


def _what_it_is(body: bytes) -> str:
    if _PAGE.search(body[:_HEAD]) or (body[:1] == b"<" and b"<body" in body[:_HEAD].lower()):
        return "The answer is a web page, not a feed. Look on that page for the address of its feed."
    if body[:1] == b"<":
        return "The answer is XML, but no feed in it. Check the address in a browser."
    return "The answer is no feed. Check the address in a browser."


def _narrow(body: bytes) -> tuple[bytes, bool]:
    """Turn UTF-16 and UTF-32, with or without a mark, into UTF-8; drop stray NULs. Also: whether it was turned.

    feedparser does not recognise wide characters that no mark announces.
    """
    for mark, encoding in _WIDE:
        if body.startswith(mark):
            text = body.decode(encoding, "replace").lstrip("\ufeff")
            return _DECLARED.sub(r"\1", text, count=1).encode("utf-8", "replace"), True
    return body.replace(b"\x00", b""), False


def _entry(item: Mapping[str, Any], url: str, now: datetime) -> Entry:
    link = canonical_url(_text(item.get("feedburner_origlink")), url) or canonical_url(_text(item.get("link")), url)
    raw = safe_text(_text(item.get("published") or item.get("updated") or item.get("created")), 100)
    outlet = _line(_source(item), limits.AUTHOR)
    title = _without_outlet(_line(item.get("title", ""), limits.TITLE), outlet)
    text = _longest(item)
    return Entry(
        guid=_guid(_text(item.get("id")), link, title, raw, text),
        url=link,
        title=title,
        text=text,
        author=_line(item.get("author", ""), limits.AUTHOR),
        outlet=outlet,
        published=believable(_moment(item, "published", "created", "updated") or parse_date(raw), now),
        published_raw=raw,
        updated=believable(_moment(item, "updated"), now),
    )


def _guid(given: str, link: str, title: str, raw_date: str, text: str) -> str:
    """Give the publisher's id, else the link, else a hash; the same for the same item at each poll."""
    guid = safe_text(given)
    if len(guid) > limits.GUID:
        return "sha256:" + short_hash(guid)
    if guid or link:
        return guid or link
    return "sha256:" + (short_hash(title, raw_date) if title and raw_date else short_hash(title, text))


def _source(item: Mapping[str, Any]) -> str:
    source = item.get("source")
    named = _text(source.get("title") or source.get("value")) if isinstance(source, dict) else ""
    # Bing's searches name the outlet in a namespace of their own.
    return named or _text(item.get("news_source"))


def _without_outlet(title: str, outlet: str) -> str:
    """Cut " - Outlet" off a title, as news searches add it."""
    if outlet:
        for dash in (" - ", " – ", " — ", " | "):
            if title.lower().endswith(dash + outlet.lower()):
                return title[: -len(dash + outlet)].rstrip() or title
    return title


def _longest(item: Mapping[str, Any]) -> str:
    """Give the longest of an entry's contents and its summary, as plain text; of equally long ones the first."""
    found = [item.get("summary_detail") or {"value": item.get("summary", "")}]
    contents = item.get("content")
    if isinstance(contents, list):
        found += contents
    # Dictionaries are feedparser's own, too, and asking for any mapping takes ten times as long.
    values = {_text(part.get("value")): None for part in found if isinstance(part, dict)}
    longest = max(values, key=len, default="")
    text = html_to_text(longest) if longest else ""
    worth = [value for value in values if value is longest or (value and len(value) * _GROWTH >= len(text))]
    if len(worth) <= 1:
        return text
    return max((text if value is longest else html_to_text(value) for value in worth), key=len)


def _line(value: object, limit: int) -> str:
    return safe_text(title_text(value), limit) if value and isinstance(value, str) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _moment(item: Mapping[str, Any], *names: str) -> datetime | None:
    for name in names:
        parsed = item.get(f"{name}_parsed")
        if isinstance(parsed, datetime):
            return parsed
        if isinstance(parsed, time.struct_time):
            try:
                # timegm, not mktime: feedparser gives UTC.
                return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
            except (ValueError, OverflowError, OSError):
                continue
    return None


def distinct(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give each item once, under a guid of its own.

    The same guid with the same address twice is one item; with another address it is a publisher who numbers badly,
    and the address serves.
    """
    by_guid: dict[str, Entry] = {}
    for entry in entries:
        first = by_guid.get(entry.guid)
        if first is None:
            by_guid[entry.guid] = entry
        elif (entry.url, entry.title) != (first.url, first.title):
            own = entry.url if entry.url and entry.url != first.url else "sha256:" + short_hash(entry.guid, entry.title)
            by_guid.setdefault(own, replace(entry, guid=own))
    return tuple(by_guid.values())
