"""The stairwell of the ledger: from the store's evidence to its changes, and from its texts to new readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from store.library import Library
from store.model.reading import Draft, Reading
from tagger.changes import changes, states

BATCH = 50
"""Articles re-read in one transaction: little is lost by a stop, and the desk is not kept waiting."""

_ROUNDS = 3
"""Attempts at a pair that is touched while it is worked out."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a re-tagging is."""

    done: int
    """Articles re-read so far."""
    settled: int
    """(principal, issue) pairs settled so far."""


def settle(library: Library, *, today: date) -> int:
    """Work the ledger out again for every pair that new evidence touched. Returns how many pairs.

    A pair that another process touches meanwhile is worked out once more, and left to the next settling where it is
    touched without end.
    """
    count = 0
    for _ in range(_ROUNDS):
        done = [_settled(library, *pair, today) for pair in library.ledger.dirty()]
        count += sum(done)
        if all(done):
            break
    return count


def _settled(library: Library, principal: str, issue: str, today: date) -> bool:
    # Asked before the evidence is read: what comes between is worked out twice, and never missed.
    revision = library.revision()
    evidence = library.ledger.evidence(principal, issue)
    found = changes(evidence, today), states(evidence, today)
    return library.ledger.settle(principal, issue, *found, revision=revision)


def retag(
    library: Library, read: Callable[[Draft], Reading], *, fingerprint: str, today: date, batch: int = BATCH
) -> Iterator[Progress]:
    """Read every article again that was tagged with another watchlist or tagger; reviews stay.

    `read` makes the readings, whose `tagged_with` is `fingerprint`. One transaction a batch; the ledger is settled
    after each, so that a stop at any moment leaves a true one. Raises `ValueError` where `read` marks its readings
    otherwise: the same articles would come back for ever.
    """
    done = 0
    while waiting := library.articles.untagged(fingerprint, limit=batch):
        readings = [(article, read(draft)) for article, draft in waiting]
        if any(reading.tagged_with != fingerprint for _, reading in readings):
            raise ValueError("The reader works with another watchlist than the one asked for; load it again.")
        library.articles.retag(readings)
        done += len(readings)
        yield Progress(done, settle(library, today=today))
