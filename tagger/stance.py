"""Positions: on which issues a statement takes a stance, and which.

A statement is read with its cue before it ("rejected" + "the deployment"), clause by clause: which issue's words stand
there (`tagger.issues`), what the words around make of them (`tagger.weigh`), whether they are left open, asked,
retold or tied to a condition (`tagger.conditions`), and what "that" refers back to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from store.model.reading import Position, Span, Statement, Voice
from store.model.words import Stance
from tagger.backward import about_headline, referring_back
from tagger.confidence import position
from tagger.issues import compile_issues
from tagger.page import Found, Page
from tagger.patterns import Hit
from tagger.polarity import grammar
from tagger.sides import Sides, subjects
from tagger.surroundings import REACH, Surroundings
from tagger.touches import Touch, by_issue
from tagger.watchlist import Watchlist
from tagger.weigh import Scene
from tagger.wording import Words, read

_OBSERVERS = (
    *("analyst", "expert", "observer", "scholar", "professor", "commentator", "researcher", "fellow", "insider"),
    "strategist",
)
"""What people are called who speak for nobody: their forecasts are no positions."""

_PLACE = itemgetter(1, 2)
"""Where a hit begins and ends."""
_MARKED = frozenset({"pro", "con", "harm", "halt", "good", "act"})
"""What counts only as a word of its own: "US-backed" backs nothing."""

LONGEST = 1_500
"""Letters of a statement that are read: three times the longest that was met, and a bound against hostile text."""

_ORDER = {Stance.CONDITIONAL: 3, Stance.OPPOSE: 2, Stance.SUPPORT: 2, Stance.UNDECIDED: 4, Stance.NONE: 0}


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a statement."""

    before: str = ""
    """The words before it, as far as they may be referred back to."""
    title: str = ""
    issues: tuple[str, ...] = ()
    """Issues that the same speaker's last statement touched, the last mentioned first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a statement says on the issues."""

    positions: tuple[Position, ...] = ()
    about: str | None = None
    """Whose stance it reports, where that is not the speaker's own."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a statement stands in its surroundings."""

    near: Surroundings
    start: int
    last: tuple[str, ...] = ()
    """Issues of the same speaker's last statement."""
    since: int | None = None
    """Where that statement ended."""

    def around(self) -> frozenset[str]:
        return self.near.around(self.start)

    def asked(self) -> bool:
        """Whether a question was put just before."""
        return self.near.asked(self.start)

    def antecedents(self) -> tuple[str, ...]:
        """Issues that may be referred back to, the likeliest first.

        Those named since the speaker's last statement, then that statement's, then those of the words before.
        """
        since = self.near.named(self.since, self.start) if self.since is not None else ()
        return tuple(dict.fromkeys((*since, *self.last, *self.near.named(self.start - REACH, self.start))))


class StanceReader:
    """Reads statements on the issues of one watchlist. Without state between statements."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._book = compile_issues(watchlist.issues)
        self._sides = Sides(watchlist.actors)

    def positions(
        self, text: str, *, cue: str = "", voices: Sequence[Voice] = (), speaker: str = "", context: Context = Context()
    ) -> tuple[Position, ...]:
        """The positions that a statement takes.

        `text` is what is said, without the cue and the speaker's name; `cue` the words that attribute it ("rejected",
        "accused"); `voices` who says it; `speaker` the words that name the speaker.
        """
        return self.read(text, cue=cue, voices=voices, speaker=speaker, context=context).positions

    def read(
        self, text: str, *, cue: str = "", voices: Sequence[Voice] = (), speaker: str = "", context: Context = Context()
    ) -> Reading:
        """The positions, and whose stance they report where it is not the speaker's own."""
        near = Surroundings(self._book, context.before, context.title)
        place = _Place(near, len(context.before), context.issues)
        return self._read(text, cue, voices, speaker, place)

    def annotate(self, text: str, title: str, statements: Sequence[Statement]) -> tuple[Statement, ...]:
        """The statements of one article with their positions, in order of their places."""
        near = Surroundings(self._book, text, title)
        done: list[Statement] = []
        for bare in sorted(statements, key=lambda s: (s.start, s.end)):
            statement = bare
            words, cue = content(text, statement), cue_words(text, statement)
            place = _place(near, done, statement)
            reading = self._read(words, cue, statement.voices, statement.speaker_text, place)
            about = statement.about or reading.about
            if reading.positions != statement.positions or about != statement.about:
                statement = replace(statement, positions=reading.positions, about=about)
            done.append(statement)
        return tuple(done)

    def _read(self, text: str, cue: str, voices: Sequence[Voice], speaker: str, place: _Place) -> Reading:
        cue_end = _length(cue)
        text = text[:LONGEST]
        words = read(f"{cue} {text}" if cue else text)
        hits = by_issue(self._book.patterns.find(words), self._book.kinds)
        scene = self._scene(words, cue_end, voices, hits)
        page = Page(self._book.issues, scene, hits)
        found = page.candidates(place.around)
        if all(f.weight.stance is Stance.NONE for f in found):
            found = referring_back(page, place.antecedents, place.asked) or found
        found = found or about_headline(page, lambda: place.near.headline)
        if not found:
            return Reading()
        if _speaks_for_nobody(speaker, voices):
            found = [f._replace(weight=f.weight._replace(stance=Stance.NONE, rule="observer")) for f in found]
        return _settle(found, scene.own, voices)

    def _scene(self, words: Words, cue_end: int, voices: Sequence[Voice], hits: Mapping[str, list[Touch]]) -> Scene:
        ops = _apart(words, grammar().words.find(words))
        own = frozenset([v.principal for v in voices if v.principal])
        nouns = [op.start for op in ops if op.tag == "own"]
        claimed = tuple([t.hit for touches in hits.values() for t in touches if t.names])
        return Scene(words, ops, lambda: subjects(words, self._sides.found(words), own, nouns), cue_end, own, claimed)


