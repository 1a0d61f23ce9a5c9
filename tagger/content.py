"""Content spans: where the words begin behind a cue, and where they end."""

from __future__ import annotations

from enum import StrEnum

from tagger import lexicon
from tagger.cues import CUES, Cue, Form
from tagger.tokens import Tokens

_CLOSERS = frozenset({"while", "after", "before", "because", "although", "though", "since", "when", "whereas"})
_CONTINUES = frozenset({"including", "such", "as", "not", "or"})
_LISTING = frozenset({"including"})
_APPOSED = frozenset({"a", "an"})
_CUTTING = frozenset({"while", "who", "whom", "compared"})
_PARALLEL = frozenset({"while", "as", "although", "though", "whereas"})


def speechlike(toks: Tokens, k: int) -> bool:
    """Whether the quotation token `k` can stand as speech of its own: it ends like a sentence or a clause."""
    quote = toks.quotes[k]
    last = toks.text[quote.inner_end - 1 : quote.inner_end]
    return last in {",", ".", "!", "?", "…", "—", "-"} or quote.inner_end - quote.inner_start > 60


class Mode(StrEnum):
    """What sort of content a cue takes here: that decides where it ends."""

    CLAUSE = "clause"
    OBJECT = "object"
    INFINITIVE = "infinitive"


def mode_of(toks: Tokens, start: int, cue: Cue) -> Mode:
    """Clause, noun phrase or infinitive, by what stands at the content's start."""
    kinds = toks.kinds
    if kinds[start] == "J" or (kinds[start] == "r" and start + 1 < len(toks) and kinds[start + 1] == "J"):
        return Mode.INFINITIVE
    if not cue.clause:
        return Mode.OBJECT
    if not cue.noun_phrase or kinds[start] in "thQs" or (start > 0 and "t" in kinds[max(0, start - 2) : start]):
        return Mode.CLAUSE
    for k in range(start, min(start + 30, len(toks))):
        kind = kinds[k]
        if kind in "xmv" or (kind == "h" and k > start):
            return Mode.CLAUSE
        if kind in ",;:-wtJs":
            break
    return Mode.OBJECT


def content_end(toks: Tokens, p: int, cue: Cue, subjects: dict[int, int]) -> int:
    """Behind the last token of the content that begins at token `p`.

    `subjects` maps the first token of every later cue's own subject to that cue: a clause that opens with one is
    another statement.
    """
    kinds, n = toks.kinds, len(toks)
    if p < n and kinds[p] == "Q" and speechlike(toks, p) and _quote_is_all(toks, p):
        return p + 1
    mode = mode_of(toks, p, cue)
    depth = 0
    k = p
    while k < n:
        kind = kinds[k]
        if kind == "(":
            depth += 1
        elif kind == ")":
            depth = max(0, depth - 1)
        elif kind not in _MAY_END and kinds[k - 1] != "Q":
            pass
        elif (
            depth == 0
            and k > p + 1
            and kinds[k - 1] == "Q"
            and comma_inside(toks, k - 1)
            and _after_quoted_comma(toks, k, p, cue, subjects, mode)
        ) or (
            depth == 0
            and k > p
            and (_ends_at(toks, k, p, cue, subjects) or (mode is not Mode.CLAUSE and _phrase_ends_at(toks, k, p, mode)))
        ):
            break
        k += 1
    return k


_MAY_END = frozenset("a;,-cbspD")
"""Kinds of tokens with which a content may end; others end one only behind a quotation."""


def comma_inside(toks: Tokens, k: int) -> bool:
    """Whether the quotation token `k` ends in a comma inside its marks."""
    quote = toks.quotes[k]
    return toks.text[quote.inner_end - 1 : quote.inner_end] == ","


def _after_quoted_comma(toks: Tokens, k: int, p: int, cue: Cue, subjects: dict[int, int], mode: Mode) -> bool:
    """A comma inside the closing mark is a comma of the sentence too."""
    if _comma_ends(toks, k - 1, p, cue, subjects):
        return True
    return mode is not Mode.CLAUSE and _phrase_comma_ends(toks, k - 1, p)


def _phrase_ends_at(toks: Tokens, k: int, p: int, mode: Mode) -> bool:
    """Ends of noun phrases and infinitives: adjuncts and clauses that belong to the cue, not to its object."""
    kinds, lows, n = toks.kinds, toks.lows, len(toks)
    kind = kinds[k]
    if kind == ";" or (kind == "-" and mode is Mode.OBJECT):
        return True
    if kind == ",":
        return _phrase_comma_ends(toks, k, p)
    if kind in "cb" and k + 1 < n:
        m = k + 1
        while m < n and kinds[m] == "r":
            m += 1
        return m < n and (kinds[m] in "xmvbh" or (kinds[m] == "e" and m + 1 < n and kinds[m + 1] in "dNhuJp#"))
    if kind == "s" and mode is Mode.OBJECT:
        return lows[k] in _CLOSERS and "J" not in kinds[p:k]
    if kind == "p" and mode is Mode.OBJECT and lows[k] in {"in", "at", "during", "on"}:
        return _closing_adjunct(toks, k)
    return kind == "D" and mode is Mode.OBJECT and _at_close(toks, k + 1) and kinds[k - 1] not in "dNop"


