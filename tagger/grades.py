"""What sort of change lies between two stances, and whether two conditions are the same."""

from __future__ import annotations

from store.model.words import Grade, Stance
from tagger.wording import read

_FIRM = {Stance.SUPPORT: 2, Stance.CONDITIONAL: 1, Stance.UNDECIDED: 0, Stance.OPPOSE: -2}
"""How far a stance leans towards the proposition."""

_NAMED = {
    (Stance.SUPPORT, Stance.OPPOSE): Grade.REVERSAL,
    (Stance.OPPOSE, Stance.SUPPORT): Grade.REVERSAL,
    (Stance.SUPPORT, Stance.CONDITIONAL): Grade.CONDITION_ADDED,
    (Stance.CONDITIONAL, Stance.SUPPORT): Grade.CONDITION_DROPPED,
}

_FUNCTION_WORDS = frozenset(
    """a an the of to in on at by for with from as and or but if unless until till once only provided providing that
    this these those it its their our his her is are was were be been being has have had will would shall should must
    can could may might not no any all some such under within after before when while subject condition conditions
    conditional depending depends depend hinges hinge about into than then there which who whose what""".split()  # noqa: SIM905 - a list of words reads better as text
)
_FAMILIES = {
    word: head
    for head, words in {
        "united nations": "un unsc united nations security council",
        "mandate": "mandate mandated mandates authorise authorises authorised authorize authorizes authorized "
        "authorisation authorization approve approves approved approval endorse endorses endorsed endorsement "
        "resolution permission permits",
        "consent": "ask asks asked request requests requested invite invites invited invitation consent consents agree "
        "agrees agreed agreement accept accepts accepted acceptance want wants welcome",
        "truce": "truce ceasefire cease calm",
        "withdrawal": "withdraw withdraws withdrawn withdrawal pull pulls pullback pullout leave leaves occupation",
        "weapons": "weapon weapons arms arm guns disarm disarms disarmed disarming disarmament demilitarisation "
        "demilitarization",
        "state": "state statehood sovereign sovereignty independence independent",
    }.items()
    for word in words.split()
}
"""Words that conditions are reworded with: different stems for one thing."""
_STEM = 5
"""Letters that tell a word's family: "mandate" and "mandated", "consent" and "consents"."""


def grade(before: Stance, after: Stance, condition_before: str | None, condition_after: str | None) -> Grade | None:
    """The grade of a step from one stance to another; None where it is no step.

    A condition only counts as replaced where both are known and share no head.
    """
    if before == after:
        swapped = before is Stance.CONDITIONAL and replaced(condition_before, condition_after)
        return Grade.CONDITION_REPLACED if swapped else None
    if before is Stance.UNDECIDED:
        return Grade.FIRST_POSITION
    named = _NAMED.get((before, after))
    if named:
        return named
    return Grade.SOFTENING if abs(_FIRM[after]) < abs(_FIRM[before]) else Grade.HARDENING


def heads(condition: str | None) -> frozenset[str]:
    """The families of the words that carry a condition: rewording keeps them, another condition has others."""
    if not condition:
        return frozenset()
    words = read(condition).words
    known = frozenset(_FAMILIES[w] for w in words if w in _FAMILIES)
    others = (w for w in words if w not in _FUNCTION_WORDS and w not in _FAMILIES and len(w) > 2)
    return known | frozenset(w[:_STEM] for w in others)


def replaced(before: str | None, after: str | None) -> bool:
    """Whether one condition took another's place: both are known, long enough to judge, and share nothing."""
    old, new = heads(before), heads(after)
    return len(old) >= 2 and len(new) >= 2 and not old & new
