"""The options that narrow a list, and those that choose its form; shared by all commands that list."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from store.model.rows import Query
from tui import output
from tui.names import Unmatched, pick
from tui.shapes import Shape
from tui.wiring import Wiring

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


DAY = Day()


def narrowed(function: Function) -> Function:
    """Add the options that narrow a list; the command gets them as keywords and hands them to `query`."""
    for option in reversed(
        (
            click.option("--since", type=DAY, help="From this day on, as 2025-11-29."),
            click.option("--until", type=DAY, help="Up to this day."),
            click.option("--actor", help="An actor's id, name or alias, or its beginning."),
            click.option("--principal", help="A state or body, and all who speak for it."),
            click.option("--issue", help="An issue's id or its beginning."),
            click.option("--limit", type=click.IntRange(1, EVERYTHING), default=EVERYTHING, help="So many at most."),
        )
    ):
        function = option(function)
    return function


def formed(function: Function) -> Function:
    """Add --json and --csv."""
    function = click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values.")(function)
    return click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")(function)


@dataclass(frozen=True, slots=True)
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
    actor: str | None = None,
    principal: str | None = None,
    issue: str | None = None,
    speaking: bool = False,
    **rest: Any,
) -> Query:
    """The Query of a command's options. Names that fit nothing on the watchlist are usage errors.

    `speaking`: an actor that is a state or body stands for all who speak for it, as in lists of statements.
    """
    if actor is None and principal is None and issue is None:
        return Query(**rest)
    facts = library.names.facts() or wiring.watchlist.facts()
    actor_id = _known(actor, {one.id: [one.name] for one in facts.actors}, "--actor", wiring)
    principal_id = _known(principal, {one.id: [one.name] for one in facts.actors}, "--principal", wiring)
    issue_id = _known(issue, {one.id: [one.question] for one in facts.issues}, "--issue", wiring)
    if speaking and actor_id and principal_id is None:
        bodies = {one.id for one in facts.actors if one.principal in {None, one.id} and one.kind != "person"}
        if actor_id in bodies:
            actor_id, principal_id = None, actor_id
    return Query(actor=actor_id, principal=principal_id, issue=issue_id, **rest)


def _known(typed: str | None, names: Mapping[str, Sequence[str]], option: str, wiring: Wiring) -> str | None:
    if typed is None:
        return None
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
