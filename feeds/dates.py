"""Moments as feeds, servers and pages write them: read to UTC, refused where absurd. Standard library only."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)
"""How far in the future a publisher's clock may be before it is not believed."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sep", "sept"), ("october", "oct"),
            ("november", "nov"), ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?\s?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    rf"\b(?:(?P<m1>{_MONTH})\.? (?P<d1>\d\d?)(?:st|nd|rd|th)?,? (?P<y1>\d{{4}})"
    rf"|(?P<d2>\d\d?)(?:st|nd|rd|th)? (?P<m2>{_MONTH})\.?,? (?P<y2>\d{{4}}))\b",
    re.IGNORECASE,
)


def parse_date(raw: str) -> datetime | None:
    """Read ISO 8601, an e-mail or HTTP date, or "Month D, YYYY" to UTC; without a zone it is taken as UTC."""
    text = raw.strip()[:100]
    found = _ISO.match(text)
    if found:
        return _from_iso(found)
    try:
        return _in_utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    day = written_day(text)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def written_day(text: str) -> date | None:
    """Find the first "Month D, YYYY" or "D Month YYYY" in a text."""
    found = _WRITTEN.search(text)
    if not found:
        return None
    month, day, year = (found[f"{part}1"] or found[f"{part}2"] for part in "mdy")
    try:
        return date(int(year), _MONTHS[month.lower()], int(day))
    except ValueError:
        return None


def iso_day(text: str) -> date | None:
    """Read a line that is an ISO date (or moment) and nothing more."""
    found = _ISO.fullmatch(text.strip())
    moment = _from_iso(found) if found else None
    return moment.date() if moment else None


def believable(moment: datetime | None, now: datetime) -> datetime | None:
    """Pass a moment on, unless it lies before 1990 or more than a day ahead."""
    if moment is None or moment < EARLIEST or moment > now + AHEAD:
        return None
    return moment


def _from_iso(found: re.Match[str]) -> datetime | None:
    zone = (found["zone"] or "+00:00").upper()
    offset = "+00:00" if zone in ("Z", "UTC", "GMT") else zone
    try:
        return _in_utc(datetime.fromisoformat(f"{found['date']}T{found['time'] or '00:00'}{offset}"))
    except (ValueError, OverflowError):
        return None


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
