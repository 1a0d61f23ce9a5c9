"""Who "he", "she", "it" and "they" are: the best candidate that agrees, near by, with a margin."""

from __future__ import annotations

from dataclasses import dataclass

from store.model import Voice

SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
PLURAL = frozenset({"they", "them", "their", "both", "we"})
NEUTER = frozenset({"it", "its", "itself"})

_PARAGRAPHS = 2
"""How many paragraphs back a pronoun may reach."""
_MARGIN = 0.25
"""By how much the best candidate must beat the next one; less is a guess."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who stood in the text before a pronoun."""

    key: str
    """Equal for the same person."""
    voices: tuple[Voice, ...]
    gender: str
    """`m`, `f`, or empty where it is not known; `n` for bodies and states, `p` for groups."""
    at: int
    paragraph: int
    speaking: bool
    """True for the source of a statement, which a pronoun takes up sooner than a name in passing."""
    subject: bool
    """True where it stands at the head of its sentence."""


def best(pronoun: str, at: int, paragraph: int, candidates: list[Candidate]) -> Candidate | None:
    """The candidate that a pronoun at offset `at` means, or None where none agrees or two are too close."""
    wanted = _gender(pronoun)
    scores: dict[str, tuple[float, Candidate]] = {}
    for candidate in candidates:
        if candidate.at >= at or paragraph - candidate.paragraph > _PARAGRAPHS or not _agrees(wanted, candidate.gender):
            continue
        score = _score(candidate, at, paragraph)
        held = scores.get(candidate.key)
        if held is None or score >= held[0]:
            bonus = 0.1 if held else 0.0
            scores[candidate.key] = (score + bonus, candidate)
    ranked = sorted(scores.values(), key=lambda pair: -pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN):
        return None
    return ranked[0][1]


def _gender(pronoun: str) -> str:
    low = pronoun.lower()
    if low in PLURAL:
        return "p"
    return SINGULAR.get(low, "n")


def _agrees(wanted: str, gender: str) -> bool:
    return gender == wanted or (gender == "" and wanted in "mf")


def _score(candidate: Candidate, at: int, paragraph: int) -> float:
    distance = min(1.0, (at - candidate.at) / 900)
    score = 2.0 - distance - 0.35 * (paragraph - candidate.paragraph)
    return score + (1.0 if candidate.speaking else 0.0) + (0.6 if candidate.subject else 0.0)
