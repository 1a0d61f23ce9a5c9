"""Mentions: which actors and terms of the watchlist stand in an article, and where.

One automaton holds all names, decoys and topic terms. A surname alone counts once the full name stands in the article
or a title of its bearer stands before it; a name inside another name does not count; a name that needs a context counts
where the article has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeAlias

from store.model.reading import Mention
from tagger.folding import fold
from tagger.scan import Scanner
from tagger.titles import HONORIFICS, OFFICES, TITLES
from tagger.watchlist import Actor, Watchlist
from tagger.words import words

_DECOY = "decoy"
_TERM = "term"
_NEED = "need"
_TITLE = "title"
_OFFICE = "office"
_BESIDE = (_TERM, _NEED, _TITLE, _OFFICE, _DECOY)
_NAME_KINDS = frozenset({"full", "known", "metonym", "adjective", "belongs"})
_NO_MENTION = frozenset({"place", "belongs"})
_SURE = _NAME_KINDS - _NO_MENTION
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’.-]*)[ \t]+$")
_WORD_AFTER = re.compile(r"[ \t]+([^\W\d_][\w-]*)")
_PLACE_BEFORE = re.compile(r"(?:^|[^\w])(?:in|at|to|from|near|outside|around|into|via)[ \t]+$", re.IGNORECASE)
_DATELINE_AFTER = re.compile(r"(?:[ \t]*:|[^.:\n“\"]{0,45}?(?:[ \t][-–—]+[ \t]|\)[ \t]*[-–—:.]|\([A-Z]))")
_POSSESSOR = 3
_HEADLINE = 30
"""Words from which a line is no headline."""
_GAP = 80
"""Characters within which the end of the sentence before is looked for, over blanks and quotation marks."""
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_CALENDAR = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
)


class Meaning(NamedTuple):
    """What a phrase in the automaton stands for."""

    kind: str
    """A type of alias, `decoy`, `term` (of topics), `need` (a context word of an actor), `title` or `office`."""
    target: str
    """Id of the actor; the phrase itself for a term; the known name of a title or sort of office."""


class _Sense(NamedTuple):
    """What a phrase stands for, sorted by use."""

    terms: tuple[str, ...]
    needs: tuple[str, ...]
    title: str
    office: str
    decoys: tuple[str, ...]
    """Actors of whom this is a longer name that means something else."""
    names: tuple[Meaning, ...]

    @classmethod
    def of(cls, meanings: tuple[Meaning, ...]) -> _Sense:
        """Sort what was registered under one phrase."""
        by = {kind: tuple(m.target for m in meanings if m.kind == kind) for kind in _BESIDE}
        return cls(
            by[_TERM],
            by[_NEED],
            next(iter(by[_TITLE]), ""),
            next(iter(by[_OFFICE]), ""),
            by[_DECOY],
            tuple(m for m in meanings if m.kind not in _BESIDE),
        )


_Hit: TypeAlias = tuple[int, int, tuple[Meaning, ...]]
"""A name found, as yet undecided: start, end, and what it may stand for."""


class Name(NamedTuple):
    """A name found: one of the actor's aliases."""

    actor: str
    kind: str
    """The type of the alias, or `place` for a capital that is no more than a place ("in Islamabad", a dateline)."""
    start: int
    end: int


class Noun(NamedTuple):
    """A title ("foreign minister") or an office ("the ministry") by its sort, without its bearer."""

    sort: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """All that one pass over a text found."""

    text: str
    names: tuple[Name, ...]
    """Names that count, by place, none overlapping."""
    terms: tuple[tuple[str, int], ...]
    """Topic terms, as the watchlist writes them, with their offsets."""
    titles: tuple[Noun, ...] = ()
    offices: tuple[Noun, ...] = ()
    full: frozenset[str] = frozenset()
    """Actors that stand with a name that counts on its own."""

    def mentioned(self) -> tuple[Name, ...]:
        """The names that are mentions: all but places and adjectives that only tell whose somebody is."""
        return tuple(name for name in self.names if name.kind not in _NO_MENTION)


