"""Where a text's paragraphs and sentences begin: a quick reckoning for distances, and for the frame of a statement."""

from __future__ import annotations

import re
from bisect import bisect_right

_PARAGRAPH = re.compile(r"\n+")
_SENTENCE = re.compile(
    r"[.!?](?<![A-Z]\.)(?<!\b(?:Mr|Dr|Lt|St)\.)(?<!\b(?:Mrs|Gen|Sen|Maj|Col|Oct|Nov|Dec|Jan|Feb|Aug)\.)"
    r"(?<!\b(?:Sept|Brig)\.)[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-Þ])"
)

REACH = 1000
"""Letters on either side of a place beyond which nothing belongs to its sentence: text without stops is no prose."""


class Layout:
    """Paragraphs (lines) and sentences of one text."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._paragraphs = [0, *(m.end() for m in _PARAGRAPH.finditer(text))]
        self._sentences = sorted({*self._paragraphs, *(m.end() for m in _SENTENCE.finditer(text))})

    def paragraph(self, at: int) -> int:
        """Number of the paragraph that holds offset `at`."""
        return bisect_right(self._paragraphs, at) - 1

    def sentence(self, at: int) -> int:
        """Number of the sentence that holds offset `at`."""
        return bisect_right(self._sentences, at) - 1

    def bounds(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence that holds offset `at`, as far as it lies within `REACH`."""
        number = self.sentence(at)
        after = self._sentences[number + 1] if number + 1 < len(self._sentences) else self._length
        return max(self._sentences[number], at - REACH), min(after, at + REACH)
