"""The way of somebody who has never seen it: add a feed, find a change, check and correct it, take it along."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape

import pytest

from tests.support.loopback import Answer, Loopback
from tests.support.program import EXECUTABLE, Program
from tests.support.terminal import Terminal

pytestmark = pytest.mark.e2e

BEFORE = "“We are ready to send troops to the International Stabilization Force in Gaza,” Sugiono told reporters."
AFTER = "“Indonesia will not send troops to the International Stabilization Force in Gaza,” Sugiono told parliament."


def feed(now: datetime) -> bytes:
    """Two articles of one outlet, ten days apart, in which one minister takes opposite stances."""
    told = (("Jakarta ready for Gaza force", BEFORE, 12), ("Jakarta stays out of Gaza force", AFTER, 2))
    items = "".join(
        f"<item><guid>{days}</guid><title>{title}</title><link>https://news.example/{days}</link>"
        f"<pubDate>{now - timedelta(days=days):%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
        f"<description>{escape(f'<p>Foreign Minister Sugiono of Indonesia spoke.</p><p>{words}</p>')}</description>"
        "</item>"
        for title, words, days in told
    )
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Jakarta Wire</title>'
    return f"{head}{items}</channel></rss>".encode()


def test_from_an_address_to_a_citation(program: Program, web: Loopback) -> None:
    now = datetime.now(UTC)
    program.subscribe()

    def page(_headers: dict[str, str]) -> Answer:
        return 200, {"Content-Type": "text/html"}, b'<link rel="alternate" type="application/rss+xml" href="/feed.xml">'

    def served(_headers: dict[str, str]) -> Answer:
        return 200, {"Content-Type": "application/rss+xml"}, feed(now)

    web.pages |= {"/": page, "/feed.xml": served}
    with Terminal([EXECUTABLE], program.environment(), columns=80, rows=24) as terminal:
        terminal.wait_for("4 Stories")
        terminal.press("f", "a")
        terminal.wait_for("Address of the feed")
        terminal.press(*web.url("/"), "enter")
        terminal.wait_for("Jakarta Wire")
        terminal.wait_for("2 of its latest 2 entries are on the story")
        terminal.press("enter")
        terminal.wait_for("2 articles")
        terminal.press("escape", "3")
        terminal.wait_for("✓ support → ✗ oppose")
        terminal.press("enter")
        terminal.wait_for("Why it counts")

        target = program.home / "change.md"
        terminal.press("E")
        terminal.wait_for("Export what is shown")
        terminal.press("\x15", *str(target), "enter")  # ^U empties the line
        terminal.wait_for("Written to")
        written = target.read_text("utf-8")
        assert "1 entry, written" in written
        assert "We are ready to send troops" in written
        assert "Indonesia will not send troops" in written

        terminal.press("enter")
        terminal.wait_for("In these articles")
        terminal.press("tab", "enter")
        terminal.wait_for("Carried by Jakarta Wire")
        terminal.press("escape")
        terminal.wait_for("In these articles")
        terminal.press("e")
        terminal.wait_for("Stance: support, oppose, conditional, undecided, none")
        terminal.press("tab", *"oppose", "enter")
        terminal.wait_for("corrected")
        terminal.press("escape")
        terminal.wait_for("This change is not in the ledger any more")
        terminal.press("q")
        assert terminal.wait_until_ended() == 0
    assert program.run("changes", "--json").lines == [[]]
