"""Source spans: the noun phrase that names a speaker, to the left or the right of a cue."""

from __future__ import annotations

from tagger import lexicon
from tagger.people import person_head, person_like
from tagger.tokens import Tokens

_STOP = frozenset(";:svwxmbh,-tuJ")
_LEAD = frozenset("srbcpD-g")
_TIME_WORDS = lexicon.TIME_WORDS | lexicon.MONTHS | lexicon.PERIODS | {"last", "this", "next", "earlier", "later"}
_LEFT_LIMIT = 45


def _skip_parenthesis(toks: Tokens, j: int, low: int) -> int:
    """From a closing bracket to the token before its opening one."""
    k = j - 1
    while k >= low and toks.kinds[k] != "(":
        k -= 1
    return k - 1 if k >= low else j - 1


def _walk(toks: Tokens, j: int, low: int) -> int:
    """First token of the noun phrase that ends with token `j`, going left."""
    kinds = toks.kinds
    k = j
    start = j + 1
    limit = max(low, j - _LEFT_LIMIT)
    while k >= limit:
        kind = kinds[k]
        if kind == ")":
            k = _skip_parenthesis(toks, k, limit)
            continue
        if kind == "h":
            return k if start == j + 1 else start
        if kind == ",":
            if not _list_comma(toks, k, start, j, limit):
                break
            k -= 1
            continue
        if kind == "c":
            if start == j + 1 or not _joins_names(toks, k, limit):
                break
            k -= 1
            continue
        if kind == "u" and start == j + 1 and k > low and kinds[k - 1] == "o":
            start = k
            k -= 1
            continue
        if kind == "J" and _noun_to(toks, k, start, low):
            k -= 1
            continue
        if kind in _STOP or kind == "(" or (kind == "Q" and not _noun_quote(toks, k)):
            break
        start = k
        k -= 1
    return start


def _noun_to(toks: Tokens, k: int, start: int, low: int) -> bool:
    """Whether the "to" at `k` stands inside a noun phrase ("adviser to the king", "sources close to the talks")."""
    return (
        k > low
        and start < len(toks)
        and toks.kinds[start] in "dNn"
        and toks.kinds[k - 1] in "nN"
        and toks.lows[k - 1] in lexicon.NOUNS_BEFORE_TO
    )


def _noun_quote(toks: Tokens, k: int) -> bool:
    """A quotation that stands for a name or a noun inside a phrase, not for speech."""
    quote = toks.quotes[k]
    return quote.inner_end - quote.inner_start < 40 and toks.text[quote.inner_end - 1 : quote.inner_end] not in set(
        ",.!?"
    )


def _joins_names(toks: Tokens, k: int, low: int) -> bool:
    """Whether the "and" at `k` joins two noun phrases: no finite verb stands between it and the clause's start."""
    j = k - 1
    if j < low:
        return False
    while j >= low and toks.kinds[j] not in ",;:-Qstw":
        if toks.kinds[j] in "vxmhJ":
            return False
        if toks.kinds[j] == ")":
            j = _skip_parenthesis(toks, j, low)
            continue
        j -= 1
    return True


def _list_comma(toks: Tokens, k: int, start: int, last: int, low: int) -> bool:
    """Whether the comma at `k` belongs to a list of names ("Cairo, Doha, and Ankara")."""
    kinds = toks.kinds
    if "c" not in kinds[k + 1 : last] or start - k > 2:
        return False
    j = k - 1
    while j >= low and kinds[j] in "Ndno#":
        j -= 1
    return k - 1 - j in range(1, 5) and (j < low or kinds[j] == ",") and kinds[k - 1] in "Nn" and kinds[start] in "Nd"


def _trim(toks: Tokens, a: int, j: int) -> int:
    """Drop adverbials before the noun phrase `a..j` ("On Monday", "Earlier", "In the interview")."""
    kinds = toks.kinds
    while a < j and ((kinds[a] in "srbc-g" and kinds[a] != "g") or (kinds[a] == "r")):
        if toks.lows[a] in ("both", "all") or toks.lows[a] == "only":
            break
        a += 1
    if a <= j and kinds[a] in "pa":
        times = [k for k in range(a, j) if kinds[k] == "D" or toks.lows[k] in lexicon.PERIODS or kinds[k] == "#"]
        if times:
            return times[-1] + 1
        heads = [
            k for k in range(a + 1, j + 1) if (kinds[k] == "d" or kinds[k] == "N") and kinds[k - 1] not in "poNdac"
        ]
        return heads[-1] if heads else a
    if a <= j and (kinds[a] == "D" or toks.lows[a] in ("last", "this", "next", "earlier")):
        k = a
        while k < j and (toks.lows[k] in _TIME_WORDS or kinds[k] in "D#"):
            k += 1
        return k
    return a


def _before_time(toks: Tokens, j: int, low: int) -> int:
    """The last token before a time that stands between subject and verb ("Dar on Monday said")."""
    kinds, lows = toks.kinds, toks.lows
    if kinds[j] == "D" and j - 2 >= low and lows[j - 1] in {"later", "earlier", "late", "early"}:
        return j - 2
    if j - 2 >= low and lows[j] in lexicon.PERIODS and lows[j - 1] in {"this", "last", "next", "earlier"}:
        return j - 2
    if kinds[j] == "D" and j - 1 >= low and j > 0:
        return j - 2 if lows[j - 1] == "on" and j - 2 >= low else j - 1
    return j


