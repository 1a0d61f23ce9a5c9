"""Records from rows and back: moments, days, JSON columns, and batches of ids."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from store.model.polling import Feed, Habits
from store.model.reading import Span
from store.model.rows import PositionRow
from store.model.words import BodySource, FeedState, PollStatus, Stance
from store.sqlite import sqlite3

T = TypeVar("T")

ARTICLE = (
    "a.id, a.title, a.outlet, a.url, a.author, a.external_id, a.published, a.fetched, a.body_source, a.version, "
    "a.on_story, a.cluster_id, a.is_read, a.starred, a.date_approximate, a.sort_key, "
    "a.content_hash"
)
"""The columns of an article without its text."""


def stamp(moment: datetime) -> str:
    """A moment as stored: ISO 8601 in UTC, always with microseconds, so that text order is time order."""
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


def span_text(span: Span | None) -> str | None:
    """A span as stored."""
    return None if span is None else f"[{span.start},{span.end}]"


def spans_text(spans: Sequence[Span]) -> str:
    """Spans as stored."""
    return json.dumps([[span.start, span.end] for span in spans])


def span_or_none(text: str | None) -> Span | None:
    """The span that `span_text` wrote."""
    if text is None:
        return None
    start, end = json.loads(text)
    return Span(start, end)


def spans(text: str) -> tuple[Span, ...]:
    """The spans that `spans_text` wrote."""
    return tuple(Span(start, end) for start, end in json.loads(text))


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
    "p.id, p.statement_id, p.issue, p.stance, p.confidence, p.rule, coalesce(r.condition, p.condition) AS condition, "
    "p.factors, r.verdict, r.stance AS to_stance, r.to_issue, r.to_actor"
)
"""What `position` reads, of positions `p` with `REVIEWED` joined."""

REVIEWED = "LEFT JOIN verdicts r ON r.fingerprint = s.fingerprint AND r.issue = p.issue"
"""Joins to positions `p` of statements `s` the verdict that holds, given on them or on equal words elsewhere."""

CORRECTED = "LEFT JOIN corrections k ON k.fingerprint = s.fingerprint"
"""Joins to statements `s` what an analyst corrected of them as a whole: actor, day, words."""


def is_digest(source: str) -> bool:
    """True for the stored `body_source` of a digest."""
    return source == BodySource.DIGEST.value
