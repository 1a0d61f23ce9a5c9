"""What each rule means, in one line for people."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def meaning(kind: str, rule: str) -> str:
    """The meaning of a rule of a class (those of `tagger.precision`); empty where none is written down."""
    return str(_meanings().get(kind, {}).get(rule, ""))


@cache
def _meanings() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("tagger").joinpath("data", "meanings.toml").read_text("utf-8"))
