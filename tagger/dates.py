"""The day on which something was said, where the text fixes one.

Only the frame of a statement counts, not its content: "Dar said on Saturday that the ministers meet on Monday" was said
on Saturday. Weekdays, "today" and "yesterday" are reckoned from the article's own day; without one, only a full date
fixes anything. "Earlier this month" fixes no day, and says that the article's other days are not meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from store.model.reading import Span

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = "|".join([*_MONTHS, *(m[:3] for m in _MONTHS), "sept"])
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\b\.?(?:,? (\d{{4}}))?", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}}))?", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_WEEKDAY = re.compile(rf"\b(last |previous |next |coming )?({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_TODAY = re.compile(
    r"\b(?:today|tonight|(?:earlier|later) in the day|this (?:morning|afternoon|evening))\b", re.IGNORECASE
)
_YESTERDAY = re.compile(r"\b(?:yesterday|last (?:night|evening))\b", re.IGNORECASE)
_DAY_BEFORE = re.compile(r"\b(?:the day before(?! \w)|a day earlier|the previous day)\b", re.IGNORECASE)
_SAME_DAY = re.compile(
    r"\b(?:(?:the|that) same (?:day|evening|night)|later that (?:day|evening|night))\b", re.IGNORECASE
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DAYS_BACK = re.compile(
    rf"\b(a|\d{{1,2}}|{'|'.join(_NUMBERS)}) (?:(days?)|weeks?(?= ago to the day)|(?<=a )week(?= ago)) (ago|earlier)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:^[\"“]?|[.!?] )Earlier,|"
    r"\b(?:earlier this (?:week|month|year)|last (?:week|month|year)|this (?:week|month)|in the week|previously|"
    r"in recent (?:days|weeks)|recently|(?:has|had|have) (?:already|since|also already|previously|repeatedly)|"
    r"in the past|(?:had|has|have) (?:earlier|often|long)|at the (?:start|end|beginning) of the|undated|"
    r"some time (?:back|ago)|overnight|the other day|on (?:several|many|various|previous|earlier) occasions|"
    r"(?:days|weeks|months) (?:ago|earlier|before)|"
    rf"(?:last|in|during|(?:in )?(?:early|mid|late)[- ]|sidelines of) ?(?:{'|'.join(_MONTHS)})|"
    r"(?:over|at|during) the weekend|long|on the eve|(?:was|is|were) quoted)\b",
    re.IGNORECASE,
)


_ASIDE = re.compile(r"\b(?:who|whom|which|after|before|following|ahead of|since|until|amid)\b[^,.;]*", re.IGNORECASE)
"""What stands in a frame about other times: "Fidan, who met him on Saturday, said"."""
_TELLING = re.compile(
    r"\d|day|night|evening|morning|week|month|year|earlier|\bago\b|recent|already|since|repeatedly|past|quoted|previously|"
    rf"long|\beve\b|time|often|of the|occasion|undated|{'|'.join(m[:3] for m in _MONTHS)}",
    re.IGNORECASE,
)
"""What stands in every frame that says anything of a time: most say nothing, and are done with one look."""
_TOLD_BY = (
    *("day", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "night", "evening", "morning", "week", "month", "year"),
    *("earlier", "recent", "already", "since", "repeatedly", "past", "quoted", "previously", "long"),
    *("time", "often", "of the", "occasion", "undated", *(m[:3] for m in _MONTHS)),
)
"""The same as plain letters, which are looked for much faster; "ago" and "eve" count as words alone."""
_ASIDE_BY = ("who", "which", "after", "before", "following", "ahead of", "since", "until", "amid")
_SAME_DAY_BY = ("same ", "later that ")
_NEAR_BY = ("day", "night", "evening", "morning", "week", "ago", "earlier", "afternoon")
_TODAY_BY = ("today", "tonight", "in the day", "this ")
_YESTERDAY_BY = ("yesterday", "last ")
_DAY_BEFORE_BY = ("day before", "day earlier", "previous day")
_BACK_BY = ("ago", "earlier")
_VAGUE_BY = (
    *("earlier", "last ", "this week", "this month", "in the week", "previously", "recent", "already", "since", "past"),
    *("repeatedly", "often", "long", "at the ", "undated", "ago", "before", "overnight", "other day", "occasions"),
    *("weekend", "eve", "quoted", *_MONTHS),
)
"""What stands in every frame in which the expression of that name finds anything."""
_VENUES = (
    *("interview", "conference", "briefing", "statement", "speech", "address", "rally", "podcast", "broadcast"),
    *("program", "show", "session", "post", "meeting"),
)
"""What stands in every content that ends with where it was said."""
_ODD = frozenset("İıſK")
"""Letters that an expression takes for ones of ASCII where case does not matter."""
_FIGURE = re.compile(r"\d")
_ZONES = timedelta(hours=8)
"""How far ahead of UTC the presses of the story write: an evening's "Thursday" may be tomorrow by UTC."""
_VENUE = re.compile(
    r"\b(?:in|during|at|on) (?:an?|his|her|the|their|its) (?:[\w’'-]+ ){0,4}(?:interview|conference|briefing|statement|"
    r"speech|address|rally|podcast|broadcast|programme|program|show|session|post|meeting)\b[^.;:]{0,60}[.”\"]?\Z",
    re.IGNORECASE,
)
_VENUE_REACH = 140
_OVERLAPS = 12
_DATELINE_REACH = 1500
_OWN_LINE = 12
"""A line is a date of its own where, figures and months aside, no more letters than these stand in it."""
_DATE_REST = re.compile(rf"\b(?:{_MONTH}|{'|'.join(_WEEKDAYS)}|updated|published|gmt|utc)\b|[\W\d_]+", re.IGNORECASE)
_CITY = re.compile(
    rf"[A-Z][\w .'’-]{{1,30}}(?:, [A-Z][\w .]{{1,20}})?,\s+(?:\d{{1,2}} )?(?:{_MONTH})\b[^.\n]{{0,25}}?\s[-–—]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What the frame of one statement says about its day."""

    day: date | None
    vague: bool = False
    """The frame speaks of another time without fixing the day."""


_UNTOLD = Said(None)


@dataclass(frozen=True, slots=True)
class Now:
    """What an article's days are reckoned from."""

    day: date | None
    """The article's own day, by UTC."""
    latest: date | None = None
    """The last day that it may already be where it was written."""

    @classmethod
    def of(cls, published: datetime | None, day: date | None) -> Now:
        """By the moment of publication, else by a day alone."""
        return cls(day, (published + _ZONES).date() if published else day)


def said(frame: str, now: Now, anchor: date | None = None) -> Said:
    """The day that a statement's frame fixes (`frame`: its sentence without its content).

    `anchor` is the day of what was told just before: what "a day earlier" and "the same day" reckon from.
    """
    low = frame.lower()
    if not _tells(low, frame):
        return _UNTOLD
    whole, frame = frame, _ASIDE.sub(" ", frame) if _holds_any(low, frame, _ASIDE_BY) else frame
    if _holds_any(low, frame, _SAME_DAY_BY) and _SAME_DAY.search(frame):
        day = _full_date(whole, now) or anchor
        return Said(day, vague=day is None)
    full = _full_date(frame, now)
    if full:
        return Said(full)
    if now.day and _holds_any(low, frame, _NEAR_BY):
        near = _near_date(frame, now.day, now.latest or now.day, anchor or now.day)
        if near:
            return Said(near)
    return Said(None, vague=_holds_any(low, frame, _VAGUE_BY) and _VAGUE.search(frame) is not None)


def _tells(low: str, frame: str) -> bool:
    """Whether a frame says anything of a time: what `_TELLING` finds, by plain letters as far as they can tell."""
    plain = frame.isascii()
    if plain or _ODD.isdisjoint(frame):
        for part in _TOLD_BY:
            if part in low:
                return True
    if plain and "ago" not in low and "eve" not in low:
        return False
    return _TELLING.search(frame) is not None


def _holds_any(low: str, text: str, parts: Sequence[str]) -> bool:
    """Whether one of the parts stands in a text, in any case; true too where only an expression can tell.

    `low` is the text in small letters.
    """
    for part in parts:
        if part in low:
            return True
    return not text.isascii() and (not _ODD.isdisjoint(text) or any(c.isdigit() for c in text))


def venue(content: str) -> str:
    """The end of a content that tells where it was said ("… in an interview on Sunday"); empty where none does."""
    tail = content[-_VENUE_REACH:]
    if not _holds_any(tail.lower(), tail, _VENUES):
        return ""
    found = _VENUE.search(content, max(0, len(content) - _VENUE_REACH))
    return found.group() if found else ""


def frame(text: str, bounds: tuple[int, int], content: Sequence[Span]) -> str:
    """A sentence without what is said in it: `bounds` less the spans of all statements' contents, ordered by start."""
    start, end = bounds
    kept: list[str] = []
    for span in content[_first_that_reaches(content, start) : bisect_left(content, end, key=lambda s: s.start)]:
        if span.start > start:
            kept.append(text[start : span.start])
        start = max(start, min(span.end, end))
    kept.append(text[start:end])
    return " ".join(kept)


def _first_that_reaches(content: Sequence[Span], start: int) -> int:
    """Where to begin among spans ordered by start: a content seldom reaches over more than a few others."""
    return max(0, bisect_left(content, start, key=lambda s: s.start) - _OVERLAPS)


def dateline(text: str, now: Now) -> date | None:
    """The day that the article gives itself at its beginning: a line of its own, or "MELAKA, Dec 9 — …"."""
    for line in text[:_DATELINE_REACH].splitlines():
        found = _full_date(line, now)
        if found is None:
            continue
        if len(_DATE_REST.sub("", line)) <= _OWN_LINE or _CITY.match(line):
            return found
    return None


def _full_date(frame: str, now: Now) -> date | None:
    if not _FIGURE.search(frame):
        return None
    iso = _ISO.search(frame)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = _DAY_MONTH.search(frame)
    day, month, year = (found[1], found[2], found[3]) if found else ("", "", None)
    if not found:
        found = _MONTH_DAY.search(frame)
        if not found:
            return None
        month, day, year = found[1], found[2], found[3]
    number = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(month.lower()[:3]))
    if year:
        return _date(int(year), number, int(day))
    latest = now.latest or now.day
    return _latest(number, int(day), latest) if latest else None


