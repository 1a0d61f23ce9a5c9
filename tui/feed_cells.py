"""Cells of the feeds: how each is, when it is polled, and how each poll ended."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from store.model.pages import Asked
from store.model.polling import Feed, PollLogRow
from store.model.words import FeedState, PollStatus
from tui.cells import Piece, fit, row_line, safe
from tui.look import Look, ago, moment

WIDE_FEED = 100
"""From this width a feed's facts stand beside its name instead of below."""


def feed_height(width: int) -> int:
    """Say how many lines a feed takes at a width."""
    return 2 if width >= WIDE_FEED else 3


def feed_state(row: Feed) -> Piece:
    """Say in a word or two how a feed is."""
    if row.state is FeedState.PAUSED:
        return "paused", "dim"
    if row.state is FeedState.GONE:
        return "gone (410)", "error"
    if row.sick:
        return f"sick, {row.errors} failures", "error"
    if row.errors:
        return f"failing, {row.errors} in a row", "warning"
    if row.last_polled is None:
        return "not polled yet", "dim"
    return "well", "good"


def feed(row: Feed, width: int, look: Look, shown_url: str, now_words: tuple[str, str]) -> list[Content]:
    """Draw a feed: name, state, articles; when polled and when next; its address, and the last error in words.

    `shown_url` has no password or token any more; `now_words` are the last poll and the next one.
    """
    ell = look.glyphs.ellipsis
    word, ink = feed_state(row)
    last, following = now_words
    count = f"{row.articles} articles"
    times = f"polled {last} {look.glyphs.separator} next {following}"
    if row.state is FeedState.ACTIVE:
        times += f" {look.glyphs.separator} every {rhythm(row.interval)}"
    trouble = safe(row.last_error or "") if row.errors or row.state is FeedState.GONE else ""
    if not trouble and row.same_as is not None:
        trouble = f"The same feed as number {row.same_as}; M makes them one."
    name: list[Piece] = [(safe(row.outlet or row.title or shown_url), "name"), ("  ", ""), (word, ink)]
    if row.folder:
        name.append((f"  {safe(row.folder)}", "dim"))
    below: Piece = (f"  {trouble}", "error") if trouble else (f"  {safe(shown_url)}", "dim")
    if width >= WIDE_FEED:
        return [row_line(width, name, [(times, "dim"), (f"  {count:>14}", "")], ell), row_line(width, [below], (), ell)]
    return [
        row_line(width, name, [(count, "")], ell),
        row_line(width, [(f"  {times}", "dim")], (), ell),
        row_line(width, [below], (), ell),
    ]


def rhythm(seconds: int) -> str:
    """Say how often a feed is polled."""
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h".replace(".0 h", " h")


def feed_times(row: Feed, now: datetime) -> tuple[str, str]:
    """Say when a feed was polled last and when it will be next, beside `now`."""
    last = ago(row.last_polled, now) if row.last_polled else "never"
    if row.state is not FeedState.ACTIVE:
        return last, "not"
    if row.next_due is None or row.next_due <= now:
        return last, "due now"
    told = " (its server asked for that)" if row.told_to_wait else ""
    return last, ago(row.next_due, now) + told


def pages(asked: Asked) -> str:
    """Say what came of the pages behind a feed's entries; nothing where none was asked for."""
    if not asked.given + asked.refused:
        return ""
    told = f"Full texts: {asked.given} of {asked.given + asked.refused} pages gave theirs."
    return f"{told} The latest that did not: {safe(asked.note)}" if asked.note else told


def poll(row: PollLogRow, width: int, look: Look) -> list[Content]:
    """Draw one poll of the log: when, how it ended, what it brought."""
    ink = "error" if row.status in (PollStatus.FAILED, PollStatus.GONE) else "good"
    http = str(row.http) if row.http else "-"
    brought = f"{row.entries} entries, {row.new} new, {row.changed} changed" if row.status is PollStatus.OK else ""
    pieces: list[Piece] = [
        (fit(moment(row.at, look.today), 18, look.glyphs.ellipsis), "date"),
        (fit(row.status.value, 10, look.glyphs.ellipsis), ink),
        (f"{http:<5}", "dim"),
        (f"{row.seconds:5.1f} s  ", "dim"),
        (brought or safe(row.error or ""), ""),
    ]
    return [row_line(width, pieces, (), look.glyphs.ellipsis)]
