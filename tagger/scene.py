"""An article as the sieves see it: names, titles and offices with the countries they belong to.

"The Turkish foreign minister", "the prime minister" in a report from Islamabad, "the ministry": a title or an office is
resolved by the country that stands beside it, else by the last bearer named, else by the country that the article is
about, and by the article's day.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar

from tagger.layout import Layout
from tagger.match import Name, Noun, Sighting
from tagger.titles import NATIONAL, SINGLE
from tagger.watchlist import Actor, Watchlist

_BETWEEN = re.compile(r"(?:['’]s?)?\s*(?:(?:the|its|new|acting|top|current|senior|then)\s+)*", re.IGNORECASE)
_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?", re.IGNORECASE)
_NOT_HIM = re.compile(
    r"\b(?:a|an|any|another|deputy|assistant|vice|no|each|every|ex|to|acting|his|her|my|our)[\s-]+$", re.IGNORECASE
)
_NOT_NOW = re.compile(r"\b(?:former|ex|late|then|future|next|ousted|onetime|previous)\b[^.,;:\n]*$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|and|&|cum|/|-)\s*(?:and\s+)?", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(?:its|their)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_OF_MANY = frozenset({"senior official", "party leader", "minister", "spokesperson", "adviser", "counterpart"})
"""Titles of which an article may have several bearers, named or not."""
_OWNS = re.compile(r"['’]s\s+(?:\w+\s+)?")
_OWNER_REACH = 40
_SETTING = re.compile(r"\s*(?:In|From)\s+")
_SETTING_REACH = 60
_DATELINE = 40
_CLEAR = 1.5
_OFTEN = 10
_COUNTERPARTS = frozenset({"president", "prime minister", "foreign minister", "defence minister", "king", "army chief"})
_OFFICES_BACK = 40
"""How many offices back "the ministry" may refer."""
_NAMED_MINISTRIES = ("foreign ministry", "defence ministry", "health ministry")
EQUIVALENT = {
    "premier": "prime minister",
    "chancellor": "prime minister",
    "secretary of state": "foreign minister",
    "foreign adviser": "foreign minister",
}
"""Titles that are another country's word for the same office."""


