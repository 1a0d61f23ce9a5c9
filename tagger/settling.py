"""The stairwell of the ledger: from the store's evidence to its changes and states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from store.library import Library
from tagger.changes import settled

_ROUNDS = 3
"""Attempts at a pair that is touched while it is worked out."""


def settle(library: Library, *, today: date) -> int:
    """Work the ledger out again for every pair that new evidence touched. Returns how many pairs.

    A pair that another process touches meanwhile is worked out once more, and left to the next settling where it is
    touched without end.
    """
    return sum(settling(library, today=today))


def settling(library: Library, *, today: date) -> Iterator[int]:
    """The same, pair by pair: 1 for each that is settled. May be stopped between any two; what is left stays marked."""
    for _ in range(_ROUNDS):
        missed = False
        for pair in library.ledger.dirty():
            done = _settled(library, *pair, today)
            missed = missed or not done
            yield int(done)
        if not missed:
            break


def _settled(library: Library, principal: str, issue: str, today: date) -> bool:
    # Asked before the evidence is read: what comes between is worked out twice, and never missed.
    revision = library.revision()
    evidence = library.ledger.evidence(principal, issue)
    found = settled(evidence, today)
    return library.ledger.settle(principal, issue, *found, revision=revision)
