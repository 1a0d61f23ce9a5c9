"""Where the feeds of a web page are: what it names as such, what looks like one, and where sites commonly keep them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from feeds.clean import canonical_url, safe_text
from feeds.limits import MIB, TITLE

_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "text/xml")
)
_MOST = 20
"""Candidates of one page that are kept."""
_READ = 2 * MIB
"""Characters of a page that are looked at."""
_ANCHORS = 2000
_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
"""Where sites commonly keep their feed, the most common first (WordPress, Ghost, Jekyll, Hugo, Movable Type)."""
_LIKE_A_FEED = re.compile(
    r"(?:/|^)(?:rss|feeds?|atom|rdf|xml)/?$|\.(?:rss|atom|rdf)$|(?:rss|feed|atom|index)[\w-]{0,20}\.(?:xml|json)$",
    re.IGNORECASE,
)
_CALLED_A_FEED = re.compile(
    r"\b(?:rss|atom|xml|web|json) ?feeds?\b|\brss\b|\batom\b|\bsubscribe to (?:the |this )?feed"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that a page names; not yet asked for."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a page gives: the feeds it names, then links that look like feeds."""

    named: tuple[Candidate, ...] = ()
    likely: tuple[Candidate, ...] = ()


@dataclass
class _Page:
    """The elements of interest, as libxml2 reports them."""

    links: list[Mapping[str, str]] = field(default_factory=list)
    anchors: list[tuple[Mapping[str, str], str]] = field(default_factory=list)
    base: str = ""
    _open: Mapping[str, str] | None = None
    _words: str = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "link":
            self.links.append(dict(attributes))
        elif tag == "a" and attributes.get("href"):
            self._open, self._words = dict(attributes), ""
        elif tag == "base" and not self.base:
            self.base = attributes.get("href", "")

    def end(self, tag: str) -> None:
        if tag == "a" and self._open is not None and len(self.anchors) < _ANCHORS:
            self.anchors.append((self._open, self._words))
            self._open = None

    def data(self, data: str) -> None:
        if self._open is not None and len(self._words) < TITLE:
            self._words += data

    def comment(self, text: str) -> None:
        pass

    def close(self) -> None:
        pass


def read_page(body: bytes, url: str) -> Found:
    """Find the feeds of the page that came from `url`, hostile or broken. Runs in a worker process."""
    # Addresses are ASCII in any charset that pages come in; only titles may suffer.
    return feeds_of(body[:_READ].decode("utf-8", "replace"), url)


def feeds_of(html: str, url: str) -> Found:
    """Find the feeds that a page names and those that it seems to link, each once; only http and https."""
    # Late, as in `feeds.markup`: the way to the desk's first frame leads past this module.
    from lxml import etree  # noqa: PLC0415

    page = _Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        parser.feed(html[:_READ].replace("\x00", "").encode("utf-8", "replace") or b" ")
        parser.close()
    except etree.LxmlError:
        # What was read before the parser gave up is kept.
        pass
    base = canonical_url(page.base, url) or url
    named = _distinct(_named(page, base), ())
    return Found(named, _distinct(_likely(page, base, url), named))


def candidates(html: str, url: str) -> tuple[Candidate, ...]:
    """Find the feeds that the page from `url` names as such."""
    return feeds_of(html, url).named


def guesses(url: str) -> tuple[str, ...]:
    """Give the addresses at which the site of a page commonly has a feed: beside the page, then at its root."""
    parts = urlsplit(url)
    here = parts.path.rstrip("/")
    beside = [urljoin(url, f"{here}/feed")] if here else []
    root = f"{parts.scheme}://{parts.netloc}"
    return (*beside, *(root + path for path in _PATHS))


def _named(page: _Page, base: str) -> Iterable[Candidate]:
    for link in page.links:
        rel = link.get("rel", "").lower().split()
        kind = link.get("type", "").split(";")[0].strip().lower()
        if "alternate" in rel and kind in _TYPES:
            yield Candidate(canonical_url(link.get("href", ""), base), safe_text(link.get("title", ""), TITLE))


def _likely(page: _Page, base: str, url: str) -> Iterable[Candidate]:
    """Links to the same site whose address or words are those of a feed, the surer first."""
    site = _site(url)
    sure: list[Candidate] = []
    less: list[Candidate] = []
    for anchor, words in page.anchors:
        address = canonical_url(anchor["href"], base)
        kind = anchor.get("type", "").split(";")[0].strip().lower()
        if not address or _site(address) != site:
            continue
        title = safe_text(words, TITLE)
        if kind in _TYPES or _LIKE_A_FEED.search(urlsplit(address).path):
            sure.append(Candidate(address, title))
        elif _CALLED_A_FEED.search(title[:60].lower()):
            less.append(Candidate(address, title))
    return (*sure, *less)


def _site(url: str) -> str:
    """A host's last two labels, or three: www, feeds and rss of a site are one."""
    labels = (urlsplit(url).hostname or "").split(".")
    short = len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2
    return ".".join(labels[-3:] if short else labels[-2:])


def _distinct(found: Iterable[Candidate], but: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    known = {candidate.url for candidate in but}
    kept: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.url and candidate.url not in known:
            kept.setdefault(candidate.url, candidate)
    return tuple(kept.values())[:_MOST]
