"""Which articles a change of the watchlist can read otherwise: all others keep their readings as they are.

What a reading takes from the watchlist, and what is looked for in an article because of it:

    names, decoys, needs, terms of topics     those that came or went, as whole words in any case
    what is told of an actor                  its names; on the story also titles, offices and who speaks for it
    phrases of issues, names in statements    on the story, whether all their words stand in the article

An article without any of it is read alike by both. Where nothing of the kind can be said, there is no `Difference`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from store.model.reading import Draft
from tagger.issues import PHRASES
from tagger.match import phrases
from tagger.patterns import compile_sets
from tagger.scan import Scanner
from tagger.scene import EQUIVALENT
from tagger.stance import LONGEST
from tagger.titles import OFFICES, TITLES
from tagger.wanted import Wanted, words
from tagger.watchlist import Actor, Watchlist
from tagger.wording import read

T = TypeVar("T", bound=Hashable)

_MANY = ("ministers", "presidents", "participants", "delegates", "leaders", "counterpart", "counterparts")
"""Nouns that mean actors whom an article need not name: holders of an office elsewhere, members of a body."""
_LIST = re.compile(r"\{([a-z0-9_-]+)\}")


class Difference:
    """What lies between two watchlists, as something to look for. Made by `difference`."""

    def __init__(self, anywhere: Iterable[str], on_story: Iterable[str], wanted: Wanted) -> None:
        self._anywhere = _scanner(anywhere)
        self._on_story = _scanner(on_story)
        self._wanted = wanted

    def touches(self, draft: Draft, *, on_story: bool, longest: int = 0) -> bool:
        """Whether an article may be read otherwise than it was.

        `on_story` is what it was read as, `longest` the letters of its longest statement.
        """
        if self._anywhere and (self._anywhere.scan(draft.text) or self._anywhere.scan(draft.title)):
            return True
        if not on_story:
            return False
        if self._on_story and (self._on_story.scan(draft.text) or self._on_story.scan(draft.title)):
            return True
        if not self._wanted:
            return False
        if longest >= LONGEST:
            # It is cut, and the cut may make a word that stands nowhere.
            return True
        text = f"{draft.text}\n{draft.title}"
        return self._wanted.hinted(text) and self._wanted.possible(words(text))


def difference(old: Watchlist, new: Watchlist) -> Difference | None:
    """What can be read otherwise by `new` than by `old`; None where that may be anything.

    Both are of the tagger as it is now: that is the caller's to see to.
    """
    terms = _terms(old, new)
    if terms is None or not (_ordered(old, new) and _ordered_issues(old, new)):
        return None
    before, after = _names(old), _names(new)
    sides_before, sides_after = _sides(old), _sides(new)
    if not (_in_order(before, after) and _in_order(sides_before, sides_after)):
        return None
    told, beside = _told_otherwise(old, new)
    wanted = _phrases_otherwise(old, new)
    for _, name in set(sides_before) ^ set(sides_after):
        wanted.add(name, {})
    came_and_went = {phrase for phrase, _ in set(before) ^ set(after)}
    return Difference({*came_and_went, *terms, *told}, beside, wanted)


def _scanner(found: Iterable[str]) -> Scanner[int] | None:
    # In small letters a phrase is found in any case: whatever finds it as it is written is found, too.
    low = sorted({phrase.lower() for phrase in found if phrase.strip()})
    return Scanner(((phrase, 0) for phrase in low), len) if low else None


def _in_order(old: Sequence[T], new: Sequence[T]) -> bool:
    """Whether what is in both stands there in the same order: between equals, the first one counts."""
    both = set(old) & set(new)
    return [one for one in dict.fromkeys(old) if one in both] == [one for one in dict.fromkeys(new) if one in both]


def _ordered(old: Watchlist, new: Watchlist) -> bool:
    actors = _in_order([a.id for a in old.actors], [a.id for a in new.actors])
    return actors and _in_order([t.id for t in old.topics], [t.id for t in new.topics])


# --- names and terms --------------------------------------------------------------------------------------------------


def _names(watchlist: Watchlist) -> list[tuple[str, tuple[str, str]]]:
    """What the automaton is made of, terms aside."""
    return [(phrase, (kind, target)) for phrase, (kind, target) in phrases(watchlist) if kind != "term"]


def _terms(old: Watchlist, new: Watchlist) -> set[str] | None:
    """The terms that weigh otherwise; None where the story itself is told otherwise."""
    one, other = old.story, new.story
    if (one.since, one.topics) != (other.since, other.topics):
        return None
    if (not one.terms, not one.context) != (not other.terms, not other.context):
        return None
    if not one.topics and {t.id for t in old.topics} != {t.id for t in new.topics}:
        return None
    found = {*(set(one.terms) ^ set(other.terms)), *(set(one.context) ^ set(other.context))}
    before, after = {t.id: t for t in old.topics}, {t.id: t for t in new.topics}
    for name in before.keys() | after.keys():
        topic, then = before.get(name), after.get(name)
        if topic is None or then is None or (topic.needs, topic.topic) != (then.needs, then.topic):
            found.update(term for t in (topic, then) if t for term in (*t.strong, *t.weak))
            continue
        for kind in ("strong", "weak", "context", "exclusions"):
            found |= set(getattr(topic, kind)) ^ set(getattr(then, kind))
    return found


# --- actors -----------------------------------------------------------------------------------------------------------


def _told_otherwise(old: Watchlist, new: Watchlist) -> tuple[set[str], set[str]]:
    """Names of the actors of whom something else is told; and what stands for them and for their like on the story."""
    changed = {name for name in old.by_id.keys() | new.by_id.keys() if _told(old, name) != _told(new, name)}
    actors = [a for watchlist in (old, new) for a in watchlist.actors if a.id in changed]
    lists = (old, new)
    told = {name for a in actors for name in _all_names(a)}
    beside = {
        name
        for watchlist in lists
        for a in watchlist.actors
        if changed.intersection((a.principal, *(role.country for role in a.roles))) or a.id in old.matters ^ new.matters
        for name in _all_names(a)
    }
    beside.update(surface for a in actors for surface in _surfaces(a))
    return told, beside


def _told(watchlist: Watchlist, name: str) -> object:
    a = watchlist.by_id.get(name)
    return None if a is None else (a.kind, a.principal, a.gender, a.office, a.members, a.roles)


def _all_names(actor: Actor) -> tuple[str, ...]:
    return (*actor.names(), *actor.decoys, *actor.needs)


def _surfaces(actor: Actor) -> Iterator[str]:
    """The titles, offices and nouns by which an article may mean an actor without its name."""
    held = {role.title for role in actor.roles}
    sorts = {*held, *(EQUIVALENT[t] for t in held if t in EQUIVALENT), *(s for s, t in EQUIVALENT.items() if t in held)}
    for sort in sorts:
        for surface in TITLES.get(sort, ()):
            yield from (surface, f"{surface}s")
    if actor.office:
        yield from (*OFFICES.get(actor.office, ()), "ministry")
    if actor.roles or actor.members:
        yield from _MANY


def _sides(watchlist: Watchlist) -> list[tuple[str, str]]:
    """Whose side each name is in the words of a statement (`tagger.sides`)."""
    named = [(a.principal or a.id, " ".join(read(name).words)) for a in watchlist.actors for name in a.names()]
    return [(side, name) for side, name in named if name]


# --- issues -----------------------------------------------------------------------------------------------------------


def _ordered_issues(old: Watchlist, new: Watchlist) -> bool:
    return _in_order([str(i["id"]) for i in old.issues], [str(i["id"]) for i in new.issues])


_Table = Mapping[str, Any]
_Lists = dict[str, Sequence[str]]


def _phrases_otherwise(old: Watchlist, new: Watchlist) -> Wanted:
    """The phrases that came or went, and all of issues of which something else is told."""
    before, after = dict(_with_lists(old.issues)), dict(_with_lists(new.issues))
    found = Wanted()
    for name in before.keys() | after.keys():
        one, other = before.get(name), after.get(name)
        old_phrases, new_phrases = (_phrases(*each) if each else {} for each in (one, other))
        whole = one is None or other is None or _kept(one[0]) != _kept(other[0])
        whole = whole or not _in_order(list(old_phrases), list(new_phrases))
        keys = old_phrases.keys() | new_phrases.keys() if whole else old_phrases.keys() ^ new_phrases.keys()
        for key in keys:
            (old_phrases.get(key) or new_phrases[key])(found)
    return found


def _with_lists(tables: Sequence[_Table]) -> Iterator[tuple[str, tuple[_Table, _Lists]]]:
    lists: _Lists = {}
    for table in tables:
        lists |= table.get("lists", {})
        yield str(table["id"]), (table, dict(lists))


def _kept(table: _Table) -> tuple[object, ...]:
    answerable = tuple(sorted(table.get("answerable", ())))
    return bool(table.get("role")), bool(table.get("anaphor")), bool(table.get("context")), answerable


def _phrases(table: _Table, lists: _Lists) -> dict[Hashable, Callable[[Wanted], None]]:
    """An issue's phrases, each with the lists that it uses spelled out, and what adds it to a set."""
    sets = compile_sets(lists)
    found: dict[Hashable, Callable[[Wanted], None]] = {}
    for kind in PHRASES:
        for phrase in table.get(kind, ()):

            def add(wanted: Wanted, phrase: str = phrase) -> None:
                wanted.add(phrase, sets)

            found[kind, _spelled(phrase, lists)] = add
    return found


def _spelled(phrase: str, lists: _Lists) -> Hashable:
    used = _LIST.findall(phrase)
    return phrase, tuple((name, tuple(_spelled(one, lists) for one in lists.get(name, ()))) for name in used)
