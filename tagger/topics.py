"""What an article is about, and whether it is on the story.

A topic holds by strong phrases, or by weak ones with enough words of its context; a phrase in the title or near the
beginning weighs as much as two further down, so that a passing mention does not make a topic. Exclusions take the
weak phrases away: "ISF" beside "Insaf Students Federation" is another ISF.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tagger.match import Sighting
from tagger.watchlist import Topic, Watchlist

_LEAD = 600
"""Code points from the beginning in which a phrase counts double."""
_ENOUGH = 2
_UNDATED = 4
"""How many different words of the story's context stand in for a term of its own, where an article has no date."""


class Topics:
    """Decides topics and `on_story` for a watchlist."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._topics = tuple(_Words.of(topic) for topic in watchlist.topics)
        self._story = watchlist.story
        self._wanted = frozenset(watchlist.story.topics or (t.id for t in watchlist.topics))
        self._terms = frozenset(watchlist.story.terms)
        self._context = frozenset(watchlist.story.context)

    def decide(self, body: Sighting, title: Sighting, published: datetime | None) -> tuple[tuple[str, ...], bool]:
        """Ids of the topics that hold, in the watchlist's order, and whether the article is on the story."""
        weights = _weights(body, title)
        held: list[str] = []
        for topic in self._topics:
            if (not topic.topic or topic.topic in held) and topic.holds(weights):
                held.append(topic.id)
        on_story = not self._wanted.isdisjoint(held) and self._on_story(weights, published)
        return tuple(held), on_story

    def _on_story(self, weights: dict[str, int], published: datetime | None) -> bool:
        context = len(self._context & weights.keys())
        if published and self._story.since:
            return published.date() >= self._story.since and (context > 0 or not self._context)
        return not self._terms or not self._terms.isdisjoint(weights) or context >= _UNDATED


@dataclass(frozen=True, slots=True)
class _Words:
    """A topic's phrases as sets."""

    id: str
    topic: str
    strong: frozenset[str]
    weak: frozenset[str]
    context: frozenset[str]
    exclusions: frozenset[str]
    needs: int

    @classmethod
    def of(cls, topic: Topic) -> _Words:
        return cls(
            topic.id,
            topic.topic,
            frozenset(topic.strong),
            frozenset(topic.weak),
            frozenset(topic.context),
            frozenset(topic.exclusions),
            topic.needs,
        )

    def holds(self, weights: dict[str, int]) -> bool:
        found = weights.keys()
        strong = sum(weights[term] for term in self.strong & found)
        if strong >= _ENOUGH:
            return True
        weak = sum(weights[term] for term in self.weak & found) if self.exclusions.isdisjoint(found) else 0
        return strong + weak >= _ENOUGH and (strong > 0 or len(self.context & found) >= self.needs)


def _weights(body: Sighting, title: Sighting) -> dict[str, int]:
    weights: dict[str, int] = {}
    for term, start in body.terms:
        weights[term] = weights.get(term, 0) + (2 if start < _LEAD else 1)
    for term, _ in title.terms:
        weights[term] = weights.get(term, 0) + 2
    return weights
