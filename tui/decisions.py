"""What the tagger decides, lent to the desk: it is loaded when the desk first asks, not when it starts."""
# ruff: noqa: PLC0415  # the imports in these functions are the sanctioned late ones: the first frame needs no tagger

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from store.library import Library
from store.model.ledger import Change, Evidence, State
from tui.desk import Decisions, Figure

if TYPE_CHECKING:
    from tui.wiring import Wiring


def decisions(wiring: Wiring, library: Library) -> Decisions:
    """Make what the desk asks of the tagger."""

    def changes(evidence: Sequence[Evidence]) -> Sequence[Change]:
        from tagger.changes import changes as decide

        return decide(evidence, wiring.clock().date())

    return Decisions(settle=lambda: wiring.settle(library), changes=changes, states=states, accuracy=accuracy)


def states(evidence: Sequence[Evidence]) -> Sequence[State]:
    """Say where the principals stand by evidence, whatever its days."""
    from tagger.changes import states as decide

    return decide(evidence)


def accuracy() -> tuple[Figure, ...]:
    """Give the figures that the confidences are made of, each class of rules as a whole."""
    from tagger.precision import EXTRACTION, POOLED, SPEAKER, STANCE, measured

    kinds = (
        (EXTRACTION, "words given to the source that said them"),
        (SPEAKER, "source resolved to the right actor"),
        (STANCE, "issue and stance right"),
    )
    rows = ((what, measured(kind, POOLED)) for kind, what in kinds)
    return tuple(Figure(what, row.hits, row.n, row.corpus) for what, row in rows)


def analyst(environ: Mapping[str, str]) -> str:
    """Whose verdicts those given here are: as `STANDPOINT_REVIEW_BY` says, else the login name."""
    if named := environ.get("STANDPOINT_REVIEW_BY", "").strip():
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unnamed"
