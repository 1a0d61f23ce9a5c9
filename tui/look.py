"""How things look: glyphs, in Unicode or ASCII, and the names of inks. Pure; Textual is not needed here.

A cell names its ink ("oppose", "dim"); a widget asks its theme what that is. So one record gives the same text in every
theme, without colour too, and stance is always a glyph and a word beside its colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, date, datetime, time

from rich.cells import cell_len

from store.model.record import record
from store.model.words import Stance


@record(frozen=True)
class Glyphs:
    """The marks that are ours, all one cell wide."""

    stances: Mapping[Stance, str]
    spark: str
    """From nothing to most."""
    full: str
    empty: str
    pointer: str
    picked: str
    """Before a row that is selected."""
    pointer_picked: str
    """Before the row under the cursor where it is selected."""
    dot: str
    star: str
    arrow: str
    between: str
    """Between two voices that differ."""
    separator: str
    ellipsis: str
    quote: str
    up: str
    unknown: str
    """In a cell of the matrix that has too little evidence."""
    verdicts: Mapping[str, str]
    """By the word of an analyst's verdict."""


UNICODE = Glyphs(
    stances={
        Stance.SUPPORT: "✓",
        Stance.OPPOSE: "✗",
        Stance.CONDITIONAL: "◐",
        Stance.UNDECIDED: "?",
        Stance.NONE: "·",
    },
    spark=" ▁▂▃▄▅▆▇",
    full="▓",
    empty="░",
    pointer="▸",
    picked="◆",
    pointer_picked="◈",
    dot="●",
    star="★",
    arrow="→",
    between="⇄",
    separator="·",
    ellipsis="…",
    quote="❝",
    up="↑",
    unknown="…",
    verdicts={"confirmed": "✓", "corrected": "✎", "rejected": "✗", "noted": "¶"},
)

ASCII = Glyphs(
    stances={
        Stance.SUPPORT: "+",
        Stance.OPPOSE: "x",
        Stance.CONDITIONAL: "~",
        Stance.UNDECIDED: "?",
        Stance.NONE: ".",
    },
    spark=" .:-=+*#",
    full="#",
    empty="-",
    pointer=">",
    picked="&",
    pointer_picked="@",
    dot="*",
    star="*",
    arrow=">",
    between="%",
    separator="-",
    ellipsis="~",
    quote='"',
    up="^",
    unknown="_",
    verdicts={"confirmed": "+", "corrected": "=", "rejected": "x", "noted": "n"},
)

INKS: Mapping[str, str] = {
    "support": "$text-success",
    "oppose": "$text-error bold",
    "conditional": "$text-warning",
    "undecided": "$text-primary",
    "none": "$foreground 75%",
    "dim": "$foreground 75%",
    "strong": "bold",
    "name": "$foreground bold",
    "date": "$text-secondary",
    "issue": "$text-accent",
    "new": "$text-accent bold",
    "error": "$text-error",
    "warning": "$text-warning",
    "good": "$text-success",
    "heading": "$text-primary bold",
    "confirmed": "$text-success",
    "corrected": "$text-accent",
    "rejected": "$text-error",
    "noted": "$text-secondary",
    "digest": "$text-warning italic",
    "key": "$text-accent bold",
    "chip": "$foreground bold on $primary-muted",
    "mark-actor": "bold $text-success",
    "mark-topic": "$text-accent",
    "mark-statement": "underline",
    "mark-speaker": "bold underline",
    "mark-cue": "italic underline",
    "mark-current": "bold on $primary-muted",
    "mark-differs": "bold underline $text-warning",
    "mark-gone": "bold strike $text-error",
    "mark-come": "bold underline $text-success",
    "cursor": "on $primary-muted",
    "cursor-away": "on $surface-lighten-1",
}
"""Name of an ink → what it is in a theme's words. `text-*` colours keep their contrast on the theme's ground."""

