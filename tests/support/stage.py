"""A desk with real parts for the tests of the screen: a filled database, an application, and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from store.library import Library
from store.model.ledger import Change, State
from store.model.polling import Feed
from store.model.reading import Mention, Reading, Statement
from store.model.words import ChangeKind, ChangeStatus, FeedState, Grade, PollStatus, Stance
from tests.support.memory import NOW, Hands, arrival, named, opened_at, poll, position, reading, statement
from tui.app import StandpointApp
from tui.decisions import decisions
from tui.desk import Desk, DeskSettings
from tui.wiring import Choices, Wiring

TEXT = (
    "Islamabad: Ishaq Dar spoke to reporters on Saturday.\n\n"
    "“We are ready to send troops,” he said. “We are not ready to disarm Hamas,” Ishaq Dar said.\n\n"
    "Khawaja Asif said that the matter was under discussion. Hakan Fidan agreed."
)


def mentions(text: str, **names: str) -> tuple[Mention, ...]:
    """Mark where names stand in a text: id (with - written _) = name."""
    found = []
    for target, name in names.items():
        start = text.index(name)
        found.append(Mention(target.replace("_", "-"), start, start + len(name)))
    return tuple(found)


def read_in(text: str, *statements: Statement) -> Reading:
    """A reading with its actors marked where they stand."""
    one = reading(*statements)
    marks = mentions(text, ishaq_dar="Ishaq Dar") if "Ishaq Dar" in text else ()
    return Reading(
        topics=one.topics,
        on_story=True,
        actors=one.actors,
        mentions=marks,
        statements=one.statements,
        tagged_with=one.tagged_with,
    )


def dar_on_troops(text: str = TEXT) -> Statement:
    return statement(text, "“We are ready to send troops,”", said_on=date(2025, 11, 29))


def dar_on_arms(text: str = TEXT) -> Statement:
    return statement(
        text,
        "“We are not ready to disarm Hamas,”",
        said_on=date(2025, 11, 29),
        positions=(position("disarm-hamas", Stance.OPPOSE, 0.93),),
    )


def asif_on_troops(text: str = TEXT) -> Statement:
    return statement(
        text,
        "the matter was under discussion",
        actor="khawaja-asif",
        said_on=date(2025, 10, 28),
        positions=(position("isf-troops", Stance.UNDECIDED, 0.81),),
    )


def fill(library: Library) -> Feed:
    """Put in two feeds, one failing, a story with three statements, five without, and one change."""
    feed = library.feeds.add("https://dawn.example/rss?token=s3cret", title="Dawn feed", outlet="Dawn")
    other = library.feeds.add("https://user:pw@geo.example/rss", title="Geo feed", outlet="Geo")
    found = read_in(TEXT, dar_on_troops(), dar_on_arms(), asif_on_troops())
    poll(library, feed, arrival("lead", TEXT, title="Pakistan offers troops", found=found, outlet="Dawn"))
    for number in range(5):
        text = f"Report number {number}: nothing was said, and nobody agreed to anything at meeting {number}."
        when = NOW - timedelta(days=1, hours=number)
        poll(library, feed, arrival(f"plain-{number}", text, title=f"Report {number}", published=when))
    poll(library, other, status=PollStatus.FAILED)
    settle(library)
    return feed


def settle(library: Library) -> None:
    """Put the one change of the story into the ledger."""
    pieces = library.ledger.evidence("pakistan", "isf-troops")
    before = tuple(one.position_id for one in pieces if one.stance is Stance.UNDECIDED)
    after = tuple(one.position_id for one in pieces if one.stance is Stance.SUPPORT)
    change = Change(
        kind=ChangeKind.CHANGE,
        principal="pakistan",
        actor="ishaq-dar",
        issue="isf-troops",
        from_stance=Stance.UNDECIDED,
        to_stance=Stance.SUPPORT,
        from_date=date(2025, 10, 28),
        to_date=date(2025, 11, 29),
        grade=Grade.FIRST_POSITION,
        status=ChangeStatus.CHANGED,
        confidence=0.8,
        why="Two ministers of the field were quoted a month apart.",
        before=before,
        after=after,
        undo="A denial by the prime minister.",
    )
    state = State(
        "pakistan", "isf-troops", Stance.SUPPORT, date(2025, 11, 29), date(2025, 11, 29), 0.9, after[0], "ishaq-dar", 2
    )
    day = date(2025, 10, 28)
    before_it = replace(
        state,
        stance=Stance.UNDECIDED,
        since=day,
        last_said=day,
        position_id=before[0],
        actor="khawaja-asif",
        statements=1,
    )
    library.ledger.settle("pakistan", "isf-troops", (change,), ((day, before_it), (state.since, state)))
    if arms := library.ledger.evidence("pakistan", "disarm-hamas"):
        one = arms[0]
        against = State(
            "pakistan", "disarm-hamas", Stance.OPPOSE, one.said_on, one.said_on, 0.93, one.position_id, "ishaq-dar", 1
        )
        library.ledger.settle("pakistan", "disarm-hamas", (), ((against.since, against),))


def many(library: Library, feed: Feed, count: int, *, start: int = 0, at: datetime = NOW) -> None:
    """Put in `count` further stories with one statement each, of one poll."""
    arrivals = []
    for number in range(start, start + count):
        text = f"Ishaq Dar said that meeting {number} had gone well, word {number * 7919 % 10007} of it."
        said = statement(text, f"meeting {number} had gone well, word {number * 7919 % 10007} of it", positions=())
        when = at - timedelta(minutes=count + start - number)
        title = f"Story {number:04}"
        arrivals.append(arrival(f"many-{number}", text, title=title, published=when, found=read_in(text, said)))
    poll(library, feed, *arrivals, at=at)


@dataclass
class Stage:
    """A library in a folder and what a desk on it needs."""

    library: Library
    clock: Hands
    opened: list[str] = field(default_factory=list)
    """Addresses that went to the browser."""
    subscribe: Callable[[str], Feed] | None = None
    decides: bool = False
    """Lets the tagger decide on the ledger; else the one change stays as `settle` put it."""

    @staticmethod
    def app_on(desk: Desk) -> StandpointApp:
        """An application on a desk that is there."""
        return StandpointApp(desk)

    def app(self, **settings: Any) -> StandpointApp:
        """An application on this library, with no poller."""
        return StandpointApp(
            Desk(
                library=self.library,
                clock=self.clock,
                settings=DeskSettings(**settings),
                browser=self.opened.append,
                subscribe=self.subscribe,
                decisions=decisions(Wiring(Choices(), {}, clock=self.clock), self.library) if self.decides else None,
                analyst="analyst",
            )
        )


def stage(folder: Path, *, filled: bool = True) -> Stage:
    """Set the stage in a folder."""
    clock = Hands()
    return Stage(opened_at(folder / "standpoint.db", clock, contents=_filled if filled else named), clock)


def _filled(library: Library) -> None:
    named(library)
    fill(library)


def shown(app: StandpointApp) -> str:
    """What stands on the screen now, line by line."""
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)


def paused(feed: Feed) -> bool:
    return feed.state is FeedState.PAUSED


async def until(pilot: Pilot[None], what: Callable[[], bool], patience: int = 100) -> None:
    """Wait until something holds; fails with the screen where it never does."""
    for _ in range(patience):
        if what():
            return
        await pilot.pause(0.02)
    app = pilot.app
    assert isinstance(app, StandpointApp)
    raise AssertionError(f"It never came to that:\n{shown(app)}")


async def until_shown(pilot: Pilot[None], words: str) -> None:
    """Wait until words stand on the screen."""
    app = pilot.app
    assert isinstance(app, StandpointApp)
    await until(pilot, lambda: words in shown(app))
