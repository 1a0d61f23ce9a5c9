"""Made articles as a poll brings them: for measuring what storing takes, and what the desk feels of it."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.made_rows import MadeArticle, Maker
from bench.made_texts import Texts
from store.library import Library
from store.model.polling import Arrival, Entry, PollResult
from store.model.reading import Position, Reading, Span, Statement, Voice
from store.model.words import Kind, PollStatus, Stance, Verdict

_RULES = ("quote-left", "said")
_FACTORS = (("cue", 0.97), ("speaker", 0.95), ("stance", 0.9))


class Polls:
    """Polls of made feeds, each of other articles."""

    def __init__(self, library: Library, seed: int, *, sentences: int = 4_000) -> None:
        """About the actors and issues of the library's own watchlist."""
        facts = library.names.facts()
        assert facts is not None
        self._facts = facts
        self._maker = Maker(seed, facts, Texts(seed, sentences=sentences, halves=3_000), 1_000_000)
        self._seed = seed
        self._count = 0

    def result(self, feed_id: int, entries: int, at: datetime) -> PollResult:
        """What a poll of that feed brings at that moment."""
        return PollResult(
            feed_id=feed_id,
            status=PollStatus.OK,
            at=at,
            seconds=0.4,
            next_due=at + timedelta(hours=1),
            http=200,
            entries=entries,
            arrivals=tuple(self._arrival(at) for _ in range(entries)),
        )

    def _arrival(self, at: datetime) -> Arrival:
        self._count += 1
        made = self._maker.article(at)
        address = f"https://made-{self._seed}.example/{self._count}"
        entry = Entry(guid=address, url=address, title=made.title, text=made.text, published=at - timedelta(minutes=9))
        return Arrival(entry, Verdict.NEW, None, self._reading(made, at))

    def _reading(self, made: MadeArticle, at: datetime) -> Reading:
        statements = tuple(
            Statement(
                start=one.start,
                end=one.end,
                text=one.text,
                kind=Kind(one.kind),
                cue="said",
                speaker_text=one.actor.name,
                speaker_span=Span(*one.name),
                voices=(Voice(one.actor.id, one.actor.principal, rank=4, rule="full-name"),),
                said_on=at.date() if one.stated else None,
                rules=_RULES,
                confidence=0.92,
                positions=tuple(
                    Position(issue, Stance(stance), confidence, "stance-verb", None, _FACTORS)
                    for issue, stance, confidence in one.positions
                ),
            )
            for one in made.said
        )
        mentions = tuple(made.mentions)
        return Reading(
            topics=made.topics,
            on_story=made.on_story,
            actors=tuple(dict.fromkeys(one.target for one in mentions if one.target not in made.topics)),
            mentions=mentions,
            statements=statements,
            tagged_with=self._facts.fingerprint,
        )


def main(arguments: list[str]) -> int:
    """Store a poll of so many entries every so many seconds, until the time is over."""
    parser = argparse.ArgumentParser(prog="python -m bench.made_polls", description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=1.0)
    parser.add_argument("--entries", type=int, default=5)
    asked = parser.parse_args(arguments)
    with Library.open(asked.database, clock=lambda: datetime.now(UTC)) as library:
        feeds = [feed.id for feed in library.feeds.list()]
        polls = Polls(library, int(time.time()))
        end, turn = time.monotonic() + asked.seconds, 0
        while time.monotonic() < end:
            began = time.monotonic()
            library.feeds.commit_poll(polls.result(feeds[turn % len(feeds)], asked.entries, datetime.now(UTC)))
            turn += 1
            time.sleep(max(0.0, asked.every - (time.monotonic() - began)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
