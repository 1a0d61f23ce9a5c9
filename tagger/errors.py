"""What can go wrong in the tagger.

TaggerError
├── WatchlistError      the watchlist cannot be used as it stands
└── PatternError        a phrase of an issue or of the grammar cannot be read
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a watchlist file."""

    file: str
    line: int
    """Counted from 1; 0 where no line can be named."""
    message: str
    hint: str = ""
    """What to do: usually the nearest right name."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}" + (f" {self.hint}" if self.hint else "")


class TaggerError(Exception):
    """The root of this package's errors."""


class WatchlistError(TaggerError):
    """The watchlist cannot be used; `problems` says where and why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class PatternError(TaggerError):
    """A pattern cannot be read; the message names it and says what to write."""
