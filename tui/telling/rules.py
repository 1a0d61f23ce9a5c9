"""What the user wants to be told of, and how: the rules of settings.toml. The standard library only.

The ValueError that is raised here reads on from "tell.rule must be …".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Final, NamedTuple

WAYS: Final = ("desk", "bell", "osc9", "command")
"""How something can be told: a note on the desk, the terminal's bell, its notification (OSC 9), the user's command."""
KINDS: Final = ("changes", "divergences", "statements", "stories")
"""Of what a rule can be; `changes` holds the divergences too, as the command of that name does."""

_QUIET = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])\s*-\s*([01]?[0-9]|2[0-3]):([0-5][0-9])")
LONGEST = 60
"""Characters that a rule's name may have."""


class TellRule(NamedTuple):
    """One thing that the user wants to be told of."""

    name: str
    query: str
    """In the query language; empty for everything."""
    of: str = "changes"
    """One of KINDS."""
    by: tuple[str, ...] = WAYS
    """Some of WAYS; a way that the settings switch off is not taken."""

    def __str__(self) -> str:
        return f"{self.name}: {self.of} {self.query}".rstrip()


DEFAULT_RULES: Final = (TellRule("changes", "is:changed", "changes", ("desk",)),)
"""What is told where the settings name no rule: sure changes, on the desk alone."""


class Rules:
    """The setting that holds them: an array of tables."""

    def from_toml(self, value: object) -> tuple[TellRule, ...]:
        """Read `[[tell.rule]]`."""
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise ValueError("a list of rules, each under [[tell.rule]]")
        rules = tuple(_rule(one, number) for number, one in enumerate(value, start=1))
        names = [one.name.casefold() for one in rules]
        if twice := next((one.name for one in rules if names.count(one.name.casefold()) > 1), None):
            raise ValueError(f"a list of rules with a name each, and “{twice}” is there twice")
        return rules

    def from_env(self, text: str) -> tuple[TellRule, ...]:
        """Refuse: rules stand in the file."""
        raise ValueError(f"written in the settings file, as [[tell.rule]], or by `standpoint tell add`; not {text!r}")


def _rule(table: Mapping[str, Any], number: int) -> TellRule:
    unknown = next((key for key in table if key not in TellRule._fields), None)
    if unknown is not None:
        raise ValueError(f"a table of name, query, of and by; rule {number} has {unknown!r}")
    name, query, of = (table.get(key, default) for key, default in (("name", ""), ("query", ""), ("of", "changes")))
    by = table.get("by", list(WAYS))
    if not isinstance(name, str) or not name.strip() or not name.isprintable() or len(name) > LONGEST:
        raise ValueError(f"a table with a name of 1 to {LONGEST} characters; rule {number} has {name!r}")
    if not isinstance(query, str) or not query.isprintable():
        raise ValueError(f"a table whose query is a line of text; rule “{name}” has {query!r}")
    if of not in KINDS:
        raise ValueError(f"of {', '.join(KINDS)}; rule “{name}” has of = {of!r}")
    if not isinstance(by, list) or not by or not all(one in WAYS for one in by):
        raise ValueError(f"told by some of {', '.join(WAYS)}; rule “{name}” has by = {by!r}")
    return TellRule(name.strip(), query.strip(), of, tuple(one for one in WAYS if one in by))


class Hours(NamedTuple):
    """Hours of the day, from the first up to the second; they may go over midnight. Equal ones are none at all."""

    first: time
    last: time

    def hold(self, moment: datetime) -> bool:
        """Whether a moment lies in them, on the user's own clock."""
        now = moment.astimezone().time()
        if self.first <= self.last:
            return self.first <= now < self.last
        return now >= self.first or now < self.last


class Quiet:
    """The setting that holds hours, as 22:00-07:00; empty for none."""

    def from_toml(self, value: object) -> str:
        """Read them as a text."""
        if not isinstance(value, str) or (value.strip() and _QUIET.fullmatch(value.strip()) is None):
            raise ValueError(f'hours such as "22:00-07:00", or "", not {value!r}')
        return value.strip()

    def from_env(self, text: str) -> str:
        """As in the file."""
        return self.from_toml(text)


def hours(text: str) -> Hours | None:
    """The hours that a checked text names; None where it is empty."""
    found = _QUIET.fullmatch(text)
    if found is None:
        return None
    first, last = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    return Hours(first, last)
