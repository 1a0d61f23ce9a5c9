"""What stands around the statements of one text: which issues are named where, found once for all of them."""

from __future__ import annotations

from functools import cached_property

from tagger.patterns import PatternSet
from tagger.wording import read

REACH = 500
"""Letters before a statement that count as its surroundings: its paragraph and most of the one before."""

_NAMING = ("target", "opposite")


class Surroundings:
    """A text and its title; nothing is looked for before it is asked for."""

    def __init__(self, patterns: PatternSet, text: str, title: str = "") -> None:
        self._patterns = patterns
        self._text = text
        self._title = title

    def around(self, at: int) -> frozenset[str]:
        """The issues whose context words stand in the title or just before `at`."""
        near = {issue for place, issue, kind in self._found if kind == "context" and at - REACH <= place < at}
        return self._title_context | near

    def named(self, start: int, end: int) -> tuple[str, ...]:
        """The issues that the words from `start` to `end` name, the last named first."""
        places = [(place, issue) for place, issue, kind in self._found if kind in _NAMING and start <= place < end]
        return tuple(dict.fromkeys(issue for _, issue in sorted(places, reverse=True)))

    @cached_property
    def _found(self) -> tuple[tuple[int, str, str], ...]:
        words = read(self._text)
        found: list[tuple[int, str, str]] = []
        for hit in self._patterns.find(words):
            issue, _, kind = hit.tag.partition(" ")
            found.append((words.starts[hit.start], issue, kind))
        return tuple(found)

    @cached_property
    def _title_context(self) -> frozenset[str]:
        tags = (h.tag.split(" ", 1) for h in self._patterns.find(read(self._title)))
        return frozenset(issue for issue, kind in tags if kind == "context")
