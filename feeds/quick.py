"""The plain nine feeds of ten, read fast: RSS 0.91 to 2.0, RSS 1.0 and Atom 1.0, well-formed, with nothing odd in them.

What comes out has the shape of feedparser's result and the same values, for the fields that we keep. Whatever is not
known to come out the same is a doubt, and the document is left to feedparser: another charset than UTF-8, a document
type, markup inside a text, an element in a place where it means something else, a date in an unusual form.

libxml2 is asked for no entity, no document type and nothing from the network, and keeps its own limits on depth and
length; it is the only parser here, so nothing is repaired.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from feeds.quickdates import moment

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_UTF8 = frozenset(("", "utf-8", "utf8", "us-ascii", "ascii"))
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s?=\s?[\"']([\w.:-]{1,40})[\"']")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\"';\s]*)", re.IGNORECASE)
_ODD = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<html[\s>]", re.IGNORECASE)
# Windows letters under Latin-1's numbers, and UTF-8 that was encoded twice: both are mended by feedparser.
_CONTROL = re.compile("[\x80-\x9f]")
_TWICE = re.compile("[\xc2-\xf4][\x80-\xbf]")
_REFERENCE = re.compile(r"&\w+;")

_XML = "{http://www.w3.org/XML/1998/namespace}"
_BASES = (f"{_XML}base", "base")
_LANGUAGE = frozenset((f"{_XML}lang",))
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_SPACES = {
    "": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://purl.org/rss/1.0/modules/slash/": "slash:",
    "http://purl.org/rss/1.0/modules/threading/": "thr:",
    "http://purl.org/syndication/thread/1.0": "thr:",
    "http://wellformedweb.org/commentapi/": "wfw:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
}
_PREFIXES = frozenset(
    (
        *("admin", "cc", "creativecommons", "content", "dc", "dcterms", "feedburner", "georss", "gml", "itunes"),
        *("media", "psc", "xhtml", "created", "published", "summary", "updated", "sy", "news"),
    )
)
"""Prefixes under which feedparser takes even an unknown namespace for one that it knows, or writes into our fields."""

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
_IMAGE = frozenset(("url", "title", "link", "width", "height", "description"))
_CHANNEL_ONLY = frozenset(("language", "managingeditor", "webmaster", "lastbuilddate", "subtitle", "icon", "logo"))
_PLAIN_TYPES = frozenset(("", "text", "html", "text/plain", "text/html"))


class Doubt(Exception):
    """The document is left to feedparser."""


@dataclass(slots=True)
class Plain:
    """As feedparser's result: the feed's own fields and one dictionary an entry."""

    feed: dict[str, Any]
    entries: list[dict[str, Any]]


def read(body: bytes, content_type: str, url: str) -> Plain | None:
    """Read a document that came from `url`; None where feedparser has to do it."""
    if not _is_utf8(body, content_type) or _ODD.search(body):
        return None
    # Late: the poller names this module's caller to its workers, and never parses itself.
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return _Reader(url).document(etree.fromstring(body, parser))
    except (Doubt, etree.LxmlError):
        return None


def _is_utf8(body: bytes, content_type: str) -> bool:
    told = _CHARSET.search(content_type)
    declared = _DECLARED.match(body.removeprefix(b"\xef\xbb\xbf"))
    named = (told[1].lower() if told else "", declared[1].decode("ascii").lower() if declared else "")
    return all(name in _UTF8 for name in named)


@dataclass(slots=True)
class _Item:
    """One entry, or the feed itself, while it is read."""

    fields: dict[str, Any] = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)
    titled: bool = False
    has_content: bool = False

    def put(self, key: str, value: str, depth: int) -> None:
        """Keep a value, unless one that stands less deep was kept before."""
        if depth <= self.depths.get(key, depth):
            self.depths[key] = depth
            self.fields[key] = value


class _Reader:
    def __init__(self, url: str) -> None:
        self._url = url
        self._names: dict[tuple[str, str | None], str] = {}

    def document(self, root: Element) -> Plain:
        name = self._name(root)
        if name == "rss" and not root.tag.startswith("{"):
            _only(root, ("version", *_LANGUAGE))
            channel, *more = list(root) or [None]
            if channel is None or more or self._name(channel) != "channel":
                raise Doubt
            return self._feed(channel, "item")
        if root.tag == "{http://www.w3.org/2005/Atom}feed":
            return self._feed(root, "entry")
        if name == "rdf:rdf":
            return self._rdf(root)
        raise Doubt

    def _rdf(self, root: Element) -> Plain:
        _only(root, _LANGUAGE)
        plain = Plain({}, [])
        for child in root:
            name = self._name(child)
            if name == "channel":
                plain.feed = self._feed(child, "").feed
            elif name == "item":
                plain.entries.append(self._entry(child, 2))
            elif name in ("image", "textinput"):
                self._inset(child)
            else:
                raise Doubt
        return plain

    def _feed(self, top: Element, entry: str) -> Plain:
        _only(top, (_ABOUT, *_LANGUAGE))
        feed = _Item()
        entries: list[dict[str, Any]] = []
        for child in top:
            name = self._name(child)
            if entry and name == entry:
                entries.append(self._entry(child, 3))
            elif name in ("image", "textinput"):
                self._inset(child)
            elif name in _OF_FEED:
                _OF_FEED[name](self, feed, child, 3)
            elif name in ("ttl", "sy:updateperiod", "sy:updatefrequency", "sy:updatebase"):
                _only(child, ())
                feed.fields[name.replace(":", "_")] = _text(child)
            elif name not in ("description", "updated", "pubdate", "dc:date", "dc:creator", "author"):
                self._silent(child, name)
        return Plain(feed.fields, entries)

    def _inset(self, top: Element) -> None:
        """An image or a text field of the channel: its title and link are its own."""
        if any(self._name(child) not in _IMAGE | {"name"} or len(child) for child in top):
            raise Doubt

    def _entry(self, top: Element, depth: int) -> dict[str, Any]:
        _only(top, (_ABOUT, *_LANGUAGE))
        item = _Item()
        about = top.get(_ABOUT)
        if about:
            item.fields["id"] = about
        self._children(top, item, depth + 1)
        return item.fields

    def _children(self, top: Element, item: _Item, depth: int) -> None:
        for child in top:
            name = self._name(child)
            handler = _OF_ENTRY.get(name)
            if handler is not None:
                handler(self, item, child, depth)
            elif name in ("media:content", "media:group"):
                _without(child, _BASES)
                self._children(child, item, depth + 1)
            elif name in _CHANNEL_ONLY:
                raise Doubt
            else:
                self._silent(child, name)

    def _silent(self, element: Element, name: str) -> None:
        """Pass over an element and all in it, or doubt."""
        if name and name not in _SILENT and not name.startswith(_SILENT_SPACES):
            raise Doubt
        for child in element:
            self._silent(child, self._name(child))

    def _name(self, element: Element) -> str:
        """Its name as feedparser tells names apart; "" for one of a namespace that means nothing to it."""
        key = (element.tag, element.prefix)
        found = self._names.get(key)
        if found is None:
            space, _, local = element.tag.rpartition("}")
            space = space.removeprefix("{").lower()
            prefix = _SPACES.get(space)
            if prefix is None:
                given = (element.prefix or "").lower()
                if not given or given in _PREFIXES or "userland" in space or space in _CALLED_OTHERWISE:
                    raise Doubt
                found = ""
            else:
                found = prefix + local.lower()
            self._names[key] = found
        return found

    # --- what is kept

    def title(self, item: _Item, element: Element, depth: int) -> None:
        _plain(element)
        value = _text(element)
        if not item.titled:
            item.put("title", value, depth)
        item.titled = item.titled or bool(value)

    def media_title(self, item: _Item, element: Element, depth: int) -> None:
        titled = item.titled
        self.title(item, element, depth)
        item.titled = titled

    def link(self, item: _Item, element: Element, depth: int) -> None:  # noqa: ARG002 - one shape for all handlers
        _without(element, ("url", "uri", *_BASES))
        href = element.get("href")
        if href == "":
            raise Doubt
        if href:
            item.fields.setdefault("links", []).append({"rel": element.get("rel", ""), "href": self._joined(href)})
            kind = element.get("type", "text/html").lower()
            if element.get("rel", "alternate").lower() == "alternate" and kind in ("text/html", "html"):
                item.fields["link"] = self._joined(href)
            elif kind in ("application/xhtml+xml", "xhtml"):
                raise Doubt
            if (element.text or "").strip() or len(element):
                raise Doubt
        else:
            value = _text(element)
            if _REFERENCE.search(value):
                raise Doubt
            item.fields["link"] = self._joined(value) if value else value

    def identifier(self, item: _Item, element: Element, depth: int) -> None:
        _without(element, _BASES)
        permanent = next((v for k, v in element.attrib.items() if k.lower() == "ispermalink"), "true") == "true"
        value = _text(element)
        if permanent and value:
            value = self._joined(value)
        item.put("id", value, depth)
        if permanent:
            item.fields.setdefault("link", value)

    def description(self, item: _Item, element: Element, depth: int) -> None:
        if "summary" in item.fields and not item.has_content:
            self.content(item, element, depth)
        else:
            _plain(element)
            value = _text(element)
            item.put("summary", value, depth)
            item.fields["summary_detail"] = {"value": value}

    def content(self, item: _Item, element: Element, depth: int) -> None:  # noqa: ARG002
        _plain(element)
        if "src" in element.attrib:
            raise Doubt
        item.has_content = True
        value = _text(element)
        item.fields.setdefault("content", []).append({"value": value})
        item.fields.setdefault("summary", value)

    def author(self, item: _Item, element: Element, depth: int) -> None:
        if not len(element):
            item.put("author", _text(element), depth)
            return
        said = {"name": "", "email": ""}
        for child in element:
            name = self._name(child)
            if name in said:
                if said[name]:
                    raise Doubt
                said[name] = _text(child)
            elif name not in ("uri", "url"):
                raise Doubt
        both = f"{said['name']} ({said['email']})" if all(said.values()) else said["name"] or said["email"]
        item.put("author", both, depth)

    def contributor(self, item: _Item, element: Element, depth: int) -> None:  # noqa: ARG002
        if any(self._name(child) not in ("name", "email", "uri", "url") or len(child) for child in element):
            raise Doubt

    def source(self, item: _Item, element: Element, depth: int) -> None:  # noqa: ARG002
        value = _text(element)
        item.fields["source"] = {"title": value} if value else {}

    def original(self, item: _Item, element: Element, depth: int) -> None:
        _only(element, ())
        item.put("feedburner_origlink", _text(element), depth)

    def date(self, item: _Item, element: Element, depth: int, key: str) -> None:
        value = _text(element)
        item.put(key, value, depth)
        parsed = moment(value)
        if value and parsed is None:
            raise Doubt
        item.fields[f"{key}_parsed"] = parsed.utctimetuple() if parsed else None

    def _joined(self, address: str) -> str:
        if ":///" in address:
            raise Doubt
        try:
            return urljoin(self._url, address)
        except ValueError:
            raise Doubt from None


def _text(element: Element) -> str:
    """The text of an element without children, mended where it was encoded twice."""
    if len(element):
        raise Doubt
    value = (element.text or "").strip()
    if not value.isascii():
        if _CONTROL.search(value):
            raise Doubt
        if _TWICE.search(value):
            try:
                return value.encode("latin-1").decode("utf-8")
            except UnicodeError:
                return value
    return value


def _plain(element: Element) -> None:
    if element.attrib and (
        element.get("type", "").lower() not in _PLAIN_TYPES or "mode" in {name.lower() for name in element.attrib}
    ):
        raise Doubt


def _only(element: Element, known: Iterable[str]) -> None:
    """Doubt an element with other attributes: some of them stand for whole elements."""
    if any(name not in known for name in element.attrib):
        raise Doubt


def _without(element: Element, names: Iterable[str]) -> None:
    """Doubt an element with one of these attributes."""
    if any(name in element.attrib for name in names):
        raise Doubt


Handler = Callable[[_Reader, _Item, "Element", int], None]


def _date(key: str) -> Handler:
    return lambda reader, item, element, depth: reader.date(item, element, depth, key)


_CALLED_OTHERWISE = frozenset(
    (
        *("http://example.com/newformat#", "http://example.com/necho", "http://purl.org/echo/"),
        *("http://purl.org/pie/", "uri/of/echo/namespace#", "http://purl.org/atom/ns#"),
        *("http://blogs.law.harvard.edu/tech/rss", "http://my.netscape.com/rdf/simple/0.9/"),
        *("http://purl.org/rss/1.0/modules/rss091#", "http://www.w3.org/1999/xhtml"),
    )
)
"""Namespaces whose elements feedparser takes for those of RSS and Atom, whatever their prefix."""

_OF_FEED: dict[str, Handler] = {"title": _Reader.title, "link": _Reader.link, "id": _Reader.identifier}
_OF_ENTRY: dict[str, Handler] = {
    "title": _Reader.title,
    "dc:title": _Reader.title,
    "media:title": _Reader.media_title,
    "link": _Reader.link,
    "guid": _Reader.identifier,
    "id": _Reader.identifier,
    "description": _Reader.description,
    "dc:description": _Reader.description,
    "media:description": _Reader.description,
    "summary": _Reader.description,
    "itunes:summary": _Reader.description,
    "content": _Reader.content,
    "content:encoded": _Reader.content,
    "author": _Reader.author,
    "dc:creator": _Reader.author,
    "itunes:author": _Reader.author,
    "contributor": _Reader.contributor,
    "source": _Reader.source,
    "feedburner:origlink": _Reader.original,
    "pubdate": _date("published"),
    "published": _date("published"),
    "dcterms:issued": _date("published"),
    "updated": _date("updated"),
    "dc:date": _date("updated"),
    "dcterms:modified": _date("updated"),
    "created": _date("created"),
    "dcterms:created": _date("created"),
}
