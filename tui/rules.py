"""What a setting can hold: a rule takes a TOML value, or a text from the environment, and gives the value or says no.

The ValueError that a rule raises reads on from "… must be".
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol


class Rule(Protocol):
    """One kind of setting."""

    def from_toml(self, value: object) -> Any:
        """The setting's value of a TOML value; ValueError says what is wanted."""

    def from_env(self, text: str) -> Any:
        """The setting's value of an environment variable's text; ValueError says what is wanted."""


class Whole(NamedTuple):
    """A whole number within bounds, both included."""

    least: int
    most: int

    def from_toml(self, value: object) -> int:
        """TOML's integers, and no booleans."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise ValueError(f"a whole number from {self.least} to {self.most}, not {value!r}")
        return value

    def from_env(self, text: str) -> int:
        """Decimal digits."""
        try:
            return self.from_toml(int(text))
        except ValueError:
            raise ValueError(f"a whole number from {self.least} to {self.most}, not {text!r}") from None


class Seconds(NamedTuple):
    """A time in seconds within bounds, both included; parts of a second may be given."""

    least: float
    most: float

    def from_toml(self, value: object) -> float:
        """TOML's numbers, and no booleans."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.least <= value <= self.most:
            raise ValueError(f"a number of seconds from {self.least:g} to {self.most:g}, not {value!r}")
        return float(value)

    def from_env(self, text: str) -> float:
        """A decimal number."""
        try:
            return self.from_toml(float(text))
        except ValueError:
            raise ValueError(f"a number of seconds from {self.least:g} to {self.most:g}, not {text!r}") from None


class Flag:
    """Yes or no."""

    def from_toml(self, value: object) -> bool:
        """TOML's booleans."""
        if not isinstance(value, bool):
            raise ValueError(f"true or false, not {value!r}")  # noqa: TRY004  # all rules raise ValueError
        return value

    def from_env(self, text: str) -> bool:
        """1, true, yes, on; 0, false, no, off; in any case."""
        folded = text.strip().lower()
        if folded in {"1", "true", "yes", "on"}:
            return True
        if folded in {"0", "false", "no", "off"}:
            return False
        raise ValueError(f"true or false, not {text!r}")


class Text:
    """A line of text."""

    def from_toml(self, value: object) -> str:
        """A string without control characters."""
        if not isinstance(value, str) or not value.isprintable():
            raise ValueError(f"a line of text in quotes, not {value!r}")
        return value

    def from_env(self, text: str) -> str:
        """As it stands."""
        return self.from_toml(text)


class Words:
    """A list of texts; commas split it in the environment."""

    def from_toml(self, value: object) -> tuple[str, ...]:
        """An array of strings."""
        if not isinstance(value, list) or not all(isinstance(one, str) and one.isprintable() for one in value):
            raise ValueError(f"a list of texts in quotes, not {value!r}")
        return tuple(value)

    def from_env(self, text: str) -> tuple[str, ...]:
        """Parts between commas, blanks around them dropped."""
        return self.from_toml([part.strip() for part in text.split(",") if part.strip()])


class Table:
    """Names with a text each; `name=text` split by `;` in the environment, where the texts may hold commas."""

    def from_toml(self, value: object) -> dict[str, str]:
        """A table of strings."""
        if not isinstance(value, dict) or not all(isinstance(one, str) and one.isprintable() for one in value.values()):
            raise ValueError(f"a table of names and texts in quotes, not {value!r}")
        return dict(value)

    def from_env(self, text: str) -> dict[str, str]:
        """`name=text;name=text`."""
        table: dict[str, str] = {}
        for part in filter(None, (one.strip() for one in text.split(";"))):
            name, equals, value = part.partition("=")
            if not equals:
                raise ValueError(f"name=text pairs split by semicolons, not {text!r}")
            table[name.strip()] = value.strip()
        return self.from_toml(table)
