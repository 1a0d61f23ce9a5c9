"""watchlist: the file that says what the story is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui import output
from tui.commands.init import init
from tui.commands.narrowing import write_table
from tui.commands.verb import CONFIGURATION, ERROR, OK, Verb, pass_wiring, say
from tui.wiring import Wiring

if TYPE_CHECKING:
    from tagger.examples import Example


@click.group()
def watchlist() -> None:
    """Show, check, try, locate or begin a watchlist."""


watchlist.add_command(init)


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


@watchlist.command("test", cls=Verb)
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each example.")
@pass_wiring
def examples_test(wiring: Wiring, path: Path | None, *, as_json: bool) -> int:
    """Read the examples beside each issue and tell which are not read as written; exit code 1 where one is not."""
    from tagger.examples import examples  # noqa: PLC0415  # the tagger is slow to load
    from tagger.watchlist import load  # noqa: PLC0415

    read = list(examples(load(path) if path else wiring.watchlist))
    if as_json:
        output.write_json_lines(_example(one) for one in read)
    failed = [one for one in read if not one.holds]
    for one in () if as_json else failed:
        output.write_line(f"{one.issue}: “{one.text}”")
        by = f", by {one.rule}" if one.rule else "; no phrase of the issue was found in it"
        output.write_line(f"    written {one.expected.value}, read {one.read.value}{by}")
    say(f"{len(read) - len(failed)} of {len(read)} examples are read as written.")
    return ERROR if failed else OK


def _example(one: Example) -> dict[str, Any]:
    return {
        "issue": one.issue,
        "text": one.text,
        "expected": one.expected.value,
        "read": one.read.value,
        "rule": one.rule or None,
        "holds": one.holds,
    }


@watchlist.command("path", cls=Verb)
@pass_wiring
def where(wiring: Wiring) -> int:
    """Print where the watchlist in use lies."""
    output.write_line(str(wiring.watchlist_file))
    return OK
