"""Days and moments as people write them: 2025-11-29, 2025-11, 7d, 24h, yesterday, monday."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from store.model.record import record

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EXAMPLES: Final = ("today", "yesterday", "24h", "7d", "4w", *WEEKDAYS)
"""What completion offers."""

_AGO = re.compile(r"([0-9]{1,4})(h|d|w)")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_UNITS: Final = {"h": "hours", "d": "days", "w": "weeks"}


@record(frozen=True)
class When:
    """What relative days are reckoned from."""

    now: datetime
    """The moment, with its time zone."""
    today: date
    """The user's own day."""
    last_visit: datetime | None = None
    """When the desk was last left; None where it never was."""


def first_of(text: str, when: When) -> date | datetime:
    """The first day of what was written; a moment for hours. Raises ValueError."""
    return _span(text, when)[0]


def last_of(text: str, when: When) -> date:
    """The last day of what was written. Raises ValueError."""
    return _span(text, when)[1]


def moment_of(text: str, when: When) -> datetime:
    """The moment from which on something came. Raises ValueError."""
    first = first_of(text, when)
    if isinstance(first, datetime):
        return first
    return datetime.combine(first, time(), tzinfo=when.now.tzinfo or UTC)


def _span(text: str, when: When) -> tuple[date | datetime, date]:
    word = text.strip().lower()
    if word in ("today", "yesterday"):
        day = when.today - timedelta(days=word == "yesterday")
        return day, day
    if (
        len(word) > 2
        and (number := next((n for n, name in enumerate(WEEKDAYS) if name.startswith(word)), None)) is not None
    ):
        day = when.today - timedelta(days=(when.today.weekday() - number) % 7)
        return day, day
    try:
        if ago := _AGO.fullmatch(word):
            back = timedelta(**{_UNITS[ago[2]]: int(ago[1])})
            if ago[2] == "h":
                return when.now - back, (when.now - back).date()
            return when.today - back, when.today - back
        if month := _MONTH.fullmatch(word):
            first = date(int(month[1]), int(month[2]), 1)
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        day = date.fromisoformat(word)
    except (OverflowError, ValueError) as error:
        raise ValueError(
            f"“{text}” is no day: write it as 2025-11-29, 2025-11, 7d, 24h, yesterday or monday"
        ) from error
    return day, day
