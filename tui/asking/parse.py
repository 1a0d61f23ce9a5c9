"""From text to terms, in one pass: whatever is typed has a meaning, or an error with its place."""

from __future__ import annotations

import re

from store.folding import fold
from tui.asking.errors import QueryError
from tui.asking.terms import FIELDS, TIMES, VIEW, WORDS, Asked, Place, Term

_BLANK = re.compile(r"\s+")
_FIELD = re.compile(r"([A-Za-z]+):")
# The escape's second sign is optional, so that a backslash at the very end stands for itself.
_QUOTED = re.compile(r'"((?:[^"\\]|\\.?)*)"?', re.DOTALL)
_ESCAPE = re.compile(r'\\(["\\])')
_VALUE = re.compile(r'[^\s,"]+')
_WORD = re.compile(r'[^\s"]*')
_NAME = re.compile(r'[^\s"]+')


def parse(text: str) -> Asked:
    """The terms of a query. A quotation mark that nobody closes holds to the end.

    Raises QueryError for a field that does not exist, one without a value, and what cannot be left out.
    """
    terms: list[Term] = []
    at = 0
    while at < len(text):
        if blank := _BLANK.match(text, at):
            at = blank.end()
            continue
        term, at = _term(text, at)
        if term is not None:
            terms.append(term)
    return Asked(tuple(dict.fromkeys(terms)))


def _term(text: str, start: int) -> tuple[Term | None, int]:
    negated = text.startswith("-", start)
    at = start + negated
    if at == len(text) or _BLANK.match(text, at):
        return None, at  # a dash alone
    if text.startswith(VIEW, at):
        return _view(text, start, at, negated=negated)
    if named := _FIELD.match(text, at):
        return _field(text, start, named, negated=negated)
    return _words(text, start, at, negated=negated)


def _words(text: str, start: int, at: int, *, negated: bool) -> tuple[Term | None, int]:
    if quotation := _QUOTED.match(text, at):
        words, end = _ESCAPE.sub(r"\1", quotation[1]), quotation.end()
        begins = text.startswith("*", end)
        end += begins
    else:
        found = _WORD.match(text, at)
        word = found[0] if found else ""
        words, end, begins = word.rstrip("*"), at + len(word), word.endswith("*")
    if not fold(words):
        return None, end  # marks alone find nothing and leave nothing out
    place = Place(start, end)
    return Term(WORDS, (words,), negated, begins, place, (place,)), end


def _view(text: str, start: int, at: int, *, negated: bool) -> tuple[Term, int]:
    quotation = _QUOTED.match(text, at + 1)
    bare = _NAME.match(text, at + 1)
    found = quotation or bare
    if found is None:
        raise QueryError("@ needs the name of a saved view", Place(start, at + 1))
    name = _ESCAPE.sub(r"\1", found[1]) if quotation else found[0]
    place = Place(start, found.end())
    if negated:
        raise QueryError("A saved view cannot be left out", place)
    return Term(VIEW, (name,), place=place, places=(Place(at + 1, found.end()),)), found.end()


def _field(text: str, start: int, named: re.Match[str], *, negated: bool) -> tuple[Term, int]:
    name, place = named[1].lower(), Place(*named.span(1))
    if name not in FIELDS:
        import difflib  # noqa: PLC0415  # only a mistake needs it

        near = difflib.get_close_matches(name, list(FIELDS), n=2, cutoff=0.5)
        choices = [f"{one}:" for one in near]
        hint = "" if near else f"; the fields are {', '.join(FIELDS)}; put quotation marks around a word with a colon"
        raise QueryError(f"“{named[1]}:” is no field{hint}", place, choices)
    values, places, end = _values(text, named.end(), name)
    if name in TIMES and len(values) > 1:
        raise QueryError(f"{name}: takes one day", places[1])
    if name in TIMES and negated:
        other = {"since": "until", "until": "since"}.get(name)
        raise QueryError(f"{name}: cannot be left out", Place(start, end), [f"{other}:"] if other else [])
    return Term(name, tuple(dict.fromkeys(values)), negated, False, Place(start, end), tuple(places)), end  # noqa: FBT003


def _values(text: str, at: int, name: str) -> tuple[list[str], list[Place], int]:
    values: list[str] = []
    places: list[Place] = []
    while True:
        quotation = _QUOTED.match(text, at)
        found = quotation or _VALUE.match(text, at)
        value = "" if found is None else _ESCAPE.sub(r"\1", found[1]) if quotation else found[0]
        if found is None or not value.strip():
            raise QueryError(f"{name}: needs a value", Place(at, found.end() if found else at))
        values.append(value)
        places.append(Place(*found.span()))
        at = found.end()
        if not text.startswith(",", at):
            return values, places, at
        at += 1
