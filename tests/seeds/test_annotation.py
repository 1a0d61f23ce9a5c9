"""The digests against what a reader finds in them: every statement with its speaker, its day and its stances.

`data/statements.jsonl` holds a line for each: the document, the first words of the statement as they stand there, who
speaks (empty where unnamed), the day that the text fixes or null, and the stance on each issue. The floors are what
the rules reached when they were set, less a margin; they only ever go up.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import seeds
from store.model.reading import Draft, Statement
from store.model.words import Stance
from tagger.reader import reader_for

SPEAKERS = 0.90
DAYS = 0.85
POSITIONS = 0.60


@dataclass(frozen=True)
class Noted:
    """One line of the annotation, and the place of its first words in the digest."""

    document: str
    start: int
    end: int
    speakers: tuple[str, ...]
    said_on: date | None
    positions: dict[str, Stance]


@cache
def annotation() -> tuple[Noted, ...]:
    texts = {digest.external_id: digest.text for digest in seeds.documents()}
    lines = (Path(__file__).parent / "data" / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for row in map(json.loads, lines):
        words = r"\W+".join(re.findall(r"\w+", row["key"]))
        [place] = re.finditer(words, texts[row["document"]])
        stances = {issue: Stance(stance) for issue, stance in row["positions"].items()}
        day = date.fromisoformat(row["said_on"]) if row["said_on"] else None
        found.append(Noted(row["document"], *place.span(), tuple(row["speakers"]), day, stances))
    return tuple(found)


@cache
def readings() -> dict[str | None, tuple[Statement, ...]]:
    read = reader_for("")
    return {
        digest.external_id: read(
            Draft(text=digest.text, title=digest.title, outlet=digest.outlet, published=digest.published)
        ).statements
        for digest in seeds.documents()
    }


def read_for(noted: Noted) -> Statement | None:
    """The statement read at the noted place by the noted speaker, the narrowest where several fit."""
    fits = [
        statement
        for statement in readings()[noted.document]
        if statement.start < noted.end
        and noted.start < statement.end
        and (set(noted.speakers) & {v.actor for v in statement.voices} if noted.speakers else unnamed(statement))
    ]
    return min(fits, key=lambda statement: statement.end - statement.start, default=None)


def unnamed(statement: Statement) -> bool:
    return any(voice.unnamed for voice in statement.voices)


def share(right: int, of: int) -> float:
    assert of
    return right / of


def test_the_annotation_is_at_its_place_and_complete() -> None:
    assert len(annotation()) == 97
    assert {noted.document for noted in annotation()} == {digest.external_id for digest in seeds.documents()}


def test_statements_are_read_with_their_speakers() -> None:
    assert share(sum(read_for(noted) is not None for noted in annotation()), len(annotation())) >= SPEAKERS


def test_days_that_the_text_fixes_are_read() -> None:
    days = {digest.external_id: digest.published for digest in seeds.documents()}
    dated = [(noted, read_for(noted)) for noted in annotation() if noted.said_on]
    right = 0
    for noted, statement in dated:
        published = days[noted.document]
        if statement and published:
            right += (statement.said_on or published.date()) == noted.said_on
    assert share(right, len(dated)) >= DAYS


def test_stances_are_read() -> None:
    wanted = read = right = 0
    for noted in annotation():
        statement = read_for(noted)
        taken = {p.issue: p.stance for p in statement.positions if p.stance is not Stance.NONE} if statement else {}
        noted_firm = {issue: stance for issue, stance in noted.positions.items() if stance is not Stance.NONE}
        right += len(noted_firm.items() & taken.items())
        wanted += len(noted_firm)
        read += len(taken)
    assert share(right, wanted) >= POSITIONS
    assert share(right, read) >= POSITIONS