def left_phrase(toks: Tokens, j: int, low: int) -> tuple[int, int] | None:
    """The subject that ends with token `j`: (first token, behind the last one), or None."""
    j = _before_time(toks, j, low)
    if j < low:
        return None
    kind = toks.kinds[j]
    if kind in "hw" or (kind in "dr" and toks.lows[j] in lexicon.LONE_DETERMINERS):
        return j, j + 1
    if kind not in "Nnd#)egDQu":
        return None
    a = _walk(toks, j, low)
    a = _trim(toks, a, j) if a <= j else a
    if a > j or not any(toks.kinds[k] in "Nn#dQgeh" for k in range(a, j + 1)):
        return None
    return a, j + 1


def restrictive(toks: Tokens, j: int) -> tuple[int, int] | None:
    """The subject of "friends who saw him on the trail say": what stands before the "who", or None."""
    for k in range(j, max(0, j - 20), -1):
        kind = toks.kinds[k]
        if kind in ",;:-Qt":
            return None
        if toks.lows[k] == "who":
            found = left_phrase(toks, k - 1, 0)
            return found if found is not None and person_head(toks, *found) else None
    return None


def apposition(toks: Tokens, comma: int, low: int, *, mark: str = "") -> tuple[int, int] | None:
    """The subject of "X, the Y, said" with `comma` the closing one: X with its apposition, or None.

    Returns (first token, behind the last token before the opening comma).
    """
    kinds = toks.kinds
    mark = mark or kinds[comma]
    limit = max(low, comma - 60)
    openings = [k for k in range(limit, comma) if kinds[k] == mark]
    for c1 in openings:
        if c1 == low or comma - c1 < 2:
            continue
        found = left_phrase(toks, c1 - 1, low)
        if found is None:
            continue
        a, b = found
        if a > low and kinds[a - 1] not in ",;:-stbcwQp" and kinds[a - 1] not in "rD":
            continue
        if not person_like(toks, a, b) or toks.lows[a].isdigit():
            continue  # "On January 13, Bayramov, the minister, said"
        if kinds[a] == "p":
            continue
        if not _opens_apposition(toks, c1 + 1, comma):
            continue
        return a, b
    return None


def _opens_apposition(toks: Tokens, k: int, end: int) -> bool:
    if k >= end:
        return False
    if toks.kinds[k] == "h":
        return False
    return not (toks.kinds[k] == "b" and k + 1 < end)


def right_phrase(toks: Tokens, i: int, high: int) -> tuple[int, int, int] | None:
    """The subject of an inverted cue, from token `i`: (first, behind the last, behind its apposition), or None."""
    kinds = toks.kinds
    if i >= high:
        return None
    if kinds[i] == "h":
        return i, i + 1, i + 1
    if kinds[i] not in "dNn#e":
        return None
    k = i
    while k < high:
        kind = kinds[k]
        if kind == "(":
            while k < high and kinds[k] != ")":
                k += 1
            k += 1
            continue
        if kind == "c" and k + 1 < high and kinds[k + 1] in "dNn" and kinds[k - 1] in "Nn":
            k += 1
            continue
        if (
            kind in "dNn#o"
            or (kind in "pJ" and toks.lows[k] in {"for", "at", "with", "from", "to", "in", "on"})
            or kind in "eg"
        ):
            if kind in "pJ" and _adjunct_starts(toks, k):
                break
            k += 1
            continue
        break
    b = min(k, high)
    while b > i and kinds[b - 1] in "poJcd":
        b -= 1
    if b <= i or not person_like(toks, i, b):
        return None
    return i, b, _apposition_end(toks, b, high)


def _adjunct_starts(toks: Tokens, k: int) -> bool:
    """Whether the preposition at `k` opens an adjunct of the saying ("in a statement"), not of the name."""
    ahead = range(k + 1, min(k + 6, len(toks)))
    if toks.lows[k] in {"for", "from", "with"}:
        return False
    if toks.lows[k] == "at":
        return any(toks.lows[m] in lexicon.SPEECH_PLACES for m in ahead)
    return any(
        toks.kinds[m] == "D"
        or toks.lows[m] in lexicon.SPEECH_PLACES
        or toks.lows[m] in lexicon.PERIODS
        or toks.lows[m] == "condition"
        for m in ahead
    ) or toks.lows[k] in {"on", "to"}


def _apposition_end(toks: Tokens, b: int, high: int) -> int:
    """Behind the apposition or relative clause that follows a name at a comma, else `b`."""
    kinds = toks.kinds
    if (
        b + 1 < high
        and kinds[b] == ","
        and (kinds[b + 1] in "dNnw#e" or toks.lows[b + 1] in {"speaking", "director", "who"})
    ):
        k = b + 1
        while k < high and kinds[k] not in ",;:-Q":
            k += 1
        return k
    return b
