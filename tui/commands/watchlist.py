"""watchlist: the file that says what the story is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tui import output
from tui.commands.narrowing import write_table
from tui.commands.verb import CONFIGURATION, OK, Verb, pass_wiring, say
from tui.wiring import Wiring


@click.group()
def watchlist() -> None:
    """Show, check or locate the watchlist."""


@watchlist.command(cls=Verb)
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@pass_wiring
def show(wiring: Wiring, *, as_json: bool) -> int:
    """Show the watchlist in use."""
    shape: dict[str, Any] = wiring.watchlist.as_json()
    if as_json:
        output.write_json(shape)
        return OK
    actors = [
        (one["id"], one["kind"], one["principal"], one["name"], "; ".join(one["aliases"])) for one in shape["actors"]
    ]
    write_table(("actor", "kind", "principal", "name", "aliases"), actors)
    output.write_blank()
    write_table(("topic", "name"), [(one["id"], one["name"]) for one in shape["topics"]])
    output.write_blank()
    write_table(("issue", "question"), [(one["id"], one["question"]) for one in shape["issues"]])
    return OK


@watchlist.command(cls=Verb)
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), required=False)
@pass_wiring
def check(wiring: Wiring, path: Path | None) -> int:
    """Check a watchlist, the one in use where no PATH is given; exit code 3 where it has errors."""
    from tagger.watchlist import check as problems_of  # noqa: PLC0415  # the tagger is slow to load

    problems = problems_of(path or wiring.watchlist_path)
    for problem in problems:
        say(str(problem))
    if problems:
        return CONFIGURATION
    say("The watchlist is in order.")
    return OK


@watchlist.command("path", cls=Verb)
@pass_wiring
def where(wiring: Wiring) -> int:
    """Print where the watchlist in use lies."""
    output.write_line(str(wiring.watchlist_file))
    return OK