def _at_close(toks: Tokens, k: int) -> bool:
    return k >= len(toks) or toks.kinds[k] in ",;:-cb"


def _closing_adjunct(toks: Tokens, k: int) -> bool:
    """Whether the preposition at `k` opens a place or time of the speaking that closes the phrase."""
    seen = False
    for m in range(k + 1, min(k + 14, len(toks))):
        kind = toks.kinds[m]
        if kind in ",;:-cb":
            return seen
        if kind in "xmvht" or (kind == "p" and seen and toks.lows[m] in {"over", "for", "about", "after", "against"}):
            return False
        if kind == "D" or toks.lows[m] in lexicon.SPEECH_PLACES:
            seen = True
    return seen


def _phrase_comma_ends(toks: Tokens, k: int, p: int) -> bool:
    """A comma ends a noun phrase or an infinitive unless it joins a list."""
    kinds, n = toks.kinds, len(toks)
    m = k + 1
    if m < n and (toks.lows[m] in _CONTINUES or not _LISTING.isdisjoint(toks.lows[p:k])):
        return False
    if m >= n or kinds[m] in "gwbshrpxvmQa(":
        return True
    if kinds[m] == "c":
        after = m + 1
        while after < n and kinds[after] == "r":
            after += 1
        if after < n and kinds[after] in "hxmv":
            return True
        return not any(kind == "," for kind in kinds[p:k])
    for q in range(m, min(m + 16, n)):
        if kinds[q] == "c":
            return False
        if kinds[q] in "xmvwh;:-s":
            break
        if kinds[q] == "," and q > m + 6:
            break
    return True


def _quote_is_all(toks: Tokens, p: int) -> bool:
    """Whether a quotation right behind the cue is the whole content."""
    n = len(toks)
    if p + 1 >= n:
        return True
    following = toks.kinds[p + 1]
    quote = toks.quotes[p]
    last = toks.text[quote.inner_end - 1 : quote.inner_end]
    if last in ",.!?":
        return not (following == "c" and p + 2 < n and toks.kinds[p + 2] in "tQ")
    return following in ",;-"


def _ends_at(toks: Tokens, k: int, p: int, cue: Cue, subjects: dict[int, int]) -> bool:
    kinds, lows, n = toks.kinds, toks.lows, len(toks)
    kind = kinds[k]
    if kind == "a" and k + 1 < n and lows[k + 1] == "to" and k - p > 3:
        return True
    if kind == ";":
        return _new_statement(toks, k + 1, subjects)
    if kind in ",-":
        return _comma_ends(toks, k, p, cue, subjects)
    if kind in {"c", "b"}:
        return _conjunction_ends(toks, k, cue, subjects)
    return False


def _new_statement(toks: Tokens, k: int, subjects: dict[int, int]) -> bool:
    """Whether another cue's subject, or a participle cue, begins at `k` (behind one conjunction or adverb)."""
    n = len(toks)
    for m in (k, k + 1, k + 2):
        if m < n and m in subjects:
            return True
        if m >= n or (toks.kinds[m] not in "cbr" and toks.lows[m] not in _PARALLEL):
            return False
    return False


def participle_cue(toks: Tokens, k: int) -> bool:
    """Whether token `k` is a cue in "-ing"."""
    found = CUES.get(toks.lows[k])
    return found is not None and found.form is Form.ING


def _comma_ends(toks: Tokens, k: int, p: int, cue: Cue, subjects: dict[int, int]) -> bool:
    """Whether the comma or dash at `k` ends the content that began at `p`."""
    kinds, n = toks.kinds, len(toks)
    m = k + 1
    if m >= n or (kinds[m] == "a" and m - p > 3) or toks.lows[m] in _APPOSED:
        return True
    if kinds[k] == "," and toks.lows[m] in _CUTTING:
        return True
    while m < n and kinds[m] == "r":
        m += 1
    if m < n and kinds[m] == "g" and participle_cue(toks, m):
        return True
    if _new_statement(toks, k + 1, subjects) and any(x in "xmveh" for x in kinds[p:k]):
        return True
    return m < n and kinds[m] in "cb" and _conjunction_ends(toks, m, cue, subjects)


def _conjunction_ends(toks: Tokens, k: int, cue: Cue, subjects: dict[int, int]) -> bool:
    """ "and urged", "but also called for": a second cue of the same speaker, or a clause with its own."""
    n = len(toks)
    m = k + 1
    if m < n and m in subjects:
        return True
    while m < n and toks.kinds[m] in "rx" and m - k < 4:
        m += 1
    if m >= n:
        return False
    other = CUES.get(toks.lows[m])
    if other is None or toks.capital(m):
        return False
    if other.form is Form.ING and cue.form is Form.ING:
        return True
    same = {other.form, cue.form} <= {Form.PAST, Form.PARTICIPLE} or (
        other.form is Form.THIRD and cue.form is Form.THIRD
    )
    return same and not (m + 1 < n and toks.lows[m + 1] == "by")
