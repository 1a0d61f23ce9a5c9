"""A position's confidence: a product of measured factors, each with a name that people see.

Measured over the annotated statements of the seed corpus and of forty articles on the story, each rule over the
statements that the whole reader found there: right is a position whose issue and stance the annotation has. A rule with
fewer than eight positions there takes the pooled figure.
"""

from __future__ import annotations

from collections.abc import Sequence

from store.model import Position, Stance, Voice
from tagger.page import Found

POOLED = 0.77
"""Of all positions together: 162 right of 211."""

RULES: dict[str, float] = {}
"""By rule id."""

FACTORS: dict[str, float] = {}
"""By the name of what makes a position less precise: the ratio of its precision to that of the others."""

SPEAKERS: dict[str, float] = {}
"""By the sieve that resolved the speaker, its precision where it is below the others'."""

FAR = 8
"""Words between the target and the word that gave it force, beyond which the two may not belong together."""


def position(found: Found, voices: Sequence[Voice]) -> Position:
    """The position that a candidate comes to."""
    rule = f"stance.{found.weight.rule.replace(' ', '-')}"
    factors = [("rule", RULES.get(rule, POOLED))]
    factors += [(name, FACTORS[name]) for name in _doubts(found) if name in FACTORS]
    if voices and voices[0].rule in SPEAKERS:
        factors.append(("speaker", SPEAKERS[voices[0].rule]))
    confidence = 1.0
    for _, factor in factors:
        confidence *= factor
    condition = found.condition if found.weight.stance is Stance.CONDITIONAL else None
    return Position(found.issue, found.weight.stance, round(confidence, 3), rule, condition, tuple(factors))


def _doubts(found: Found) -> list[str]:
    """What speaks against a candidate, by name."""
    doubts = list(found.factors)
    if found.weight.maybe:
        doubts.append("maybe")
    if found.weight.distance > FAR:
        doubts.append("far")
    return doubts
