"""A position's confidence: a product of measured factors, each with a name that people see (`tagger.precision`)."""

from __future__ import annotations

from collections.abc import Sequence

from store.model.reading import Position, Voice
from store.model.words import Stance
from tagger import precision
from tagger.page import Found

FAR = 8
"""Words between the target and the word that gave it force, beyond which the two may not belong together."""


def position(found: Found, voices: Sequence[Voice]) -> Position:
    """The position that a candidate comes to."""
    rule = f"stance.{found.weight.rule.replace(' ', '-')}"
    factors = [
        (precision.STANCE, precision.of(precision.STANCE, rule)),
        *((name, precision.of_doubt(name)) for name in _doubts(found)),
        (precision.SPEAKER, precision.of_speaker(voices)),
    ]
    condition = found.condition if found.weight.stance is Stance.CONDITIONAL else None
    confidence = precision.product(factors)
    return Position(found.issue, found.weight.stance, confidence, rule, condition, tuple(factors))


def _doubts(found: Found) -> list[str]:
    """What speaks against a candidate, by name."""
    doubts = list(found.factors)
    if found.weight.maybe:
        doubts.append("maybe")
    if found.weight.distance > FAR:
        doubts.append("far")
    return doubts
