"""Words from outside that would act if they could: markup, escapes, clipboard, title, directions, tags."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from store.library import Library
from store.model.reading import Reading, Span
from tests.support.memory import NOW, arrival, poll, position, statement

MARKUP = "[red]x [/] [/red] [@click=app.quit]boom[/] [PTI] \\[b] [link=https://x]y"
ESCAPES = "a\x1b[31mred\x1b]52;c;aGFja2Vk\x07b \x1b]0;title\x07 \x9b2J \x1bP1$r\x1b\\ \x00\x08\x07 c"
DIRECTIONS = "left \u202eright\u202c \u2066iso\u2069 \u200f\ufeff \U000e0041\U000e0042"
HOSTILE = f"{MARKUP} {ESCAPES} {DIRECTIONS}"


def hostile_story(library: Library) -> None:
    """Store an article, a statement and a feed whose every word is hostile, as if no one had cleaned them before."""
    feed = library.feeds.add("https://hostile.example/rss", title=f"Feed {HOSTILE}", outlet=f"Outlet {HOSTILE}")
    text = f"First {HOSTILE}\n\nSecond “{HOSTILE}” said {HOSTILE} third {HOSTILE}"
    start = text.index("“")
    one = statement(text, text[start : start + 60], said_on=date(2025, 12, 1), positions=())
    told = replace(
        one,
        speaker_text=HOSTILE,
        cue=HOSTILE,
        cue_span=Span(text.index("said"), text.index("said") + 4),
        positions=(replace(position("disarm-hamas"), condition=HOSTILE),),
        voices=(replace(one.voices[0], actor=None, principal=None),),
    )
    found = Reading(("gaza",), True, ("ishaq-dar",), (), (told,), "watchlist-1")
    entry = arrival("hostile", text, title=f"Title {HOSTILE}", published=NOW, found=found, outlet=f"Paper {HOSTILE}")
    poll(library, feed, replace(entry, entry=replace(entry.entry, author=HOSTILE)))
