"""What every screen is handed: the desk's parts, how things look, and a way to read without holding up the screen."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import Any

from store.errors import StoreError
from store.library import Library
from store.model.record import record
from store.model.rows import Query, Totals
from store.model.story import StoryFacts
from tui.actions import known_overrides
from tui.asking.book import Book, book
from tui.asking.days import When
from tui.desk import Desk
from tui.look import ASCII, UNICODE, Look
from tui.messages import PollerState
from tui.narrowing import Narrowing
from tui.undo import Undo

FIRST_WAIT = 0.15
"""Seconds that the first frame waits for its data; past it the frame comes empty and the data after."""
_SHORT = 12
"""Letters that a topic's name may have on the status line; a longer one is called by its id."""


@record()
class Room:
    """The state that all screens share."""

    desk: Desk
    look: Look
    story: str = ""
    poller: PollerState = field(default_factory=PollerState)
    totals: Totals | None = None
    revision: int = -1
    as_of: date | None = None
    """The past day that dated screens show; None for now."""
    task: str = ""
    """How far work in the background is; empty where there is none."""
    judged: bool = False
    """True once there are verdicts that may be taken back."""
    judging: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a verdict is kept and the ledger settled: the next one must find it so."""
    narrowing: Narrowing = field(default_factory=Narrowing)
    """What the desk is narrowed to."""
    book: Book = field(default_factory=Book)
    """The watchlist's names as a query may use them."""
    last_visit: datetime | None = None
    """When the desk was last left; None on the first visit."""
    undo: Undo = field(default_factory=Undo)
    """What was done at this sitting and can be taken back."""

    @classmethod
    def of(cls, desk: Desk, *, plain: bool = False) -> Room:
        """Furnish the room of a desk."""
        settings = desk.settings
        look = Look(
            glyphs=ASCII if settings.ascii else UNICODE,
            today=desk.clock().astimezone().date(),
            now=desk.clock(),
            plain=plain or settings.no_color,
        )
        return cls(desk, look)

    @property
    def keys(self) -> Mapping[str, str]:
        """The user's own keys, by the id of the action."""
        return known_overrides(self.desk.settings.keys)

    @property
    def library(self) -> Library:
        """The memory."""
        return self.desk.library

    def when(self) -> When:
        """What days in a query are reckoned from."""
        now = self.desk.clock()
        return When(now, now.astimezone().date(), self.last_visit)

    def full_book(self) -> Book:
        """All names that a query may use, aliases and outlets too. Blocks; raises StoreError."""
        names = self.library.names
        aliases = self.desk.aliases() if self.desk.aliases is not None else {}
        return book(names.facts(), aliases, names.outlets())

    def name_things(self, facts: StoryFacts | None) -> bool:
        """Take the watchlist's names; True where anything is called otherwise than before."""
        today = self.desk.clock().astimezone().date()
        names = {actor.id: actor.name for actor in facts.actors} if facts else dict(self.look.names)
        questions = {issue.id: issue.question for issue in facts.issues} if facts else dict(self.look.questions)
        look = Look(self.look.glyphs, today, names, questions, self.look.plain, now=self.desk.clock())
        changed = look != self.look
        self.look = look
        if facts and (changed or not self.book.names):
            self.book = book(facts)
        if facts and facts.topics:
            short = (name if len(name) <= _SHORT else topic.upper() for topic, name in facts.topics)
            self.story = f" {look.glyphs.separator} ".join(short)
        return changed


@record()
class First:
    """What the first frame shows."""

    facts: StoryFacts | None
    totals: Totals
    revision: int
    pages: tuple[Sequence[Any], ...]
    """One page a pane, in the order of the panes."""
    last_visit: datetime | None = None


Fetch = Callable[[Library, Query], Sequence[Any]]


class FirstLook:
    """Reads what the first frame shows, in a thread, while Textual still prepares the terminal."""

    def __init__(self, library: Library, fetches: Sequence[Fetch], limit: int) -> None:
        self._library = library
        self._fetches = tuple(fetches)
        self._limit = limit
        self._found: First | None = None
        self._thread = threading.Thread(target=self._read, name="first-look", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        try:
            revision = self._library.revision()
            facts = self._library.names.facts()
            totals = self._library.totals()
            visit = self._library.meta("last_visit")
            pages = tuple(fetch(self._library, Query(limit=self._limit)) for fetch in self._fetches)
        except StoreError:
            return  # the panes ask again and say what is wrong
        self._found = First(facts, totals, revision, pages, datetime.fromisoformat(visit) if visit else None)

    def take(self) -> First | None:
        """Give what was read, if it is there in time."""
        self._thread.join(FIRST_WAIT)
        return self._found
