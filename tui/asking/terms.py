"""What was asked, term by term, and how it is written down again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from store.model.record import record

WORDS: Final = ""
"""Field of words and phrases, which have none."""
VIEW: Final = "@"
"""Field of the name of a saved view."""

FIELDS: Final[Mapping[str, str]] = {
    "actor": "who speaks or is named: id, name, alias or surname",
    "principal": "a state or body, and all who speak for it",
    "issue": "what a position is about",
    "stance": "support, oppose, conditional, undecided, none",
    "topic": "what an article is about",
    "outlet": "who published it",
    "since": "from this day on: 2025-11-01, 7d, 24h, monday",
    "until": "up to this day",
    "came": "stored since: 24h, 2025-11-01",
    "is": "unread, starred, new, possible, changed, …",
}
"""Every field, and what it asks, in the order in which completion offers them."""

TIMES: Final = ("since", "until", "came")
"""The fields whose value is a day or a moment: they take one value and cannot be left out."""

FLAGS: Final[Mapping[str, str]] = {
    "unread": "articles not read yet, changes not seen yet",
    "starred": "starred by you",
    "new": "stored since you were last here",
    "story": "on the story",
    "possible": "possible changes, and what they rest on",
    "changed": "sure changes, and what they rest on",
    "divergence": "divergences, and what they rest on",
    "direct": "quoted word for word",
    "unnamed": "of voices without a name",
    "reviewed": "with a verdict",
    "digest": "read from a digest, not from the original",
}
"""The words of `is:`."""

_BARE = re.compile(r'[^\s,":*@\\-][^\s,":*\\]*')
"""What can stand without quotation marks, as a word and as a value."""


@record(frozen=True)
class Place:
    """Where something stands in the text that was typed, in code points."""

    start: int
    end: int


@record(frozen=True)
class Term:
    """One thing that is asked. Where it was written is no part of what it is."""

    field: str
    """A key of FIELDS, WORDS or VIEW."""
    values: tuple[str, ...]
    """Any of them; words and views have one."""
    negated: bool = False
    begins: bool = False
    """Of a word: it is the beginning of one."""
    place: Place = Place(0, 0)
    places: tuple[Place, ...] = ()
    """Where each value stands."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Term) and self._meaning() == other._meaning()

    def __hash__(self) -> int:
        return hash(self._meaning())

    def _meaning(self) -> tuple[object, ...]:
        return self.field, self.values, self.negated, self.begins

    def __str__(self) -> str:
        sign = "-" if self.negated else ""
        written = ",".join(map(quoted, self.values))
        if self.field == WORDS:
            return f"{sign}{written}{'*' if self.begins else ''}"
        return f"{sign}{VIEW}{written}" if self.field == VIEW else f"{sign}{self.field}:{written}"


@record(frozen=True)
class Asked:
    """All that is asked, in the order in which it was written."""

    terms: tuple[Term, ...] = ()

    def __str__(self) -> str:
        """Write it so that `parse` reads the same again."""
        return " ".join(map(str, self.terms))

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def plus(self, *terms: Term) -> Asked:
        """Ask these too; what is asked already is not asked twice."""
        return Asked((*self.terms, *(term for term in dict.fromkeys(terms) if term not in self.terms)))

    def without(self, *terms: Term) -> Asked:
        """Ask these no longer."""
        return Asked(tuple(term for term in self.terms if term not in terms))

    def of(self, *fields: str) -> tuple[Term, ...]:
        """Its terms of some fields."""
        return tuple(term for term in self.terms if term.field in fields)


def asked(terms: Iterable[Term]) -> Asked:
    """Ask for terms."""
    return Asked().plus(*terms)


def flag(word: str) -> Term:
    """The term `is:word`."""
    return Term("is", (word,))


def quoted(value: str) -> str:
    """A value as it can be read again: in quotation marks where it needs them."""
    if _BARE.fullmatch(value):
        return value
    inner = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'
