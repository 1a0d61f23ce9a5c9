"""How a feed publishes, what it asks for, and what follows for the time between two polls. Pure."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from feeds.dates import parse_date
from feeds.hints import DAY
from store.model.polling import Entry, Habits

SHORTEST = 300
"""Seconds between two polls at least (design, "Limits and safety")."""
_LATEST = 20
"""Moments of publication that a rhythm is reckoned from: a day of a busy feed, a month of a quiet one."""
_SHARE = 0.5
"""Of the mean time between two items: so that an item is seen, in the mean, a quarter of it late."""
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HEAD = 64 * 1024
"""Bytes of a document in which the channel says what it asks for."""
_ITEM = re.compile(rb"<(?:item|entry)[\s>]", re.IGNORECASE)
_ASKS = re.compile(rb"<(?:skiphours|skipdays|sy:updatebase)", re.IGNORECASE)
_LINK = re.compile(rb"<(?:[a-z0-9]{1,20}:)?link\s([^<>]{1,4000})>", re.IGNORECASE)
_SELF = re.compile(rb"\brel\s?=\s?[\"']self[\"']", re.IGNORECASE)
_HREF = re.compile(rb"\bhref\s?=\s?[\"']([^\"'<>]{1,4000})[\"']", re.IGNORECASE)
_SPREAD = 0.2
"""Of the time between two announced moments; so much after one of them, at most, the feed is asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a document asks of those who poll it. Seconds, hours of the day in UTC, days with Monday as 0."""

    wish: int = 0
    base: datetime | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    self_url: str = ""


def asked(channel: Mapping[str, Any], body: bytes) -> Asked:
    """Read `<ttl>`, the syndication module, skipHours and skipDays (RSS 2.0) and the feed's own address.

    `channel` is feedparser's; what it does not read is looked for in the document's beginning.
    """
    head = body[:_HEAD]
    lowered = head.lower() if _ASKS.search(head) else b""
    first = _ITEM.search(head)
    return Asked(
        wish=_wish(channel),
        base=parse_date(_text(channel.get("sy_updatebase")) or _value(lowered, b"sy:updatebase")),
        skip_hours=_hours(_listed(lowered, b"skiphours", b"hour")),
        skip_days=_days(_listed(lowered, b"skipdays", b"day")),
        self_url=_self(head[: first.start()] if first else head),
    )


def _wish(channel: Mapping[str, Any]) -> int:
    """Seconds: <ttl> in minutes, else the syndication module's period by its frequency."""
    ttl = _text(channel.get("ttl")).strip()
    if ttl.isascii() and ttl.isdigit():
        return int(ttl[:9]) * 60
    period = _PERIODS.get(_text(channel.get("sy_updateperiod")).strip().lower(), 0)
    often = _text(channel.get("sy_updatefrequency")).strip()
    return period // max(1, int(often[:6])) if often.isascii() and often.isdigit() else period


def _value(lowered: bytes, name: bytes) -> str:
    """Give the text of the first element of that name."""
    _, found, rest = lowered.partition(b"<" + name + b">")
    return rest.partition(b"<")[0].decode("ascii", "replace").strip() if found else ""


def _self(channel: bytes) -> str:
    """Give the address of the first link whose relation is "self"."""
    for link in _LINK.findall(channel):
        if _SELF.search(link) and (found := _HREF.search(link)):
            return unescape(found[1].decode("utf-8", "replace"))
    return ""


def _listed(lowered: bytes, around: bytes, each: bytes) -> list[str]:
    """Give the texts of the elements `each` within the first element `around`."""
    begin = lowered.find(b"<" + around)
    end = lowered.find(b"</" + around, begin) if begin >= 0 else -1
    if end < 0:
        return []
    parts = lowered[begin:end].split(b"<" + each + b">")[1:32]
    return [part.partition(b"<")[0].decode("ascii", "replace").strip() for part in parts]


def _hours(texts: Iterable[str]) -> tuple[int, ...]:
    """Hours from 0 to 23; RSS 0.91 wrote midnight as 24. All of them would be none."""
    found = {int(text) % 24 for text in texts if text.isascii() and text.isdigit() and int(text[:9]) <= 24}
    return tuple(sorted(found)) if len(found) < 24 else ()


def _days(texts: Iterable[str]) -> tuple[int, ...]:
    found = {_DAYS.index(text) for text in texts if text in _DAYS}
    return tuple(sorted(found)) if len(found) < len(_DAYS) else ()


def learned(asks: Asked, entries: Iterable[Entry], now: datetime) -> Habits:
    """Give a feed's habits from the document that came, with what its latest entries say of its rhythm."""
    moments = sorted((e.published for e in entries if e.published and e.published <= now), reverse=True)
    # What is put out in one go is one occasion.
    occasions: list[datetime] = []
    for moment in moments:
        if not occasions or occasions[-1] - moment >= timedelta(seconds=SHORTEST):
            occasions.append(moment)
    latest = occasions[:_LATEST]
    return Habits(
        wish=min(asks.wish, 366 * DAY),
        base=asks.base,
        skip_hours=asks.skip_hours,
        skip_days=asks.skip_days,
        lately=len(latest),
        since=latest[-1] if latest else None,
        self_url=asks.self_url,
    )


def interval(habits: Habits, before: int, now: datetime) -> int:
    """Seconds between two polls by a feed's rhythm, from five minutes to a day; `before` where it has no dates.

    Reckoned up to now, so that a feed that falls silent is asked less and less, though it answers 304.
    """
    if habits.since is None or habits.lately == 0:
        return min(max(before, SHORTEST), DAY)
    mean = (now - habits.since).total_seconds() / habits.lately
    return int(min(max(mean * _SHARE, SHORTEST), DAY))


def per_day(habits: Habits, now: datetime) -> float | None:
    """How many times a day a feed publishes lately; None where it gives no dates."""
    if habits.since is None or habits.lately == 0:
        return None
    return habits.lately * DAY / max((now - habits.since).total_seconds(), SHORTEST)


def scheduled(habits: Habits, at: datetime, now: datetime, rng: random.Random) -> datetime:
    """Move an appointment to when the feed says that it publishes, and out of the hours and days it wants left alone.

    At most a day from now, whatever it says.
    """
    latest = now + timedelta(seconds=DAY)
    step = habits.wish
    if habits.base is not None and SHORTEST <= step <= DAY:
        late = (at - habits.base).total_seconds() % step
        # A little after it, each time another little, or all its readers would come at once.
        room = step * _SPREAD
        if late > room:
            at += timedelta(seconds=step - late + rng.uniform(0, room))
    moved = at
    # A week of hours is more than any skipping leaves closed.
    for _ in range(24 * 8):
        if moved.astimezone(UTC).hour in habits.skip_hours or moved.astimezone(UTC).weekday() in habits.skip_days:
            moved = moved.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        else:
            break
    if moved != at:
        moved += timedelta(seconds=rng.uniform(0, 900))
    return min(moved, latest)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
