"""Who spoke: the passages of tests/tagger/data/passages.toml read by the program, and what it got right."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from store.model.reading import Draft, Statement
from tagger.reader import Reader

_FOLDER = Path(__file__).parent.parent / "tests" / "tagger" / "data"
PATH = _FOLDER / "passages.toml"
LATE = _FOLDER / "passages_late.toml"
"""Passages written when the rules stood."""
DAYS = _FOLDER / "days.toml"
DAYS_KEY = "force needs a clear mandate"
"""The statement of every phrase of time."""
CLASSES = ("named", "role", "pronoun", "unnamed")
BARS = {"named": 0.97, "role": 0.88, "pronoun": 0.82, "unnamed": 0.90}
"""What must be reached, by class of wording."""

TITLE = "The stabilisation force for Gaza"
"""A headline for every passage, so that all are on the story: which of them are is another question."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One annotated statement, and what the program made of it."""

    passage: str
    half: str
    sort: str
    """Of `CLASSES`."""
    key: str
    wanted: str
    got: str
    """Who the program says spoke; empty where it found no statement there."""
    found: bool
    right: bool


def half(name: str) -> str:
    """The half that a text belongs to, by its name: "tuned" is looked at when rules are changed, "held" never is."""
    return "held" if int(hashlib.sha1(name.encode()).hexdigest(), 16) % 2 else "tuned"


def passages(path: Path = PATH) -> list[dict[str, Any]]:
    """All passages as they stand in the file."""
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["passage"])


@dataclass(frozen=True, slots=True)
class Told:
    """One phrase of time, and the day that the program took from it."""

    phrase: str
    half: str
    text: str
    wanted: str
    """ISO day; empty where the text fixes none."""
    got: str
    found: bool


def phrases_of_time(reader: Reader) -> list[Told]:
    """What the program reads of every phrase of `DAYS`."""
    return [_told(reader, one) for one in tomllib.loads(DAYS.read_text(encoding="utf-8"))["phrase"]]


def _told(reader: Reader, phrase: dict[str, Any]) -> Told:
    published = datetime.fromisoformat(phrase.get("published", "2025-12-03T12:00:00Z"))
    reading = reader.read(Draft(phrase["text"], TITLE, published=published))
    statement = next(iter(_there(reading.statements, phrase["text"], DAYS_KEY)), None)
    day = statement.said_on.isoformat() if statement is not None and statement.said_on else ""
    return Told(phrase["id"], half(phrase["id"]), phrase["text"], phrase["day"], day, statement is not None)


def answers(reader: Reader, texts: Iterable[dict[str, Any]] | None = None) -> list[Answer]:
    """What the program answers to every annotated statement."""
    return [answer for passage in (passages() if texts is None else texts) for answer in _answers(reader, passage)]


def _answers(reader: Reader, passage: dict[str, Any]) -> list[Answer]:
    day = datetime.combine(passage["published"], time(12), tzinfo=UTC)
    text = passage["text"].strip()
    reading = reader.read(Draft(text, TITLE, published=day))
    made = []
    for wanted in passage["statement"]:
        there = _there(reading.statements, text, wanted["key"])
        right = next((s for s in there if _right(s, wanted)), None)
        shown = right or (there[0] if there else None)
        made.append(
            Answer(
                passage["id"],
                half(passage["id"]),
                wanted["class"],
                wanted["key"],
                _wanted(wanted),
                _got(shown) if shown else "",
                found=bool(there),
                right=right is not None,
            )
        )
    return made


def _there(statements: Sequence[Statement], text: str, key: str) -> list[Statement]:
    """The statements that hold most of the key's words."""
    at = text.index(key)
    places = [at + m.start() for m in re.finditer(r"\w+", key)]
    held = []
    for statement in statements:
        spans = [(s.start, s.end) for s in statement.spans] or [(statement.start, statement.end)]
        inside = sum(any(a <= p < b for a, b in spans) for p in places)
        if inside >= 0.7 * len(places):
            held.append(statement)
    return held


def _right(statement: Statement, wanted: dict[str, Any]) -> bool:
    actors = {v.actor for v in statement.voices if v.actor}
    if wanted.get("unnamed"):
        first = statement.voices[0] if statement.voices else None
        if first is None or not first.unnamed:
            return False
        return "principal" not in wanted or (first.principal or "") == wanted["principal"]
    if "words" in wanted:
        last = wanted["words"].split()[-1].lower()
        return not actors and last in statement.speaker_text.lower()
    if "speakers" in wanted:
        return actors == set(wanted["speakers"])
    return actors == {wanted["speaker"]} and wanted.get("about") in (None, statement.about)


def _wanted(wanted: dict[str, Any]) -> str:
    if wanted.get("unnamed"):
        return f"unnamed of {wanted.get('principal') or 'nobody known'}"
    if "words" in wanted:
        return f"the words {wanted['words']!r}"
    about = f" about {wanted['about']}" if "about" in wanted else ""
    return "+".join(wanted.get("speakers", [wanted.get("speaker")])) + about


def _got(statement: Statement) -> str:
    voices = [
        v.actor or (f"unnamed of {v.principal or 'nobody known'}" if v.unnamed else "?") for v in statement.voices
    ]
    rule = statement.voices[0].rule if statement.voices else "no sieve"
    about = f" about {statement.about}" if statement.about else ""
    return f"{'+'.join(voices) or 'nobody'}{about} by {rule} ({statement.speaker_text!r})"
