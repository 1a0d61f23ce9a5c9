"""The options that narrow a list, and those that choose its form; shared by all commands that list."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from store.model.record import record
from store.model.rows import Query
from tui import output
from tui.asking.days import When, first_of
from tui.asking.terms import Asked, Term
from tui.commands.asking import asked_of, store_query
from tui.commands.completing import complete, complete_query
from tui.names import Unmatched, pick
from tui.shapes import Shape
from tui.wiring import Wiring, utc_now

if TYPE_CHECKING:
    from store.library import Library

Function = TypeVar("Function", bound=Callable[..., Any])

EVERYTHING = 1_000_000_000
"""The limit of a list that has none: more rows than any database here will hold."""


class Day(click.ParamType[date]):
    """A calendar day: 2025-11-29."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2025-11-29.", param, ctx)


class Reckoned(click.ParamType[str]):
    """A day as queries take it, 2025-11-29, 2025-11, 7d, 24h, yesterday or monday; kept as it was written."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The words of the day, or a usage error."""
        wiring = ctx.find_object(Wiring) if ctx is not None else None
        now = wiring.clock() if wiring is not None else utc_now()
        try:
            first_of(str(value), When(now, now.date()))
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)
        return str(value)


DAY = Day()
RECKONED = Reckoned()


def narrowed(function: Function) -> Function:
    """Add QUERY and the options that narrow a list; the command gets them as keywords and hands them to `query`."""
    for option in reversed(
        (
            click.argument("words", metavar="[QUERY]", nargs=-1, shell_complete=complete_query),
            click.option("--since", type=RECKONED, help="From this day on: 2025-11-29, 2025-11, 7d, 24h, yesterday."),
            click.option("--until", type=RECKONED, help="Up to this day, written alike."),
            click.option("--actor", shell_complete=complete, help="An actor's id, name or alias, or its beginning."),
            click.option("--principal", shell_complete=complete, help="A state or body, and all who speak for it."),
            click.option("--issue", shell_complete=complete, help="An issue's id or its beginning."),
            click.option("--limit", type=click.IntRange(1, EVERYTHING), default=EVERYTHING, help="So many at most."),
        )
    ):
        function = option(function)
    return function


def formed(function: Function) -> Function:
    """Add --json and --csv."""
    function = click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values.")(function)
    return click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")(function)


@record(frozen=True)
class Form:
    """How a list is to be written."""

    json: bool
    csv: bool

    @classmethod
    def chosen(cls, *, as_json: bool, as_csv: bool) -> Form:
        """From the two flags; both at once is a usage error."""
        if as_json and as_csv:
            raise click.UsageError("--json and --csv exclude each other.")
        return cls(as_json, as_csv)


def write(
    form: Form, shapes: Iterable[Shape], columns: Sequence[str], cells: Callable[[Shape], Mapping[str, object]]
) -> None:
    """Write shapes as JSON lines, or the columns of them as CSV or as a table for people."""
    if form.json:
        output.write_json_lines(shapes)
    elif form.csv:
        output.write_csv(columns, (cells(shape) for shape in shapes))
    else:
        write_rows(columns, [cells(shape) for shape in shapes])


def write_rows(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    """Write the columns of rows as a table for people; addresses, which leave no room for words, are left to CSV."""
    shown = [name for name in columns if name != "url"]
    write_table(shown, [[row.get(name) for name in shown] for row in rows])


def write_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a table for people: cut to the terminal where there is one, whole into a pipe; nothing where empty.

    A column in which no row has anything is left out.
    """
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    used = [at for at in range(len(columns)) if any(row[at] not in {None, ""} for row in rows)]
    if used:
        sys.stdout.write(output.table([columns[at] for at in used], [[row[at] for at in used] for row in rows], width))


def query(
    wiring: Wiring,
    library: Library,
    *,
    words: Sequence[str] = (),
    speaking: bool = False,
    limit: int = EVERYTHING,
    **options: Any,
) -> Query:
    """The Query of a command's QUERY and options. What nobody understands is a usage error.

    `speaking`: an actor that is a state or body stands for all who speak for it, as in lists of statements.
    """
    return store_query(wiring, library, asked(wiring, library, words=words, **options), speaking=speaking, limit=limit)


def asked(
    wiring: Wiring,
    library: Library,
    *,
    words: Sequence[str] = (),
    actor: str | None = None,
    principal: str | None = None,
    issue: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Asked:
    """What a command's QUERY and options ask together."""
    terms = [Term(name, (day,)) for name, day in (("since", since), ("until", until)) if day]
    named = (("actor", actor), ("principal", principal), ("issue", issue))
    if any(typed is not None for _, typed in named):
        facts = library.names.facts() or wiring.watchlist.facts()
        actors = {one.id: [one.name] for one in facts.actors}
        issues = {one.id: [one.question] for one in facts.issues}
        for name, typed in named:
            if typed is not None:
                known = _known(typed, issues if name == "issue" else actors, f"--{name}", wiring)
                terms.append(Term(name, (known,)))
    return asked_of(wiring, library, words, terms)


def _known(typed: str, names: Mapping[str, Sequence[str]], option: str, wiring: Wiring) -> str:
    try:
        return pick(typed, names)
    except Unmatched as error:
        if option == "--issue":
            raise click.BadParameter(f"{error}.", param_hint=option) from error
    # Only now are the aliases needed, and with them the watchlist file.
    try:
        return pick(typed, wiring.aliases())
    except Unmatched as error:
        raise click.BadParameter(f"{error}.", param_hint=option) from error
