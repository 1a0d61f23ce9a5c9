"""The record that the speech rules make: one attributed stretch of text."""

from __future__ import annotations

from dataclasses import dataclass

from store.model.reading import Span
from store.model.words import Kind


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words attributed to a source, before anybody knows who that is. All offsets are those of the text given."""

    start: int
    end: int
    """Of the whole content: `start` of its first span, `end` of its last."""
    spans: tuple[Span, ...]
    """The content's parts, in order: one, or several where the attribution stands in the middle."""
    kind: Kind
    cue: str
    """The cue's words as they stand in the text; ":" for headlines and transcripts."""
    cue_span: Span | None
    speaker_text: str
    """The words that name the source; for a carried quotation those of the statement it is carried from."""
    speaker_span: Span | None
    rules: tuple[str, ...]
    """Ids of the rules that read it, the deciding one first."""
    about_span: Span | None = None
    """The inner speaker of hearsay ("Dar said Indonesia has reservations"), where one was found."""
    antecedent: Span | None = None
    """What a relative pronoun as source refers to ("Rubio, who revealed that …")."""
    denial: bool = False
    """The source denies or refuses to have said this: no statement of its content."""
