"""QUERY on the command line: the words as the shell hands them over, read as one query."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from store.model.rows import Query
from tui.asking.errors import QueryError
from tui.asking.known import book_of, views_of, when_of
from tui.asking.resolve import query_of, understood
from tui.asking.terms import Asked, Term, quoted
from tui.commands.verb import Verb
from tui.wiring import Wiring

if TYPE_CHECKING:
    from store.library import Library

_LEFT_OUT = re.compile(r"-[^\W\d_]{2,}|-\"|-[a-z]+:.*")
"""What of the arguments is a word to leave out and no option: options of one letter stand alone here."""
_DASH = "\ue000"
"""Stands for the dash of such a word while click reads the line; no keyboard has it."""
_FIELDED = re.compile(r"(-?[A-Za-z]+:)([^\"]*\s[^\"]*)")


class Asks(Verb):
    """A command that takes a QUERY, in which `-word` is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let words to be left out pass as arguments, wherever they stand."""
        valued = {name for one in self.params if isinstance(one, click.Option) and not one.is_flag for name in one.opts}
        passed: list[str] = []
        for number, one in enumerate(args):
            is_value = number > 0 and args[number - 1] in valued
            passed.append(_DASH + one[1:] if _LEFT_OUT.match(one) and not is_value else one)
        return super().parse_args(ctx, passed)


def joined(words: Sequence[str]) -> str:
    """The arguments as one query. Of several, one with blanks in it stood in quotation marks that the shell took away;
    a single one is a whole query by itself.
    """
    restored = ["-" + word[1:] if word.startswith(_DASH) else word for word in words]
    if len(restored) < 2:
        return "".join(restored)
    return " ".join(map(_requoted, restored))


def _requoted(word: str) -> str:
    if '"' in word or not re.search(r"\s", word.strip()):
        return word
    if fielded := _FIELDED.fullmatch(word):
        return fielded[1] + ",".join(quoted(value.strip()) for value in fielded[2].split(","))
    return f"-{quoted(word[1:])}" if word.startswith("-") else quoted(word)


def asked_of(wiring: Wiring, library: Library, words: Sequence[str], further: Sequence[Term] = ()) -> Asked:
    """What the words ask, and what the options ask beside them. Raises click.UsageError that points at the place."""
    text = joined(words)
    when = when_of(library, wiring.clock())
    views = views_of(library) if "@" in text else {}
    try:
        try:
            found = understood(text, book_of(library), when, views)
        except QueryError:
            # Only now is the watchlist file needed: for aliases, and for names that a new database does not have yet.
            known = book_of(library, facts=wiring.watchlist.facts(), aliases=wiring.aliases())
            found = understood(text, known, when, views)
    except QueryError as error:
        pointed = "\n".join(f"  {line}" for line in error.pointed(text).split("\n"))
        raise click.UsageError(f"{error.told()}\n{pointed}") from error
    return found.plus(*further)


def store_query(wiring: Wiring, library: Library, what: Asked, *, speaking: bool = False, **rest: Any) -> Query:
    """What the store is asked; `speaking`: a state or body as a speaker stands for all who speak for it."""
    book = None
    if speaking and what.of("actor"):
        # A database that has no names yet takes the watchlist's, whose file is read for that alone.
        book = book_of(library, facts=None if library.names.facts() else wiring.watchlist.facts())
    return query_of(what, when_of(library, wiring.clock()), book=book, **rest)
