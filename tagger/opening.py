"""Where the content begins behind a cue: past addressees, times, places and interruptions."""

from __future__ import annotations

import re

from tagger import lexicon
from tagger.cues import Cue
from tagger.tokens import Tokens
from tagger.words import words

_VENUE_LIMIT = 28
"""Tokens that an adjunct of the saying may span."""
_ADDRESSEE_ENDS = frozenset({"in", "on", "at", "during", "after", "about"})
_EARLY = frozenset({"early", "late", "earlier", "last", "this", "next"})
_COUNT = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|some|few|\d+)"
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|day|week|month|year|morning|afternoon|evening|night|weekend)"
_TIME = re.compile(
    rf"(?:(?:late|early|earlier|later|overnight) (?:(?:on|in|into) )?(?:(?:the|that|this|last) )?{_DAY} "
    rf"(?:(?:morning|afternoon|evening|night) )?|overnight |(?:last|this|that) (?:night|morning|afternoon|evening) |"
    rf"{_COUNT} (?:hours?|days?|weeks?|months?|years?) (?:ago|earlier|later|before(?= that )|back) |"
    r"(?:hours|days|weeks|months|years) (?:ago|earlier|later|back) |"
    r"some time (?:ago|back) |the (?:same|previous|next) (?:day|evening|night) |"
    r"shortly (?:after|before)(?:wards)? (?=that ))"
)
"""A time between a cue and its content ("said late on Sunday that", "told a paper two days ago")."""
_TIME_OPENS = words(
    "late early earlier later overnight last this that a an one two three four five six seven eight nine ten several "
    "some few hours days weeks months years the shortly"
)
_LEAST = frozenset({"least", "most", "first", "all", "any"})


def content_start(toks: Tokens, p: int, cue: Cue) -> int:
    """First token of the content behind a cue that ends before token `p`; `len(toks)` where nothing follows."""
    k = _skip_addressee(toks, p) if cue.addressee else p
    while k < len(toks) and toks.kinds[k] not in ":t":
        step = _step(toks, k, cue)
        if step == k:
            return k
        k = step
    if k >= len(toks):
        return k
    if toks.kinds[k] == "t" and k + 2 < len(toks) and toks.kinds[k + 1] == ",":
        return k if k == p and toks.kinds[k - 1] in "pJo" else k + 2
    return k + 1 if cue.clause or toks.kinds[k] == ":" else k


def _step(toks: Tokens, k: int, cue: Cue) -> int:
    """Behind what stands at `k` between a cue and its content, or `k` itself where the content begins there."""
    kind = toks.kinds[k]
    if kind in ",-":
        if k + 1 < len(toks) and (toks.kinds[k + 1] == "Q" or (toks.kinds[k + 1] == "t" and cue.clause)):
            return k + 1
        return (_interrupted(toks, k) if cue.clause else 0) or k
    time = _time_phrase(toks, k)
    if time or kind == "D" or (kind == "r" and toks.lows[k] in lexicon.TIME_ADVERBS):
        return k + (time or 1)
    adjunct = kind in "pJo" or toks.lows[k] in {"after", "before"}
    if adjunct and cue.clause and k + 1 < len(toks) and _adjunct_opens(toks, k, cue):
        return _adjunct_end(toks, k)
    return k


def _adjunct_opens(toks: Tokens, k: int, cue: Cue) -> bool:
    low = toks.lows[k + 1]
    if toks.kinds[k] == "J":
        told = toks.kinds[k + 1] == "n" and "t" in toks.kinds[k + 2 : k + 5]
        return not cue.infinitive and (low in lexicon.REPORTERS or toks.kinds[k + 1] in "duN" or told)
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
    if lows[k] not in _TIME_OPENS and not lows[k].isdigit():
        return 0
    found = _TIME.match(" ".join(lows[k : k + 6]) + " ")
    return found.group().count(" ") if found else 0


def _interrupted(toks: Tokens, k: int) -> int:
    """Behind ", however," or ", speaking in Turkish," where the comma at `k` opens it and "that" follows; else 0."""
    if k + 1 < len(toks) and toks.kinds[k + 1] == "w":
        return 0
    dash = toks.kinds[k] == "-"
    opens = "t" if k + 1 < len(toks) and toks.kinds[k + 1] == "g" else "tQ"
    for m in range(k + 1, min(k + 14, len(toks))):
        kind = toks.kinds[m]
        if kind in "Q:;vxm" and not dash:
            return 0
        if kind == toks.kinds[k] and m + 1 < len(toks) and toks.kinds[m + 1] in opens:
            return m + 1
        if kind in "t," and opens == "t":
            return 0
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
    if p < n and (kinds[p] == "u" or (lows[p] == "her" and (p + 1 >= n or kinds[p + 1] in "tsJhdQ,:"))):
        return p + 1
    for m in range(p, min(p + 22, n)):
        if _addressee_ends(toks, m, p):
            return m
        if kinds[m] in "xmv" and m > p:
            return _split_addressee(toks, p, m)
    return p if n - p > 22 else n


def _addressee_ends(toks: Tokens, m: int, p: int) -> bool:
    kind, low = toks.kinds[m], toks.lows[m]
    if kind in "tQ:,;h" or (kind == "s" and low != "than"):
        return True
    return m > p and (kind in "JD" or (kind == "p" and low in _ADDRESSEE_ENDS))


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
