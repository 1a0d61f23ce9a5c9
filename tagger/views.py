"""One voice's view on one day: what its statements of that day come to together.

Statements are read one at a time and misread now and then, and people qualify what they said a minute ago. So a day's
statements of one voice are taken together: a stance that holds most of their weight wins; else the more guarded one
does ("willing" beside "once the mandate is clear" is conditional; "an honour" beside "no decision yet" is undecided).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from store.model.ledger import Evidence
from store.model.words import Kind, SaidBasis, Stance

CONFIDENT = 0.5
"""A position below this is as likely misread as not: it settles nothing."""

_MOST = 0.6
"""Share of a day's weight with which a stance wins outright."""

_SOME = 0.25
"""Share with which a guarded stance qualifies a plain yes of the same day: more than one stray reading among many."""

_GUARDED = (Stance.CONDITIONAL, Stance.UNDECIDED)
"""Where no stance wins outright: these, in this order, say more than the plain ones beside them."""


@dataclass(frozen=True, slots=True)
class View:
    """What one voice held on one day."""

    day: date
    rank: int
    actor: str | None
    stance: Stance
    evidence: tuple[Evidence, ...]
    """Of this stance, the strongest first."""

    @property
    def named(self) -> bool:
        """Whether a known voice of the principal speaks, not "officials"."""
        return self.rank >= 2

    @property
    def confidence(self) -> float:
        """Of its strongest piece of evidence."""
        return self.evidence[0].confidence if not any(e.confirmed for e in self.evidence) else 1.0

    @property
    def quoted(self) -> bool:
        """Whether a known voice is quoted in its own words."""
        return self.named and any(e.kind is not Kind.INDIRECT for e in self.evidence)

    @property
    def sources(self) -> int:
        """Independent outlets: copies of one text count once."""
        return len({e.source_key for e in self.evidence})

    @property
    def utterances(self) -> int:
        """Different things said."""
        return len({e.utterance for e in self.evidence})

    @property
    def dated(self) -> bool:
        """Whether some text fixes the day; else the day of publishing stands in, which may be later."""
        return any(e.said_basis is SaidBasis.STATED or e.confirmed for e in self.evidence)

    @property
    def confirmed(self) -> bool:
        """Whether an analyst confirmed or corrected some of it."""
        return any(e.confirmed for e in self.evidence)

    @property
    def condition(self) -> str | None:
        """The words of the strongest condition."""
        return next(iter(self.conditions), None)

    @property
    def conditions(self) -> tuple[str, ...]:
        """The words of all conditions, the strongest first."""
        return tuple(e.condition for e in self.evidence if e.condition)


def strength(e: Evidence) -> tuple[object, ...]:
    """Sorts the strongest evidence first, by what it says and not by when it arrived."""
    return (not e.confirmed, -e.confidence, e.kind is Kind.INDIRECT, e.outlet, e.text, e.utterance, e.position_id)


def views(evidence: Iterable[Evidence], today: date, *, dateless: bool = False) -> tuple[View, ...]:
    """The views that evidence on one principal and issue comes to, by day, the highest rank of a day first.

    Evidence that bears no day is left out, or, with `dateless`, alone taken in.
    """
    return sifted(evidence, today, dateless=dateless)[0]


def sifted(
    evidence: Iterable[Evidence], today: date, *, dateless: bool = False
) -> tuple[tuple[View, ...], tuple[tuple[Evidence, str], ...]]:
    """`views`, and what is part of none of them, each with the reason."""
    groups: dict[tuple[date, int, str], list[Evidence]] = defaultdict(list)
    left_out: list[tuple[Evidence, str]] = []
    for e in evidence:
        reason = _unfit(e, today, dateless=dateless)
        if reason:
            left_out.append((e, reason))
        else:
            groups[e.said_on, e.rank, e.actor or ""].append(e)
    found = []
    for (day, rank, actor), group in groups.items():
        stance = together(group)
        if stance is not None:
            kept = tuple(sorted((e for e in group if e.stance is stance), key=strength))
            found.append(View(day, rank, actor or None, stance, kept))
        reason = f"The voice's other words of that day come to {stance}." if stance else _AT_ODDS
        left_out.extend((e, reason) for e in group if e.stance is not stance)
    left_out.sort(key=lambda pair: (pair[0].said_on, strength(pair[0])))
    return tuple(sorted(found, key=lambda v: (v.day, -v.rank, v.actor or "", v.stance))), tuple(left_out)


_AT_ODDS = "What the voice said on that day contradicts itself."


def _unfit(e: Evidence, today: date, *, dateless: bool) -> str | None:
    """Why a piece of evidence goes into no view; None where it does."""
    if e.stance is Stance.NONE:
        return "It takes no stance."
    if not e.confirmed and e.confidence < CONFIDENT:
        return f"Its confidence of {e.confidence:.2f} is below {CONFIDENT:.2f}: as likely misread as not."
    if not e.confirmed and e.rank < 1:
        return "Its voice is not known to speak for the principal."
    if e.dateless is not dateless:
        return "Neither the words nor the article bear a day." if e.dateless else "Other words bear no day."
    if e.said_on > today:
        return "It claims to be said in the future."
    return None


def together(group: Sequence[Evidence]) -> Stance | None:
    """The stance that a voice's statements of one day come to; None where they contradict each other."""
    confirmed = {e.stance for e in group if e.confirmed}
    if len(confirmed) == 1:
        return next(iter(confirmed))
    weights: dict[Stance, float] = defaultdict(float)
    best: dict[tuple[Stance, str], float] = {}
    for e in group:
        key = (e.stance, e.utterance)
        best[key] = max(best.get(key, 0.0), e.confidence)
    for (stance, _), weight in best.items():
        weights[stance] += weight
    total = sum(weights.values())
    most = next((stance for stance in sorted(weights) if weights[stance] >= _MOST * total), None)
    if most is Stance.SUPPORT:
        return next((stance for stance in _GUARDED if weights.get(stance, 0.0) >= _SOME * total), most)
    if most is not None:
        return most
    return next((stance for stance in _GUARDED if stance in weights), None)


def joined(first: View, second: View) -> View:
    """Two views of one stance as one, from the day of the first."""
    higher = max(first, second, key=lambda v: (v.rank, v.day, v.actor or ""))
    evidence = tuple(sorted((*first.evidence, *second.evidence), key=strength))
    return View(first.day, higher.rank, higher.actor, first.stance, evidence)
