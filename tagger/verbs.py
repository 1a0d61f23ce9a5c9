"""Whether a cue word is used as a verb here, and which of its phrases or prepositions belong to it."""

from __future__ import annotations

from dataclasses import dataclass

from tagger import lexicon
from tagger.cues import CUES, Cue, Form
from tagger.tokens import Tokens

_FLOATING = frozenset({"since", "both", "all", "each"})
_PARTICLES = frozenset({"off", "up", "down", "away", "out", "together"})


@dataclass(frozen=True, slots=True)
class Site:
    """One cue as it stands in a sentence: tokens `first` up to before `end`, the verb group beginning at `group`."""

    first: int
    end: int
    group: int
    cue: Cue
    negated: bool
    phrase: bool
    """A fixed phrase or preposition belongs to it."""
    passive: bool = False
    infinitive: bool = False


def _group(toks: Tokens, i: int) -> tuple[int, bool, bool, bool]:
    """Start of the verb group that ends in token `i`; is it negated, does "to" lead it, is it passive."""
    kinds, lows = toks.kinds, toks.lows
    j = i - 1
    negated = infinitive = False
    auxiliary = ""
    while j >= 0 and (
        kinds[j] in "xmr"
        or (
            (lows[j] in _FLOATING and j > 0 and kinds[j - 1] in "xNn)" and lows[j] != "since")
            or (lows[j] == "since" and j > 0 and kinds[j - 1] == "x")
        )
        or (kinds[j] == "J" and not infinitive and j == i - 1)
    ):
        if lows[j] in lexicon.NEGATIONS:
            negated = True
        if kinds[j] == "J":
            infinitive = True
        if kinds[j] in "xm" and not auxiliary:
            auxiliary = lows[j]
        if kinds[j] == "r" and j > 0 and kinds[j - 1] in ",Q" and kinds[i] != "g" and lows[j] not in lexicon.NEGATIONS:
            j -= 1
            break
        j -= 1
        if infinitive:
            break
    return j + 1, negated, infinitive, auxiliary in lexicon.BE_FORMS


def _plural(toks: Tokens, j: int) -> bool:
    low = toks.lows[j]
    if low in lexicon.PLURAL_WORDS:
        return True
    kind = toks.kinds[j]
    if kind == "N":
        return low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s"))
    return kind in "n)" and low.endswith("s") and not low.endswith(("ss", "'s", "’s"))


def _listed(toks: Tokens, j: int) -> bool:
    """Whether token `j` ends a list of names ("Dar and Hakan Fidan")."""
    k = j
    while k > 0 and toks.kinds[k] == "N":
        k -= 1
    return k < j and toks.kinds[k] == "c" and toks.kinds[k - 1] in "N,)"


def _plural_head(toks: Tokens, j: int) -> bool:
    """Whether the phrase that ends with token `j` is plural by an earlier word ("officials in Islamabad") or a list."""
    kinds = toks.kinds
    if kinds[j] in "#)%":
        return True
    k = j
    while k > 0 and j - k < 14:
        kind = kinds[k]
        if toks.lows[k] in lexicon.LONE_DETERMINERS and toks.lows[k] not in {"this", "that", "another"}:
            return True
        if kind == "c":
            return kinds[k - 1] in "Nn,)" and kinds[j] in "Nn)"
        if kind in "poJ" and kinds[k - 1] in "Nn":
            if _plural(toks, k - 1):
                return True
        elif kind not in "Nndoppg#eJD":
            return False
        k -= 1
    return False


def _phrase_end(toks: Tokens, i: int, cue: Cue) -> tuple[int, bool]:
    """Behind the phrase or preposition that belongs to the cue at `i`."""
    lows = toks.lows
    n = len(lows)
    if i + 1 >= n:
        return i + 1, False
    after = lows[i + 1]
    for phrase in cue.phrases:
        m = len(phrase)
        if phrase[0] == after and i + m < n and tuple(lows[i + 1 : i + 1 + m]) == phrase:
            return i + 1 + m, True
    if after in cue.prepositions:
        return i + 2, True
    if i + 2 < n and toks.kinds[i + 1] == "r" and lows[i + 2] in cue.prepositions:
        return i + 3, True
    return i + 1, False


def _verb_follows(toks: Tokens, i: int, cue: Cue) -> bool:
    """Whether what follows a word that is a noun too makes it a verb here: the start of an object or a clause."""
    following = toks.kinds[i + 1] if i + 1 < len(toks) else "."
    if cue.lemma == "state":
        return following in "thQ:"
    return following in "dNthuJ#ngQ:s" or (following == "p" and toks.lows[i + 1] in cue.prepositions)


