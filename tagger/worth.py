"""What a reading is worth: a product of measured factors (`tagger.precision`)."""

from __future__ import annotations

from collections.abc import Sequence

from tagger import precision


def confidence(rules: Sequence[str], sieve: str) -> float:
    """That a statement is one, and is its speaker's: 0 to 1. `sieve` is empty where the speaker is not known."""
    return precision.product(precision.reading(rules, sieve))
