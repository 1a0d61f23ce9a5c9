"""Attributions by a colon: headlines ("Dar: no troops"), their mirror image, transcripts and labelled quotations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tagger import lexicon, people
from tagger.draft import Draft
from tagger.tokens import Tokens

_SENTENCE_ENDS = frozenset(".!?:;,…\"”’»')")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_CAPITALS = re.compile(r"^([A-Z][A-Z.’' -]{1,40}[A-Z.](?:\s\([^)\n]{1,40}\))?):\s", re.MULTILINE)
_LABELLED = re.compile(r"^([A-ZÀ-Þ][\w.’'-]{0,20}(?: [A-ZÀ-Þ][\w.’'-]{0,20}){0,4}):\s", re.MULTILINE)
_LABEL = 150
"""Letters among which the colon of a label stands: more than the longest label has."""
ASKING = frozenset({"Q", "Question"})
"""Labels of who asks in an interview: the paper itself."""


def transcript_speakers(text: str) -> frozenset[str]:
    """Labels of those who speak in a transcript: each opens at least two lines, and at least three lines are labelled.

    Labels that are not in capitals count in an interview alone, where the questions are labelled too.
    """
    opened = [start for start in _line_starts(text) if ":" in text[start : start + _LABEL]]
    if not opened:
        return frozenset()
    seen = Counter(m.group(1) for m in (_CAPITALS.match(text, start) for start in opened) if m)
    labels = frozenset(label for label, count in seen.items() if count > 1) if sum(seen.values()) > 2 else frozenset()
    mixed = Counter(m.group(1) for m in (_LABELLED.match(text, start) for start in opened) if m)
    asked = max((mixed[label] for label in ASKING), default=0) > 1
    return labels | {label for label, count in mixed.items() if asked and count > 1 and label not in ASKING}


def _line_starts(text: str) -> Iterator[int]:
    start = 0
    while start <= len(text):
        yield start
        start = text.find("\n", start) + 1 or len(text) + 1


def is_heading(line: str) -> bool:
    """Whether a line is a heading between paragraphs: title case, no mark at its end. The paragraphs say it better."""
    if len(line) > 120 or line.rstrip()[-1:] in _SENTENCE_ENDS or line[:1] in "•*-–—":
        return False
    long_words = _LONG_WORD.findall(line)
    return len(long_words) >= 3 and sum(word[0].isupper() for word in long_words) >= 0.8 * len(long_words)


def _label(toks: Tokens, end: int) -> tuple[int, int] | None:
    """The noun phrase before the colon at token `end`, where it may be a speaker."""
    start = 0
    dashes = [k for k in range(end) if toks.kinds[k] == "-"]
    if dashes:
        start = dashes[-1] + 1
    words = toks.kinds[start:end]
    if not 0 < len(words) <= 9 or any(k in "vxmw;QJs" for k in words) or toks.kinds[start] in "psgJrh":
        return None
    if toks.lows[start] in lexicon.LABELS or toks.lows[end - 1] in lexicon.LABELS:
        return None
    stop = next((k for k in range(start + 1, end) if toks.kinds[k] in "psJ,"), end)
    return (start, stop) if toks.capital(start) else None


def leading(toks: Tokens, *, title: bool, speakers: frozenset[str]) -> Draft | None:
    """ "X: …" at the start of a paragraph: a headline, a line of a transcript, or a label before a quotation."""
    colon = next((k for k, kind in enumerate(toks.kinds[:12]) if kind == ":"), 0)
    if colon == 0 or colon + 1 >= len(toks):
        return None
    cue, words = (colon, colon + 1), toks.words(0, colon)
    if words in speakers:
        return Draft((0, colon), cue, [(colon + 1, len(toks))], "transcript", (0, colon))
    found = _label(toks, colon)
    if found is None:
        return None
    if title:
        return Draft(found, cue, [(colon + 1, len(toks))], "headline", found)
    if toks.kinds[colon + 1] == "Q" and people.person_head(toks, *found):
        return Draft(found, cue, [(colon + 1, colon + 2)], "direct-leading", found)
    return None


def trailing(toks: Tokens) -> Draft | None:
    """ "…: X" at the end of a headline."""
    n = len(toks)
    for colon in range(n - 2, max(n - 8, 2), -1):
        if toks.kinds[colon] != ":":
            continue
        tail = toks.kinds[colon + 1 :]
        if all(k in "Nndo#" for k in tail) and len(tail) <= 5 and people.person_head(toks, colon + 1, n):
            return Draft((colon + 1, n), (colon, colon + 1), [(0, colon)], "headline", (colon + 1, n))
        return None
    return None
