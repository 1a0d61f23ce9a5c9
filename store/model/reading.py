"""What the tagger reads from one article."""

from __future__ import annotations

from datetime import date, datetime

from store.model.record import record
from store.model.words import Kind, Stance


@record(frozen=True)
class Span:
    """Code points `start` to `end`, the end not included."""

    start: int
    end: int


@record(frozen=True)
class Mention:
    """An actor or topic found in an article."""

    target: str
    """Id of the actor or topic."""
    start: int
    end: int
    in_title: bool = False
    """True where the offsets are those of the title, not of the text."""


@record(frozen=True)
class Voice:
    """Who utters a statement, as far as it could be resolved. Joint statements have several."""

    actor: str | None
    """Id of an actor on the watchlist; None for an unnamed or unknown voice."""
    principal: str | None
    """Id of the actor that it speaks for (a state or body speaks for itself)."""
    unnamed: bool = False
    """True for "a senior official" and the like, which never count as a person."""
    rank: int = 0
    """5 head of state or government, 4 minister of the field, 3 other minister, 2 spokesperson or office, 1 unnamed,
    0 not known to speak for the principal."""
    rule: str = ""
    """Id of the sieve that resolved it."""


@record(frozen=True)
class Position:
    """A stance on one issue, read out of one statement."""

    issue: str
    stance: Stance
    confidence: float
    rule: str
    condition: str | None = None
    """The words of the condition, where the stance is conditional."""
    factors: tuple[tuple[str, float], ...] = ()
    """What the confidence is the product of, by name."""


@record(frozen=True)
class Statement:
    """Words attributed to a speaker: source, cue and content, and what they say on the issues."""

    start: int
    end: int
    text: str
    """The article's own words from `start` to `end`."""
    kind: Kind
    cue: str
    speaker_text: str
    """The words that name the source, as they stand in the article; may be empty."""
    spans: tuple[Span, ...] = ()
    """The content's parts where "X said" cuts it in two; else empty."""
    cue_span: Span | None = None
    speaker_span: Span | None = None
    voices: tuple[Voice, ...] = ()
    said_on: date | None = None
    """The day it was said where the text fixes one, else None."""
    about: str | None = None
    """Whose stance the words report where that is not the speaker's own ("Dar said Indonesia has reservations")."""
    rules: tuple[str, ...] = ()
    confidence: float = 1.0
    positions: tuple[Position, ...] = ()


@record(frozen=True)
class Draft:
    """An article's text on its way to the tagger."""

    text: str
    title: str = ""
    outlet: str = ""
    url: str = ""
    published: datetime | None = None
    said_on: date | None = None
    """The day of what the article reports, where its text does not say and somebody established it."""


@record(frozen=True)
class Reading:
    """All that the tagger found in one draft. Offsets are those of `Draft.text`."""

    topics: tuple[str, ...] = ()
    on_story: bool = False
    actors: tuple[str, ...] = ()
    """Ids of the actors mentioned, each once, in order of first mention."""
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    tagged_with: str = ""
    """Fingerprint of the watchlist and of the tagger's version."""