PLAIN_INKS: Mapping[str, str] = {
    "oppose": "bold",
    "strong": "bold",
    "name": "bold",
    "new": "bold",
    "error": "bold",
    "heading": "bold underline",
    "rejected": "bold",
    "digest": "italic",
    "key": "bold",
    "chip": "reverse",
    "mark-actor": "bold",
    "mark-statement": "underline",
    "mark-speaker": "bold underline",
    "mark-cue": "italic underline",
    "mark-current": "reverse",
    "mark-differs": "bold underline",
    "mark-gone": "strike",
    "mark-come": "bold underline",
    "cursor": "reverse",
    "cursor-away": "bold",
}
"""The same where there is no colour; what is not named here is plain."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


_PLAIN_SIGNS = str.maketrans("“”„«»‘’–—…·•", """\"\"\"\"\"''--~-*""")


def ascii_only(text: str) -> str:
    """Write text with ASCII alone, as wide as before: typographic signs become plain ones, the rest question marks."""
    if text.isascii():
        return text
    text = text.translate(_PLAIN_SIGNS)
    return "".join(sign if sign.isascii() else "?" * cell_len(sign) for sign in text)


@record(frozen=True)
class Look:
    """What a cell must know beside its record."""

    glyphs: Glyphs = UNICODE
    today: date = date.min
    """The user's own day: dates of another year show the year."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Actor id → name."""
    questions: Mapping[str, str] = field(default_factory=dict)
    """Issue id → its question."""
    plain: bool = False
    """True without colours."""
    now: datetime | None = field(default=None, compare=False)
    """The moment that "3 h ago" is reckoned from; None leaves that out. No reason to draw anything anew."""

    def name_of(self, actor: str | None) -> str:
        """Name an actor; an id that is not on the watchlist any more stands for itself."""
        return self.names.get(actor, actor) if actor else ""

    def words(self, text: str) -> str:
        """Write words of our own widgets' kind for one of Textual's: ASCII alone where that is asked for."""
        return ascii_only(text) if self.glyphs is ASCII else text

    def inks(self) -> Mapping[str, str]:
        """Say which inks a widget's theme shall mix."""
        return PLAIN_INKS if self.plain else INKS


def day(value: date, today: date) -> str:
    """Write a day: "29 Nov", with its year where that is not this one."""
    text = f"{value.day} {_MONTHS[value.month - 1]}"
    return text if value.year == today.year else f"{text} {value.year}"


def moment(value: datetime | None, today: date) -> str:
    """Write a moment in the user's own time: the hour if it is today, else the day and the hour."""
    if value is None:
        return "never"
    if _is_day(value):
        return day(local_day(value), today)
    local = value.astimezone()
    clock = f"{local.hour:02}:{local.minute:02}"
    return clock if local.date() == today else f"{day(local.date(), today)} {clock}"


def since(value: datetime | None, look: Look) -> str:
    """Write a moment and, beside it, how long ago that was: "29 Nov 14:05 (3 h ago)"."""
    if value is None or look.now is None or _is_day(value):
        return moment(value, look.today)
    return f"{moment(value, look.today)} ({ago(value, look.now)})"


def local_day(value: datetime) -> date:
    """Give the calendar day of a moment where the user is; what is only known as a day stays that day."""
    return value.astimezone(UTC if _is_day(value) else None).date()


def _is_day(value: datetime) -> bool:
    """Say whether a moment stands for a day: midnight UTC sharp is what a date without a time is stored as."""
    return value.astimezone(UTC).time() == time()


def ago(value: datetime, now: datetime) -> str:
    """Say how long ago a moment was, in one unit, or "in 5 min" where it lies ahead."""
    seconds = (now - value).total_seconds()
    size = abs(seconds)
    for limit, unit, word in ((60, 1, "s"), (3600, 60, "min"), (86400, 3600, "h"), (float("inf"), 86400, "d")):
        if size < limit:
            count = int(size // unit)
            return f"{count} {word} ago" if seconds >= 0 else f"in {count} {word}"
    raise AssertionError  # the last limit is infinite


def spark(values: tuple[int, ...], glyphs: Glyphs) -> str:
    """Draw numbers as small columns, the highest of them full; zero is empty."""
    top = max(values, default=0)
    steps = len(glyphs.spark) - 1
    if not top:
        return glyphs.spark[0] * len(values)
    return "".join(glyphs.spark[-(-value * steps // top)] for value in values)


def bar(done: int, total: int, width: int, glyphs: Glyphs) -> str:
    """Draw progress as a bar of `width` cells."""
    filled = width * done // total if total else 0
    return glyphs.full * min(filled, width) + glyphs.empty * max(width - filled, 0)
