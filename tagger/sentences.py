"""Paragraphs and sentences: boundaries that respect quotations and abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tagger import lexicon
from tagger.quotes import Quotation

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_STOP = re.compile(r"[.!?…。؟]+[\"”’»')\]]*")
_LAST_WORD = re.compile(r"[\w.&’'-]*\Z")
_SAID = "|".join(sorted(lexicon.QUOTING_VERBS))
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_PLACE = "in|on|at|to|of|during|about|after|before|when|as|with|through|from|via"
_ATTRIBUTION = re.compile(
    rf"\s+(?:[\w.’'-]+\s+){{1,7}}?(?:also |then |later |had |has )?(?:{_SAID})\b"
    rf"(?=[\s.,:;]*(?:$|[.,:;]|[\w’']+(?:\s+[\w’']+){{0,3}}[.,]|(?:{_PLACE}|{_DAYS}|reporters)\b))"
)
"""What follows a quotation that ended like a sentence, where it is its attribution (" Mr. Dar asked on Monday")."""
_INVERTED = re.compile(rf"\s+(?:{_SAID}|reads?)\b")


def paragraphs(text: str, low: int = 0, high: int | None = None) -> Iterator[tuple[int, int]]:
    """Start and end of every line that holds more than white space."""
    for match in _LINE.finditer(text, low, len(text) if high is None else high):
        start, end = match.span()
        line = match.group()
        start += len(line) - len(line.lstrip())
        end -= len(line) - len(line.rstrip())
        if start < end:
            yield start, end


def _abbreviation(text: str, low: int, at: int, after: str) -> bool:
    """Whether the full stop at `at` ends an abbreviation and no sentence."""
    found = _LAST_WORD.search(text, max(low, at - 24), at)
    word = found.group() if found else ""
    bare = word.strip("’'\"-").lower()
    if len(bare) == 1 and bare.isalpha() and word[-1].isupper():
        return True
    if after[:1] in "\"“'«" and bare not in lexicon.TITLES_BEFORE_NAMES:
        return False
    if bare in lexicon.TITLE_ABBREVIATIONS or ("." in bare and len(bare) <= 6):
        first = re.match(r"\w+", after)
        if "." in bare or bare in {"inc", "corp", "co", "ltd", "jr", "sr", "etc", "p.m", "a.m"}:
            return not (first and first.group() in lexicon.SENTENCE_STARTERS)
        return bare not in {"no", "may", "al"} or bool(after[:1].isdigit())
    return False


def _ends_here(text: str, low: int, high: int, stop: re.Match[str]) -> bool:
    end = stop.end()
    if end >= high:
        return True
    following = text[end:high]
    if not following[0].isspace():
        # Lost space: "ended.Then" between a lower-case and a capitalised word, or before a quotation.
        if following[0] in '“"' and stop.group() == "." and following[1:2].isupper():
            return True
        return (
            stop.group() == "."
            and stop.start() - 2 > low
            and text[stop.start() - 2 : stop.start()].islower()
            and len(following) > 1
            and following[0].isupper()
            and following[1].islower()
        )
    rest = following.lstrip()[:60]
    if not rest:
        return True
    first = rest[0]
    if first.islower():
        return False
    return not (stop.group()[0] == "." and len(stop.group()) == 1 and _abbreviation(text, low, stop.start(), rest))


def _continues(text: str, quote_end: int, high: int, last: str) -> bool:
    """Whether an attribution of the quotation that ends here follows ("…?" Mr. Dar asked.)."""
    window = text[quote_end : min(high, quote_end + 160)]
    if last in ",;:" or not last:
        return True
    first = window.lstrip()[:1]
    if first.islower() or first in ",;:—–-":
        return True
    found = _ATTRIBUTION.match(window)
    if found and last == ".":
        return window[found.end() : found.end() + 1] in ".,;"
    return bool(found or _INVERTED.match(window))


def sentences(text: str, low: int, high: int, quotes: Sequence[Quotation]) -> list[tuple[int, int]]:
    """Start and end of the sentences of the paragraph `text[low:high]`; none begins or ends inside a quotation."""
    bounds: list[int] = []
    at = 0
    count = len(quotes)
    for stop in _STOP.finditer(text, low, high):
        while at < count and quotes[at].end <= stop.start():
            at += 1
        if at < count and quotes[at].start < stop.start() < quotes[at].end:
            quote = quotes[at]
            if stop.end() < quote.inner_end or stop.end() < quote.end:
                continue
            last = text[stop.start()]
            if quote.end < high and not text[quote.end : quote.end + 1].isspace():
                continue
            if not _continues(text, quote.end, high, last):
                bounds.append(max(stop.end(), quote.end))
            continue
        if _ends_here(text, low, high, stop):
            bounds.append(stop.end())
    out: list[tuple[int, int]] = []
    start = low
    for bound in [*bounds, high]:
        piece_start = start
        while piece_start < bound and text[piece_start].isspace():
            piece_start += 1
        if piece_start < bound:
            out.append((piece_start, bound))
        start = bound
    return out


_LONGEST = 3000
"""Characters of a sentence beyond which it is no prose: it is cut at spaces so that reading stays linear."""


def pieces(text: str, found: Sequence[tuple[int, int]], quotes: Sequence[Quotation]) -> Iterator[tuple[int, int]]:
    """The sentences `found`, the overlong ones cut at white space outside quotations."""
    at = 0
    for low, high in found:
        start = low
        while high - start > _LONGEST:
            cut = start + _LONGEST
            while at < len(quotes) and quotes[at].end <= cut:
                at += 1
            if at < len(quotes) and quotes[at].start < cut:
                cut = quotes[at].end
            else:
                space = text.rfind(" ", start + 1, cut)
                cut = space if space > 0 and (at == 0 or space >= quotes[at - 1].end) else cut
            if cut >= high:
                break
            yield start, cut
            start = cut
        yield start, high