class Matcher:
    """Finds a watchlist's names. Building it costs some milliseconds; it holds no state of any article."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._actors = watchlist.by_id
        self._scanner = Scanner(phrases(watchlist), _Sense.of)

    def look(self, text: str, also: frozenset[str] = frozenset()) -> Sighting:
        """One pass over `text`. `also` are actors whose full name stands elsewhere (in the title)."""
        return self._decided(self._found(text), also)

    def _found(self, text: str) -> _Found:
        """What stands in `text`, before anything is decided that depends on another text."""
        hits: list[_Hit] = []
        decoys: dict[str, list[tuple[int, int]]] = {}
        terms: list[tuple[str, int]] = []
        titles: list[Noun] = []
        offices: list[Noun] = []
        needs: set[str] = set()
        for _, start, end, (named, needed, title, office, decoyed, names) in self._scanner.scan(text):
            if named:
                terms.extend([(term, start) for term in named])
            if names:
                hits.append((start, end, names))
            if title:
                titles.append(Noun(title, start, end))
            if office:
                offices.append(Noun(office, start, end))
            if needed:
                needs.update(needed)
            if decoyed:
                for actor in decoyed:
                    decoys.setdefault(actor, []).append((start, end))
        apart = _outermost(_without_decoyed(hits, decoys))
        full = frozenset([m.target for _, _, meanings in apart for m in meanings if m.kind in _SURE])
        return _Found(text, apart, tuple(terms), _apart(titles), _apart(offices), needs, full)

    def _decided(self, found: _Found, also: frozenset[str]) -> Sighting:
        """Which of the names count, where `also` stand elsewhere with names that count on their own."""
        full = also | found.full
        kept: tuple[Name, ...] = ()
        if found.hits:
            page = _Page(found.text, _by_end(found.titles), found.needs, full)
            kept = tuple(self._decide(page, found.hits))
        return Sighting(found.text, kept, found.terms, found.titles, found.offices, full)

    def mentions(self, text: str, title: str = "") -> tuple[Mention, ...]:
        """Mentions in the title, then those in the text, by place."""
        head, body = self.both(text, title)
        return (
            *(Mention(n.actor, n.start, n.end, in_title=True) for n in head.mentioned()),
            *(Mention(n.actor, n.start, n.end) for n in body.mentioned()),
        )

    def both(self, text: str, title: str) -> tuple[Sighting, Sighting]:
        """What stands in the title and in the text; a full name in either makes the surname count in both."""
        head, body = self._found(title), self._found(text)
        full = head.full | body.full
        return self._decided(head, full), self._decided(body, full)

    def _decide(self, page: _Page, hits: list[_Hit]) -> Iterator[Name]:
        last_full: dict[str, int] = {}
        before = Name("", "", -9, -9)
        for hit in hits:
            start, end, meanings = hit
            meaning = meanings[0]
            if meaning.kind not in _NAME_KINDS:
                found = self._meaning(page, hit, last_full) or self._of_country(page.text, hit, before)
                if found is None:
                    continue
                meaning = found
            kind, target = meaning
            last_full[target] = start
            if kind == "metonym" and _is_place(page.text, hit):
                kind = "place"
            before = Name(target, kind, start, end)
            yield before

    def _meaning(self, page: _Page, hit: _Hit, last_full: dict[str, int]) -> Meaning | None:
        for meaning in hit[2]:
            if meaning.kind in _NAME_KINDS:
                return meaning
        in_context = next((m for m in hit[2] if m.kind == "context" and m.target in page.needs), None)
        return in_context or self._by_surname(page, hit, last_full)

    def _of_country(self, text: str, hit: _Hit, before: Name) -> Meaning | None:
        """A surname right behind its country: "Norway's Eide"."""
        start, _, meanings = hit
        if not 0 <= start - before.end <= _POSSESSOR or text[before.end : start].strip() not in (
            "'s",
            "’s",
            "'",
            "’",
        ):
            return None
        surnames = (m for m in meanings if m.kind == "surname")
        return next((m for m in surnames if self._actors[m.target].principal == before.actor), None)

    def _by_surname(self, page: _Page, hit: _Hit, last_full: dict[str, int]) -> Meaning | None:
        candidates = [m for m in hit[2] if m.kind == "surname"]
        if not candidates or _inside_other_name(page.text, hit):
            return None
        titled = [m for m in candidates if self._title_fits(page, hit[0], self._actors[m.target])]
        named = [m for m in candidates if m.target in page.full]
        possible = [m for m in titled if m in named] or titled or named
        return max(possible, key=lambda m: last_full.get(m.target, -1), default=None)

    def _title_fits(self, page: _Page, start: int, actor: Actor) -> bool:
        """Whether one of the actor's titles stands right before the name."""
        before = page.text[max(0, start - 12) : start].rstrip().lower()
        titles = page.titles.get(start, _NONE) | page.titles.get(start - 1, _NONE) | page.titles.get(start - 2, _NONE)
        general = before.endswith(("gen", "gen.", "general"))
        return any(role.title in titles or (general and "military" in role.title) for role in actor.roles)


class _Found(NamedTuple):
    """What stands in one text, its names as yet undecided."""

    text: str
    hits: list[_Hit]
    """By place, none overlapping."""
    terms: tuple[tuple[str, int], ...]
    titles: tuple[Noun, ...]
    offices: tuple[Noun, ...]
    needs: set[str]
    full: frozenset[str]
    """Actors that stand here with a name that counts on its own."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What a decision about one name looks at."""

    text: str
    titles: dict[int, frozenset[str]]
    """Titles by where they end."""
    needs: set[str]
    full: frozenset[str]


