"""The days of an article's statements, from what the frame of each says and from those around it.

First its own frame. A frame that speaks of another time without naming the day ("earlier this month") fixes none. Else
the day of the same speaker's statement before, then after it; else that of the speaker's state just before, whose words
are this speaker's ("Pakistan on Friday described …"); else the day of the dateline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tagger.dates import Said

_NEAR = 2
"""How many paragraphs a day is carried from a state to the person who speaks for it."""

_STATEMENTS = 50
"""How many statements back: no two paragraphs of prose hold more."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One statement, as far as its day is concerned."""

    said: Said
    speaker: str
    """Equal for the same speaker."""
    principal: str | None
    paragraph: int
    is_state: bool = False
    """True where the text names no more than the state as the speaker."""


def days(tellings: Sequence[Telling], dateline: date | None) -> list[date | None]:
    """The day of each statement, in order of the text; None where nothing fixes it."""
    found = [t.said.day for t in tellings]
    _carry(tellings, found, range(len(tellings)))
    _carry(tellings, found, range(len(tellings) - 1, -1, -1))
    open_ones = [place for place, t in enumerate(tellings) if found[place] is None and not t.said.vague]
    for place in open_ones:
        found[place] = _of_state(tellings, found, place)
    _carry(tellings, found, range(len(tellings)))
    for place in open_ones:
        found[place] = found[place] or dateline
    return found


def _carry(tellings: Sequence[Telling], found: list[date | None], order: range) -> None:
    """Take each speaker's day along; a vague frame ends what was carried."""
    last: dict[str, date | None] = {}
    for place in order:
        telling = tellings[place]
        if telling.said.vague or not telling.speaker:
            last[telling.speaker] = None
        elif found[place] is None:
            found[place] = last.get(telling.speaker)
        else:
            last[telling.speaker] = found[place]


def _of_state(tellings: Sequence[Telling], found: list[date | None], place: int) -> date | None:
    """The day of the nearest statement before by the same principal's state, where it is near."""
    here = tellings[place]
    for other in range(place - 1, max(-1, place - 1 - _STATEMENTS), -1):
        before = tellings[other]
        if here.principal is None or here.is_state or here.paragraph - before.paragraph > _NEAR:
            return None
        if before.is_state and before.principal == here.principal:
            return found[other]
    return None
