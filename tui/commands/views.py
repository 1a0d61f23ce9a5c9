"""views: narrowings that are kept under a name."""

from __future__ import annotations

import click

from tui import output
from tui.commands.asking import Asks, asked_of
from tui.commands.narrowing import write_table
from tui.commands.verb import OK, Verb, pass_wiring, say
from tui.wiring import Wiring


@click.group()
def views() -> None:
    """Keep queries under names; @name stands for one in any query."""


@views.command("list", cls=Verb)
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@pass_wiring
def list_views(wiring: Wiring, *, as_json: bool) -> int:
    """List the views in the order of their keys on the desk."""
    with wiring.existing_library() as library:
        found = library.views.list()
    if as_json:
        output.write_json_lines({"name": view.name, "query": view.query} for view in found)
    else:
        write_table(("name", "query"), [(view.name, view.query) for view in found])
    return OK


@views.command(cls=Asks)
@click.argument("name")
@click.argument("words", metavar="QUERY", nargs=-1, required=True)
@pass_wiring
def save(wiring: Wiring, name: str, words: tuple[str, ...]) -> int:
    """Keep a query under a name; one that has the name gives way, and is told."""
    with wiring.existing_library() as library:
        asked = asked_of(wiring, library, words)
        before = library.views.save(name.strip(), str(asked))
    say(f"Saved “{name.strip()}”: {asked}" + (f" (was: {before.query})" if before else ""))
    return OK


@views.command(cls=Verb)
@click.argument("name")
@pass_wiring
def remove(wiring: Wiring, name: str) -> int:
    """Forget a view."""
    with wiring.existing_library() as library:
        gone = library.views.remove(name)
    say(f"Removed “{gone.name}”. To have it again: standpoint views save {gone.name!r} {gone.query!r}")
    return OK
