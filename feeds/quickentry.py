"""What is kept of an entry's elements, or a feed's own: the same that feedparser keeps, in the same fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from feeds.links import is_plain
from feeds.quickdates import moment
from feeds.quicktree import XML_BASE, Doubt, Names

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

BASES = (XML_BASE, "base")
_ODD_ON_LINKS = ("url", "uri", *BASES)
# Windows letters under Latin-1's numbers, and UTF-8 that was encoded twice: both are mended by feedparser.
_CONTROL = re.compile("[\x80-\x9f]")
_TWICE = re.compile("[\xc2-\xf4][\x80-\xbf]")
_NO_LINK = re.compile("(?:tag|urn):[a-zA-Z0-9]")
"""What entries are called by where it is no address (RFC 4151, RFC 8141): nothing is joined to it."""
_LATIN = 0xC2
_REFERENCE = re.compile(r"&\w+;")
_PLAIN_TYPES = frozenset(("", "text", "html", "text/plain", "text/html"))


class Item:
    """One entry, or the feed itself, while it is read; `url` and `names` are the document's."""

    __slots__ = ("_depths", "_url", "fields", "has_content", "names", "titled")

    def __init__(self, url: str, names: Names) -> None:
        self.names = names
        self.fields: dict[str, Any] = {}
        self.titled = False
        self.has_content = False
        self._depths: dict[str, int] = {}
        self._url = url

    def put(self, key: str, value: str, depth: int) -> None:
        """Keep a value, unless one that stands less deep was kept before."""
        if depth <= self._depths.get(key, depth):
            self._depths[key] = depth
            self.fields[key] = value

    def text(self, element: Element) -> str:
        """The text of an element without children, mended where it was encoded twice."""
        if len(element):
            raise Doubt
        value = (element.text or "").strip()
        return value if value.isascii() else _mended(value)

    def joined(self, address: str) -> str:
        """An address, joined to the document's."""
        if is_plain(address):
            return address
        if ":///" in address:
            raise Doubt
        if _NO_LINK.match(address):
            return address
        try:
            return urljoin(self._url, address)
        except ValueError:
            raise Doubt from None


def _mended(value: str) -> str:
    # In UTF-8, this byte begins all characters from U+0080 to U+00BF; looking for it takes a tenth of the two patterns.
    if _LATIN not in value.encode():
        return value
    if _CONTROL.search(value):
        raise Doubt
    if _TWICE.search(value):
        try:
            return value.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return value
    return value


def only(element: Element, known: Iterable[str]) -> None:
    """Doubt an element with other attributes: some of them stand for whole elements."""
    given = element.keys()
    if given and any(name not in known for name in given):
        raise Doubt


def without(element: Element, names: Iterable[str]) -> None:
    """Doubt an element with one of these attributes."""
    given = element.keys()
    if given and any(name in names for name in given):
        raise Doubt


def _plain(element: Element) -> None:
    given = element.keys()
    if not given:
        return
    if element.get("type", "").lower() not in _PLAIN_TYPES or any(name.lower() == "mode" for name in given):
        raise Doubt


def _title(item: Item, element: Element, depth: int) -> None:
    _plain(element)
    value = item.text(element)
    if not item.titled:
        item.put("title", value, depth)
    item.titled = item.titled or bool(value)


def _media_title(item: Item, element: Element, depth: int) -> None:
    titled = item.titled
    _title(item, element, depth)
    item.titled = titled


def _link(item: Item, element: Element, depth: int) -> None:  # noqa: ARG001 - one shape for all handlers
    without(element, _ODD_ON_LINKS)
    href = element.get("href")
    if href is None:
        value = item.text(element)
        if _REFERENCE.search(value):
            raise Doubt
        item.fields["link"] = item.joined(value) if value else value
        return
    if href == "" or len(element) or (element.text or "").strip():
        raise Doubt
    address = item.joined(href)
    kind = element.get("type", "text/html").lower()
    if element.get("rel", "alternate").lower() == "alternate" and kind in ("text/html", "html"):
        item.fields["link"] = address
    elif kind in ("application/xhtml+xml", "xhtml"):
        raise Doubt


def _identifier(item: Item, element: Element, depth: int) -> None:
    without(element, BASES)
    given = element.items()
    permanent = not given or next((value for name, value in given if name.lower() == "ispermalink"), "true") == "true"
    value = item.text(element)
    if permanent and value:
        value = item.joined(value)
    item.put("id", value, depth)
    if permanent:
        item.fields.setdefault("link", value)


def _description(item: Item, element: Element, depth: int) -> None:
    if "summary" in item.fields and not item.has_content:
        _content(item, element, depth)
        return
    _plain(element)
    value = item.text(element)
    item.put("summary", value, depth)
    item.fields["summary_detail"] = {"value": value}


def _content(item: Item, element: Element, depth: int) -> None:  # noqa: ARG001
    _plain(element)
    if element.get("src") is not None:
        raise Doubt
    item.has_content = True
    value = item.text(element)
    item.fields.setdefault("content", []).append({"value": value})
    item.fields.setdefault("summary", value)


def _author(item: Item, element: Element, depth: int) -> None:
    if not len(element):
        item.put("author", item.text(element), depth)
        return
    said = {"name": "", "email": ""}
    for child in element:
        name = item.names[child.tag]
        if name in said:
            if said[name]:
                raise Doubt
            said[name] = item.text(child)
        elif name not in ("uri", "url"):
            raise Doubt
    both = f"{said['name']} ({said['email']})" if all(said.values()) else said["name"] or said["email"]
    item.put("author", both, depth)


def _contributor(item: Item, element: Element, depth: int) -> None:  # noqa: ARG001
    if any(item.names[child.tag] not in ("name", "email", "uri", "url") or len(child) for child in element):
        raise Doubt


def _source(item: Item, element: Element, depth: int) -> None:  # noqa: ARG001
    value = item.text(element)
    item.fields["source"] = {"title": value} if value else {}


def _original(item: Item, element: Element, depth: int) -> None:
    only(element, ())
    item.put("feedburner_origlink", item.text(element), depth)


Handler = Callable[[Item, "Element", int], None]


def _date(key: str) -> Handler:
    def read(item: Item, element: Element, depth: int) -> None:
        value = item.text(element)
        item.put(key, value, depth)
        parsed = moment(value) if value else None
        if value and parsed is None:
            raise Doubt
        item.fields[f"{key}_parsed"] = parsed

    return read


OF_FEED: dict[str, Handler] = {"title": _title, "link": _link, "id": _identifier}
OF_ENTRY: dict[str, Handler] = {
    "title": _title,
    "dc:title": _title,
    "media:title": _media_title,
    "link": _link,
    "guid": _identifier,
    "id": _identifier,
    "description": _description,
    "dc:description": _description,
    "media:description": _description,
    "summary": _description,
    "itunes:summary": _description,
    "content": _content,
    "content:encoded": _content,
    "author": _author,
    "dc:creator": _author,
    "itunes:author": _author,
    "contributor": _contributor,
    "source": _source,
    "feedburner:origlink": _original,
    "pubdate": _date("published"),
    "published": _date("published"),
    "dcterms:issued": _date("published"),
    "updated": _date("updated"),
    "dc:date": _date("updated"),
    "dcterms:modified": _date("updated"),
    "created": _date("created"),
    "dcterms:created": _date("created"),
}
"""How each element of an entry is read; those of media groups count as the entry's own."""
