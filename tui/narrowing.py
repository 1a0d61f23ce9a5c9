"""What the desk is narrowed to: terms in the order in which they came, the last of which Esc takes away. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from store.model.record import record
from store.model.rows import ActorRow, ChangeRow, StatementRow, StoryRow
from store.model.words import ChangeStatus, Stance
from tui.asking.terms import TIMES, WORDS, Asked, Term, flag
from tui.look import Look

FIRST_VIEW_KEY = 5
"""The first saved view is on this number's key; the panes have those before it."""


@record(frozen=True)
class Narrowing:
    """The terms in force."""

    asked: Asked = Asked()
    followed: Term | None = None
    """The one that follows the cursor in the actors: another actor there takes its place."""

    def follow(self, actor: str | None) -> Narrowing:
        """Ask for the actor under the cursor, in the place of the one before; None for none."""
        terms = [term for term in self.asked if term != self.followed]
        if actor is None:
            return Narrowing(Asked(tuple(terms)))
        wanted = Term("actor", (actor,))
        if wanted in terms:
            return Narrowing(Asked(tuple(terms)))
        at = self.asked.terms.index(self.followed) if self.followed in self.asked.terms else len(terms)
        terms.insert(at, wanted)
        return Narrowing(Asked(tuple(terms)), wanted)

    def turned(self, term: Term) -> Narrowing:
        """Ask for a term, or no longer where it is asked for already."""
        if term in self.asked.terms:
            return self.without(term)
        # A day takes the place of an earlier one, and no record has two outlets or stands on two sides.
        gone = self.asked.of(term.field) if term.field in TIMES else ()
        return replace(self, asked=self.asked.without(*gone).plus(term))

    def without(self, *terms: Term) -> Narrowing:
        """Ask for these no longer."""
        return Narrowing(self.asked.without(*terms), None if self.followed in terms else self.followed)

    def less(self) -> Narrowing:
        """Take the last term away."""
        return self.without(self.asked.terms[-1]) if self.asked else self

    def to(self, asked: Asked) -> Narrowing:
        """Ask for these, and for nothing else."""
        return Narrowing(asked, self.followed if self.followed in asked.terms else None)

    def chips(self, look: Look) -> tuple[str, ...]:
        """What each term is called, in order."""
        return tuple(chip(term, look) for term in self.asked)


def chip(term: Term, look: Look) -> str:
    """Say in two or three words what a term asks."""
    values = [_called(term.field, value, look) for value in term.values]
    lead = {"principal": "for ", "outlet": "in ", **{name: f"{name} " for name in TIMES}}.get(term.field, "")
    if term.field == WORDS:
        values = [f"“{values[0]}{'*' if term.begins else ''}”"]
    return f"{'not ' if term.negated else ''}{lead}{'/'.join(values)}"


def _called(field: str, value: str, look: Look) -> str:
    if field in ("actor", "principal"):
        return look.name_of(value)
    if field == "stance" and value in list(Stance):
        return f"{look.glyphs.stances[Stance(value)]} {value}"
    return value


def terms_of(row: object) -> tuple[Term, ...]:
    """List what a row could be narrowed to, what is asked for most often first."""
    if isinstance(row, ActorRow):
        found = [("actor", row.id), ("principal", row.principal or row.id)]
    elif isinstance(row, StatementRow):
        found = _of_statement(row)
    elif isinstance(row, ChangeRow):
        one = row.change
        found = [("principal", one.principal), ("issue", one.issue), ("stance", one.to_stance.value)]
        found += [("actor", one.actor or ""), ("is", _status(one.status)), ("since", one.from_date.isoformat())]
    elif isinstance(row, StoryRow):
        found = [("outlet", row.outlet), *(("topic", topic) for topic in row.topics)]
        found.append(("since", (row.published or row.fetched).date().isoformat()))
    else:
        found = []
    return _terms(found)


def _of_statement(row: StatementRow) -> list[tuple[str, str]]:
    found = [("issue", one.issue) for one in row.positions]
    found += [("stance", one.stance.value) for one in row.positions]
    found += [("actor", row.speaker or ""), ("principal", row.principal or ""), ("outlet", row.outlet)]
    day = row.said_on or (row.published or row.fetched).date()
    return [*found, ("since", day.isoformat()), ("until", day.isoformat())]


def _status(status: ChangeStatus) -> str:
    return "possible" if status is ChangeStatus.POSSIBLE else "changed"


def _terms(found: Sequence[tuple[str, str]]) -> tuple[Term, ...]:
    return tuple(
        dict.fromkeys(flag(value) if field == "is" else Term(field, (value,)) for field, value in found if value)
    )