class Scene:
    """One article's text with what stands in it. Immutable; built once for an article on the story."""

    def __init__(
        self, watchlist: Watchlist, sighting: Sighting, day: date | None, title: Sighting | None = None
    ) -> None:
        self.watchlist = watchlist
        self.text = sighting.text
        self.names = sighting.names
        self.titles = sighting.titles
        self.offices = sighting.offices
        self.day = day
        self._name_starts = [n.start for n in self.names]
        self._title_starts = [t.start for t in self.titles]
        self._office_starts = [o.start for o in self.offices]
        self._ends = {n.start: n.end for n in (*self.offices, *self.titles)}
        self._bearers_at: dict[str, tuple[list[int], list[Name]]] = {}
        self._headline = title

    # --- what stands in a stretch ------------------------------------------------------------------------------------

    def names_in(self, start: int, end: int) -> list[Name]:
        """Names that lie within a stretch."""
        return _within(self.names, self._name_starts, start, end)

    def titles_in(self, start: int, end: int) -> list[Noun]:
        """Titles that lie within a stretch."""
        return _within(self.titles, self._title_starts, start, end)

    def offices_in(self, start: int, end: int) -> list[Noun]:
        """Sorts of offices that lie within a stretch."""
        return _within(self.offices, self._office_starts, start, end)

    def names_before(self, at: int) -> Iterator[Name]:
        """Names that begin at or before an offset, the nearest first."""
        for place in range(bisect_right(self._name_starts, at) - 1, -1, -1):
            yield self.names[place]

    @cached_property
    def people(self) -> tuple[Name, ...]:
        """Names of persons, by place."""
        return tuple(name for name in self.names if self.actor(name).kind == "person")

    def actor(self, name: Name) -> Actor:
        """The actor that a name belongs to."""
        return self.watchlist.by_id[name.actor]

    # --- countries ----------------------------------------------------------------------------------------------------

    @cached_property
    def layout(self) -> Layout:
        """The text's paragraphs and sentences."""
        return Layout(self.text)

    @property
    def home(self) -> str | None:
        """The state that the article is mostly about: its dateline's, else that of most of its names."""
        return self._states[0][0] if self._states else None

    @property
    def clear_home(self) -> str | None:
        """The same, where no other state comes near it: whose "officials" are in a report that does not say."""
        if len(self._states) > 1 and self._states[0][1] < _CLEAR * self._states[1][1]:
            return None
        return self.home

    @property
    def sure_home(self) -> str | None:
        """The same, where the article speaks of it so often that even who is "close to the talks" is its own."""
        return self.clear_home if self._states and self._states[0][1] >= _OFTEN else None

    @cached_property
    def _states(self) -> list[tuple[str, int]]:
        """States by how much of the article is theirs, the first first."""
        counts: Counter[str] = Counter()
        for name in self.names:
            principal = self.actor(name).principal
            if principal and self.actor(name).kind in ("person", "office"):
                counts[principal] += 2
            elif principal and name.kind in ("adjective", "metonym", "full"):
                counts[principal] += 1
            elif principal and name.kind == "place" and name.start < _DATELINE:
                counts[principal] += 6
        for name in self._headline.names if self._headline else ():
            counts[self.actor(name).principal or ""] += 2
        by_id = self.watchlist.by_id
        return [(s, n) for s, n in counts.most_common() if s in by_id and by_id[s].kind == "state"]

    def country_beside(self, start: int, end: int) -> str | None:
        """The state that stands right before ("Turkish", "Pakistan's") or after ("of Egypt") a title or office."""
        for name in self.names_before(start):
            if name.start <= start < name.end and self.actor(name).kind == "office":
                return self.actor(name).principal
            if name.end > start:
                continue
            if start - name.end > 60:
                break
            if self._leads_to(name, start):
                return self.actor(name).principal
            break
        after = _OF.match(self.text, end)
        if after:
            return next(
                (self.actor(n).principal for n in self.names if n.start == after.end() and self._is_country(n)), None
            )
        return None

    def _is_country(self, name: Name) -> bool:
        return self.actor(name).kind in ("state", "body") and name.kind != "place"

    def _leads_to(self, name: Name, start: int) -> bool:
        """Whether nothing but titles, "and" and an article stand between a country's name and `start`."""
        if not self._is_country(name):
            return False
        at = name.end
        match = _BETWEEN.match(self.text, at)
        at = match.end() if match else at
        while at < start:
            end = self._ends.get(at)
            if end is None:
                return False
            joined = _AND.match(self.text, end)
            at = joined.end() if joined and joined.end() > end else end
        return at == start

    # --- titles and offices -------------------------------------------------------------------------------------------

    def bearer(self, title: Noun) -> Actor | None:
        """The person whom a title names here without a name: "the Turkish foreign minister", "the premier"."""
        country = self.country_beside(title.start, title.end)
        if title.sort == "counterpart":
            return self._counterpart(title, country) if country else None
        before = self.text[max(0, title.start - 40) : title.start]
        if _NOT_HIM.search(before) or _NOT_NOW.search(before):
            return None
        country = country or self._of_owner(title) or self.set_in(title.start)
        if country:
            return self.holder(title.sort, country)
        return self._without_country(title, owned=bool(_POSSESSIVE.search(before)))

    def _counterpart(self, title: Noun, country: str) -> Actor | None:
        """Who holds in a country the office that the sentence gives his host, else one that the host has."""
        start, _ = self.layout.bounds(title.start)
        host = next((n for n in self.names_before(title.start) if self.actor(n).kind == "person"), None)
        held = [r.title for r in self.actor(host).roles if r.holds(self.day)] if host and host.start >= start else []
        told = [t.sort for t in self.titles_in(start, title.start)][::-1]
        diplomat = ["foreign minister"] if not held or "foreign minister" in held else []
        offices = [EQUIVALENT.get(t, t) for t in (*told, *diplomat, *held)]
        found = (self.holder(t, country) for t in dict.fromkeys(offices) if t in _COUNTERPARTS)
        return next((actor for actor in found if actor), None)

    def _of_owner(self, title: Noun) -> str | None:
        """ "The chief adviser's press secretary" is of the country of that adviser, where there is but one."""
        owner = next((t for t in self.titles_in(title.start - _OWNER_REACH, title.start)), None)
        if owner is None or not _OWNS.fullmatch(self.text, owner.end, title.start):
            return None
        actor = self._only(owner.sort)
        return actor.principal if actor else None

    def set_in(self, at: int) -> str | None:
        """ "In Ankara, the spokesman said": the state in whose place a sentence is set, where `at` is near."""
        start, _ = self.layout.bounds(at)
        opening = _SETTING.match(self.text, start, at)
        if opening is None or at - start > _SETTING_REACH:
            return None
        name = next((n for n in self.names_in(opening.end(), at) if n.start == opening.end()), None)
        if name is None or self.actor(name).kind != "state" or self.text[name.end : name.end + 1] != ",":
            return None
        return name.actor

    def _without_country(self, title: Noun, *, owned: bool) -> Actor | None:
        if title.sort in SINGLE:
            return self._last_bearer(title) or self._only(title.sort)
        if title.sort not in NATIONAL:
            return None if title.sort in _OF_MANY else self._last_bearer(title)
        if owned:
            return self._of_last_state(title)
        return self._by_company(title) or self._last_bearer(title) or self._at_home(title)

    def _at_home(self, title: Noun) -> Actor | None:
        return self.holder(title.sort, self.home) if self.home else None

    def _of_last_state(self, title: Noun) -> Actor | None:
        """ "Its foreign minister": of the state named last in the sentence or the one before."""
        start, _ = self.layout.bounds(title.start)
        start, _ = self.layout.bounds(max(0, start - 1))
        for name in self.names_before(title.start):
            if name.start < start:
                return None
            if self.actor(name).kind == "state":
                return self.holder(title.sort, name.actor)
        return None

    def _by_company(self, title: Noun) -> Actor | None:
        """ "The president" beside his press secretary: of the country whose person or office stands just before."""
        paragraph = self.layout.paragraph(title.start)
        for name in self.names_before(title.start - 1):
            actor = self.actor(name)
            if self.layout.paragraph(name.start) != paragraph:
                return None
            if actor.kind in ("person", "office") and actor.principal:
                return self.holder(title.sort, actor.principal)
        return None

    def holder(self, title: str, country: str) -> Actor | None:
        """The one person who holds a title in a country on the article's day; None where nobody or several do."""
        wanted = {title, EQUIVALENT.get(title, title)}
        held = [
            actor
            for actor in self.watchlist.bearers.get(country, ())
            if any(role.country == country and role.title in wanted and role.holds(self.day) for role in actor.roles)
        ]
        return held[0] if len(held) == 1 else None

    def _only(self, title: str) -> Actor | None:
        """The only person on the watchlist who holds a title."""
        held = [a for a in self.watchlist.actors if any(r.title == title and r.holds(self.day) for r in a.roles)]
        return held[0] if len(held) == 1 else None

    def _last_bearer(self, title: Noun) -> Actor | None:
        """The nearest person named before who holds that title."""
        if title.sort not in self._bearers_at:
            holding = [n for n in self.people if self._holds(n, title.sort)]
            self._bearers_at[title.sort] = [n.start for n in holding], holding
        starts, bearers = self._bearers_at[title.sort]
        place = bisect_right(starts, title.start)
        return self.actor(bearers[place - 1]) if place else None

    def _holds(self, name: Name, title: str) -> bool:
        return any(role.title == title and role.holds(self.day) for role in self.actor(name).roles)

    def office(self, noun: Noun, country: str | None = None) -> Actor | None:
        """The office that a noun means here: "the Turkish foreign ministry", "the ministry"."""
        found = country or self.country_beside(noun.start, noun.end)
        if noun.sort == "ministry":
            return self._last_office(noun, found)
        place = found or self.set_in(noun.start) or self._last_office_country(noun) or self.home
        return self.watchlist.offices.get((place, noun.sort)) if place else None

    def _last_office(self, noun: Noun, country: str | None) -> Actor | None:
        """The ministry named last before "the ministry"; else the country's foreign ministry."""
        for other in self._offices_before(noun):
            if other.sort in _NAMED_MINISTRIES:
                actor = self.office(other)
                if actor and country in (None, actor.principal):
                    return actor
        place = country or self.home
        return self.watchlist.offices.get((place, "foreign ministry")) if place else None

    def _last_office_country(self, noun: Noun) -> str | None:
        for other in self._offices_before(noun):
            country = self.country_beside(other.start, other.end) if other.sort == noun.sort else None
            if country:
                return country
        return None

    def _offices_before(self, noun: Noun) -> list[Noun]:
        """The last sorts of offices before one, the nearest first."""
        place = bisect_left(self._office_starts, noun.start)
        return list(reversed(self.offices[max(0, place - _OFFICES_BACK) : place]))


T = TypeVar("T", Name, Noun)


def _within(things: Sequence[T], starts: list[int], start: int, end: int) -> list[T]:
    """Those of `things`, ordered by `starts`, that lie within a stretch."""
    first = bisect_left(starts, start)
    return [thing for thing in things[first : bisect_left(starts, end)] if thing.end <= end]
