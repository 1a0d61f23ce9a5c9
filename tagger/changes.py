"""The ledger's logic, pure: from dated evidence to states, changes and divergences.

Evidence on one principal and one issue becomes views (one voice, one day), and the views in order of the day they were
said become a state with the steps that led there. A step is a change only where a voice of no lower rank says
something that the standing position does not already hold; anything less confirms it, or is passed over. A false
"changed" costs more than ten missed ones, so every rule here errs towards silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from store.model import Change, ChangeKind, ChangeStatus, Evidence, Grade, Stance, State
from tagger.grades import grade
from tagger.views import View, joined, views

DIVERGENCE_DAYS = timedelta(days=7)
"""Like ranks that differ within these days diverge; after them the later one stands (design, The ledger)."""

SURE = 0.6
"""What both sides of a change need; below it, a change is only possible."""

REFINES = frozenset({(Stance.SUPPORT, Stance.CONDITIONAL)})
"""Steps that a named voice of lower rank may take: a condition put beside a yes contradicts nobody above."""

_CONTRARY = (frozenset({Stance.SUPPORT, Stance.OPPOSE}), frozenset({Stance.CONDITIONAL, Stance.OPPOSE}))
"""Contraries: a misread sign or a mistaken speaker makes these, so they want more."""

_CLASHES = (
    frozenset({Stance.SUPPORT, Stance.OPPOSE}),
    frozenset({Stance.CONDITIONAL, Stance.OPPOSE}),
    frozenset({Stance.SUPPORT, Stance.UNDECIDED}),
    frozenset({Stance.OPPOSE, Stance.UNDECIDED}),
)
"""Stances that two voices of one principal cannot hold side by side."""


def states(evidence: Iterable[Evidence], today: date = date.max) -> tuple[State, ...]:
    """Where each principal stands on each issue by what was said up to `today`, in order of principal and issue."""
    found = []
    for (principal, issue), group in _pairs(evidence):
        line = _Line(principal, issue)
        line.run(views(group, today) or views(group, today, dateless=True))
        if line.standing:
            found.append(line.state())
    return tuple(found)


def changes(evidence: Iterable[Evidence], today: date) -> tuple[Change, ...]:
    """The changes and divergences that evidence up to `today` documents, in order of principal, issue and day.

    Any order of the same evidence gives the same result.
    """
    found: list[Change] = []
    for (principal, issue), group in _pairs(evidence):
        line = _Line(principal, issue)
        line.run(views(group, today))
        found.extend(line.found)
    return tuple(found)


def _pairs(evidence: Iterable[Evidence]) -> list[tuple[tuple[str, str], list[Evidence]]]:
    groups: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for e in evidence:
        groups[e.principal, e.issue].append(e)
    return sorted(groups.items())


@dataclass(slots=True)
class _Line:
    """One principal's line on one issue, drawn from day to day."""

    principal: str
    issue: str
    standing: list[View] = field(default_factory=list)
    """The views that hold the standing position, the one that set it first."""
    found: list[Change] = field(default_factory=list)
    seen: list[View] = field(default_factory=list)
    waiting: View | None = None
    """What differs from the standing position and is not yet well enough attested."""
    plain: View | None = None
    """A yes without the standing condition, said since."""
    possible: Change | None = None
    """The change that it would be. It falls when the standing position is held up again."""

    def run(self, ordered: Sequence[View]) -> None:
        """Take the views in order of their days."""
        for view in ordered:
            self._diverge(view)
            self._step(view)
            self.seen.append(view)
        if self.possible:
            self.found.append(self.possible)

    # --- steps --------------------------------------------------------------------------------------------------------

    def _step(self, view: View) -> None:
        if not self.standing:
            self.standing = [view]
            return
        first = self.standing[0]
        if view.stance is first.stance:
            self.standing.append(view)
            self.plain = None
            if self.waiting and view.rank >= self.waiting.rank:
                self.waiting = self.possible = None
        elif view.day == self.standing[-1].day:
            self._same_day(view)
        elif self._counts(view):
            self._change(view)

    def _same_day(self, view: View) -> None:
        """Two voices of one day: the higher one has set the position already; likes are a divergence, or qualify."""
        last = self.standing[-1]
        sets_here = all(v.day == view.day for v in self.standing)
        guarded = {last.stance, view.stance} == {Stance.SUPPORT, Stance.CONDITIONAL}
        if sets_here and guarded and view.rank == last.rank and view.stance is Stance.CONDITIONAL:
            self.standing = [view]

    def _counts(self, view: View) -> bool:
        """Whether a view that differs moves the standing position."""
        before = self.standing[0].stance
        rank = max(v.rank for v in self.standing)
        if (before, view.stance) == (Stance.CONDITIONAL, Stance.SUPPORT):
            return self._drops_condition(view)
        if (before, view.stance) == (Stance.SUPPORT, Stance.CONDITIONAL) and not view.condition:
            return False  # a condition that cannot be quoted was not added
        if view.rank < rank and not self._refines(before, view):
            return False
        if not view.named and rank >= 1:
            return False
        return not any(_clash(view, other) for other in self._near(view))

    def _refines(self, before: Stance, view: View) -> bool:
        """Whether a lower voice only puts a condition beside a yes: in its own words, on a day that a text fixes."""
        return (before, view.stance) in REFINES and view.quoted and view.dated

    def _drops_condition(self, view: View) -> bool:
        """A yes without its condition drops it only where it is said again and again, well after."""
        if view.rank < max(v.rank for v in self.standing) or view.day - self.standing[-1].day <= 2 * DIVERGENCE_DAYS:
            return False
        self.plain = joined(self.plain, view) if self.plain else view
        return self.plain.utterances >= 2 and self.plain.sources >= 2

    def _near(self, view: View) -> list[View]:
        return [v for v in self.seen if v.day >= view.day - DIVERGENCE_DAYS]

    def _change(self, view: View) -> None:
        """Take the step if the evidence for it suffices, with what pointed that way before; else keep it in mind."""
        if self.waiting and self.waiting.stance is view.stance:
            view = joined(self.waiting, view)
        elif self.plain and self.plain.stance is view.stance:
            view = self.plain
        before = self.standing[0]
        step = grade(before.stance, view.stance, before.condition, view.condition)
        if step is None:
            return
        earlier = [v for v in self.standing if v.day < view.day] or [before]
        strongest = max(earlier, key=lambda v: (v.rank, v.confidence, v.day))
        status, why = _status(strongest, view)
        if status is ChangeStatus.CHANGED and not self._outweighs(view):
            status = ChangeStatus.POSSIBLE
            said = f"{_word(view)} on {_day(view)}"
            why = f"Only possible: {said} is the contrary of what several said, and stands in one outlet."
        record = self._record(ChangeKind.CHANGE, strongest, view, step, status, why)
        if status is ChangeStatus.CHANGED:
            self.found.append(record)
            self.standing, self.waiting, self.possible, self.plain = [view], None, None, None
        else:
            self.waiting = view
            self.possible = record if self._worth_a_look(view) else None

    def _outweighs(self, view: View) -> bool:
        """The contrary of a well attested position wants the same voice, a higher one, or two outlets."""
        held = self.standing[0].stance
        if frozenset({held, view.stance}) not in _CONTRARY:
            return True
        attested = len({e.utterance for v in self.standing for e in v.evidence}) >= 2
        return not attested or view.sources >= 2 or self._same_or_higher(view)

    def _worth_a_look(self, view: View) -> bool:
        """Whether to tell of what is only possible: not of one outlet's contrary that nobody else reports."""
        contrary = frozenset({self.standing[0].stance, view.stance}) in _CONTRARY
        return not contrary or view.sources >= 2 or self._same_or_higher(view)

    def _same_or_higher(self, view: View) -> bool:
        rank = max(v.rank for v in self.standing)
        return view.rank > rank or any(v.actor == view.actor and v.rank <= view.rank for v in self.standing)

    # --- divergences --------------------------------------------------------------------------------------------------

    def _diverge(self, view: View) -> None:
        for other in self._near(view):
            if _clash(view, other) and not self._reported(view, other):
                why = (
                    f"Two voices of like rank said {_word(other)} on {_day(other)} and {_word(view)} on {_day(view)}, "
                    "within seven days."
                )
                enough = all(v.confidence >= SURE for v in (view, other))
                status = ChangeStatus.CHANGED if enough and view.quoted and other.quoted else ChangeStatus.POSSIBLE
                self.found.append(self._record(ChangeKind.DIVERGENCE, other, view, _between(other, view), status, why))

    def _reported(self, view: View, other: View) -> bool:
        pair = {view.actor, other.actor}
        return any(
            c.kind is ChangeKind.DIVERGENCE
            and c.actor in pair
            and {c.from_stance, c.to_stance} == {view.stance, other.stance}
            for c in self.found
        )

    # --- records ------------------------------------------------------------------------------------------------------

    def _record(
        self, kind: ChangeKind, before: View, after: View, step: Grade, status: ChangeStatus, why: str
    ) -> Change:
        return Change(
            kind=kind,
            principal=self.principal,
            actor=after.actor,
            issue=self.issue,
            from_stance=before.stance,
            to_stance=after.stance,
            from_date=before.day,
            to_date=after.day,
            grade=step,
            status=status,
            confidence=round(min(before.confidence, after.confidence), 3),
            why=why,
            before=tuple(e.position_id for e in before.evidence),
            after=tuple(e.position_id for e in after.evidence),
            undo=_undo(before, after),
        )

    def state(self) -> State:
        """The standing position as a record."""
        first = self.standing[0]
        pieces = [e for v in self.standing for e in v.evidence]
        best = max(self.standing, key=lambda v: (v.rank, v.confidence, v.day))
        return State(
            principal=self.principal,
            issue=self.issue,
            stance=first.stance,
            since=first.day,
            last_said=max(v.day for v in self.standing),
            confidence=best.confidence,
            position_id=best.evidence[0].position_id,
            actor=best.actor,
            statements=len({e.utterance for e in pieces}),
        )


