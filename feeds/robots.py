"""What a site asks of programs that fetch its pages: robots.txt, read as RFC 9309 says. Standard library only.

Only pages are asked about: a feed is published for programs, and the user named its address.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import quote, unquote_to_bytes, urlsplit

from feeds.answers import Fetched, FetchFailed, Purpose

_KEPT = timedelta(days=1)
"""RFC 9309, 2.4: no longer than 24 hours."""
_KEPT_UNREACHED = timedelta(hours=1)
"""How long a site whose rules could not be had is left alone, before they are asked for again."""
_HOSTS = 1000
"""Sites whose rules are remembered, the latest asked about."""
_RULES = 5000
_PATTERN = 1000
_READ = 512 * 1024
"""Bytes that are read of it; RFC 9309, 2.5, wants at least 500 KiB."""
_PRODUCT = re.compile(r"[A-Za-z_-]+")
# RFC 9309, 2.2.2, compares paths octet by octet, escaped where they are no ASCII; "*" and "$" are the rules' own.
_SAFE = "/:@!$&'()*+,;=~-._?[]%|^`{}\\\"<>"


@dataclass(frozen=True, slots=True)
class Rules:
    """One site's rules for us: patterns and whether they allow, the longest first. None at all allows everything."""

    patterns: tuple[tuple[str, bool], ...] = ()

    def allow(self, url: str) -> bool:
        """Tell whether the address may be fetched: the longest rule that fits decides, allowing where two are alike."""
        parts = urlsplit(url)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        return next((allows for pattern, allows in self.patterns if _fits(pattern, path)), True)


EVERYTHING = Rules()
NOTHING = Rules((("/", False),))


def read_rules(data: bytes, agent: str) -> Rules:
    """Read a robots.txt for the program that calls itself `agent` (a User-Agent header's value).

    Its own groups count together, those for "*" only where it has none; lines that say nothing are passed over.
    """
    product = _product(agent)
    ours: list[tuple[str, bool]] = []
    others: list[tuple[str, bool]] = []
    named = False
    into: list[list[tuple[str, bool]]] = []
    naming = False
    for key, value in _lines(data):
        if key == "user-agent":
            if not naming:
                into = []
            naming = True
            if value == "*":
                into.append(others)
            elif _product(value) == product:
                named = True
                into.append(ours)
        elif key in ("allow", "disallow"):
            naming = False
            if value:
                for rules in into:
                    rules.append((_normal(value[:_PATTERN]), key == "allow"))
    found = ours if named else others
    return Rules(tuple(sorted(found[:_RULES], key=lambda rule: (-len(rule[0]), not rule[1]))))


class Asking(Protocol):
    """What a fetcher is to this module."""

    agent: str
    robots: Remembered

    async def get(self, url: str, *, kind: Purpose) -> Fetched | FetchFailed:
        """Fetch an address."""


class Remembered:
    """The rules of the sites asked about lately, each with the moment it is no longer good at."""

    def __init__(self) -> None:
        self._sites: OrderedDict[str, tuple[datetime, Rules]] = OrderedDict()

    def get(self, site: str, now: datetime) -> Rules | None:
        """The rules of a site, unless they are unknown or too old."""
        found = self._sites.get(site)
        # An hour that lies further off than any was ever set was reckoned by a clock that was wrong.
        if found is None or not now < found[0] <= now + _KEPT:
            return None
        self._sites.move_to_end(site)
        return found[1]

    def keep(self, site: str, until: datetime, rules: Rules) -> None:
        """Remember the rules of a site until then."""
        self._sites[site] = (until, rules)
        self._sites.move_to_end(site)
        while len(self._sites) > _HOSTS:
            self._sites.popitem(last=False)


async def allowed(fetcher: Asking, url: str, *, now: datetime) -> bool:
    """Tell whether a site lets us fetch this page; asks it for its rules once a day.

    A site that has none (4xx) allows everything; one that cannot say (5xx, no answer, 429) nothing for an hour.
    """
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
    rules = fetcher.robots.get(site, now)
    if rules is None:
        answer = await fetcher.get(f"{site}/robots.txt", kind="robots")
        rules, kept = _learned(answer, fetcher.agent)
        fetcher.robots.keep(site, now + kept, rules)
    return rules.allow(url)


def _learned(answer: Fetched | FetchFailed, agent: str) -> tuple[Rules, timedelta]:
    if isinstance(answer, Fetched):
        return read_rules(answer.body, agent), _KEPT
    if answer.http is not None and 400 <= answer.http < 500 and answer.http != 429:
        return EVERYTHING, _KEPT
    return NOTHING, _KEPT_UNREACHED


def _lines(data: bytes) -> list[tuple[str, str]]:
    """Give the lines that say something: key in lower case, value without its comment."""
    text = data[:_READ].decode("utf-8", "replace").removeprefix("\ufeff")
    pairs = (line.partition("#")[0].partition(":") for line in re.split(r"[\r\n]", text))
    return [(key.strip().lower(), value.strip()) for key, colon, value in pairs if colon]


def _product(agent: str) -> str:
    found = _PRODUCT.match(agent.strip())
    return found[0].lower() if found else ""


def _normal(path: str) -> str:
    """Spell a path, or a rule's pattern, in the one way in which they are compared."""
    if path.isascii() and "%" not in path:
        return path
    # What an escape stands for is compared escaped where it has a meaning of its own in paths or in rules.
    parts = re.split(r"(%(?:2[35AFaf]|24|3[Ff]))", path)
    return "".join(
        part.upper() if index % 2 else quote(unquote_to_bytes(part), safe=_SAFE) for index, part in enumerate(parts)
    )


def _fits(pattern: str, path: str) -> bool:
    """Match from the start; "*" stands for anything, "$" at the end for the end. No backtracking."""
    whole = pattern.endswith("$")
    first, *rest = (pattern[:-1] if whole else pattern).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not whole or at == len(path)
    for piece in rest[:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    last = rest[-1]
    if whole:
        return len(path) - len(last) >= at and path.endswith(last)
    return path.find(last, at) >= 0