def _latest(month: int, day: int, published: date) -> date | None:
    """The last such day that is not after publication."""
    for year in (published.year, published.year - 1):
        found = _date(year, month, day)
        if found and found <= published:
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _near_date(frame: str, published: date, latest: date, anchor: date) -> date | None:
    low = frame.lower()
    if _holds_any(low, frame, _TODAY_BY) and _TODAY.search(frame):
        return published
    if _holds_any(low, frame, _YESTERDAY_BY) and _YESTERDAY.search(frame):
        return published - timedelta(days=1)
    if _holds_any(low, frame, _DAY_BEFORE_BY) and _DAY_BEFORE.search(frame):
        return anchor - timedelta(days=1)
    back = _DAYS_BACK.search(frame) if _holds_any(low, frame, _BACK_BY) else None
    if back:
        return (published if back[3].lower() == "ago" else anchor) - timedelta(days=_count(back))
    return _weekday(frame, published, latest)


def _count(back: re.Match[str]) -> int:
    word = back[1].lower()
    number = int(word) if word.isdigit() else 1 if word == "a" else _NUMBERS.index(word) + 1
    return number if back[2] else 7 * number


def _weekday(frame: str, published: date, latest: date) -> date | None:
    """The last such day; "last Wednesday" on a Wednesday is the one before."""
    for match in _WEEKDAY.finditer(frame):
        which = (match[1] or "").strip().lower()
        if which in ("next", "coming"):
            continue
        wanted = _WEEKDAYS.index(match[2].lower())
        if wanted == latest.weekday() and not which:
            return latest
        back = (published.weekday() - wanted) % 7
        return published - timedelta(days=back or (7 if which else 0))
    return None