def _clash(view: View, other: View) -> bool:
    """Whether two named voices of like rank hold what cannot stand side by side."""
    likes = view.rank == other.rank and view.named and view.actor != other.actor and view.actor and other.actor
    return bool(likes) and frozenset({view.stance, other.stance}) in _CLASHES


def _status(before: View, after: View) -> tuple[ChangeStatus, str]:
    """Whether the evidence suffices to say "changed", and the sentence that says why."""
    said = f"{_word(before)} on {_day(before)}, {_word(after)} on {_day(after)}"
    confirmed = any(e.confirmed for e in after.evidence)
    weak = min(before.confidence, after.confidence)
    if weak < SURE and not confirmed:
        return ChangeStatus.POSSIBLE, f"Only possible: {said}, but one side was read with a confidence of {weak:.2f}."
    if not after.dated and after.sources < 2 and after.day - before.day <= DIVERGENCE_DAYS:
        return ChangeStatus.POSSIBLE, f"Only possible: {said}, but no text fixes the day of the later words."
    if after.quoted:
        return ChangeStatus.CHANGED, f"Changed: {said}, in the words of a voice that speaks for the principal."
    if after.named and after.sources >= 2:
        return ChangeStatus.CHANGED, f"Changed: {said}, reported by {after.sources} independent outlets."
    return (
        ChangeStatus.POSSIBLE,
        f"Only possible: {said}, but the later words stand in one outlet and are no quotation.",
    )


def _undo(before: View, after: View) -> str:
    return (
        f"It would fall if the words of {_day(after)} were misread or said before {_day(before)}, "
        f"or if a voice of no lower rank said {_word(before)} again."
    )


def _between(before: View, after: View) -> Grade:
    return grade(before.stance, after.stance, None, None) or Grade.REVERSAL


def _word(view: View) -> str:
    return str(view.stance)


def _day(view: View) -> str:
    return view.day.isoformat()
