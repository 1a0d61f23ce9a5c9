"""What a poll means: which entries are new, when to come again, whether a feed has moved. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.hints import DAY, Hints
from feeds.links import twin
from feeds.rhythm import SHORTEST, scheduled
from store.folding import content_hash, fold_title
from store.model.polling import Arrival, Entry, Feed, Habits, Known
from store.model.words import Verdict
from store.outlets import is_search, same_publisher

_JITTER = 0.2
_LEAST_TOLD = 60
"""Seconds; a server that says "again in 0 seconds" with an error is not taken at its word."""
_WORDS = 3
"""Titles of fewer words ("Live updates") do not tell articles apart."""


def decide(entries: Iterable[Entry], known: Known, outlet: str = "") -> tuple[Arrival, ...]:
    """Say of each entry whether it is new, changed or the same, and which stored article it is.

    By guid in this feed, then by address in any feed (http and https are one), then by title in this feed within 48
    hours, then by title and outlet where a news search brought one of the two; an article that another entry of this
    poll has claimed is no match, unless the titles agree as well. `outlet` is that of entries which name none.
    """
    listed = tuple(entries)
    if not (known.by_guid or known.by_url or known.by_title or known.namesakes):
        return tuple(Arrival(entry, Verdict.NEW) for entry in listed)
    claimed = {found[0]: entry for entry in listed if (found := known.by_guid.get(entry.guid))}
    return tuple(_decide(entry, known, claimed, outlet) for entry in listed)


def _decide(entry: Entry, known: Known, claimed: dict[int, Entry], outlet: str) -> Arrival:
    found = known.by_guid.get(entry.guid)
    if found is None:
        found = _elsewhere(entry, known, claimed) or _searched(entry, known, outlet)
        if found is None:
            return Arrival(entry, Verdict.NEW)
        claimed.setdefault(found[0], entry)
    article, last_seen = found
    same = content_hash(entry.title, entry.text) == last_seen
    return Arrival(entry, Verdict.SAME if same else Verdict.CHANGED, article)


def _elsewhere(entry: Entry, known: Known, claimed: dict[int, Entry]) -> tuple[int, str] | None:
    title = fold_title(entry.title)
    candidates = [known.by_url.get(entry.url), known.by_url.get(twin(entry.url))] if entry.url else []
    if title.count(" ") >= _WORDS - 1:
        candidates.append(known.by_title.get(title))
    for found in candidates:
        if found is not None:
            other = claimed.get(found[0])
            if other is None or fold_title(other.title) == title:
                return found
    return None


def _searched(entry: Entry, known: Known, outlet: str) -> tuple[int, str] | None:
    """The article that a news search lists and its outlet's own feed brings, whichever came first."""
    title = fold_title(entry.title)
    namesakes = known.namesakes.get(title, ())
    if not namesakes or title.count(" ") < _WORDS - 1:
        return None
    named = entry.outlet or outlet
    searched = is_search(entry.url) or (bool(entry.outlet) and not same_publisher(entry.outlet, outlet))
    for stored in namesakes:
        if (searched or stored.searched) and same_publisher(named, stored.outlet):
            return stored.article_id, stored.hash
    return None


def keys(entries: Iterable[Entry]) -> tuple[list[str], list[str], list[str]]:
    """Give what the store has to look up for `decide`: guids, addresses under both schemes, folded titles."""
    listed = tuple(entries)
    urls = {url for entry in listed if entry.url for url in (entry.url, twin(entry.url))}
    titles = {title for entry in listed if (title := fold_title(entry.title))}
    return [entry.guid for entry in listed], sorted(urls), sorted(titles)


@dataclass(frozen=True, slots=True)
class Appointment:
    """When to poll again."""

    at: datetime
    told: bool = False
    """The server said so; the user's "poll all" respects it."""


def after_success(told: Hints, habits: Habits, interval: int, now: datetime, rng: random.Random) -> Appointment:
    """When to poll again after an answer: the feed's interval, not before the server's and the feed's own hints.

    `interval` in seconds. Spread by a tenth each way, so that feeds added together drift apart.
    """
    wished = min(max(told.fresh_for, habits.wish, SHORTEST), DAY)
    seconds = max(min(interval, DAY) * rng.uniform(0.9, 1.1), wished)
    return Appointment(scheduled(habits, now + timedelta(seconds=min(seconds, DAY)), now, rng))


def after_held(told: Hints, now: datetime, rng: random.Random) -> Appointment:
    """When to poll a feed that was not asked, because its host wants to be left alone: then, and not all at once."""
    seconds = max(told.retry_after or 0, _LEAST_TOLD) + rng.uniform(0, SHORTEST)
    return Appointment(now + timedelta(seconds=min(seconds, DAY)), told=True)


def after_failure(feed: Feed, told: Hints, now: datetime, rng: random.Random, *, least: int = 0) -> Appointment:
    """When to poll again after a failure: five minutes doubling to a day, 20 % either way; or when the server said.

    `feed.errors` are the failures before this one; `least` is the shortest wait in seconds.
    """
    if told.retry_after:
        return Appointment(now + timedelta(seconds=max(told.retry_after, _LEAST_TOLD)), told=True)
    doublings = min(feed.errors, 10)
    seconds = min(max(SHORTEST * 2**doublings * rng.uniform(1 - _JITTER, 1 + _JITTER), least), DAY)
    return Appointment(now + timedelta(seconds=seconds))


@dataclass(frozen=True, slots=True)
class Move:
    """What is remembered of a permanent redirect, and the address to adopt."""

    to: str | None = None
    seen: int = 0
    adopt: str | None = None


def move(feed: Feed, moved_to: str | None) -> Move:
    """Judge the permanent redirect of a good poll: adopted when the same one is seen at the second.

    Never from https to http, and not where the present address holds a user name, which would be lost.
    """
    if moved_to is None or moved_to == feed.url:
        return Move()
    if "@" in feed.url.split("?")[0] or (feed.url.startswith("https:") and moved_to.startswith("http:")):
        return Move()
    seen = feed.moved_seen + 1 if moved_to == feed.moved_to else 1
    return Move(adopt=moved_to) if seen >= 2 else Move(moved_to, seen)
