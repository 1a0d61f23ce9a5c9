"""A position's confidence: a product of measured factors, each with a name that people see.

Measured over the annotated statements of the seed corpus and of forty articles on the story, each rule over the
statements that the whole reader found there: right is a position whose issue and stance the annotation has. A rule with
fewer than eight positions there takes the pooled figure.
"""

from __future__ import annotations

from collections.abc import Sequence

from store.model import Position, Stance, Voice
from tagger.page import Found

POOLED = 0.79
"""Of all positions together: 167 right of 212."""

RULES: dict[str, float] = {
    "stance.complaint": 0.92,  # 11 of 12
    "stance.condition": 0.83,  # 10 of 12
    "stance.fact": 0.50,  # 7 of 14
    "stance.obliged": 0.62,  # 5 of 8
    "stance.open": 0.83,  # 10 of 12
    "stance.phrase": 0.94,  # 50 of 53
    "stance.refused": 0.67,  # 6 of 9
    "stance.valued": 0.77,  # 23 of 30
    "stance.wanted": 0.69,  # 22 of 32
}
"""By rule id."""

FACTORS: dict[str, float] = {
    "far": 0.61,  # 9 of 18, the others .81
    "referring back": 0.79,  # 12 of 19, the others .80
}
"""By the name of what makes a position less precise: the ratio of its precision to that of the others."""

SPEAKERS: dict[str, float] = {"pronoun": 0.96}  # 66 of 69; the sieves by name 1.00
"""By the sieve that resolved the speaker, its precision where it is measurably below the others'."""

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
