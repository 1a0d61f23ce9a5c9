"""A source phrase taken apart: its head, what stands before and after it, and the names and titles in it."""

from __future__ import annotations

import re
from functools import cached_property

from tagger.match import Name, Noun
from tagger.scene import Scene

_TAIL = re.compile(
    r"[,;:(–—]|\s(?:who|whom|which|that|whose|speaking|addressing|quoted|familiar|involved|close|accompanying|"
    r"representing|talking|citing|aware|briefed|privy|issued|released|made|posted|published|obtained|seen|shared|signed|"
    r"attributed|delivered|given|led|headed|chaired|attending|taking|of|to|from|in|for|with|at|on|by|under|about|inside|within|after|"
    r"during|near|outside|among|based|as)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*\.?")
_NEXT_WORD = re.compile(r"[ \t]+([^\W\d_][\w-]*)")
_POSSESSIVE = re.compile(r"['’]s?\s+(?=\w)")
_LEAD = re.compile(r"(?:\s|the|a|an|and|both|as|according|to|by)+", re.IGNORECASE)


class Phrase:
    """The words of one source, from `start` to `end` of the scene's text."""

    def __init__(self, scene: Scene, start: int, end: int) -> None:
        self.scene = scene
        self.start = start
        self.end = end
        self.text = scene.text[start:end]
        self.low = " ".join(self.text.lower().split())

    @cached_property
    def core_end(self) -> int:
        """Where the head noun phrase ends: before the first preposition, relative clause or comma."""
        lead = _LEAD.match(self.text)
        skip = max(1, lead.end()) if lead else 1
        tail = _TAIL.search(self.text, skip)
        return self.start + tail.start() if tail else self.end

    @cached_property
    def names(self) -> list[Name]:
        """Names in the phrase."""
        return self.scene.names_in(self.start, self.end)

    @cached_property
    def titles(self) -> list[Noun]:
        """Titles in the phrase."""
        return self.scene.titles_in(self.start, self.end)

    @cached_property
    def offices(self) -> list[Noun]:
        """Sorts of offices in the phrase."""
        return self.scene.offices_in(self.start, self.end)

    @cached_property
    def head_word(self) -> str:
        """The last word of the head noun phrase, in small letters, without a possessive."""
        words = _WORD.findall(self.scene.text[self.start : self.core_end])
        return words[-1].lower().removesuffix("'s").removesuffix("’s").rstrip(".'’") if words else ""

    def owns(self, end: int) -> bool:
        """Whether what ends at `end` is a possessor in the phrase: "Trump's envoy", "Dar's spokesman"."""
        return end < self.end and bool(_POSSESSIVE.match(self.scene.text, end, self.end))

    def before(self, start: int) -> str:
        """The words of the phrase before an offset, since its last comma."""
        return self.scene.text[self.start : start].rpartition(",")[2]

    def next_word(self, end: int) -> str:
        """The word right after an offset, within the phrase."""
        found = _NEXT_WORD.match(self.scene.text, end, self.end)
        return found.group(1) if found else ""
