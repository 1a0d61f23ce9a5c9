"""What people come for, in a real terminal, by two pairs of hands; docs/journeys.md says how many keys each takes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.library import Library
from store.model.ledger import Change
from store.model.rows import Query
from store.model.words import Stance
from tests.support.hands import ArrowHands, Hands, ViHands
from tests.support.loopback import Answer, Loopback
from tests.support.memory import arrival, poll, position, reading, statement
from tests.support.program import EXECUTABLE, Program
from tests.support.terminal import Terminal

pytestmark = pytest.mark.e2e

PAGE = Path(__file__).parents[2] / "docs" / "journeys.md"
NEWEST = "Gaza stabilization force: Pakistan undecided"
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Gaza Wire</title>
<item><guid>2</guid><link>https://news.example/2</link><title>{NEWEST}</title>
<description>More of the newest.</description><pubDate>Sat, 29 Nov 2025 10:00:00 GMT</pubDate></item>
<item><guid>1</guid><link>https://news.example/1</link><title>An older story of the Gaza stabilization force</title>
<description>More of the older.</description><pubDate>Fri, 28 Nov 2025 10:00:00 GMT</pubDate></item>
</channel></rss>"""
BOTH = pytest.mark.parametrize("kind", [ViHands, ArrowHands])


def told(title: str, kind: type[Hands]) -> str:
    """How many keys the page says that a journey takes."""
    row = re.search(rf"^\| {re.escape(title)} \| (.+?) \| (.+?) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert row, title
    return row[1] if kind is ViHands else row[2]


def count(hands: Hands) -> str:
    return f"{hands.keys} and an address" if hands.letters else str(hands.keys)


@contextmanager
def sitting(program: Program, kind: type[Hands], *arguments: str) -> Iterator[Hands]:
    """The desk, open in front of somebody."""
    command: list[str | Path] = [EXECUTABLE, *arguments]
    with Terminal(command, program.environment(), columns=140, rows=40, folder=program.home) as terminal:
        terminal.wait_for("4 Stories", 40)
        terminal.wait_for("┏━ 1 Actors")
        yield kind(terminal)
        terminal.press("q")
        assert terminal.wait_until_ended() == 0


def now() -> datetime:
    return datetime.now(UTC)


def opened(program: Program) -> Library:
    return Library.open(program.database, clock=now)


@pytest.fixture
def filled(desk_of_one_change: Program) -> Program:
    return desk_of_one_change


def judged(program: Program) -> list[Stance]:
    """The stances to which positions changed, as the ledger has it."""
    with opened(program) as library:
        return [one.change.to_stance for one in library.ledger.changes(Query())]


def change_lately(library: Library) -> None:
    """Let Türkiye change its mind two days ago; Pakistan's change is an older one."""
    today = now().date()
    feed = library.feeds.add("https://trt.example/rss", title="TRT", outlet="TRT")
    for days, stance in ((60, Stance.SUPPORT), (2, Stance.OPPOSE)):
        words = f"“What we say about it is {stance.value},”"
        text = f"{words} Hakan Fidan said."
        said = statement(
            text,
            words,
            actor="hakan-fidan",
            said_on=today - timedelta(days=days),
            positions=(position("isf-troops", stance, 0.95),),
        )
        when = now() - timedelta(days=days)
        poll(library, feed, arrival(f"trt-{days}", text, published=when, found=reading(said), outlet="TRT"), at=when)
    before, after = library.ledger.evidence("turkey", "isf-troops")
    (model,) = library.ledger.changes(Query())
    change: Change = replace(
        model.change,
        principal="turkey",
        actor="hakan-fidan",
        from_stance=Stance.SUPPORT,
        to_stance=Stance.OPPOSE,
        from_date=before.said_on,
        to_date=after.said_on,
        before=(before.position_id,),
        after=(after.position_id,),
    )
    library.ledger.settle("turkey", "isf-troops", (change,), ())


@contextmanager
def journey(hands: Hands, title: str) -> Iterator[None]:
    """One journey from the first pane of the desk and back to it; its keys are those that the page tells."""
    hands.keys = hands.letters = 0
    yield
    assert count(hands) == told(title, type(hands))
    for _ in range(3):
        hands.terminal.press("escape")
    hands.see("4 Stories")
    hands.terminal.press("1")
    hands.see("┏━ 1 Actors")


def find_and_cite(hands: Hands) -> None:
    hands.do("x", "matrix")
    hands.see("Where they stand, as of now")
    hands.walk("l", "right")
    hands.see("Disarm Hamas?")
    hands.press("enter")
    hands.see("In these articles")
    hands.do("y", "copy citation")
    hands.see("Sent to the terminal's clipboard")
    (sent,) = re.findall(rb"\x1b]52;c;([A-Za-z0-9+/=]+)", hands.terminal.raw)
    citation = base64.b64decode(sent).decode()
    assert "“We are not ready to disarm Hamas,”" in citation
    assert "Ishaq Dar" in citation


def reject_and_undo(hands: Hands, program: Program) -> None:
    hands.do("v", "review")
    hands.see("without it falls: Pakistan ? undecided → ✓ support")
    hands.do("d", "reject")
    hands.see("Rejected.")
    hands.see("0 of 1")
    assert judged(program) == []
    hands.do("z", "undo")
    hands.see("Taken back: rejected")
    assert judged(program) == [Stance.SUPPORT]


def see_who_changed(hands: Hands) -> None:
    hands.do("n", "narrow to")
    hands.choose("since 7d")
    hands.see("since 7d ")
    while "? undecided → ✓ support" in hands.terminal.text:
        hands.terminal.read(0.1)
    hands.see("✓ support → ✗ oppose")


def write_brief(hands: Hands, program: Program) -> None:
    hands.do("B", "brief")
    hands.see("Write the day's page")
    hands.press("enter")
    hands.see("Written to ")
    (page,) = program.home.glob("*brief*.md")
    assert "Pakistan" in page.read_text("utf-8")


@BOTH
def test_four_journeys_on_one_desk(filled: Program, kind: type[Hands]) -> None:
    with sitting(filled, kind, "--offline") as hands:
        with journey(hands, "Find what Pakistan says about disarming Hamas, and copy the citation"):
            find_and_cite(hands)
        with journey(hands, "Reject a false change, and undo it"):
            reject_and_undo(hands, filled)
        with opened(filled) as library:
            change_lately(library)
        hands.see("✓ support → ✗ oppose")
        hands.see("? undecided → ✓ support")
        with journey(hands, "See who changed since last week"):
            see_who_changed(hands)
        with journey(hands, "Write the brief"):
            write_brief(hands, filled)


@BOTH
def test_a_feed_from_a_page_and_its_newest_story(program: Program, web: Loopback, kind: type[Hands]) -> None:
    program.subscribe()

    def page(_headers: dict[str, str]) -> Answer:
        return 200, {"Content-Type": "text/html"}, b'<link rel="alternate" type="application/rss+xml" href="/feed.xml">'

    web.pages |= {"/": page, "/feed.xml": lambda _: (200, {"Content-Type": "application/rss+xml"}, FEED.encode())}
    with sitting(program, kind) as hands:
        hands.do("f", "feeds")
        hands.see("Feeds:")
        hands.do("a", "add")
        hands.see("Address of the feed")
        hands.type(web.url("/"))
        hands.press("enter")
        hands.see("entries are on the story", 60)
        hands.press("enter")
        hands.see("2 articles", 60)
        hands.press("escape")
        hands.see("1 Actors")
        hands.see(NEWEST)
        if kind is ViHands:  # the other came from the last pane, where the menu is
            hands.press("4")
        hands.see("┏━ 4 Stories")
        hands.press("enter")
        hands.see("Carried by Gaza Wire")
        hands.see("More of the newest.")
    assert count(hands) == told("Add a feed from a page's address, and read its newest story", kind)


def test_the_page_tells_of_these_journeys_and_no_others() -> None:
    assert len(re.findall(r"^\| [A-Z].+ \| \d", PAGE.read_text("utf-8"), re.MULTILINE)) == 5
