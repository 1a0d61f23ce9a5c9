"""What stands around the statements of one text: which issues are named where, found once for all of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from tagger.issues import TOUCHING, IssueBook
from tagger.wording import Words, read

REACH = 500
"""Letters before a statement that count as its surroundings: its paragraph and most of the one before."""


QUESTION = 220
"""Letters before a statement in which a question may be put: a sentence or two."""
_ASKS = re.compile(r"\?|\b(?:ask|asks|asked|asking|question|questioned|pressed)\b", re.IGNORECASE)


class Surroundings:
    """A text and its title; nothing is looked for before it is asked for."""

    def __init__(self, book: IssueBook, text: str, title: str = "") -> None:
        self._book = book
        self._text = text
        self._title = title

    def around(self, at: int) -> frozenset[str]:
        """The issues whose context words stand in the title or just before `at`."""
        return self._title_context.union(issue for _, issue in _between(self._contexts, at - REACH, at))

    def asked(self, at: int) -> bool:
        """Whether the words just before `at` put a question."""
        return _ASKS.search(self._text, max(0, at - QUESTION), at) is not None

    def named(self, start: int, end: int) -> tuple[str, ...]:
        """The issues that the words from `start` to `end` name, the last named first."""
        places = sorted(_between(self._names, start, end), reverse=True)
        return tuple(dict.fromkeys(issue for _, issue in places))

    @cached_property
    def headline(self) -> tuple[str, ...]:
        """The issues that the title names or mentions, the first one first."""
        hits = self._book.patterns.find(read(self._title))
        return tuple(dict.fromkeys(h.tag.partition(" ")[0] for h in hits if h.tag.partition(" ")[2] in TOUCHING))

    @cached_property
    def _words(self) -> Words:
        return read(self._text)

    @cached_property
    def _contexts(self) -> tuple[tuple[int, str], ...]:
        return tuple((self._words.starts[h.start], h.tag) for h in self._book.contexts.find(self._words))

    @cached_property
    def _names(self) -> tuple[tuple[int, str], ...]:
        return tuple((self._words.starts[h.start], h.tag) for h in self._book.naming.find(self._words))

    @cached_property
    def _title_context(self) -> frozenset[str]:
        return frozenset(hit.tag for hit in self._book.contexts.find(read(self._title)))


def _between(places: Sequence[tuple[int, str]], start: int, end: int) -> Sequence[tuple[int, str]]:
    """Those of `places`, which are in order, from `start` to before `end`."""
    return places[bisect_left(places, (start, "")) : bisect_left(places, (end, ""))]