# --- small parts ----------------------------------------------------------------------------------------------------


def content(text: str, statement: Statement) -> str:
    """What is said, without the "X said" that cuts it in two."""
    spans = statement.spans or (Span(statement.start, statement.end),)
    return " ".join(text[s.start : s.end] for s in spans)


def cue_words(text: str, statement: Statement) -> str:
    """The cue, with the denial before it where there is one ("did not rule out")."""
    if statement.cue_span is None:
        return statement.cue
    tail = text[max(0, statement.cue_span.start - 24) : statement.cue_span.start]
    if not _may_deny(tail.lower()):
        return statement.cue
    before = tail.split()
    denied = [
        w
        for w in before[-3:]
        if w.lower().strip(",") in {"not", "never", "n't", "refused", "declined"} or w.lower().endswith(("n't", "n’t"))
    ]
    return " ".join((*denied, statement.cue))


def _may_deny(low: str) -> bool:
    return "not" in low or "n't" in low or "n’t" in low or "never" in low or "refused" in low or "declined" in low


@lru_cache(maxsize=4096)
def _length(cue: str) -> int:
    """How many words a cue has: the same few hundred cues come again and again."""
    return len(read(cue))


def _place(near: Surroundings, done: Sequence[Statement], statement: Statement) -> _Place:
    """Where a statement stands in an article whose earlier ones are done."""
    actors = [v.actor for v in statement.voices]
    for earlier in reversed(done):
        if statement.start - earlier.end > REACH:
            break
        if earlier.positions and [v.actor for v in earlier.voices] == actors:
            return _Place(near, statement.start, tuple(p.issue for p in reversed(earlier.positions)), earlier.end)
    return _Place(near, statement.start)


def _apart(words: Words, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Hits without overlaps, the longer ones first served, in order of place; idioms that deny nothing fall out."""
    single = [h for h in hits if h.tag not in _MARKED or words.marks[h.start] != "-"]
    others = [h for h in single if h.tag != "own"]
    if any(one.end > then.start for one, then in pairwise(others)):
        others = _longest_first(others)
    kept = [h for h in others if h.tag != "unsaid"]
    if len(others) < len(single):
        kept += [h for h in single if h.tag == "own"]
    kept.sort(key=_PLACE)
    return tuple(kept)


def _longest_first(hits: Iterable[Hit]) -> list[Hit]:
    taken: set[int] = set()
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):
        span = range(hit.start, hit.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(hit)
    return kept


def _speaks_for_nobody(speaker: str, voices: Sequence[Voice]) -> bool:
    if any(v.principal for v in voices):
        return False
    if any(v.actor for v in voices):
        return True
    return any(w in speaker.lower() for w in _OBSERVERS)


def _settle(found: Sequence[Found], own: frozenset[str], voices: Sequence[Voice]) -> Reading:
    """One position an issue: what is left open or tied to a condition says more than the plain stance beside it."""
    best: dict[str, Found] = {}
    for candidate in found:
        known = best.get(candidate.issue)
        if known is None or _says_more(candidate, known):
            best[candidate.issue] = candidate
    if any(c.weight.stance is not Stance.NONE for c in best.values()):
        best = {i: c for i, c in best.items() if c.weight.stance is not Stance.NONE}
    ordered = sorted(best.values(), key=lambda c: (c.place, c.issue))
    abouts = {c.weight.about for c in best.values() if c.weight.stance is not Stance.NONE}
    about = next(iter(abouts)) if len(abouts) == 1 else None
    return Reading(tuple(position(c, voices) for c in ordered), about if about not in own else None)


def _says_more(new: Found, old: Found) -> bool:
    def rank(found: Found) -> tuple[int, bool]:
        return _ORDER[found.weight.stance], found.weight.rule == "phrase"

    return rank(new) > rank(old)
