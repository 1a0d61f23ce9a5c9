"""Subscriptions: added by address, brought in and given out as OPML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit
from xml.sax.saxutils import quoteattr

from feeds import limits
from feeds.clean import safe_text
from feeds.errors import BadAddress, BadOpml
from feeds.links import feed_address, redact_url, twin
from feeds.network import AllowedHosts
from store.errors import DuplicateFeed
from store.library import Library
from store.model.polling import Feed

_LARGEST = 15 * limits.MIB
_NO_EXCEPTIONS = AllowedHosts()
_SECRET = ("token", "key", "auth", "secret", "pass", "pwd", "sig", "session")
"""Parameters whose names hold one of these are kept out of what is given out."""
_DEEPEST = 8
"""Folders within folders that are kept."""
_SLASH = "\u2215"
"""Stands for a slash within a folder's name: "/" parts the names of a path."""
_ADDRESS = re.compile(rb"\bxmlurl\s{0,9}=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """One subscription of an OPML file; `folder` as in `Feed`."""

    url: str
    title: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class OpmlPlan:
    """What bringing in an OPML file would do."""

    new: tuple[OpmlFeed, ...] = ()
    known: tuple[OpmlFeed, ...] = ()
    """Subscribed already, under this address, a former one, or the other of http and https."""
    refused: tuple[str, ...] = ()
    """Sentences."""
    repeated: int = 0
    """Addresses that the file names more than once."""

    @property
    def folders(self) -> dict[str, int]:
        """New feeds by folder, in the order of the file."""
        found: dict[str, int] = {}
        for feed in self.new:
            found[feed.folder] = found.get(feed.folder, 0) + 1
        return found


@dataclass(frozen=True, slots=True)
class OpmlReport:
    """What came of an OPML file; `refused` are sentences."""

    added: int
    known: int
    refused: tuple[str, ...]
    repeated: int = 0


def subscribe(
    library: Library, url: str, *, outlet: str = "", folder: str = "", allowed: AllowedHosts = _NO_EXCEPTIONS
) -> Feed:
    """Add a feed by its own address. Raises BadAddress or DuplicateFeed.

    `allowed` are the user's exceptions from the refusal of private addresses.
    """
    return library.feeds.add(
        permitted(url, allowed), outlet=safe_text(outlet, limits.AUTHOR), folder=folder_path(folder)
    )


def folder_path(text: str) -> str:
    """Give a folder as it is kept: safe names, parted by "/", none of them empty."""
    names = (safe_text(name, limits.AUTHOR) for name in text.split("/"))
    return "/".join([name for name in names if name][:_DEEPEST])


def read_opml(data: bytes) -> tuple[OpmlFeed, ...]:
    """Read an OPML file, broken ones as far as possible, each address once. Raises BadOpml where it holds no feed."""
    # The one sanctioned late import: adding a feed needs no OPML.
    import listparser  # noqa: PLC0415

    if len(data) > _LARGEST:
        raise BadOpml(f"The file is larger than {_LARGEST // limits.MIB} MiB. Split it and import the parts.")
    if b"<!ENTITY" in data:
        raise BadOpml("The file defines entities of its own, which no subscription list needs. It was not read.")
    found = listparser.parse(data)
    feeds: dict[str, OpmlFeed] = {}
    for item in found.feeds:
        url = item.url.strip()
        title = safe_text(item.title or "", limits.TITLE)
        feeds.setdefault(url, OpmlFeed(url, "" if title == url else title, _folder(item.get("categories"))))
    if not feeds:
        raise BadOpml("The file holds no feeds. Is it OPML?")
    return tuple(feeds.values())[: limits.ENTRIES]


def _folder(categories: object) -> str:
    """The folder that a feed lies in: listparser gives it after the feed's own categories."""
    if not isinstance(categories, list) or not categories or not isinstance(categories[-1], list):
        return ""
    return folder_path("/".join(str(name).replace("/", _SLASH) for name in categories[-1]))


def plan_opml(library: Library, data: bytes, *, allowed: AllowedHosts = _NO_EXCEPTIONS) -> OpmlPlan:
    """Say what `import_opml` would do; nothing is changed. Raises BadOpml."""
    listed = read_opml(data)
    new: dict[str, OpmlFeed] = {}
    known: list[OpmlFeed] = []
    refused: list[str] = []
    for item in listed:
        try:
            address = permitted(item.url, allowed)
        except BadAddress as error:
            refused.append(f"{redact_url(item.url)[:200]}: {error}")
            continue
        there = library.feeds.find(address) or library.feeds.find(twin(address))
        if there is not None:
            known.append(item)
        elif address not in new and twin(address) not in new:
            new[address] = OpmlFeed(address, item.title, item.folder)
    repeated = max(0, len(_ADDRESS.findall(data)) - len(new) - len(known) - len(refused))
    return OpmlPlan(tuple(new.values()), tuple(known), tuple(refused), repeated)


def import_opml(library: Library, data: bytes, *, allowed: AllowedHosts = _NO_EXCEPTIONS) -> OpmlReport:
    """Subscribe to all feeds of an OPML file that are not subscribed yet; `allowed` as above. Raises BadOpml.

    Its titles and folders are the user's own and stay, whatever the feeds call themselves.
    """
    plan = plan_opml(library, data, allowed=allowed)
    added, known = 0, len(plan.known)
    for item in plan.new:
        try:
            library.feeds.add(item.url, outlet=safe_text(item.title, limits.AUTHOR), folder=item.folder)
            added += 1
        except DuplicateFeed:
            known += 1
    return OpmlReport(added, known, plan.refused, plan.repeated)


def permitted(url: str, allowed: AllowedHosts = _NO_EXCEPTIONS) -> str:
    """Give an address as it is subscribed. Raises BadAddress where it is none, or may not be reached."""
    address = feed_address(url)
    allowed.check(address)
    return address


@dataclass
class _Folder:
    """A folder that is written out: what lies in it, in the order of the feeds."""

    lines: list[str] = field(default_factory=list)
    inner: dict[str, _Folder] = field(default_factory=dict)


def export_opml(feeds: Iterable[Feed]) -> str:
    """Write feeds as OPML 2.0 in their folders, without passwords and tokens."""
    top = _Folder()
    for feed in feeds:
        within = top
        for name in filter(None, feed.folder.split("/")):
            within = within.inner.setdefault(name, _Folder())
        within.lines.append(
            f'<outline type="rss" text={quoteattr(feed.name)} title={quoteattr(feed.name)} '
            f"xmlUrl={quoteattr(shareable(feed.url))}/>"
        )
    lines = "\n".join(_outlines(top, "    "))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n'
        f"  <head><title>Standpoint</title></head>\n  <body>\n{lines}\n  </body>\n</opml>\n"
    )


def _outlines(folder: _Folder, indent: str) -> list[str]:
    lines = [indent + line for line in folder.lines]
    for name, inner in folder.inner.items():
        shown = quoteattr(name.replace(_SLASH, "/"))
        lines += [f"{indent}<outline text={shown} title={shown}>", *_outlines(inner, indent + "  ")]
        lines.append(f"{indent}</outline>")
    return lines


def shareable(url: str) -> str:
    """Give an address without user part and without parameters that look like secrets."""
    parts = urlsplit(url)
    query = "&".join(
        pair for pair in parts.query.split("&") if not any(word in pair.partition("=")[0].lower() for word in _SECRET)
    )
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))
