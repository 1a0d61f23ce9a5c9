"""Content spans: where the words begin behind a cue, and where they end."""

from __future__ import annotations

from enum import StrEnum

from tagger import lexicon
from tagger.cues import CUES, Cue, Form
from tagger.tokens import Tokens

_VENUE_LIMIT = 28
_TIME_ADVERBS = frozenset(
    ["later", "earlier", "recently", "previously", "then", "again", "publicly", "once", "today", "repeatedly", "flatly", "bluntly", "simply", "early", "late"]
)
_CLOSERS = frozenset({"while", "after", "before", "because", "although", "though", "since", "when", "whereas"})
_CONTINUES = frozenset({"including", "such", "as", "not"})
_PARALLEL = frozenset({"while", "as", "although", "though", "whereas"})
_EARLY = frozenset(["early", "late", "earlier", "last", "this", "next"])
_LEAST = frozenset({"least", "most", "first", "all", "any"})


def speechlike(toks: Tokens, k: int) -> bool:
    """Whether the quotation token `k` can stand as speech of its own: it ends like a sentence or a clause."""
    quote = toks.quotes[k]
    last = toks.text[quote.inner_end - 1 : quote.inner_end]
    return last in {",", ".", "!", "?", "…", "—", "-"} or quote.inner_end - quote.inner_start > 60


def content_start(toks: Tokens, p: int, cue: Cue) -> int:
    """First token of the content behind a cue that ends before token `p`; `len(toks)` where nothing follows."""
    n = len(toks)
    k = _skip_addressee(toks, p) if cue.addressee else p
    kinds = toks.kinds
    while k < n:
        kind = kinds[k]
        if kind == ":":
            return k + 1
        if kind == "t":
            if k + 2 < n and kinds[k + 1] == ",":
                return k + 2
            return k + 1 if cue.clause else k
        if kind in ",-":
            if k + 1 < n and kinds[k + 1] in "Qt" and not (kinds[k + 1] == "t" and not cue.clause):
                k += 1
                continue
            closing = _interrupted(toks, k)
            if closing and cue.clause:
                k = closing
                continue
            return k
        if kind == "D" or (kind == "r" and toks.lows[k] in _TIME_ADVERBS) or _time_phrase(toks, k):
            k += _time_phrase(toks, k) or 1
            continue
        if kind in "pJo" and cue.clause and k + 1 < n and _adjunct_opens(toks, k, cue):
            m = _adjunct_end(toks, k)
            if m == k:
                return k
            k = m
            continue
        return k
    return n


def _adjunct_opens(toks: Tokens, k: int, cue: Cue) -> bool:
    low = toks.lows[k + 1]
    if toks.kinds[k] == "J":
        return not cue.infinitive and (low in lexicon.REPORTERS or toks.kinds[k + 1] in "duN")
    return low not in _LEAST


def _time_phrase(toks: Tokens, k: int) -> int:
    """Length of "last week", "this month", "a day later" and the like at `k`."""
    lows = toks.lows
    if k + 1 < len(toks) and toks.kinds[k] == "D" and lows[k + 1] in lexicon.PERIODS:
        return 2
    if k + 1 < len(toks) and lows[k] in _EARLY and (lows[k + 1] in lexicon.PERIODS or toks.kinds[k + 1] == "D"):
        return 2
    if k + 2 < len(toks) and lows[k] == "earlier" and lows[k + 1] in {"this", "that", "on", "in"}:
        return 3
    return 0


def _interrupted(toks: Tokens, k: int) -> int:
    """Behind ", however," or ", in a statement on Monday," where the comma at `k` opens it and "that" follows; else 0."""
    if k + 1 < len(toks) and toks.kinds[k + 1] in "gw":
        return 0
    dash = toks.kinds[k] == "-"
    for m in range(k + 1, min(k + 14, len(toks))):
        kind = toks.kinds[m]
        if kind in "Q:;vxm" and not dash:
            return 0
        if kind == toks.kinds[k] and m + 1 < len(toks) and toks.kinds[m + 1] in "tQ":
            return m + 1
    return 0


