"""The plain nine feeds of ten, read fast: RSS 0.91 to 2.0, RSS 1.0 and Atom 1.0, well-formed, with nothing odd in them.

What comes out has the shape of feedparser's result and the same values, for the fields that we keep; moments are
datetimes. Whatever is not known to come out the same is a doubt, and the document is left to feedparser: another
charset than UTF-8, a document type, markup inside a text, an element in a place where it means something else, a date
in an unusual form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feeds.quickentry import BASES, OF_ENTRY, OF_FEED, Item, only, without
from feeds.quicktree import ABOUT, ATOM_FEED, XML_LANG, Doubt, Names, tree

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_UTF8 = frozenset(("", "utf-8", "utf8", "us-ascii", "ascii"))
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding\s?=\s?[\"']([\w.:-]{1,40})[\"']")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\"';\s]*)", re.IGNORECASE)
_ODD = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<html[\s>]", re.IGNORECASE)
_ON_ROOT = ("version", XML_LANG)
_ON_ITEM = (ABOUT, XML_LANG)

# Elements without a say in what we keep, and without children of their own that have one.
_SILENT = frozenset(
    (
        *("category", "comments", "enclosure", "rights", "copyright", "generator", "docs", "cloud", "rating"),
        *("icon", "logo", "subtitle", "language", "managingeditor", "webmaster", "lastbuilddate", "skiphours", "hour"),
        *("skipdays", "day", "dc:subject", "dc:language", "dc:rights", "dc:publisher", "dc:identifier", "dc:format"),
        *("dc:type", "media:content", "media:thumbnail", "media:credit", "media:keywords", "media:category"),
        *("media:text", "media:copyright", "media:rating", "media:player", "media:group", "media:hash"),
        *("itunes:duration", "itunes:explicit", "itunes:image", "itunes:keywords", "itunes:episode"),
        *("itunes:episodetype", "itunes:season", "itunes:block", "itunes:type", "items", "rdf:seq", "rdf:li"),
        *("feedburner:info", "feedburner:emailserviceid", "feedburner:feedburnerhostname", "media:status"),
    )
)
_SILENT_SPACES = ("slash:", "wfw:", "thr:")
_GROUPS = ("media:content", "media:group")
_DEEPEST = 50
"""Groups within each other, and what is around them."""
_INSETS = ("image", "textinput")
_IMAGE = frozenset(("url", "title", "link", "width", "height", "description", "name"))
_CHANNEL_ONLY = frozenset(("language", "managingeditor", "webmaster", "lastbuilddate", "subtitle", "icon", "logo"))
_WISHES = frozenset(("ttl", "sy:updateperiod", "sy:updatefrequency", "sy:updatebase"))
_OF_NO_USE = frozenset(("description", "updated", "pubdate", "dc:date", "dc:creator", "author"))
"""Elements of the channel that are passed over, though they mean something in an entry."""


@dataclass(slots=True)
class Plain:
    """As feedparser's result: the feed's own fields and one dictionary an entry."""

    feed: dict[str, Any]
    entries: list[dict[str, Any]]


def read(body: bytes, content_type: str, url: str) -> Plain | None:
    """Read a document that came from `url`; None where feedparser has to do it."""
    if not _is_utf8(body, content_type) or _ODD.search(body):
        return None
    try:
        root, names = tree(body)
        return _Reader(url, names).document(root)
    except Doubt:
        return None


def _is_utf8(body: bytes, content_type: str) -> bool:
    told = _CHARSET.search(content_type)
    if told and told[1].lower() not in _UTF8:
        return False
    declared = _DECLARED.match(body)
    if declared is None:
        # Not declared, or in a way that is not known.
        return b"encoding" not in body[: max(body.find(b">"), 0)]
    name = declared[1].decode("ascii").lower()
    return name in _UTF8 and ("ascii" not in name or body.isascii())


class _Reader:
    def __init__(self, url: str, names: Names) -> None:
        self._url = url
        self._names = names

    def document(self, root: Element) -> Plain:
        """Read the whole of it."""
        name = self._names[root.tag]
        if root.tag.lower() == "rss":
            only(root, _ON_ROOT)
            if [self._names[child.tag] for child in root] != ["channel"]:
                raise Doubt
            return self._feed(root[0], "item")
        if root.tag == ATOM_FEED:
            return self._feed(root, "entry")
        if name == "rdf:rdf":
            return self._rdf(root)
        raise Doubt

    def _rdf(self, root: Element) -> Plain:
        only(root, (XML_LANG,))
        plain = Plain({}, [])
        for child in root:
            name = self._names[child.tag]
            if name == "channel":
                plain.feed = self._feed(child, "").feed
            elif name == "item":
                plain.entries.append(self._entry(child, 2))
            elif name in _INSETS:
                self._inset(child)
            else:
                raise Doubt
        return plain

    def _feed(self, top: Element, entry: str) -> Plain:
        only(top, _ON_ITEM)
        feed = Item(self._url, self._names)
        entries: list[dict[str, Any]] = []
        for child in top:
            name = self._names[child.tag]
            if entry and name == entry:
                entries.append(self._entry(child, 3))
            elif name in _INSETS:
                self._inset(child)
            elif name in OF_FEED:
                OF_FEED[name](feed, child, 3)
            elif name in _WISHES:
                only(child, ())
                feed.fields[name.replace(":", "_")] = feed.text(child)
            elif name not in _OF_NO_USE:
                self._silent(child)
        return Plain(feed.fields, entries)

    def _inset(self, top: Element) -> None:
        """An image or a text field of the channel: its title and link are its own."""
        if any(self._names[child.tag] not in _IMAGE or len(child) for child in top):
            raise Doubt

    def _entry(self, top: Element, depth: int) -> dict[str, Any]:
        only(top, _ON_ITEM)
        item = Item(self._url, self._names)
        about = top.get(ABOUT)
        if about:
            item.fields["id"] = about
        self._children(top, item, depth + 1)
        return item.fields

    def _children(self, top: Element, item: Item, depth: int) -> None:
        names = self._names
        for child in top:
            name = names[child.tag]
            handler = OF_ENTRY.get(name)
            if handler is not None:
                handler(item, child, depth)
            elif name in _GROUPS:
                without(child, BASES)
                if depth > _DEEPEST:
                    raise Doubt
                self._children(child, item, depth + 1)
            elif name in _CHANNEL_ONLY:
                raise Doubt
            else:
                self._silent(child)

    def _silent(self, element: Element) -> None:
        """Pass over an element and all in it, or doubt."""
        for each in element.iter():
            name = self._names[each.tag]
            if name and name not in _SILENT and not name.startswith(_SILENT_SPACES):
                raise Doubt
