"""What a reading is worth: how often each rule and each sieve was right, as measured.

Counted over the annotated statements of the seed corpus and of forty articles on the story, which the rules were also
written with: an extraction is right when an annotated statement begins there, a speaker when it is the annotated one.
A share is (right + 1) / (cases + 2), so that few cases prove little; under eight cases the pooled share stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_ENOUGH = 8

RULES: Mapping[str, tuple[int, int]] = {
    "indirect": (121, 123),
    "indirect-trailing": (41, 41),
    "object": (22, 35),
    "participle": (26, 32),
    "direct-trailing": (16, 16),
    "coordinated": (6, 9),
    "indirect-middle": (6, 8),
}
"""Right and cases by the rule that read a statement (see `tagger.speech`)."""
ALL_RULES = (264, 298)

SIEVES: Mapping[str, tuple[int, int]] = {
    "pronoun": (64, 66),
    "title+full-name": (43, 44),
    "surname": (37, 37),
    "full-name": (18, 18),
    "unnamed-inherited": (18, 18),
    "role": (15, 16),
    "office": (16, 16),
    "unnamed": (10, 10),
    "state": (5, 10),
    "document": (7, 8),
}
"""Right and cases by the sieve that resolved a speaker (see `tagger.speakers`), over statements found."""
ALL_SIEVES = (252, 264)


def share(counts: Mapping[str, tuple[int, int]], name: str, pooled: tuple[int, int]) -> float:
    """How often `name` was right, the pooled share where it has too few cases."""
    right, cases = counts.get(name, pooled)
    if cases < _ENOUGH:
        right, cases = pooled
    return (right + 1) / (cases + 2)


def confidence(rules: Sequence[str], sieve: str) -> float:
    """That a statement is one, and is its speaker's: 0 to 1. `sieve` is empty where the speaker is not known."""
    read = share(RULES, rules[0] if rules else "", ALL_RULES)
    return round(read * share(SIEVES, sieve, ALL_SIEVES), 3) if sieve else round(read, 3)
