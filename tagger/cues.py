"""Cue words: verbs, nouns and phrases that attribute words to a speaker, with the shapes they take.

The table is data/cues.toml; its head says what the letters behind a verb mean. Regular forms are spelt out here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.resources import files
from typing import Any


class CueClass(StrEnum):
    """What a cue does."""

    SAY = "say"
    TAKE = "take"
    THINK = "think"


class Form(StrEnum):
    """Inflection of a cue's verb."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    PARTICIPLE = "participle"
    ING = "ing"


@dataclass(frozen=True, slots=True)
class Cue:
    """One inflected cue word and what may follow it."""

    lemma: str
    cue_class: CueClass
    form: Form
    frames: str
    prepositions: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    nounish: bool
    """The same letters are a common noun too ("report", "claims")."""
    phrased: Cue | None = None
    """The same word inside a fixed phrase ("pointed out"), which may take anything."""
    attached: Cue | None = None
    """The same word with a preposition of its own ("called for"), which takes a noun phrase."""

    @property
    def clause(self) -> bool:
        """A clause or a quotation may be its content."""
        return "c" in self.frames

    @property
    def quote(self) -> bool:
        """It may attribute a quotation."""
        return "c" in self.frames or "q" in self.frames

    @property
    def addressee(self) -> bool:
        """An addressee that is no content follows it."""
        return "a" in self.frames

    @property
    def noun_phrase(self) -> bool:
        """A noun phrase may be its content."""
        return "o" in self.frames

    @property
    def infinitive(self) -> bool:
        """An infinitive may be its content."""
        return "i" in self.frames


_TABLE: dict[str, Any] = tomllib.loads(files("tagger").joinpath("data", "cues.toml").read_text("utf-8"))
_NOUNISH = frozenset(_TABLE["nouns"]["same"].split())
_DOUBLED = frozenset(_TABLE["spelling"]["doubled"].split())
_PHRASES: dict[str, tuple[tuple[str, ...], ...]] = {
    lemma: tuple(sorted((tuple(phrase.split()) for phrase in phrases), key=len, reverse=True))
    for lemma, phrases in _TABLE["phrases"].items()
}


def _ing(lemma: str) -> str:
    if lemma in _DOUBLED:
        return lemma + lemma[-1] + "ing"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return lemma + "ing"


def _third(lemma: str) -> str:
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"


def _past(lemma: str) -> str:
    if lemma in _DOUBLED:
        return lemma + lemma[-1] + "ed"
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ied"
    return lemma + "ed"


def _forms(lemma: str) -> list[tuple[str, Form]]:
    regular = (_third(lemma), _past(lemma), _past(lemma))
    third, past, participle = _TABLE["irregular"].get(lemma, regular)
    forms = [(lemma, Form.BASE), (third, Form.THIRD), (past, Form.PAST), (_ing(lemma), Form.ING)]
    return forms if participle == past else [*forms, (participle, Form.PARTICIPLE)]


def _enter(row: str, cue_class: CueClass, into: dict[str, Cue]) -> None:
    """Enter a verb's forms; a form that is another verb's already stays that verb's."""
    lemma, *rest = row.split()
    frames = "".join(x for x in rest if not x.startswith("+"))
    prepositions = frozenset(x[1:] for x in rest if x.startswith("+"))
    for word, form in _forms(lemma):
        if word in into:
            continue
        cue = Cue(lemma, cue_class, form, frames, prepositions, _PHRASES.get(lemma, ()), nounish=word in _NOUNISH)
        attached = replace(cue, frames="oq" if "c" in frames else "o")
        into[word] = replace(cue, phrased=replace(cue, frames="coi"), attached=attached)


def _build() -> dict[str, Cue]:
    table: dict[str, Cue] = {}
    for cue_class in CueClass:
        for row in _TABLE["verbs"][cue_class.value]:
            _enter(row, cue_class, table)
    for lemma in _PHRASES:
        _enter(lemma, CueClass.SAY, table)
    return table


CUES: dict[str, Cue] = _build()
"""Every inflected cue verb by its lower-case letters."""

NOUN_CUES: dict[str, tuple[CueClass, frozenset[str]]] = {
    word: (CueClass(group["class"]), frozenset(group["before"])) for group in _TABLE["noun"] for word in group["words"]
}
"""Nouns that attribute where a possessive stands before them ("his support for"), with what must follow."""