def _adjunct_end(toks: Tokens, k: int) -> int:
    """Behind the adjunct phrase that the preposition at `k` opens, or `k` itself where it is part of the content."""
    kinds, n = toks.kinds, len(toks)
    last_place = -1
    for m in range(k + 1, min(k + _VENUE_LIMIT, n)):
        kind = kinds[m]
        if kind in "tQ:;" or kind in {"h", ","}:
            return m
        if kind == "s" and m > k + 1 and toks.lows[m] in {"whether", "if", "why", "how", "what", "when"}:
            return m
        if kind in "xmv" and m > k + 1:
            if last_place > 0 and last_place + 1 < m:
                return _clause_subject(toks, last_place + 1, m)
            return k
        if kind == "D" or toks.lows[m] in lexicon.SPEECH_PLACES or toks.lows[m] in lexicon.PERIODS or kind == "#":
            last_place = m
    return n if n - k < _VENUE_LIMIT else k


def _clause_subject(toks: Tokens, a: int, verb: int) -> int:
    """Start of the subject that ends before the verb, behind a place or time that ends before `a`."""
    kinds = toks.kinds
    m = a
    while m < verb - 1 and kinds[m] in "po":
        m += 1
        while m < verb - 1 and kinds[m] in "dNn#o" and not (kinds[m] == "d" and kinds[m - 1] in "Nn"):
            m += 1
    return m


def _skip_addressee(toks: Tokens, p: int) -> int:
    """Behind the addressee of "told X that …"."""
    kinds, lows, n = toks.kinds, toks.lows, len(toks)
    if p >= n or kinds[p] in "tQ:,":
        return p
    if kinds[p] == "u" or (lows[p] == "her" and (p + 1 >= n or kinds[p + 1] in "tsJhdQ,:")):
        return p + 1
    for m in range(p, min(p + 22, n)):
        kind = kinds[m]
        if kind in "tQ:,;h" or (kind == "J" and m > p) or (kind == "s" and lows[m] != "than"):
            return m
        if kind == "p" and lows[m] in {"in", "on", "at", "during", "after", "that", "about"} and m > p:
            return m
        if kind in "xmv" and m > p:
            return _split_addressee(toks, p, m)
        if kind == "D" and m > p:
            return m
    return p if n - p > 22 else n


def _split_addressee(toks: Tokens, p: int, verb: int) -> int:
    """Between addressee and subject where no "that" parts them ("told CNN the deal was off")."""
    kinds, lows = toks.kinds, toks.lows
    for m in range(p, verb):
        if lows[m] in lexicon.REPORTERS:
            return m + 1
    for m in range(p + 1, verb):
        if kinds[m] == "d" and kinds[m - 1] in "Nn":
            return m
    run = p
    while run < verb and kinds[run] == "N":
        run += 1
    if run - p > 1 and run == verb:
        return p + 1 if toks.words(p, p + 1).isupper() else max(p + 1, verb - 1)
    return max(p, run)


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
    if not cue.noun_phrase or kinds[start] in "thQs" or (start > 0 and kinds[start - 1] == "t"):
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
    if m < n and toks.lows[m] in _CONTINUES:
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
    kinds, n = toks.kinds, len(toks)
    m = k + 1
    if m >= n:
        return True
    if kinds[m] == "a" and m - p > 3:
        return True
    if kinds[m] == "d" and toks.lows[m] in {"a", "an"}:
        return True
    if kinds[k] == "," and (toks.lows[m] in {"while", "who", "whom", "compared"}):
        return True
    while m < n and kinds[m] == "r":
        m += 1
    if m < n and kinds[m] == "g" and participle_cue(toks, m):
        return True
    if _new_statement(toks, k + 1, subjects) and any(x in "xmveh" for x in kinds[p:k]):
        return True
    if m < n and kinds[m] in "cb":
        return _conjunction_ends(toks, m, cue, subjects)
    return False


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
