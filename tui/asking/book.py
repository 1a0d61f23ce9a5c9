"""The names that a query may use, and which of them was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from store.folding import fold
from store.model.record import record
from store.model.story import StoryFacts
from store.model.words import Stance
from tui.asking.terms import FLAGS

_CHOICES = 3
"""How many of the nearest are named where nothing fits."""
_LISTED = 6
"""How many are named where several fit."""


class Unmeant(ValueError):
    """No name or several fit."""

    def __init__(self, sentence: str, choices: Sequence[str]) -> None:
        super().__init__(sentence)
        self.choices = tuple(choices)


@record(frozen=True)
class Named:
    """Something that can be asked for."""

    id: str
    forms: tuple[str, ...]
    """Its names and aliases, the one to show first."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.forms[0] if self.forms else self.id


@record(frozen=True)
class Book:
    """All names, by field."""

    names: Mapping[str, tuple[Named, ...]] = field(default_factory=dict)
    bodies: frozenset[str] = frozenset()
    """Actors that are states or bodies of their own: asked for as a speaker, they stand for all who speak for them."""

    def meant(self, name: str, typed: str) -> str:
        """The id that was meant in a field. Raises Unmeant with the nearest.

        A full id, name or alias wins over a surname, that over a beginning.
        """
        entries = self.names.get(name, ())
        if any(one.id == typed for one in entries):
            return typed
        wanted = fold(typed)
        for fits in (_is, _is_surname, _begins):
            found = [one.id for one in entries if wanted and fits(one, wanted, person=name == "actor")]
            if len(found) == 1:
                return found[0]
            if found:
                raise Unmeant(f"“{typed}” may be {_listed(found)}", found[:_LISTED])
        raise Unmeant(f"“{typed}” is no {name} that is known here", self._nearest(entries, wanted))

    def name_of(self, name: str, value: str) -> str:
        """What to call an id in a field."""
        return next((one.name for one in self.names.get(name, ()) if one.id == value), value)

    @staticmethod
    def _nearest(entries: Sequence[Named], wanted: str) -> list[str]:
        import difflib  # noqa: PLC0415  # only a mistake needs it, and the desk's first frame makes none

        owner: dict[str, str] = {}
        for one in entries:
            for form in _forms(one):
                owner.setdefault(form, one.id)
                owner.setdefault(form.rpartition(" ")[2], one.id)
        near = difflib.get_close_matches(wanted, list(owner), n=2 * _CHOICES, cutoff=0.45)
        return list(dict.fromkeys(owner[form] for form in near))[:_CHOICES]


def book(
    facts: StoryFacts | None, aliases: Mapping[str, Sequence[str]] | None = None, outlets: Iterable[str] = ()
) -> Book:
    """The names of a watchlist, with its aliases where they are known, and of the outlets that are stored."""
    known, aliases = facts.actors if facts else (), aliases or {}
    actors = tuple(Named(one.id, (one.name, *aliases.get(one.id, ()))) for one in known)
    principals = {one.principal or one.id for one in known} | {one.id for one in known if one.kind != "person"}
    return Book(
        {
            "actor": actors,
            "principal": tuple(one for one in actors if one.id in principals),
            "issue": tuple(Named(one.id, (one.id,)) for one in (facts.issues if facts else ())),
            "topic": tuple(Named(key, (name,)) for key, name in (facts.topics if facts else ())),
            "stance": tuple(Named(one.value, (one.value,)) for one in Stance),
            "is": tuple(Named(word, (word,)) for word in FLAGS),
            "outlet": tuple(Named(one, (one,)) for one in outlets if one),
        },
        frozenset(one.id for one in known if one.principal in {None, one.id} and one.kind != "person"),
    )


def _forms(one: Named) -> set[str]:
    return {fold(one.id), fold(one.id.replace("-", " ")), *map(fold, one.forms)}


def _is(one: Named, wanted: str, *, person: bool) -> bool:  # noqa: ARG001  # one form for all three
    return wanted in _forms(one)


def _is_surname(one: Named, wanted: str, *, person: bool) -> bool:
    return person and fold(one.name).rpartition(" ")[2] == wanted


def _begins(one: Named, wanted: str, *, person: bool) -> bool:  # noqa: ARG001  # one form for all three
    return any(form.startswith(wanted) or f" {wanted}" in f" {form}" for form in _forms(one))


def _listed(found: Sequence[str]) -> str:
    shown = ", ".join(found[:_LISTED])
    return f"{shown} …" if len(found) > _LISTED else shown
