"""What a query needs to know of a library: names, views, and when the desk was last left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from store.model.story import StoryFacts
from tui.asking.book import Book, book
from tui.asking.days import When

if TYPE_CHECKING:
    from store.library import Library


def book_of(
    library: Library, *, aliases: Mapping[str, Sequence[str]] | None = None, facts: StoryFacts | None = None
) -> Book:
    """The names that a query on this library may use; `facts` where the library has none yet."""
    return book(library.names.facts() or facts, aliases, library.names.outlets())


def when_of(library: Library, now: datetime) -> When:
    """What days are reckoned from, and what is new."""
    visit = library.meta("last_visit")
    return When(now, now.astimezone().date(), datetime.fromisoformat(visit) if visit else None)


def views_of(library: Library) -> dict[str, str]:
    """The saved views: name → query."""
    return {view.name: view.query for view in library.views.list()}
