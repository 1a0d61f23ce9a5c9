"""The words of the house: the clock, stances, kinds, states and grades."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

Clock = Callable[[], datetime]
"""What is asked for the time: tests pass their own."""


class Stance(StrEnum):
    """Where a statement stands on an issue; `NONE` touches the issue and takes no stance."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    CONDITIONAL = "conditional"
    UNDECIDED = "undecided"
    NONE = "none"


class Kind(StrEnum):
    """How the words are given: quoted, reported, or reported with quoted parts."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class SaidBasis(StrEnum):
    """How the day of a statement is known."""

    STATED = "stated"
    """The text fixes it: a date, or a weekday or "yesterday" reckoned from the article's own day."""
    PUBLISHED = "published"
    """Nothing fixes it: the article's day stands in, and screens mark it."""


class BodySource(StrEnum):
    """Where an article's text came from."""

    FEED = "feed"
    PAGE = "page"
    IMPORT = "import"
    DIGEST = "digest"


class FeedState(StrEnum):
    """What the poller does with a feed. A feed that is failing stays active; `Feed.sick` says so."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"
    """The server answered 410: never asked again unless the user resumes it."""


class PollStatus(StrEnum):
    """How one poll of one feed ended."""

    OK = "ok"
    """A body came and was read."""
    UNCHANGED = "unchanged"
    """304, or the same bytes as before."""
    FAILED = "failed"
    GONE = "gone"
    HELD = "held"
    """Not asked: its host wants to be left alone for now."""


class Verdict(StrEnum):
    """What one entry of a feed is to the store."""

    NEW = "new"
    CHANGED = "changed"
    """A stored article, with other text."""
    SAME = "same"


class ChangeKind(StrEnum):
    """A change lies between two dates, a divergence between two voices."""

    CHANGE = "change"
    DIVERGENCE = "divergence"


class ChangeStatus(StrEnum):
    """Whether the evidence suffices to say "changed"; if not, it is for review."""

    CHANGED = "changed"
    POSSIBLE = "possible"


class Grade(StrEnum):
    """What sort of change it is."""

    REVERSAL = "reversal"
    HARDENING = "hardening"
    SOFTENING = "softening"
    CONDITION_ADDED = "condition added"
    CONDITION_DROPPED = "condition dropped"
    CONDITION_REPLACED = "condition replaced"
    FIRST_POSITION = "first position"
