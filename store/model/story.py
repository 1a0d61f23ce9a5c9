"""What the store keeps of a watchlist."""

from __future__ import annotations

from store.model.record import record


@record(frozen=True)
class ActorFact:
    """What the store needs of an actor to name and sort it."""

    id: str
    name: str
    kind: str
    principal: str | None


@record(frozen=True)
class IssueFact:
    """What the store needs of an issue to name it."""

    id: str
    question: str


@record(frozen=True)
class StoryFacts:
    """The watchlist's names, copied into the store so that lists can show them without reading the file."""

    story: str
    actors: tuple[ActorFact, ...]
    issues: tuple[IssueFact, ...]
    topics: tuple[tuple[str, str], ...]
    """(id, name)."""
    fingerprint: str
    """Of the file and of the tagger; articles tagged with another are due for re-tagging."""
