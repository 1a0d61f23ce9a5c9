"""matrix: where every principal stands on every issue."""

from __future__ import annotations

from datetime import date

import click

from tui import output, shapes
from tui.commands.narrowing import DAY, write_table
from tui.commands.verb import OK, Verb, pass_wiring
from tui.wiring import Wiring


@click.command(cls=Verb)
@click.option("--as-of", type=DAY, help="As it was at the end of this day, as 2025-11-29.")
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@pass_wiring
def matrix(wiring: Wiring, *, as_of: date | None, as_json: bool) -> int:
    """Show where each principal stands on each issue.

    That is its last firm position, by the day on which it was said.
    """
    with wiring.existing_library() as library:
        states = library.ledger.matrix(as_of=as_of)
        facts = library.names.facts()
    if as_json:
        output.write_json_lines(map(shapes.state, states))
        return OK
    names = {one.id: one.name for one in facts.actors} if facts else {}
    rows = sorted(
        (names.get(one.principal, one.principal), one.issue, one.stance.value, one.since, one.last_said, one.statements)
        for one in states
    )
    write_table(("principal", "issue", "stance", "since", "last said", "statements"), rows)
    return OK
