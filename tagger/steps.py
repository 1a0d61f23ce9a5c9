"""What became of each piece of evidence on a line: the trace that explanations are made of."""

from __future__ import annotations

from dataclasses import dataclass

from store.model.ledger import Change, Evidence, State
from tagger.views import View

SETS = "sets the position"
HOLDS = "holds the position"
QUALIFIES = "qualifies the position"
CHANGED = "changes the position"
POSSIBLE = "may change the position"
WAITS = "is kept in mind"
DIVERGES = "diverges"
PASSED = "is passed over"


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one view, and the sentence of the branch that decided."""

    view: View
    outcome: str
    """One of the words above."""
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A principal's line on an issue from the first word to the standing position."""

    principal: str
    issue: str
    steps: tuple[Step, ...]
    """In order of the days."""
    left_out: tuple[tuple[Evidence, str], ...]
    """Evidence that is no part of any view, each with the reason."""
    changes: tuple[Change, ...]
    state: State | None
