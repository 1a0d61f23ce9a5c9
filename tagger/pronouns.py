"""Who "he", "she", "it" and "they" are: the best candidate that agrees, near by, with a margin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.model.reading import Voice
from tagger.words import words

MASCULINE, FEMININE, NEUTER, PLURAL = "m", "f", "n", "p"
"""Genders; a person's is empty where it is not known."""

_GENDERS = (
    (MASCULINE, words("he him his himself")),
    (FEMININE, words("she her hers herself")),
    (PLURAL, words("they them their themselves")),
    (NEUTER, words("it its itself")),
)
PARAGRAPHS = 2
"""How many paragraphs back a pronoun may reach."""
_MARGIN = 0.2
"""By how much the best candidate must beat the next one; less is a guess."""
_NEXT = 0.7
"""Weight for whom the sentence right before is about, without a word of his: he is taken up before who spoke there."""
_SPEAKING, _SUBJECT, _SENTENCE, _FAR, _OWNER = 0.9, 0.6, 0.45, 0.7, 0.3
"""Weights: for a source of a statement, for the head of a sentence; against each sentence and paragraph between, and
against a possessor ("Trump's plan")."""


class Candidate(NamedTuple):
    """Somebody who stood in the text before a pronoun."""

    key: str
    """Equal for the same speaker."""
    voices: tuple[Voice, ...]
    gender: str
    at: int
    sentence: int
    paragraph: int
    speaking: bool
    """True for the source of a statement, which a pronoun takes up sooner than a name in passing."""
    subject: bool
    """True where it stands at the head of its sentence."""
    owner: bool = False
    """True for a possessor: "Trump's plan" is about the plan."""


def gender_of(word: str) -> str | None:
    """The gender that a pronoun wants; None for any other word."""
    return next((gender for gender, forms in _GENDERS if word in forms), None)


def best(gender: str, sentence: int, paragraph: int, candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate that a pronoun in a sentence and paragraph means; None where none agrees or two are too close."""
    scores: dict[str, tuple[float, Candidate]] = {}
    for candidate in candidates:
        if paragraph - candidate.paragraph > PARAGRAPHS or not _agrees(gender, candidate.gender):
            continue
        score = _score(candidate, sentence, paragraph)
        if candidate.key not in scores or score >= scores[candidate.key][0]:
            scores[candidate.key] = (score, candidate)
    ranked = sorted(scores.values(), key=lambda pair: -pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN):
        return None
    return ranked[0][1]


def _agrees(wanted: str, gender: str) -> bool:
    return gender == wanted or (gender == "" and wanted in (MASCULINE, FEMININE))


def _just_before(candidate: Candidate, sentence: int, paragraph: int) -> bool:
    """Whether the sentence before is about it: "Saar took a softer line. “It is welcome,” he said."."""
    about = candidate.subject and not candidate.speaking
    return about and candidate.paragraph == paragraph and sentence - candidate.sentence == 1


def _score(candidate: Candidate, sentence: int, paragraph: int) -> float:
    score = -_SENTENCE * (sentence - candidate.sentence) - _FAR * (paragraph - candidate.paragraph)
    score -= _OWNER if candidate.owner else 0.0
    score += _NEXT if _just_before(candidate, sentence, paragraph) else 0.0
    return score + (_SPEAKING if candidate.speaking else 0.0) + (_SUBJECT if candidate.subject else 0.0)
