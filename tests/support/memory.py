"""Building the store's records for tests: a clock that is turned by hand, entries, statements, readings, polls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from store.library import Library
from store.model.polling import Arrival, Entry, Feed, PollOutcome, PollResult
from store.model.reading import Mention, Position, Reading, Statement, Voice
from store.model.story import ActorFact, IssueFact, StoryFacts
from store.model.words import Clock, Kind, PollStatus, Stance, Verdict

NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)

FACTS = StoryFacts(
    story="gaza-isf",
    actors=(
        ActorFact("ishaq-dar", "Ishaq Dar", "person", "pakistan"),
        ActorFact("khawaja-asif", "Khawaja Asif", "person", "pakistan"),
        ActorFact("hakan-fidan", "Hakan Fidan", "person", "turkey"),
        ActorFact("pakistan", "Pakistan", "state", None),
        ActorFact("turkey", "Türkiye", "state", None),
    ),
    issues=(IssueFact("isf-troops", "Send troops?"), IssueFact("disarm-hamas", "Disarm Hamas?")),
    topics=(("gaza", "Gaza"), ("isf", "ISF")),
    fingerprint="watchlist-1",
)

PRINCIPALS = {actor.id: actor.principal for actor in FACTS.actors}


class Hands:
    """A clock whose hands are moved by the test."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: int) -> None:
        self.now += timedelta(**parts)


def empty(_: Library) -> None:
    """Put nothing into a database."""


def named(library: Library) -> None:
    """Put the watchlist's names into a database."""
    library.names.sync(FACTS)


@cache
def made(contents: Callable[[Library], None]) -> bytes:
    """The file of a new database with something in it; made once a process, for making one takes 20 times a copy."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "s.db"
        with Library.open(path, clock=Hands()) as library:
            contents(library)
        return path.read_bytes()


def opened_at(path: Path, clock: Clock, *, contents: Callable[[Library], None] = empty) -> Library:
    """Open the database at a path: the one that is there, or else a copy of one with these contents."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(made(contents))
    return Library.open(path, clock=clock)


def opened(folder: Path, clock: Hands | None = None) -> Library:
    """Open the database in a folder; a new one has the watchlist's names in it."""
    return opened_at(folder / "standpoint.db", clock or Hands(), contents=named)


def voice(actor: str, *, rank: int = 4) -> Voice:
    return Voice(actor=actor, principal=PRINCIPALS.get(actor) or actor, rank=rank, rule="full-name")


def position(issue: str = "isf-troops", stance: Stance = Stance.SUPPORT, confidence: float = 0.9) -> Position:
    return Position(issue, stance, confidence, "stance-rule", factors=(("cue", 0.9), ("stance", 1.0)))


def statement(
    text: str,
    content: str,
    *,
    actor: str = "ishaq-dar",
    said_on: date | None = None,
    positions: tuple[Position, ...] = (position(),),
    voices: tuple[Voice, ...] | None = None,
    about: str | None = None,
) -> Statement:
    """A statement whose content stands in `text`."""
    start = text.index(content)
    return Statement(
        start=start,
        end=start + len(content),
        text=content,
        kind=Kind.DIRECT,
        cue="said",
        speaker_text=actor,
        voices=(voice(actor),) if voices is None else voices,
        said_on=said_on,
        about=about,
        rules=("quote-left",),
        positions=positions,
    )


def reading(*statements: Statement, on_story: bool = True, tagged_with: str = "watchlist-1") -> Reading:
    actors = tuple(dict.fromkeys(v.actor for s in statements for v in s.voices if v.actor))
    return Reading(
        topics=("gaza",) if on_story else (),
        on_story=on_story,
        actors=actors,
        mentions=tuple(Mention(actor, 0, 1) for actor in actors),
        statements=statements,
        tagged_with=tagged_with,
    )


def arrival(
    guid: str,
    text: str = "",
    *,
    title: str = "",
    url: str | None = None,
    published: datetime | None = NOW - timedelta(hours=2),
    found: Reading | None = None,
    article_id: int | None = None,
    outlet: str = "",
) -> Arrival:
    """A new entry; its address is made of the guid unless one is given."""
    entry = Entry(
        guid=guid,
        url=f"https://news.example/{guid}" if url is None else url,
        title=title or f"Title of {guid}",
        text=text or f"Text of {guid}.",
        outlet=outlet,
        published=published,
    )
    return Arrival(entry, Verdict.NEW if article_id is None else Verdict.CHANGED, article_id, found or reading())


def poll(
    library: Library, feed: Feed, *arrivals: Arrival, at: datetime = NOW, status: PollStatus = PollStatus.OK
) -> PollOutcome:
    """Store one poll's arrivals."""
    return library.feeds.commit_poll(result(feed, *arrivals, at=at, status=status))


def result(feed: Feed, *arrivals: Arrival, at: datetime = NOW, status: PollStatus = PollStatus.OK) -> PollResult:
    return PollResult(
        feed_id=feed.id,
        status=status,
        at=at,
        seconds=0.25,
        next_due=at + timedelta(hours=1),
        http=200,
        entries=len(arrivals),
        title="The feed's own title",
        etag='"e1"',
        arrivals=arrivals,
    )


def read_again(library: Library, *readings: tuple[int, Reading]) -> None:
    """Put other readings in the place of those that articles, named by their numbers, have."""
    found = dict(readings)
    marks = library.rereading.others("none of them")
    waiting = [one for mark in marks for one in library.rereading.waiting(mark, below=None, limit=1000)]
    library.rereading.put([(one, found[one.id]) for one in waiting if one.id in found])
