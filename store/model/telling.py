"""What the user was told, or is to be told."""

from __future__ import annotations

from datetime import datetime

from store.model.record import record


@record(frozen=True)
class Waiting:
    """What feeds brought and nobody was told of yet."""

    upto: int
    """Names how far this goes, for `Tellings.keep`; 0 where nothing waits."""
    articles: tuple[int, ...]


@record(frozen=True)
class Telling:
    """One bundle of news for the user."""

    id: int
    """0 before it is stored."""
    at: datetime
    words: str
    """One line."""
    lines: tuple[str, ...]
    """A line for each thing that is told, the most important first; not all where there are many."""
    rules: tuple[str, ...]
    """Names of the rules that asked for it."""
    count: int
    """How many things are told."""
    ways: tuple[str, ...]
    """How: desk, bell, osc9, command."""
    shown: datetime | None = None
    """When a desk took it up; None: not yet."""
    body: str = ""
    """The JSON for the user's command; empty where it is not for the command."""
    note: str = ""
    """How the command ended, where it did not end well."""
