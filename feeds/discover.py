"""The feeds that a web page names: `<link rel="alternate">` with a feed's type, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.clean import canonical_url, safe_text
from feeds.limits import TITLE
from feeds.page import read_head

_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "text/xml")
)
_MOST = 20
"""Candidates of one page that are kept."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that a page names; not yet asked for."""

    url: str
    title: str = ""


def candidates(html: str, url: str) -> tuple[Candidate, ...]:
    """Find the feeds that the page from `url` names, each once; only http and https."""
    head = read_head(html)
    base = canonical_url(head.base, url) or url
    found: dict[str, Candidate] = {}
    for link in head.links:
        rel = link.get("rel", "").lower().split()
        kind = link.get("type", "").split(";")[0].strip().lower()
        address = canonical_url(link.get("href", ""), base)
        if "alternate" in rel and kind in _TYPES and address:
            found.setdefault(address, Candidate(address, safe_text(link.get("title", ""), TITLE)))
    return tuple(found.values())[:_MOST]
