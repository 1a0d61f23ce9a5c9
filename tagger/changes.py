"""The ledger's logic, pure: from dated evidence to states, changes and divergences.

Evidence on one principal and one issue becomes views (one voice, one day), and the views in order of the day they were
said become a state with the steps that led there. A step is a change only where a voice of no lower rank says
something that the standing position does not already hold; anything less confirms it, or is passed over. A false
"changed" costs more than ten missed ones, so every rule here errs towards silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from store.model.ledger import Change, Evidence, State
from tagger.line import Line
from tagger.steps import Explanation
from tagger.views import sifted, views


def states(evidence: Iterable[Evidence], today: date = date.max) -> tuple[State, ...]:
    """Where each principal stands on each issue by what was said up to `today`, in order of principal and issue."""
    found = []
    for (principal, issue), group in _pairs(evidence):
        line = Line(principal, issue)
        line.run(views(group, today) or views(group, today, dateless=True))
        if line.standing:
            found.append(line.state())
    return tuple(found)


def changes(evidence: Iterable[Evidence], today: date) -> tuple[Change, ...]:
    """The changes and divergences that evidence up to `today` documents, in order of principal, issue and day.

    Any order of the same evidence gives the same result.
    """
    found: list[Change] = []
    for (principal, issue), group in _pairs(evidence):
        line = Line(principal, issue)
        line.run(views(group, today))
        found.extend(line.found)
    return tuple(found)


def settled(evidence: Iterable[Evidence], today: date) -> tuple[tuple[Change, ...], tuple[tuple[date, State], ...]]:
    """What `changes` says of evidence up to `today`, and what `states` says of it on each day on which somebody spoke.

    A day's state holds until the principal's next one; the last is where it stands. One pass over the evidence of one
    principal and issue gives both.
    """
    found: list[Change] = []
    days: list[tuple[date, State]] = []
    for (principal, issue), group in _pairs(evidence):
        line = Line(principal, issue)
        dated = tuple(line.days(views(group, today)))
        found.extend(line.found)
        # Before anything bears a day, a state still follows, and no change.
        until = dated[0][0] if dated else date.max
        undated = Line(principal, issue).days(views(group, today, dateless=True))
        days.extend(one for one in undated if one[0] < until)
        days.extend(dated)
    return tuple(found), tuple(days)


def explain(evidence: Iterable[Evidence], today: date) -> tuple[Explanation, ...]:
    """How `changes` and `states` came to what they say, step by step: the same code, asked for its trace."""
    found = []
    for (principal, issue), group in _pairs(evidence):
        taken, left_out = sifted(group, today)
        line = Line(principal, issue)
        line.run(taken)
        found_changes = tuple(line.found)
        if not taken:
            # Where nothing bears a day, a state still follows, and no change.
            taken, left_out = sifted(group, today, dateless=True)
            line.run(taken)
        state = line.state() if line.standing else None
        found.append(Explanation(principal, issue, tuple(line.steps), left_out, found_changes, state))
    return tuple(found)


def _pairs(evidence: Iterable[Evidence]) -> list[tuple[tuple[str, str], list[Evidence]]]:
    groups: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for e in evidence:
        groups[e.principal, e.issue].append(e)
    return sorted(groups.items())
