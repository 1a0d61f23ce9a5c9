"""Records from rows and back: moments, days, JSON columns, and batches of ids."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from store.model.polling import Feed, Habits
from store.model.reading import Mention, Span
from store.model.rows import PositionRow
from store.model.words import BodySource, FeedState, PollStatus, Stance
from store.sqlite import sqlite3

T = TypeVar("T")

ARTICLE = (
    "a.id, a.title, a.outlet, a.url, a.author, a.external_id, a.published, a.fetched, a.body_source, a.version, "
    "a.on_story, a.cluster_id, a.is_read, a.starred, a.date_approximate, a.sort_key, "
    "lower(hex(a.content_hash)) AS content_hash"
)
"""The columns of an article without its text."""


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_FIRST_DAY = date(2000, 1, 1).toordinal()
"""The day numbered 0 in the order of statements."""
_DAY_BITS, _PLACE_BITS = 42, 10
_LAST_DAY = (1 << 21) - 1
_LAST_SECOND = (1 << 32) - 1
_LAST_PLACE = (1 << 10) - 1

SAID_DAY = "date((s.sort_key >> 42) + 2451544.5)"
"""The day of a statement `s` as ISO text: its number as the Julian day that SQLite reckons with."""


SAID_AT = "((s.sort_key >> 42) + 10957) * 86400000000"
"""The first moment of the day of a statement `s`, as `instant` writes it."""

PUBLISHED_DAY = "date(published / 1000000, 'unixepoch')"
"""The day on which an article was published, in UTC, as ISO text."""

SAID_TEXT = 'coalesce(s.text, substr(a.text, s.start + 1, s."end" - s.start))'
"""The words of a statement `s` of the article `a`, where its own row need not repeat them."""


def instant(moment: datetime) -> int:
    """A moment as articles keep it: microseconds since 1970 in UTC, a third of the room of `stamp` in every index."""
    return (moment - _EPOCH) // _MICROSECOND


def instant_or_none(moment: datetime | None) -> int | None:
    """`instant`, or None for None."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def at(kept: int) -> datetime:
    """The moment that `instant` wrote."""
    return _EPOCH + timedelta(microseconds=kept)


def at_or_none(kept: int | None) -> datetime | None:
    """`at`, or None for None."""
    return None if kept is None else _EPOCH + timedelta(microseconds=kept)


def first_instant(day: date) -> int:
    """The first moment of a day in UTC, as `instant` writes it."""
    return (day.toordinal() - _EPOCH.toordinal()) * 86_400_000_000


