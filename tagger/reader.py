"""An article read: mentions, topics, and, on the story, statements with speakers, days and positions.

An article off the story is dismissed after one pass over its names.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from store.model.reading import Draft, Mention, Reading, Span, Statement, Voice
from store.model.words import Kind
from tagger import furniture, precision
from tagger.credits import without_credits
from tagger.dates import Now, dateline, frame, said, venue
from tagger.days import Telling, days
from tagger.implied import implied
from tagger.match import Matcher, Name, Sighting
from tagger.scene import Scene
from tagger.speakers import Resolved, Resolver
from tagger.speech import extract
from tagger.stance import StanceReader
from tagger.topics import Topics
from tagger.utterance import Utterance
from tagger.watchlist import Watchlist, load

_SENTENCE = 1200
"""How far from its cue a statement's day is looked for, in a sentence that does not end."""


class Reader:
    """Reads drafts by one watchlist. Building it takes some tens of milliseconds; it can be used for any number."""

    def __init__(self, watchlist: Watchlist) -> None:
        self.watchlist = watchlist
        self._matcher = Matcher(watchlist)
        self._topics = Topics(watchlist)
        self._resolver = Resolver(watchlist)
        self._stances = StanceReader(watchlist)

    def __call__(self, draft: Draft) -> Reading:
        """The same as `read`, so that a reader is what a worker process asks for."""
        return self.read(draft)

    def read(self, draft: Draft) -> Reading:
        """All that can be found in a draft. Never raises on any text."""
        head, body = self._matcher.both(draft.text, draft.title)
        topics, on_story = self._topics.decide(body, head, draft.published)
        if not on_story:
            return self._reading(head, body.mentioned(), topics, on_story, ())
        day = draft.published.date() if draft.published else dateline(draft.text, Now(None))
        scene = Scene(self.watchlist, body, day, head)
        skipped = furniture.spans(draft.text)
        statements = self._statements(draft, scene, skipped)
        names = sorted({*body.mentioned(), *implied(scene)}, key=lambda n: (n.start, n.end))
        kept = tuple([n for n in names if not _within(n, skipped)]) if skipped else tuple(names)
        return self._reading(head, kept, topics, on_story, statements)

    def _statements(self, draft: Draft, scene: Scene, skipped: Sequence[Span]) -> tuple[Statement, ...]:
        told = extract(draft.text, draft.title, skipped)
        utterances = [u for u in without_credits(draft.text, told) if not u.denial]
        resolved = self._resolver.resolve(scene, utterances)
        when = _days(scene, utterances, resolved, Now.of(draft.published, scene.day), draft.said_on)
        found = [(u, who, day) for u, who, day in zip(utterances, resolved, when, strict=True) if who.possible]
        headline = _headline(draft)
        kept = [_statement(draft.text, u, who, day) for u, who, day in found if not _repeats(u, who, headline)]
        read = self._stances.annotate(draft.text, draft.title, kept)
        return tuple(replace(s, about=None) if s.about in self.watchlist.matters else s for s in read)

    def _reading(
        self,
        head: Sighting,
        names: Sequence[Name],
        topics: tuple[str, ...],
        on_story: bool,  # noqa: FBT001 - a record's field on its way
        statements: tuple[Statement, ...],
    ) -> Reading:
        mentions = (
            *(Mention(n.actor, n.start, n.end, in_title=True) for n in head.mentioned()),
            *(Mention(n.actor, n.start, n.end) for n in names),
        )
        return Reading(
            topics=topics,
            on_story=on_story,
            actors=tuple(dict.fromkeys(m.target for m in mentions)),
            mentions=mentions,
            statements=statements,
            tagged_with=self.watchlist.fingerprint,
        )


def reader_for(path: str) -> Callable[[Draft], Reading]:
    """A reader for the watchlist at `path`, the packaged one where it is empty; what a worker process builds once.

    Raises WatchlistError.
    """
    reader = Reader(load(Path(path) if path else None))
    # What is built lives as long as the process: the collector need not walk over it again and again.
    gc.freeze()
    return reader


def _within(name: Name, spans: Sequence[Span]) -> bool:
    return any(span.start <= name.start < span.end for span in spans)


def _headline(draft: Draft) -> int:
    """Where the text's own headline ends: its first line, where that repeats the title and more follows."""
    first, _, rest = draft.text.partition("\n")
    return len(first) if draft.title and first.strip() == draft.title.strip() and rest.strip() else 0


def _repeats(utterance: Utterance, who: Resolved, headline: int) -> bool:
    """Whether a statement is the headline's summary of what a state does: the text says it in full."""
    return utterance.start < headline and all(v.actor is None or v.rule in ("state", "body") for v in who.voices)


def _days(
    scene: Scene,
    utterances: Sequence[Utterance],
    resolved: Sequence[Resolved],
    now: Now,
    established: date | None,
) -> list[date | None]:
    said_in = [u for u in utterances if "participle-ahead" not in u.rules]
    contents = sorted((s for u in said_in for s in (u.spans or (Span(u.start, u.end),))), key=lambda s: s.start)
    tellings: list[Telling] = []
    for utterance, who in zip(utterances, resolved, strict=True):
        place = utterance.cue_span or utterance.speaker_span
        at = place.start if place else utterance.start
        start, end = scene.layout.bounds(at)
        bounds = max(start, at - _SENTENCE), min(end, at + _SENTENCE)
        where = venue(scene.text[utterance.start : utterance.end]) if utterance.kind is Kind.INDIRECT else ""
        found = said(f"{frame(scene.text, bounds, contents)} {where}", now, _anchor(tellings, scene, at))
        first = who.voices[0] if who.voices else Voice(None, None)
        state = first.actor is not None and first.actor == first.principal
        tellings.append(Telling(found, who.key, first.principal, scene.layout.paragraph(at), is_state=state))
    return days(tellings, dateline(scene.text, now) or established)


def _anchor(tellings: Sequence[Telling], scene: Scene, at: int) -> date | None:
    """The day of what was told right before, in the same paragraph or the one before."""
    last = tellings[-1] if tellings else None
    return last.said.day if last is not None and scene.layout.paragraph(at) - last.paragraph <= 1 else None


def _statement(text: str, utterance: Utterance, who: Resolved, day: date | None) -> Statement:
    return Statement(
        start=utterance.start,
        end=utterance.end,
        text=text[utterance.start : utterance.end],
        kind=utterance.kind,
        cue=utterance.cue,
        speaker_text=utterance.speaker_text,
        spans=utterance.spans if len(utterance.spans) > 1 else (),
        cue_span=utterance.cue_span,
        speaker_span=utterance.speaker_span,
        voices=who.voices,
        said_on=day,
        about=who.about,
        confidence=precision.product(precision.reading(utterance.rules, who.voices[0].rule if who.voices else "")),
        rules=(*utterance.rules, *(f"speaker:{v.rule}" for v in who.voices[:1])),
    )
