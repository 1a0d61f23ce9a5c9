"""What comes of a fetch: an answer, or a failure that says why. Values, so that a failed feed is data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from feeds.hints import Hints

Purpose = Literal["feed", "article", "robots"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer worth reading: 2xx, or 304 with `unchanged` set and no body."""

    url: str
    """Where the answer came from, after redirects."""
    http: int
    body: bytes
    content_type: str
    etag: str | None
    last_modified: str | None
    hints: Hints
    unchanged: bool = False
    moved_to: str | None = None
    """The last address reached through permanent redirects alone; None where there were none."""


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """No answer, or none worth reading. `error` is a sentence for people and holds no secrets."""

    error: str
    http: int | None = None
    hints: Hints = field(default_factory=Hints)
    gone: bool = False
    """The server answered 410."""
    held: bool = False
    """Nothing was asked: the host wants to be left alone for `hints.retry_after` seconds."""
    unreached: bool = False
    """Nobody was reached at all; perhaps our own network is away."""
    shut: bool = False
    """Nobody speaks TLS there."""
    closed: datetime | None = None
    """The answer closed the whole host to us, until then."""


class Refused(Exception):
    """A hop that is not taken, or an answer that is not read: carries the value to give back."""

    def __init__(self, failure: FetchFailed) -> None:
        self.failure = failure
        super().__init__(failure.error)
