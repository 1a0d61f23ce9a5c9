"""A well-formed document as a tree, and the names by which feedparser tells elements apart.

The parser is expat, which is feedparser's own: what is well-formed is no matter of opinion between the two. No document
type may come here, hence there are no entities but XML's own and nothing to fetch.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
ATOM_FEED = "{http://www.w3.org/2005/Atom}feed"

_MOST_TAGS = 1_000_000
"""Tags of one document, those within texts among them: 200 for each of the most entries that are taken.

They bound the memory that the tree takes; they are counted in documents that are long enough to hold as many.
"""

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
_MISTAKEN = frozenset(
    (
        *("", "admin", "cc", "creativecommons", "content", "dc", "dcterms", "feedburner", "georss", "gml", "itunes"),
        *("media", "psc", "xhtml", "created", "published", "summary", "updated", "sy", "news"),
    )
)
"""Prefixes under which feedparser takes even an unknown namespace for one that it knows, or writes into our fields."""
_CALLED_OTHERWISE = frozenset(
    (
        *("http://example.com/newformat#", "http://example.com/necho", "http://purl.org/echo/"),
        *("http://purl.org/pie/", "uri/of/echo/namespace#", "http://purl.org/atom/ns#"),
        *("http://blogs.law.harvard.edu/tech/rss", "http://my.netscape.com/rdf/simple/0.9/"),
        *("http://purl.org/rss/1.0/modules/rss091#", "http://www.w3.org/1999/xhtml"),
    )
)
"""Namespaces whose elements feedparser takes for those of RSS and Atom, whatever their prefix."""


class Doubt(Exception):
    """The document is left to feedparser."""


class Names(dict[str, str]):
    """Tags of a document's elements, and the names by which feedparser knows them.

    "" stands for what means nothing to it. Raises Doubt for what may mean something else than its namespace says.
    """

    def __init__(self, declared: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._prefixes: dict[str, set[str]] = {}
        for prefix, space in declared:
            self._prefixes.setdefault(space, set()).add(prefix.lower())

    def __missing__(self, tag: str) -> str:
        space, _, local = tag.rpartition("}")
        space = space.removeprefix("{")
        prefixes = self._prefixes.get(space, set())
        space = space.lower()
        known = _SPACES.get(space)
        if known is not None:
            name = known + local.lower()
        elif prefixes.isdisjoint(_MISTAKEN) and "userland" not in space and space not in _CALLED_OTHERWISE:
            name = ""
        else:
            raise Doubt
        self[tag] = name
        return name


class _Whole(io.BytesIO):
    """Gives all at once: in parts, expat would read an endless tag from its beginning again with each of them."""

    def read(self, size: int | None = -1, /) -> bytes:  # noqa: ARG002 - a file's own form
        return super().read()


def tree(body: bytes) -> tuple[Element, Names]:
    """Give the root of a document in UTF-8, whatever it declares, and the names of all in it. Raises Doubt."""
    if len(body) > _MOST_TAGS and body.count(b"<") > _MOST_TAGS:
        raise Doubt
    # Late: the poller names this module's caller to its workers, and never parses itself.
    from xml.etree import ElementTree as ET  # noqa: PLC0415

    # S314 is about entities: no document with a document type comes here.
    events = ET.iterparse(_Whole(body), ("start-ns",), ET.XMLParser(encoding="utf-8"))  # noqa: S314
    try:
        names = Names(cast("tuple[str, str]", pair) for _, pair in events)
    except ET.ParseError as error:
        raise Doubt from error
    # Known to the documentation, though not to the types.
    return cast("Any", events).root, names
