"""What an address looks like before it is subscribed."""

from __future__ import annotations

from datetime import datetime

from store.model.record import record


@record(frozen=True)
class Preview:
    """What a feed looks like before it is subscribed."""

    url: str
    """Where it is polled from."""
    title: str
    entries: int
    latest: tuple[tuple[str, datetime | None], ...] = ()
    """Its last five entries: title and when published."""
    read: int = 0
    """Entries that were read to tell how many are on the story."""
    on_story: int = 0
    per_day: float | None = None
    """How often it publishes; None where it gives no dates."""
    interval: int = 3600
    """Seconds between two polls that follow from that."""
    site_url: str = ""


@record(frozen=True)
class Looked:
    """What was found at an address: feeds, or a sentence that says why there are none."""

    url: str
    previews: tuple[Preview, ...] = ()
    error: str = ""
    answered: bool = False
    """Something came, so that where there are no previews the address is none of a feed."""
    shut: bool = False
    """Nobody speaks TLS there."""
