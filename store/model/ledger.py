"""What the ledger is made of: evidence, states and changes."""

from __future__ import annotations

from datetime import date

from store.model.record import record
from store.model.words import ChangeKind, ChangeStatus, Grade, Kind, SaidBasis, Stance


@record(frozen=True)
class Evidence:
    """One stored position with all that the ledger's rules ask of it. Reviews are already applied."""

    position_id: int
    statement_id: int
    article_id: int
    principal: str
    actor: str | None
    rank: int
    unnamed: bool
    issue: str
    stance: Stance
    condition: str | None
    confidence: float
    kind: Kind
    said_on: date
    said_basis: SaidBasis
    outlet: str
    source_key: str
    """Equal for copies of one wire text: they count once."""
    utterance: str
    """Equal for the same words by the same speaker: they are one statement with several sources."""
    text: str
    confirmed: bool = False
    """An analyst confirmed or corrected it."""
    dateless: bool = False
    """True where neither the words nor the article bear a day: that of fetching stands in; no change rests on it."""


@record(frozen=True)
class Change:
    """A change or divergence as the rules computed it. `before` and `after` name positions."""

    kind: ChangeKind
    principal: str
    actor: str | None
    """Who spoke last."""
    issue: str
    from_stance: Stance
    to_stance: Stance
    from_date: date
    to_date: date
    grade: Grade
    status: ChangeStatus
    confidence: float
    why: str
    """One sentence: why it counts, or why it is only possible."""
    before: tuple[int, ...]
    """Position ids, the strongest first."""
    after: tuple[int, ...]
    undo: str = ""
    """One sentence: what would undo it."""


@record(frozen=True)
class State:
    """Where a principal stands on an issue: the last firm position by the day it was said."""

    principal: str
    issue: str
    stance: Stance
    since: date
    last_said: date
    confidence: float
    position_id: int
    actor: str | None
    statements: int
    said_basis: SaidBasis = SaidBasis.STATED
    """How the day of `since` is known."""
    dateless: bool = False
    """True where no day is known at all, and `since` is the day of fetching."""
