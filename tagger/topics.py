"""What an article is about, and whether it is on the story.

A topic holds by strong phrases, or by weak ones with enough words of its context; a phrase in the title or near the
beginning weighs as much as two further down, so that a passing mention does not make a topic. Exclusions take the
weak phrases away: "ISF" beside "Insaf Students Federation" is another ISF.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

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
        self._watchlist = watchlist

    def decide(self, body: Sighting, title: Sighting, published: datetime | None) -> tuple[tuple[str, ...], bool]:
        """Ids of the topics that hold, in the watchlist's order, and whether the article is on the story."""
        weights = _weights(body, title)
        held: list[str] = []
        for topic in self._watchlist.topics:
            if (not topic.topic or topic.topic in held) and _holds(topic, weights):
                held.append(topic.id)
        return tuple(held), self._on_story(held, weights, published.date() if published else None)

    def _on_story(self, held: list[str], weights: Counter[str], day: date | None) -> bool:
        story = self._watchlist.story
        if not any(topic in held for topic in story.topics or [t.id for t in self._watchlist.topics]):
            return False
        if day and story.since:
            return day >= story.since and (not story.context or any(weights[term] for term in story.context))
        if not story.terms or any(weights[term] for term in story.terms):
            return True
        return sum(1 for term in story.context if weights[term]) >= _UNDATED


def _weights(body: Sighting, title: Sighting) -> Counter[str]:
    weights: Counter[str] = Counter()
    for term, start in body.terms:
        weights[term] += 2 if start < _LEAD else 1
    for term, _ in title.terms:
        weights[term] += 2
    return weights


def _holds(topic: Topic, weights: Counter[str]) -> bool:
    excluded = any(weights[term] for term in topic.exclusions)
    strong = sum(weights[term] for term in topic.strong)
    if strong >= _ENOUGH:
        return True
    weak = 0 if excluded else sum(weights[term] for term in topic.weak)
    context = sum(1 for term in topic.context if weights[term])
    return strong + weak >= _ENOUGH and (strong > 0 or context >= topic.needs)
