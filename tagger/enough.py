"""Whether the evidence for a step suffices to say "changed", and the sentences that say so."""

from __future__ import annotations

from datetime import timedelta

from store.model.words import ChangeStatus, Grade
from tagger.views import View

DIVERGENCE_DAYS = timedelta(days=7)
"""Like ranks that differ within these days diverge; after them the later one stands (design, The ledger)."""

SURE = 0.6
"""What both sides of a change need; below it, a change is only possible."""


def status(before: View, after: View, step: Grade) -> tuple[ChangeStatus, str]:
    """Whether the evidence suffices to say "changed", and the sentence that says why."""
    said = f"{word(before)} on {day(before)}, {word(after)} on {day(after)}"
    if after.confirmed and after.named and before.confidence >= SURE:
        return ChangeStatus.CHANGED, f"Changed: {said}, and an analyst confirmed the later words."
    lack = _lack(before, after, step)
    if lack:
        return ChangeStatus.POSSIBLE, f"Only possible: {said}, but {lack}."
    if after.quoted:
        return ChangeStatus.CHANGED, f"Changed: {said}, in the words of a voice that speaks for the principal."
    return ChangeStatus.CHANGED, f"Changed: {said}, reported by {after.sources} independent outlets."


def _lack(before: View, after: View, step: Grade) -> str | None:
    """What the evidence lacks; None where it suffices."""
    weak = min(before.confidence, after.confidence)
    if weak < SURE:
        return f"one side was read with a confidence of {weak:.2f}"
    if not after.dated and after.sources < 2 and after.day - before.day <= DIVERGENCE_DAYS:
        return "no text fixes the day of the later words"
    if step is Grade.CONDITION_REPLACED and after.sources < 2:
        return "the other terms stand in one outlet's wording"
    if not after.quoted and not (after.named and after.sources >= 2):
        return "the later words stand in one outlet and are no quotation"
    return None


def undo(before: View, after: View) -> str:
    """The sentence that says what would undo a change."""
    return (
        f"It would fall if the words of {day(after)} were misread or said before {day(before)}, "
        f"or if a voice of no lower rank said {word(before)} again."
    )


def word(view: View) -> str:
    """Its stance."""
    return str(view.stance)


def day(view: View) -> str:
    """Its day as 2025-11-29."""
    return view.day.isoformat()
