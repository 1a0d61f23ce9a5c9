"""One principal's line on one issue, drawn from view to view.

Every view leaves a step behind that says what became of it and why, in the words of the branch that decided: what is
explained to people is what was done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, takewhile

from store.model.ledger import Change, State
from store.model.words import ChangeKind, ChangeStatus, Grade, SaidBasis, Stance
from tagger.enough import DIVERGENCE_DAYS, SURE, day, status, undo, word
from tagger.grades import grade
from tagger.standing import Standing, strongest_of
from tagger.steps import CHANGED, DIVERGES, HOLDS, PASSED, POSSIBLE, QUALIFIES, SETS, WAITS, Step
from tagger.views import View, joined

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


@dataclass(slots=True)
class Line:
    """The standing position with all that led to it."""

    principal: str
    issue: str
    standing: Standing | None = None
    """The standing position; none before the first view."""
    found: list[Change] = field(default_factory=list)
    seen: list[View] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    waiting: View | None = None
    """What differs from the standing position and is not yet well enough attested."""
    plain: View | None = None
    """A yes without the standing condition, said since."""
    possible: Change | None = None
    """The change that it would be. It falls when the standing position is held up again."""
    _told_apart: set[tuple[str | None, frozenset[Stance]]] = field(default_factory=set)
    """Actors and stances of the divergences found."""

    def run(self, ordered: Sequence[View]) -> None:
        """Take the views in order of their days."""
        for view in ordered:
            self._take(view)
        if self.possible:
            self.found.append(self.possible)

    def days(self, ordered: Sequence[View]) -> Iterator[tuple[date, State]]:
        """`run`, telling after each day on which somebody spoke where the principal stands from then on."""
        for spoken, views in groupby(ordered, key=lambda view: view.day):
            for view in views:
                self._take(view)
            yield spoken, self.state()
        self.run(())

    def _take(self, view: View) -> None:
        self._diverge(view)
        self._step(view)
        self.seen.append(view)

    # --- steps --------------------------------------------------------------------------------------------------------

    def _tell(self, view: View, outcome: str, why: str) -> None:
        self.steps.append(Step(view, outcome, why))

    def _step(self, view: View) -> None:
        if self.standing is None:
            self.standing = Standing(view)
            self._tell(view, SETS, "It is the first that was said.")
            return
        if view.stance is self.standing.first.stance:
            self._same_stance(self.standing, view)
        elif view.day == self.standing.last.day:
            self._same_day(self.standing, view)
        else:
            objection = self._objection(self.standing, view)
            if objection:
                self._tell(view, PASSED, objection)
            else:
                self._change(self.standing, view)

    def _same_stance(self, standing: Standing, view: View) -> None:
        """Say the standing position again, or put other terms in the place of its terms."""
        if _replaces(standing, view):
            self._change(standing, view)
            return
        standing.add(view)
        self.plain = None
        again = f"{word(view)} is said again"
        if self.waiting and view.rank >= self.waiting.rank:
            self._tell(view, HOLDS, f"{again}; what pointed to {word(self.waiting)} falls.")
            self.waiting = self.possible = None
        else:
            self._tell(view, HOLDS, f"{again}.")

    def _same_day(self, standing: Standing, view: View) -> None:
        """Two voices of one day: the higher one has set the position already; likes are a divergence, or qualify."""
        last = standing.last
        sets_here = all(v.day == view.day for v in standing.views)
        guarded = {last.stance, view.stance} == {Stance.SUPPORT, Stance.CONDITIONAL}
        if sets_here and guarded and view.rank == last.rank and view.stance is Stance.CONDITIONAL:
            self.standing = Standing(view)
            self._tell(view, QUALIFIES, "A like voice puts a condition beside the yes of the same day.")
        else:
            self._tell(view, PASSED, f"{word(last)} was said on the same day by a voice of no lower rank.")

    def _objection(self, standing: Standing, view: View) -> str | None:
        """Why a view that differs does not move the standing position; None where it does."""
        before, rank = standing.first.stance, standing.rank
        if (before, view.stance) == (Stance.CONDITIONAL, Stance.SUPPORT):
            return None if self._drops_condition(standing, view) else _YES_ALONE
        if (before, view.stance) == (Stance.SUPPORT, Stance.CONDITIONAL) and not view.condition:
            return "A condition that cannot be quoted was not added."
        if view.rank < rank and not self._refines(before, view):
            return f"A voice of rank {view.rank} alone does not move what one of rank {rank} said."
        if not view.named and rank >= 1:
            return "An unnamed voice alone moves nothing."
        clash = next((other for other in self._near(view) if _clash(view, other)), None)
        return f"A voice of like rank said {word(clash)} within seven days: that is a divergence." if clash else None

    def _refines(self, before: Stance, view: View) -> bool:
        """Whether a lower voice only puts a condition beside a yes: in its own words, on a day that a text fixes."""
        return (before, view.stance) in REFINES and view.quoted and view.dated

    def _drops_condition(self, standing: Standing, view: View) -> bool:
        """A yes without its condition drops it only where it is said again and again, well after."""
        if view.rank < standing.rank or view.day - standing.last.day <= 2 * DIVERGENCE_DAYS:
            return False
        self.plain = joined(self.plain, view) if self.plain else view
        return self.plain.utterances >= 2 and self.plain.sources >= 2

    def _near(self, view: View) -> list[View]:
        """The views of the days before it, the earliest first. They come by their days: the older ones need no look."""
        since = view.day - DIVERGENCE_DAYS
        return list(takewhile(lambda v: v.day >= since, reversed(self.seen)))[::-1]

    def _change(self, standing: Standing, view: View) -> None:
        """Take the step if the evidence for it suffices, with what pointed that way before; else keep it in mind."""
        given = view
        if self.waiting and self.waiting.stance is view.stance:
            view = joined(self.waiting, view)
        elif self.plain and self.plain.stance is view.stance:
            view = self.plain
        before = standing.first
        step = grade(before.stance, view.stance, before.condition, view.condition)
        if step is None:
            self._tell(given, PASSED, "It is the same position in other words.")
            return
        strongest = strongest_of([v for v in standing.views if v.day < view.day] or [before])
        found, why = status(strongest, view, step)
        if found is ChangeStatus.CHANGED and not _outweighs(standing, view):
            found = ChangeStatus.POSSIBLE
            said = f"{word(view)} on {day(view)}"
            why = f"Only possible: {said} is the contrary of what several said, and stands in one outlet."
        record = self._record(ChangeKind.CHANGE, strongest, view, step, found, why)
        if found is ChangeStatus.CHANGED:
            self.found.append(record)
            self.standing, self.waiting, self.possible, self.plain = Standing(view), None, None, None
            self._tell(given, CHANGED, why)
        else:
            self.waiting = view
            shown = _worth_a_look(standing, view)
            self.possible = record if shown else None
            self._tell(given, POSSIBLE if shown else WAITS, why)

    # --- divergences --------------------------------------------------------------------------------------------------

    def _diverge(self, view: View) -> None:
        for other in self._near(view):
            if _clash(view, other) and not self._reported(view, other):
                why = (
                    f"Two voices of like rank said {word(other)} on {day(other)} and {word(view)} on {day(view)}, "
                    "within seven days."
                )
                enough = all(v.confidence >= SURE for v in (view, other))
                found = ChangeStatus.CHANGED if enough and view.quoted and other.quoted else ChangeStatus.POSSIBLE
                self.found.append(self._record(ChangeKind.DIVERGENCE, other, view, _between(other, view), found, why))
                self._told_apart.add((view.actor, frozenset({view.stance, other.stance})))
                self._tell(view, DIVERGES, why)

    def _reported(self, view: View, other: View) -> bool:
        stances = frozenset({view.stance, other.stance})
        return any((actor, stances) in self._told_apart for actor in (view.actor, other.actor))

    # --- records ------------------------------------------------------------------------------------------------------

    def _record(
        self, kind: ChangeKind, before: View, after: View, step: Grade, found: ChangeStatus, why: str
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
            status=found,
            confidence=round(min(before.confidence, after.confidence), 3),
            why=why,
            before=tuple(e.position_id for e in before.evidence),
            after=tuple(e.position_id for e in after.evidence),
            undo=undo(before, after),
        )

    def state(self) -> State:
        """The standing position as a record; `last_said` is when any voice last spoke on the issue.

        Raises ValueError before the first view.
        """
        standing = self.standing
        if standing is None:
            raise ValueError("Nothing was said yet.")
        first = standing.first
        return State(
            principal=self.principal,
            issue=self.issue,
            stance=first.stance,
            since=first.day,
            last_said=self.seen[-1].day,
            confidence=standing.best.confidence,
            position_id=standing.best.evidence[0].position_id,
            actor=standing.best.actor,
            statements=len(standing.utterances),
            said_basis=SaidBasis.STATED if first.dated else SaidBasis.PUBLISHED,
            dateless=all(e.dateless for e in first.evidence),
        )


def _replaces(standing: Standing, view: View) -> bool:
    """Whether a quoted voice of no lower rank names terms that share nothing with any that stand."""
    if view.stance is not Stance.CONDITIONAL or view.day == standing.last.day:
        return False
    if not (view.quoted and view.dated) or view.rank < standing.rank:
        return False
    old = [c for v in standing.views for c in v.conditions]
    return bool(old and view.conditions) and all(
        grade(standing.first.stance, view.stance, before, after) is Grade.CONDITION_REPLACED
        for before in old
        for after in view.conditions
    )


def _outweighs(standing: Standing, view: View) -> bool:
    """The contrary of a well attested position wants the same voice, a higher one, two outlets, or an analyst."""
    if frozenset({standing.first.stance, view.stance}) not in _CONTRARY or view.confirmed:
        return True
    attested = len(standing.utterances) >= 2
    return not attested or view.sources >= 2 or _same_or_higher(standing, view)


def _worth_a_look(standing: Standing, view: View) -> bool:
    """Whether to tell of what is only possible: not of one outlet's contrary that nobody else reports."""
    contrary = frozenset({standing.first.stance, view.stance}) in _CONTRARY
    return not contrary or view.sources >= 2 or _same_or_higher(standing, view)


def _same_or_higher(standing: Standing, view: View) -> bool:
    return view.rank > standing.rank or any(v.actor == view.actor and v.rank <= view.rank for v in standing.views)


_YES_ALONE = "A yes that leaves out the condition drops it only where it is said again and again, two weeks on."


def _clash(view: View, other: View) -> bool:
    """Whether two named voices of like rank hold what cannot stand side by side."""
    likes = view.rank == other.rank and view.named and view.actor != other.actor and view.actor and other.actor
    return bool(likes) and frozenset({view.stance, other.stance}) in _CLASHES


def _between(before: View, after: View) -> Grade:
    return grade(before.stance, after.stance, None, None) or Grade.REVERSAL