def said_order(day: date, article: int, place: int) -> int:
    """What statements are sorted by: the day said, then their article's sort key to the second, then their place in it.

    The newest is the greatest, and of one article the first. Years after 7700 count as one day.
    """
    number = min(day.toordinal() - _FIRST_DAY, _LAST_DAY)
    second = min(max(article // 1_000_000, 0), _LAST_SECOND)
    return number << _DAY_BITS | second << _PLACE_BITS | _LAST_PLACE - min(place, _LAST_PLACE)


def first_order(day: date) -> int:
    """The least order that a statement of a day may have."""
    return min(day.toordinal() - _FIRST_DAY, _LAST_DAY) << _DAY_BITS


def after_order(day: date) -> int:
    """What all orders of statements of a day are below."""
    return min(first_order(day) + (1 << _DAY_BITS), (1 << 63) - 1)


def order_day(order: int) -> date:
    """The day of `said_order`."""
    return date.fromordinal((order >> _DAY_BITS) + _FIRST_DAY)


def stamp(moment: datetime) -> str:
    """A moment as all other tables keep it: ISO 8601 in UTC with microseconds, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def stamp_or_none(moment: datetime | None) -> str | None:
    """`stamp`, or None for None."""
    return None if moment is None else stamp(moment)


def moment(text: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.fromisoformat(text)


def moment_or_none(text: str | None) -> datetime | None:
    """`moment`, or None for None."""
    return None if text is None else datetime.fromisoformat(text)


def day_or_none(text: str | None) -> date | None:
    """An ISO day, or None for None."""
    return None if text is None else date.fromisoformat(text)


def ids(values: Iterable[int | str]) -> str:
    """A list as one parameter, for `IN (SELECT value FROM json_each(?))`: one statement for any number."""
    return json.dumps(list(values))


def batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    source = iter(values)
    while batch := list(islice(source, size)):
        yield batch


_LENGTH_BITS = 20


def span_number(span: Span | None) -> int | None:
    """A span as stored: where it begins and how long it is, below a million code points, in one number."""
    return None if span is None else span.start << _LENGTH_BITS | span.end - span.start


def span_or_none(kept: int | None) -> Span | None:
    """The span that `span_number` wrote."""
    if kept is None:
        return None
    start = kept >> _LENGTH_BITS
    return Span(start, start + (kept & (1 << _LENGTH_BITS) - 1))


def spans_text(spans: Sequence[Span]) -> str | None:
    """Spans as stored; None for none."""
    return json.dumps([[span.start, span.end] for span in spans]) if spans else None


def spans(text: str | None) -> tuple[Span, ...]:
    """The spans that `spans_text` wrote."""
    return () if text is None else tuple(Span(start, end) for start, end in json.loads(text))


def marks_text(mentions: Sequence[Mention]) -> str:
    """An article's mentions as stored: whom they name, and of each which of these, where it begins, how long it is."""
    if not mentions:
        return ""
    targets = {target: place for place, target in enumerate(dict.fromkeys(one.target for one in mentions))}
    numbers = [
        number
        for one in mentions
        for number in (targets[one.target] * 2 + one.in_title, one.start, one.end - one.start)
    ]
    return json.dumps([list(targets), numbers], separators=(",", ":"))


def marks(kept: str) -> tuple[Mention, ...]:
    """The mentions that `marks_text` wrote, in their order."""
    if not kept:
        return ()
    targets, numbers = json.loads(kept)
    triples = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    return tuple(Mention(targets[who >> 1], start, start + size, bool(who & 1)) for who, start, size in triples)


def strings(text: str) -> tuple[str, ...]:
    """A stored list of strings."""
    return tuple(json.loads(text))


def feed(row: sqlite3.Row, articles: int = 0) -> Feed:
    """A feed from a whole row of `feeds`."""
    return Feed(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        outlet=row["outlet"],
        state=FeedState(row["state"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
        last_polled=moment_or_none(row["last_polled"]),
        next_due=moment(row["next_due"]),
        last_status=None if row["last_status"] is None else PollStatus(row["last_status"]),
        last_http=row["last_http"],
        last_error=row["last_error"],
        errors=row["errors"],
        interval=row["interval"],
        added=moment(row["added"]),
        articles=articles,
        moved_to=row["moved_to"],
        moved_seen=row["moved_seen"],
        told_to_wait=bool(row["told_to_wait"]),
        folder=row["folder"],
        habits=habits(row["habits"]),
        same_as=row["same_as"],
    )


def habits(kept: str) -> Habits:
    """A feed's habits from their JSON."""
    found = json.loads(kept)
    return Habits(
        wish=found.get("wish", 0),
        base=moment_or_none(found.get("base")),
        skip_hours=tuple(found.get("skip_hours", ())),
        skip_days=tuple(found.get("skip_days", ())),
        lately=found.get("lately", 0),
        since=moment_or_none(found.get("since")),
        self_url=found.get("self_url", ""),
    )


def habits_json(habits: Habits) -> str:
    """A feed's habits as they are kept: what is not said is left out."""
    said = {
        "wish": habits.wish,
        "base": stamp_or_none(habits.base),
        "skip_hours": habits.skip_hours,
        "skip_days": habits.skip_days,
        "lately": habits.lately,
        "since": stamp_or_none(habits.since),
        "self_url": habits.self_url,
    }
    return json.dumps({name: value for name, value in said.items() if value})


def position(row: sqlite3.Row) -> PositionRow:
    """A position with its review applied, from the columns of `POSITION`."""
    return PositionRow(
        id=row["id"],
        statement_id=row["statement_id"],
        issue=row["to_issue"] or row["issue"],
        stance=Stance(row["to_stance"] or row["stance"]),
        confidence=row["confidence"],
        rule=row["rule"],
        condition=row["condition"],
        factors=_factors(row["factors"]),
        review=row["verdict"],
    )


@lru_cache(maxsize=512)
def _factors(kept: str) -> tuple[tuple[str, float], ...]:
    # They are made of some dozens of measured precisions: the same few come again in every list.
    return tuple((name, value) for name, value in json.loads(kept))


POSITION = (
    "p.id, p.statement_id, p.issue, p.stance, p.confidence, "
    "coalesce((SELECT h.words FROM phrases h WHERE h.id = p.rule), '') AS rule, "
    "coalesce(r.condition, p.condition) AS condition, "
    "(SELECT h.words FROM phrases h WHERE h.id = p.factors) AS factors, "
    "r.verdict, r.stance AS to_stance, r.to_issue, r.to_actor"
)
"""What `position` reads, of positions `p` with `REVIEWED` joined."""

NUMBER = "(SELECT id FROM phrases WHERE words = ?)"
"""The number of an actor or principal, as `statement_voices` and `article_actors` are looked through by."""

REVIEWED = "LEFT JOIN verdicts r ON r.fingerprint = s.fingerprint AND r.issue = p.issue"
"""Joins to positions `p` of statements `s` the verdict that holds, given on them or on equal words elsewhere."""

CORRECTED = "LEFT JOIN corrections k ON k.fingerprint = s.fingerprint"
"""Joins to statements `s` what an analyst corrected of them as a whole: actor, day, words."""


def is_digest(source: str) -> bool:
    """True for the stored `body_source` of a digest."""
    return source == BodySource.DIGEST.value
