"""How often each rule is right, as measured: the factors that every confidence is the product of.

The figures stand in data/precisions.toml, which `python -m bench precisions --write` makes from the annotated corpora;
docs/accuracy.md says what is measured on what. A rule that was never seen there takes the pooled figure of its class.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from store.model.reading import Voice

EXTRACTION = "extraction"
"""Whether the words are attributed to that source at all: by the rule of `tagger.speech` that read them."""
SPEAKER = "speaker"
"""Whether the source is that actor: by the sieve of `tagger.speakers`."""
STANCE = "stance"
"""Whether the statement takes that stance on that issue: by the rule of `tagger.stance`."""
DOUBT = "doubt"
"""What makes a position less precise, as a ratio to the positions without it."""

UNRESOLVED = "unresolved"
"""What stands for a sieve where none knew the speaker: that nobody on the watchlist spoke."""

POOLED = "pooled"

Factors = tuple[tuple[str, float], ...]
"""What a confidence is the product of: the class of rule and its precision."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A rule's figures: `hits` of `n` cases on `corpus` were right; drawn to its class, that is `precision`."""

    rule: str
    n: int
    hits: int
    precision: float
    corpus: str


def measured(kind: str, rule: str) -> Measured:
    """The figures of a rule of a class (`EXTRACTION`, `SPEAKER`, `STANCE`); the class's own where it has none."""
    table = _tables()[kind]
    return table.get(rule) or table[POOLED]


def of(kind: str, rule: str) -> float:
    """The precision of a rule of a class."""
    return measured(kind, rule).precision


def of_doubt(name: str) -> float:
    """The ratio by which a doubt lessens a position's confidence; 1 for one that was never measured."""
    found = _tables()[DOUBT].get(name)
    return found.precision if found else 1.0


def of_speaker(voices: Sequence[Voice]) -> float:
    """The precision of the sieve that named the first of the voices."""
    return of(SPEAKER, (voices[0].rule if voices else "") or UNRESOLVED)


def deciding(rules: Sequence[str]) -> str:
    """The rule that decided on a statement's content: the first."""
    return rules[0] if rules else ""


def reading(rules: Sequence[str], sieve: str) -> Factors:
    """The factors of a statement: its rule's precision, and that of the sieve; `sieve` is empty where none knew."""
    return ((EXTRACTION, of(EXTRACTION, deciding(rules))), (SPEAKER, of(SPEAKER, sieve or UNRESOLVED)))


def product(factors: Iterable[tuple[str, float]]) -> float:
    """What the factors come to together, in three places."""
    confidence = 1.0
    for _, factor in factors:
        confidence *= factor
    return round(confidence, 3)


@cache
def _tables() -> MappingProxyType[str, MappingProxyType[str, Measured]]:
    raw = tomllib.loads(files("tagger").joinpath("data", "precisions.toml").read_text("utf-8"))
    return MappingProxyType({kind: _read(raw[kind]) for kind in (EXTRACTION, SPEAKER, STANCE, DOUBT)})


def _read(lines: dict[str, dict[str, float]]) -> MappingProxyType[str, Measured]:
    corpus = str(lines["set"])
    rows = {name: row for name, row in lines.items() if name != "set"}
    return MappingProxyType({name: _measured(name, row, corpus) for name, row in rows.items()})


def _measured(name: str, row: dict[str, float], corpus: str) -> Measured:
    figure = row["ratio"] if "ratio" in row else row["precision"]
    return Measured(name, int(row["n"]), int(row["hits"]), float(figure), corpus)
