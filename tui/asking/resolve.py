"""From what was typed to what the store is asked: names to ids, views to their terms, days reckoned from now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from store.model.rows import Condition, Query
from store.model.words import Stance
from tui.asking.book import Book, Unmeant
from tui.asking.days import EXAMPLES, When, first_of, last_of, moment_of
from tui.asking.errors import QueryError
from tui.asking.parse import parse
from tui.asking.terms import TIMES, VIEW, WORDS, Asked, Term, asked

_SINGLE = ("actor", "principal", "issue", "stance", "topic", "outlet")
"""Fields for which `Query` has one of its own, whose index the store can walk."""
_OWN_FLAGS = ("unread", "starred", "story", "new")


def resolve(what: Asked, book: Book, when: When, views: Mapping[str, str] | None = None) -> Asked:
    """The same with ids for names and the terms of views in their places; days stay as they were written.

    Raises QueryError at the place of what cannot be meant.
    """
    return asked(_resolved(what, book, when, views or {}, ()))


def _resolved(what: Asked, book: Book, when: When, views: Mapping[str, str], within: tuple[str, ...]) -> Sequence[Term]:
    found: list[Term] = []
    for term in what:
        if term.field == VIEW:
            found.extend(_of_view(term, book, when, views, within))
        elif term.field in TIMES:
            _check_day(term, when)
            found.append(term)
        elif term.field == WORDS:
            found.append(term)
        else:
            meant = [_meant(term, number, book) for number in range(len(term.values))]
            found.append(replace(term, values=tuple(dict.fromkeys(meant))))
    return found


def _of_view(term: Term, book: Book, when: When, views: Mapping[str, str], within: tuple[str, ...]) -> Sequence[Term]:
    typed = term.values[0]
    name = next((one for one in views if one.casefold() == typed.casefold()), None)
    if name is None:
        hint = "" if views else "; none is saved yet"
        raise QueryError(f"There is no view “{typed}”{hint}", term.place, [f"@{one}" for one in list(views)[:3]])
    if name in within:
        raise QueryError(f"The view “{name}” asks for itself", term.place)
    try:
        return _resolved(parse(views[name]), book, when, views, (*within, name))
    except QueryError as error:
        raise QueryError(f"In the view “{name}”: {error.sentence}", term.place, error.choices) from error


def _meant(term: Term, number: int, book: Book) -> str:
    try:
        return book.meant(term.field, term.values[number])
    except Unmeant as error:
        place = term.places[number] if number < len(term.places) else term.place
        raise QueryError(str(error), place, error.choices) from error


def _check_day(term: Term, when: When) -> None:
    try:
        _day(term, when)
    except ValueError as error:
        place = term.places[0] if term.places else term.place
        near = [one for one in EXAMPLES if one.startswith(term.values[0].lower()[:2])][:2]
        raise QueryError(str(error), place, near) from error


def _day(term: Term, when: When) -> date | datetime:
    reckon = {"since": first_of, "until": last_of, "came": moment_of}[term.field]
    found: date | datetime = reckon(term.values[0], when)
    return found


def query_of(what: Asked, when: When, *, book: Book | None = None, limit: int | None = None) -> Query:
    """What the store is asked, of terms that are resolved. The narrowest of several days counts.

    `book` given: an actor that is a state or body stands for all who speak for it, as in lists of statements.
    """
    query = Query(text=words_of(what)) if limit is None else Query(text=words_of(what), limit=limit)
    since = [_day(term, when) for term in what.of("since")]
    until = [_day(term, when) for term in what.of("until")]
    came = [moment_of(term.values[0], when) for term in what.of("came")]
    if any(term.field == "is" and "new" in term.values and not term.negated for term in what):
        came.append(when.last_visit or when.now)
    query = replace(
        query,
        since=max(since, key=_as_day) if since else None,
        until=min(until) if until else None,
        came=max(came) if came else None,
    )
    return _flags(_fields(query, what, book), what)


def _as_day(value: date | datetime) -> tuple[date, bool]:
    return (value.date(), True) if isinstance(value, datetime) else (value, False)


def words_of(what: Asked) -> str:
    """The words and phrases as the full-text search reads them."""
    found = []
    for term in what.of(WORDS):
        words = " ".join(term.values[0].replace('"', " ").replace("*", " ").split())
        star = "*" if term.begins else ""
        phrase = f'"{words}{star}"' if " " in words or words.startswith("-") else f"{words}{star}"
        found.append(f"-{phrase}" if term.negated else phrase)
    return " ".join(found)


def _fields(query: Query, what: Asked, book: Book | None) -> Query:
    conditions: list[Condition] = []
    single: dict[str, str] = {}
    for name in _SINGLE:
        terms = what.of(name)
        wanted = tuple(dict.fromkeys(value for term in terms if not term.negated for value in term.values))
        if len(wanted) == 1:
            single[name] = wanted[0]
        elif wanted:
            conditions.append(Condition(name, wanted))
        conditions.extend(Condition(name, term.values, negated=True) for term in terms if term.negated)
    if book is not None and single.get("actor") in book.bodies and "principal" not in single:
        single["principal"] = single.pop("actor")
    return replace(
        query,
        actor=single.get("actor"),
        principal=single.get("principal"),
        issue=single.get("issue"),
        stance=Stance(single["stance"]) if "stance" in single else None,
        topic=single.get("topic"),
        outlet=single.get("outlet"),
        conditions=(*query.conditions, *conditions),
    )


def _flags(query: Query, what: Asked) -> Query:
    conditions: list[Condition] = []
    for term in what.of("is"):
        for word in term.values:
            if word not in _OWN_FLAGS or (term.negated and word in ("unread", "starred")):
                conditions.append(Condition("is", (word,), term.negated))
            elif word == "story":
                query = replace(query, on_story=not term.negated)
            elif word == "unread":
                query = replace(query, unread=True)
            elif word == "starred":
                query = replace(query, starred=True)
            elif term.negated:
                raise QueryError("is:new cannot be left out", term.place, ["until:"])
    return replace(query, conditions=(*query.conditions, *conditions))


def understood(text: str, book: Book, when: When, views: Mapping[str, str] | None = None) -> Asked:
    """`parse` and `resolve`. Raises QueryError."""
    found = resolve(parse(text), book, when, views)
    query_of(found, when)
    return found
