"""Subscriptions: added by address, brought in and given out as OPML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit
from xml.sax.saxutils import quoteattr

from feeds import limits
from feeds.clean import safe_text
from feeds.errors import BadAddress, BadOpml
from feeds.links import feed_address, redact_url
from feeds.network import AllowedHosts
from store.errors import DuplicateFeed
from store.library import Library
from store.model.polling import Feed

_LARGEST = 15 * limits.MIB
_NO_EXCEPTIONS = AllowedHosts()
_SECRET = ("token", "key", "auth", "secret", "pass", "pwd", "sig", "session")
"""Parameters whose names hold one of these are kept out of what is given out."""


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """One subscription of an OPML file."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class OpmlReport:
    """What came of an OPML file; `refused` are sentences."""

    added: int
    known: int
    refused: tuple[str, ...]


def subscribe(library: Library, url: str, *, outlet: str = "", allowed: AllowedHosts = _NO_EXCEPTIONS) -> Feed:
    """Add a feed by its own address. Raises BadAddress or DuplicateFeed.

    `allowed` are the user's exceptions from the refusal of private addresses.
    """
    return library.feeds.add(_permitted(url, allowed), outlet=safe_text(outlet, limits.AUTHOR))


def read_opml(data: bytes) -> tuple[OpmlFeed, ...]:
    """Read an OPML file, broken ones as far as possible. Raises BadOpml where it holds no feed."""
    # The one sanctioned late import: adding a feed needs no OPML.
    import listparser  # noqa: PLC0415

    if len(data) > _LARGEST:
        raise BadOpml(f"The file is larger than {_LARGEST // limits.MIB} MiB. Split it and import the parts.")
    if b"<!ENTITY" in data:
        raise BadOpml("The file defines entities of its own, which no subscription list needs. It was not read.")
    found = listparser.parse(data)
    feeds = {
        item.url.strip(): OpmlFeed(item.url.strip(), safe_text(item.title or "", limits.TITLE)) for item in found.feeds
    }
    if not feeds:
        raise BadOpml("The file holds no feeds. Is it OPML?")
    return tuple(feeds.values())[: limits.ENTRIES]


def import_opml(library: Library, data: bytes, *, allowed: AllowedHosts = _NO_EXCEPTIONS) -> OpmlReport:
    """Subscribe to all feeds of an OPML file that are not subscribed yet; `allowed` as above. Raises BadOpml."""
    added = known = 0
    refused: list[str] = []
    for item in read_opml(data):
        try:
            library.feeds.add(_permitted(item.url, allowed), title=item.title)
            added += 1
        except DuplicateFeed:
            known += 1
        except BadAddress as error:
            refused.append(f"{redact_url(item.url)[:200]}: {error}")
    return OpmlReport(added, known, tuple(refused))


def _permitted(url: str, allowed: AllowedHosts) -> str:
    address = feed_address(url)
    allowed.check(address)
    return address


def export_opml(feeds: Iterable[Feed]) -> str:
    """Write feeds as OPML 2.0, without passwords and tokens."""
    lines = "".join(
        f'    <outline type="rss" text={quoteattr(feed.name)} title={quoteattr(feed.name)} '
        f"xmlUrl={quoteattr(shareable(feed.url))}/>\n"
        for feed in feeds
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n'
        f"  <head><title>Standpoint</title></head>\n  <body>\n{lines}  </body>\n</opml>\n"
    )


def shareable(url: str) -> str:
    """Give an address without user part and without parameters that look like secrets."""
    parts = urlsplit(url)
    query = "&".join(
        pair for pair in parts.query.split("&") if not any(word in pair.partition("=")[0].lower() for word in _SECRET)
    )
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))
