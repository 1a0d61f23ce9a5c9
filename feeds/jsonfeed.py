"""JSON Feed 1.0 and 1.1 (jsonfeed.org), which the released feedparser does not read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feeds import limits
from feeds.clean import believable, canonical_url, html_to_text, parse_date, safe_body, safe_text
from feeds.errors import NotAFeed
from feeds.links import short_hash
from store.model.polling import Entry


@dataclass(frozen=True, slots=True)
class JsonFeed:
    """A feed's own title, its site and its entries."""

    title: str
    site_url: str
    entries: tuple[Entry, ...]


def read(body: bytes, url: str, now: datetime) -> JsonFeed:
    """Read a JSON Feed that came from `url`. Raises NotAFeed."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(
            "The answer should be JSON but cannot be read as such. Check the address in a browser."
        ) from error
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise NotAFeed("The answer is JSON, but no feed. Check the address in a browser.")
    if "jsonfeed.org" not in _text(document.get("version")):
        raise NotAFeed("The answer is JSON, but not a JSON Feed. Check the address in a browser.")
    items = [item for item in document["items"][: limits.ENTRIES] if isinstance(item, dict)]
    return JsonFeed(
        title=safe_text(_text(document.get("title")), limits.TITLE),
        site_url=canonical_url(_text(document.get("home_page_url")), url),
        entries=tuple(_entry(item, url, now) for item in items),
    )


def _entry(item: Mapping[str, Any], url: str, now: datetime) -> Entry:
    link = canonical_url(_text(item.get("url")) or _text(item.get("external_url")), url)
    raw = safe_text(_text(item.get("date_published")), 100)
    title = safe_text(_text(item.get("title")), limits.TITLE)
    text = _body(item)
    guid = safe_text(_identifier(item.get("id")))
    if len(guid) > limits.GUID:
        guid = "sha256:" + short_hash(guid)
    return Entry(
        guid=guid or link or "sha256:" + short_hash(title, raw or text),
        url=link,
        title=title,
        text=text,
        author=safe_text(_author(item), limits.AUTHOR),
        published=believable(parse_date(raw), now),
        published_raw=raw,
        updated=believable(parse_date(_text(item.get("date_modified"))), now),
    )


def _body(item: Mapping[str, Any]) -> str:
    plain = (_text(item.get("content_text")), _text(item.get("summary")))
    found = [html_to_text(_text(item.get("content_html"))), *(safe_body(text, limits.TEXT) for text in plain)]
    return max(found, key=len)


def _author(item: Mapping[str, Any]) -> str:
    authors = item.get("authors")
    listed = authors if isinstance(authors, list) else [item.get("author")]
    return ", ".join(_text(one.get("name")) for one in listed[:20] if isinstance(one, dict))


def _identifier(value: object) -> str:
    """Give an id as text: version 1.0 of the format allowed numbers."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else _text(value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
