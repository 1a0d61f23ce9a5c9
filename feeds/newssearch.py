"""News searches: what Google News and Bing News list is by others, and is made to look like the others' own items.

Their feeds name each item's outlet (`<source>`), add it to the title, give no text of the item and link to themselves.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from feeds.links import canonical_url
from store.folding import fold
from store.model.polling import Entry
from store.outlets import is_search

_DASHES = (" - ", " – ", " — ", " | ")
_LONGEST_OUTLET = 60
"""Characters; what stands after the last dash and is longer is part of the title."""


def understood(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give entries with those of a news search led back to who published them; the others as they are."""
    # An entry's address is canonical: from scheme to path it is its site's, and a feed links to few.
    sites: dict[str, bool] = {}
    listed = tuple(entries)
    for entry in listed:
        site = _site(entry.url)
        if site not in sites:
            sites[site] = is_search(site)
    if not any(sites.values()):
        return listed
    return tuple(_own(entry) if sites[_site(entry.url)] else entry for entry in listed)


def _site(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])


def _own(entry: Entry) -> Entry:
    title, outlet = entry.title, entry.outlet
    if not outlet:
        title, outlet = _parted(title)
    # Google's text is the title once more and the outlet, sometimes those of related items; a snippet is kept.
    bare = not entry.text or fold(entry.text).startswith(fold(title))
    return replace(entry, title=title, outlet=outlet, url=_target(entry.url), text="" if bare else entry.text)


def _parted(title: str) -> tuple[str, str]:
    """Split " - Outlet" off a title that names no source apart."""
    at, dash = max((title.rfind(dash), dash) for dash in _DASHES)
    outlet = title[at + len(dash) :].strip()
    if at <= 0 or not outlet or len(outlet) > _LONGEST_OUTLET:
        return title, ""
    return title[:at].rstrip(), outlet


def _target(url: str) -> str:
    """Give the address that a search's link carries within it (Bing's), else the link."""
    carried = parse_qs(urlsplit(url).query).get("url", [""])[0]
    return canonical_url(carried, "") or url if carried else url
