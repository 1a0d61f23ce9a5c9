"""The stance grammar's words, compiled: `data/grammar.toml` says what each list is for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from tagger.patterns import PatternSet

WE = frozenset({"we", "our", "us", "ours", "i", "my", "me", "ourselves"})
"""The speaker's own side, in quoted words."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The lists of the grammar as pattern sets; a hit's tag is the name of its list."""

    words: PatternSet
    conditions: PatternSet
    weak: frozenset[str]
    """Heads of conditions that count only beside a denial or a duty."""
    dependent: PatternSet
    """What opens words that say why, what for, or beside what."""
    matters: PatternSet
    """Words for whatever the headline names: "the decision"."""


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The packaged grammar, compiled once: it never changes while the program runs."""
    table = tomllib.loads(resources.files("tagger").joinpath("data/grammar.toml").read_text(encoding="utf-8"))
    words, conditions = PatternSet(), PatternSet()
    for tag, patterns in table["words"].items():
        for pattern in patterns:
            words.add(tag, pattern)
    for tag in ("needed", "allowing"):
        for pattern in table["conditions"][tag]:
            conditions.add(tag, pattern)
    weak = frozenset(table["conditions"]["weak"])
    return Grammar(words, conditions, weak, _phrases(table, "dependent"), _phrases(table, "matters"))


def _phrases(table: Mapping[str, Any], name: str) -> PatternSet:
    found = PatternSet()
    for pattern in table[name]["phrases"]:
        found.add(name, pattern)
    return found
