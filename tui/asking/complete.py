"""What may come next in a query that is being typed: a field, then its values."""

from __future__ import annotations

import re
from collections.abc import Mapping

from store.folding import fold
from store.model.record import record
from tui.asking.book import Book, Named
from tui.asking.days import EXAMPLES
from tui.asking.terms import FIELDS, FLAGS, TIMES, VIEW, quoted

_TOKEN = re.compile(r'(?:[^\s"]|"[^"]*"?)*\Z')
_FIELD = re.compile(r"([A-Za-z]+):(.*)", re.DOTALL)


@record(frozen=True)
class Offer:
    """One way to go on."""

    text: str
    """The whole of what stands up to the cursor, once this is taken."""
    label: str
    """What is offered: "issue:", "disarm-hamas"."""
    note: str = ""
    """What it is."""


def offers(text: str, cursor: int, book: Book, views: Mapping[str, str] | None = None, limit: int = 8) -> list[Offer]:
    """The ways to go on at the cursor, those that begin as typed before those that hold it."""
    before = text[:cursor]
    found = _TOKEN.search(before)
    token = found[0] if found else ""
    lead = before[: len(before) - len(token)]
    sign = "-" if token.startswith("-") else ""
    token = token.removeprefix("-")
    if token.startswith(VIEW):
        return _of_views(f"{lead}{VIEW}", token[1:], views or {})[:limit]
    if named := _FIELD.fullmatch(token):
        name = named[1].lower()
        done, comma, typed = named[2].rpartition(",")
        return _of_values(f"{lead}{sign}{named[1]}:{done}{comma}", name, typed.strip('"'), book)[:limit]
    if not token and not sign and lead and not lead[-1].isspace():
        return []
    return [
        Offer(f"{lead}{sign}{name}:", f"{sign}{name}:", note)
        for name, note in FIELDS.items()
        if name.startswith(token.lower()) and not (sign and name in TIMES)
    ][: max(limit, len(FIELDS))]


def _of_views(lead: str, typed: str, views: Mapping[str, str]) -> list[Offer]:
    wanted = typed.strip('"').casefold()
    return [
        Offer(f"{lead}{quoted(name)} ", f"{VIEW}{name}", query)
        for name, query in views.items()
        if name.casefold().startswith(wanted)
    ]


def _of_values(lead: str, name: str, typed: str, book: Book) -> list[Offer]:
    if name in TIMES:
        return [Offer(f"{lead}{one} ", one) for one in EXAMPLES if one.startswith(typed.lower())]
    wanted = fold(typed)
    ranked = []
    for number, one in enumerate(book.names.get(name, ())):
        rank = _rank(one, wanted)
        if rank is not None:
            ranked.append((rank, number, one))
    nearest = min((rank for rank, _, _ in ranked), default=0)
    # What only holds the letters somewhere is offered where nothing begins with them.
    shown = sorted((one for one in ranked if one[0] < 2 or nearest == 2), key=_order)
    return [Offer(f"{lead}{quoted(one.id)} ", one.id, _note(name, one)) for _, _, one in shown]


def _order(found: tuple[int, int, Named]) -> tuple[int, int]:
    return found[:2]


def _rank(one: Named, wanted: str) -> int | None:
    forms = [fold(one.id), *map(fold, one.forms)]
    if any(form.startswith(wanted) for form in forms):
        return 0
    if any(f" {wanted}" in form for form in forms):
        return 1
    return 2 if any(wanted in form for form in forms) else None


def _note(name: str, one: Named) -> str:
    if name == "is":
        return FLAGS.get(one.id, "")
    return one.name if one.name != one.id else ""
