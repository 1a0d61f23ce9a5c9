"""Verdicts of people, and what an outlet altered after publishing."""

from __future__ import annotations

from datetime import date, datetime

from store.model.record import record
from store.model.rows import PositionRow, StatementRow
from store.model.words import Stance


@record(frozen=True)
class ReviewRow:
    """One verdict of the history, taken back ones too."""

    id: int
    uid: str
    """The same wherever the verdict is merged in."""
    issue: str
    """On which the position was read."""
    actor: str
    """Of whom it was read: the key of the words' first voice."""
    content: str
    """The words, folded."""
    verdict: str
    """confirmed, corrected, rejected or noted."""
    who: str
    at: datetime
    note: str
    was_stance: Stance
    was_rule: str
    article_id: int
    """0 where the article is not here yet."""
    stance: Stance | None = None
    to_issue: str | None = None
    to_actor: str | None = None
    condition: str | None = None
    said_on: date | None = None
    text: str | None = None
    """The words that the statement should be."""
    active: bool = False
    """In force."""
    undone: datetime | None = None


@record(frozen=True)
class QueueRow:
    """A position that waits for a verdict."""

    statement: StatementRow
    position: PositionRow
    changes: tuple[int, ...]
    """The shown changes that rest on it."""
    effect: float
    """1 where a shown change falls without it, less where others bear it too."""
    score: float
    """Effect × (1 − confidence): the queue's order."""


@record(frozen=True)
class RateRow:
    """How the verdicts in force on one rule or one actor came out; notes do not count."""

    kind: str
    """"rule" or "actor"."""
    key: str
    confirmed: int
    corrected: int
    rejected: int

    @property
    def total(self) -> int:
        """Verdicts in force."""
        return self.confirmed + self.corrected + self.rejected

    @property
    def accepted(self) -> float:
        """The share confirmed as read."""
        return self.confirmed / self.total if self.total else 0.0


@record(frozen=True)
class ReviewConflict:
    """Two analysts, one position, two verdicts: the later one is in force, the other in the history."""

    issue: str
    actor: str
    content: str
    held: ReviewRow
    """In force after the merge."""
    other: ReviewRow


@record(frozen=True)
class Merged:
    """What a merge of verdicts did."""

    added: int
    known: int
    """Had been here before."""
    waiting: int
    """Of those added: their article is not here; they take hold when it comes."""
    conflicts: tuple[ReviewConflict, ...] = ()