def phrases(watchlist: Watchlist) -> Iterator[tuple[str, Meaning]]:
    """Everything that is looked for, and what it stands for."""
    for actor in watchlist.actors:
        if actor.name not in actor.aliases.get("context", ()):
            yield actor.name, Meaning("full", actor.id)
        for kind, aliases in actor.aliases.items():
            yield from ((alias, Meaning(kind, actor.id)) for alias in aliases)
        yield from ((decoy, Meaning(_DECOY, actor.id)) for decoy in actor.decoys)
        yield from ((need, Meaning(_NEED, actor.id)) for need in actor.needs)
    terms = [t for topic in watchlist.topics for t in (*topic.strong, *topic.weak, *topic.context, *topic.exclusions)]
    story = watchlist.story
    yield from ((term, Meaning(_TERM, term)) for term in dict.fromkeys((*terms, *story.terms, *story.context)))
    for kind, table in ((_TITLE, TITLES), (_OFFICE, OFFICES)):
        yield from ((surface, Meaning(kind, sort)) for sort, surfaces in table.items() for surface in surfaces)


_NONE: frozenset[str] = frozenset()


def _by_end(titles: tuple[Noun, ...]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for title in titles:
        found[title.end] = found.get(title.end, _NONE) | {title.sort}
    return found


def _without_decoyed(hits: list[_Hit], decoys: dict[str, list[tuple[int, int]]]) -> list[_Hit]:
    """The hits without the names that begin in a decoy of their actor."""
    if not decoys:
        return hits
    kept: list[_Hit] = []
    for hit in hits:
        start, end, meanings = hit
        if decoys.keys().isdisjoint([m.target for m in meanings]):
            kept.append(hit)
            continue
        left = tuple(m for m in meanings if not _covered(decoys.get(m.target), start, end))
        if left:
            kept.append((start, end, left))
    return kept


def _covered(spans: list[tuple[int, int]] | None, first: int, last: int) -> bool:
    """Whether a hit begins in one of the spans, which are ordered by start, and is not that span."""
    if not spans:
        return False
    place = bisect_right(spans, (first, 1 << 60))
    return any(end > first and (start, end) != (first, last) for start, end in spans[max(0, place - 3) : place])


def _outermost(hits: list[_Hit]) -> list[_Hit]:
    """Of overlapping hits the leftmost, and of those the longest: a name inside another name does not count."""
    kept: list[_Hit] = []
    begun, ended = -1, -1
    for hit in hits:
        start, end, meanings = hit
        if start >= ended:
            kept.append(hit)
            begun, ended = start, end
        elif start == begun and end == ended:
            kept[-1] = (start, end, (*kept[-1][2], *meanings))
    return kept


def _apart(nouns: list[Noun]) -> tuple[Noun, ...]:
    """Of overlapping nouns the leftmost, and of those the longest."""
    kept: list[Noun] = []
    end = -1
    for noun in nouns:
        if noun.start >= end:
            kept.append(noun)
            end = noun.end
    return tuple(kept)


def _is_place(text: str, hit: _Hit) -> bool:
    """Whether a capital is where something happens, not who acts: behind a preposition, or in a dateline."""
    if _PLACE_BEFORE.search(text, max(0, hit[0] - 12), hit[0]):
        return True
    line = text.rfind("\n", 0, hit[0]) + 1
    return hit[0] - line < 3 and bool(_DATELINE_AFTER.match(text, hit[1]))


def _inside_other_name(text: str, hit: _Hit) -> bool:
    """Whether the word beside a surname belongs to a longer name: "Sun Weidong", "Asif Ghafoor", "Rizwan Sharif"."""
    before = _WORD_BEFORE.search(text, max(0, hit[0] - 30), hit[0])
    after = _WORD_AFTER.match(text, hit[1])
    first = before.group(1) if before and before.group(1)[0].isupper() else ""
    last = after.group(1) if after and after.group(1)[0].isupper() else ""
    if (not first and not last) or _headline(text, hit[0]):
        return False
    if last and fold(last) not in _CALENDAR:
        return True
    return bool(first) and not _may_stand_before(text, first, before.start(1) if before else 0)


def _may_stand_before(text: str, word: str, start: int) -> bool:
    """Whether a capitalised word before a surname is a title, a calendar day or the beginning of a sentence."""
    if word.endswith("."):
        return True
    plain = fold(word).removesuffix("'s")
    if plain in HONORIFICS or plain in _CALENDAR or word.endswith(("'s", "’s")) or word.isupper():
        return True
    opening = text[max(0, start - _GAP) : start].rstrip(" \t\"“'‘")
    return not opening or opening[-1] in ".!?:;\n"


def _headline(text: str, at: int) -> bool:
    """Whether the line is written in title case or capitals, so that capitals say nothing."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    # A line may be the whole of a hostile text, and be asked about for each of its names: no more of it is looked at.
    found = _WORDS.finditer(text, start, end if end >= 0 else len(text))
    words = [word[0] for word in islice(found, _HEADLINE)]
    long = [w for w in words if len(w) > 3]
    return len(words) < _HEADLINE and bool(long) and sum(w[0].isupper() for w in long) >= 0.8 * len(long)