def _as_third(toks: Tokens, i: int, group: int, cue: Cue) -> bool:
    j = group - 1
    if j < 0 or toks.possessive(j):
        return False
    kind = toks.kinds[j]
    if kind in "dop#J" and toks.lows[j] not in {"this", "that", "it", "another"}:
        return False
    return not cue.nounish or kind in "hwQ" or _verb_follows(toks, i, cue)


def _as_base(toks: Tokens, i: int, group: int, cue: Cue, *, infinitive: bool) -> bool:
    kinds = toks.kinds
    if infinitive or any(kinds[k] in "xm" for k in range(group, i)):
        return True
    j = group - 1
    if j < 0 or kinds[j] == "J" or toks.possessive(j):
        return False
    if kinds[j] in "hwu":
        return kinds[j] != "h" or toks.lows[j] in {"i", "you", "we", "they"}
    if _plural_subject(toks, j, cue) or (kinds[j] == "Q" and cue.quote):
        return not cue.nounish or _verb_follows(toks, i, cue)
    return kinds[j] in ",-)" and cue.clause and not cue.nounish


def _plural_subject(toks: Tokens, j: int, cue: Cue) -> bool:
    """Whether the subject that ends with token `j` may take a verb without "-s"."""
    return _plural(toks, j) or _listed(toks, j) or (not cue.nounish and _plural_head(toks, j))


def _as_past(toks: Tokens, i: int, group: int, cue: Cue, *, passive: bool) -> bool:
    kinds, lows = toks.kinds, toks.lows
    if passive or (cue.lemma != "say" and i + 1 < len(toks) and lows[i + 1] == "by"):
        return False
    if cue.form is Form.PARTICIPLE and not any(lows[k] in lexicon.HAVE_FORMS for k in range(group, i)):
        return False
    j = group - 1
    if j < 0 or group < i:
        return True
    if kinds[j] in "do":
        return lows[j] in lexicon.LONE_DETERMINERS
    return kinds[j] != "p" and not toks.possessive(j)


def _as_ing(toks: Tokens, i: int, group: int) -> bool:
    kinds = toks.kinds
    j = group - 1
    if group < i and any(kinds[k] == "x" for k in range(group, i)):
        return True
    if j < 0:
        return i + 1 < len(toks)
    return kinds[j] in ",-Qnc)NbuDg#" or toks.lows[j] in lexicon.PARTICIPLE_OPENERS


def site(toks: Tokens, i: int) -> Site | None:
    """The cue at token `i` where the word there is one and is used as a verb; else None."""
    cue = CUES.get(toks.lows[i])
    if cue is None or toks.kinds[i] == "Q":
        return None
    if toks.capital(i) and i > 0 and not _title_case(toks, i):
        return None
    group, negated, infinitive, passive = _group(toks, i)
    end, phrase = _phrase_end(toks, i, cue)
    if not phrase and not cue.frames:
        return None
    form = cue.form
    if form is Form.ING:
        good = _as_ing(toks, i, group)
        passive = False
    elif form is Form.THIRD:
        good = _as_third(toks, i, group, cue)
    elif form is Form.BASE and not (
        cue.lemma in {"read", "cast", "broadcast", "put", "hit", "set", "quit"} and group == i
    ):
        good = _as_base(toks, i, group, cue, infinitive=infinitive)
    else:
        good = _as_past(toks, i, group, cue, passive=passive)
    if not good or (not phrase and i + 1 < len(toks) and toks.lows[i + 1] in _PARTICLES):
        return None
    if not phrase and cue.frames.strip("ia") == "" and cue.prepositions and not cue.frames:
        return None
    if phrase:
        fixed = (
            toks.lows[end - 1] not in cue.prepositions or end - i > 3 or tuple(toks.lows[i + 1 : end]) in cue.phrases
        )
        cue = (cue.phrased if fixed else cue.attached) or cue
    return Site(i, end, group, cue, negated, phrase, passive, infinitive)


def _title_case(toks: Tokens, i: int) -> bool:
    """Whether the words around token `i` are capitalised as in a headline."""
    around = [k for k in range(max(0, i - 4), min(len(toks), i + 5)) if k != i and toks.kinds[k] in "Nnveg"]
    return bool(around) and sum(toks.capital(k) for k in around) >= len(around) * 0.75
