"""Who stands where: the clauses of tests/tagger/data/clauses_*.jsonl, and what the program makes of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from store.model.reading import Voice
from store.model.words import Stance
from tagger.stance import Context, StanceReader

DATA = Path(__file__).parent.parent / "tests" / "tagger" / "data"
SETS = (
    *("clauses_tuned", "clauses_held", "clauses_tuned_late", "clauses_held_late"),
    *("clauses_tuned_wire", "clauses_held_wire", "clauses_tuned_plain", "clauses_held_plain"),
    *("clauses_held_third", "clauses_tuned_fourth", "clauses_held_fifth"),
)
"""The files. A "held" one is never looked at to change a rule; the late ones were written when the rules stood, the
wire, plain, third, fourth and fifth ones later still, each before any of its clauses was read."""

BAR = 0.93
"""The share that must be read rightly, over all sets."""

STORY = "Gaza stabilisation force"
"""The headline that every clause stands under."""


@dataclass(frozen=True, slots=True)
class Read:
    """One clause, and how it was read."""

    clause: dict[str, str]
    """text, cue, by (the speaker's principal, or empty), issue, stance, form; at times before, speaker, about."""
    got: Stance
    about: str | None
    """Whose stance it is taken for, where that is not the speaker's own."""

    @property
    def right(self) -> bool:
        """The stance on the clause's issue is the annotated one; so is whose it is, where that is annotated."""
        return self.got == self.clause["stance"] and self.about == self.clause.get("about", self.about)

    @property
    def silent(self) -> bool:
        """A stance was missed; the other wrong ones have a stance that the clause does not take."""
        return not self.right and self.got is Stance.NONE


def clauses(name: str) -> list[dict[str, str]]:
    """The clauses of a set; a file's first line may be a header, which is left out."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [line for line in map(json.loads, lines) if "header" not in line]


def read_set(reader: StanceReader, name: str) -> list[Read]:
    """Every clause of a set, read."""
    return [_read(reader, clause) for clause in clauses(name)]


def _read(reader: StanceReader, clause: dict[str, str]) -> Read:
    reading = reader.read(
        clause["text"],
        cue=clause["cue"],
        voices=(Voice(None, clause["by"]),) if clause["by"] else (),
        speaker=clause.get("speaker", ""),
        context=Context(clause.get("before", ""), STORY),
    )
    stances = {p.issue: p.stance for p in reading.positions}
    return Read(clause, stances.get(clause["issue"], Stance.NONE), reading.about)
