"""What a poller tells while it works: outcomes and events, and the JSON that other programs rely on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from feeds.links import redact_url
from store.model.polling import PollOutcome

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class RoundBegun:
    """Feeds are due, and polling them begins."""

    due: int


@dataclass(frozen=True, slots=True)
class RoundDone:
    """All feeds that were due have been polled."""

    feeds: int
    failed: int
    new: int
    changed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing to do until then; None where no feed is active."""

    next_due: datetime | None


Event = PollOutcome | RoundBegun | RoundDone | Idle


def as_json(event: Event) -> dict[str, Value]:
    """Give an event as the object that `poll --json` prints. Addresses are redacted."""
    if isinstance(event, PollOutcome):
        return {
            "feed": event.feed_id,
            "url": redact_url(event.url),
            "status": event.status.value,
            "http": event.http,
            "entries": event.entries,
            "new": event.new,
            "changed": event.changed,
            "error": event.error,
            "next_due": event.next_due.isoformat(timespec="seconds"),
            "seconds": round(event.seconds, 3),
        }
    if isinstance(event, RoundBegun):
        return {"event": "round", "due": event.due}
    if isinstance(event, RoundDone):
        return {
            "event": "done",
            "feeds": event.feeds,
            "failed": event.failed,
            "new": event.new,
            "changed": event.changed,
            "seconds": round(event.seconds, 3),
        }
    return {"event": "idle", "next_due": event.next_due.isoformat(timespec="seconds") if event.next_due else None}
