"""What a server says about when to come again (RFC 9110 and 9111). Pure; standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from feeds.dates import parse_date

DAY = 86400
"""No server is believed beyond a day, in seconds."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Both in seconds from now, a day at most."""

    retry_after: int | None = None
    """The server said: not before."""
    fresh_for: int = 0
    """The answer stays as it is for so long; asking earlier is of no use."""


def hints(headers: Mapping[str, str], now: datetime) -> Hints:
    """Read Retry-After, Cache-Control and Expires out of response headers (names in lower case)."""
    return Hints(_retry_after(headers, now), _fresh_for(headers, now))


def _retry_after(headers: Mapping[str, str], now: datetime) -> int | None:
    raw = headers.get("retry-after", "").strip()
    if not raw:
        return None
    if raw.isascii() and raw.isdigit():
        # Ten digits are more than a lifetime; int() on a longer string would only cost time.
        return min(int(raw[:10]), DAY)
    seconds = _until(raw, headers, now)
    return None if seconds is None else max(0, min(seconds, DAY))


def _fresh_for(headers: Mapping[str, str], now: datetime) -> int:
    directives = [part.strip().lower() for part in headers.get("cache-control", "").split(",")]
    if "no-cache" in directives or "no-store" in directives:
        return 0
    for directive in directives:
        name, _, value = directive.partition("=")
        value = value.strip('"')
        if name == "max-age" and value.isascii() and value.isdigit():
            return max(0, min(int(value[:10]), DAY) - _age(headers))
    seconds = _until(headers.get("expires", ""), headers, now)
    return 0 if seconds is None else max(0, min(seconds, DAY))


def _age(headers: Mapping[str, str]) -> int:
    raw = headers.get("age", "").strip()
    return int(raw[:10]) if raw.isascii() and raw.isdigit() else 0


def _until(raw: str, headers: Mapping[str, str], now: datetime) -> int | None:
    """Seconds from the server's own Date to a date it names: its clock may differ from ours."""
    moment = parse_date(raw) if raw else None
    if moment is None:
        return None
    return int((moment - (parse_date(headers.get("date", "")) or now)).total_seconds())
