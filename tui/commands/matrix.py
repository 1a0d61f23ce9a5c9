"""matrix: where every principal stands on every issue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from store.model.ledger import State
from store.model.words import SaidBasis
from tui import output, shapes
from tui.commands.narrowing import DAY, write_table
from tui.commands.verb import OK, Verb, pass_wiring
from tui.wiring import Wiring

if TYPE_CHECKING:
    from store.ledger import StatesRule


@click.command(cls=Verb)
@click.option("--as-of", type=DAY, help="As it was at the end of this day, as 2025-11-29.")
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@pass_wiring
def matrix(wiring: Wiring, *, as_of: date | None, as_json: bool) -> int:
    """Show where each principal stands on each issue.

    That is its last firm position, by the day on which it was said. "last said" is when any of its voices last spoke on
    the issue; with --json, "silent_days" counts the days since, up to the day of --as-of.
    """
    today = as_of or wiring.clock().date()
    with wiring.existing_library() as library:
        states = library.ledger.matrix(as_of=as_of, rule=_rule(as_of) if as_of else None)
        facts = library.names.facts()
    if as_json:
        output.write_json_lines(shapes.state(one) | {"silent_days": _silent(one, today)} for one in states)
        return OK
    names = {one.id: one.name for one in facts.actors} if facts else {}
    rows = sorted(
        (names.get(s.principal, s.principal), s.issue, s.stance.value, _since(s), s.last_said, s.statements)
        for s in states
    )
    write_table(("principal", "issue", "stance", "since", "last said", "statements"), rows)
    return OK


def _since(state: State) -> str:
    """Since when, with "~" where only the day of publishing or fetching is known, as on the desk."""
    return f"{'' if state.said_basis is SaidBasis.STATED else '~'}{state.since}"


def _rule(day: date) -> StatesRule:
    """How states follow from evidence: the same rule that settles the ledger."""
    from tagger.changes import states  # noqa: PLC0415  # the matrix of today needs nothing of the tagger

    return lambda pieces: states(pieces, day)


def _silent(state: State, today: date) -> int:
    """For how many days nobody of the principal has spoken on the issue."""
    return max(0, (today - state.last_said).days)
