"""Cues without a subject of their own: "…, adding that …", "… and called for …", "who said …", "went on to say …"."""

from __future__ import annotations

from tagger import content, people, sources
from tagger.cues import CUES, CueClass
from tagger.draft import Draft, Range, Sentence
from tagger.leftward import left_content
from tagger.opening import content_start
from tagger.rightward import content_right, fits
from tagger.verbs import Site

_QUOTED = frozenset({"quoted", "cited", "reported"})
_AGENCY = 8
"""Words between "quoted" and "as saying" in which the paper is named."""
_TAKING = frozenset({"took", "takes", "used", "uses"})
"""Verbs of "took to X to call for", "used the speech to say"."""


def borrow(s: Sentence, before: int) -> tuple[Range, Range] | None:
    """The subject of an earlier cue of the main clause, else the main clause's own, else any earlier cue's."""
    last = s.last
    if last is None:
        return main_subject(s, before)
    full = last.full_source
    a = last.source[0]
    if last.rule == "relative" or (a > 0 and s.toks.kinds[a - 1] in "swt"):
        return main_subject(s, before) or (last.source, full)
    return last.source, full


def main_subject(s: Sentence, before: int) -> tuple[Range, Range] | None:
    """The first subject of the sentence that a finite verb before token `before` follows, with its apposition."""
    toks = s.toks
    for k in range(min(before, s.length)):
        if toks.kinds[k] == "h" and ("'" in toks.lows[k] or "’" in toks.lows[k]):
            return (k, k + 1), (k, k + 1)
        if k == 0:
            continue
        if toks.kinds[k] in "vxm" or (toks.kinds[k] == "e" and toks.kinds[k - 1] in "Nnhw),"):
            j = k - 1
            while j >= 0 and toks.kinds[j] == "r":
                j -= 1
            if j < 0:
                continue
            if toks.kinds[j] == ",":
                found = sources.apposition(toks, j, 0)
                if found is not None:
                    return found, (found[0], j)
                continue
            if toks.kinds[j] == "w":
                continue
            left = sources.left_phrase(toks, j, 0)
            if left is not None and people.person_like(toks, *left):
                return left, left
    return None


def participle(s: Sentence, found: Site) -> Draft | None:
    """ "…, adding that …", "with X saying …", "issued a statement calling for …"."""
    toks = s.toks
    j = found.group - 1
    own = _absolute(s, j)
    if own is not None:
        borrowed: tuple[Range, Range] | None = (own, own)
    elif j >= 0 and toks.kinds[j] in "Nnc)D" and s.last is None and toks.kinds[j] != "D":
        borrowed = participle_subject(s, j)
    else:
        borrowed = borrow(s, found.first)
    start = content_start(toks, found.end, found.cue)
    if start >= s.length or toks.kinds[start] in ",;)":
        return _quoted_as(s, found)
    if borrowed is None:
        return participle_ahead(s, found, start)
    draft = content_right(s, found, *borrowed, start, rule="participle")
    if (
        draft is not None
        and draft.extra[0] in {"object", "infinitive"}
        and j >= 0
        and toks.kinds[j] in "Nnc)D"
        and not found.phrase
        and not (toks.kinds[j] == "c" and s.last is not None and s.last.rule == "participle")
    ):
        return None
    return draft


def _quoted_as(s: Sentence, found: Site) -> Draft | None:
    """ "…," X was quoted as saying: the words stand before."""
    toks, j = s.toks, found.group - 1
    if j < 1 or toks.lows[j] != "as":
        return None
    at = next((k for k in range(j - 1, max(-1, j - _AGENCY), -1) if toks.lows[k] in _QUOTED), 0)
    last = at - 1
    while last >= 0 and toks.kinds[last] in "xr":
        last -= 1
    if at == 0 or last < 0 or last == at - 1:
        return None
    source = sources.left_phrase(toks, last, 0)
    left = left_content(s, source[0]) if source is not None else None
    if source is None or left is None or not people.person_head(toks, *source):
        return None
    rule = "direct-trailing" if toks.kinds[left[1] - 1] == "Q" else "indirect-trailing"
    return Draft(source, (last + 1, found.end), [left], rule, source)


def _absolute(s: Sentence, j: int) -> Range | None:
    """ "with X saying": X, where token `j` is its last."""
    toks = s.toks
    own = sources.left_phrase(toks, j, 0) if j > 0 and toks.kinds[j] in "Nn)#" else None
    if own is None:
        return None
    first = own[0]
    while first > 0 and toks.kinds[first - 1] in "#rd":
        first -= 1
    if toks.lows[first] == "with" and first + 1 < own[1]:
        own = (first + 1, own[1])
    elif first > 0 and toks.lows[first - 1] == "with":
        own = (first, own[1])
    else:
        return None
    return own if people.person_head(toks, *own) else None


def participle_ahead(s: Sentence, found: Site, start: int) -> Draft | None:
    """ "Describing the plan as dead, Dar left": the subject stands behind the comma that ends the participle."""
    toks = s.toks
    if not fits(s, found, start):
        return None
    commas = [
        k
        for k in range(start + 1, s.length)
        if toks.kinds[k] == "," or (toks.kinds[k] == "Q" and content.comma_inside(toks, k))
    ]
    for comma in commas[:4]:
        verb = next(
            (
                k
                for k in range(comma + 2, min(comma + 24, s.length))
                if toks.kinds[k] in "vxmer" or toks.lows[k] in CUES
            ),
            None,
        )
        if verb is None:
            return None
        left = sources.left_phrase(toks, verb - 1, comma + 1)
        if left is not None and left[0] == comma + 1 and people.person_head(toks, *left):
            end = comma if toks.kinds[comma] == "," else comma + 1
            return Draft(left, (found.group, found.end), [(start, end)], "participle-ahead", left)
    return None


def participle_subject(s: Sentence, j: int) -> tuple[Range, Range] | None:
    """ "X issued a statement saying": the main clause's subject; "a letter saying": the letter."""
    toks = s.toks
    main = main_subject(s, j)
    if main is not None:
        return main
    left = sources.left_phrase(toks, j, 0)
    if left is not None and people.person_like(toks, *left):
        return left, left
    return None


def infinitive_cue(s: Sentence, found: Site) -> Draft | None:
    """ "X went on to say …"."""
    toks = s.toks
    j = found.group - 1
    if j < 0:
        return None
    borrowed = borrow(s, found.first)
    if borrowed is None:
        return None
    start = content_start(toks, found.end, found.cue)
    if start >= s.length or toks.kinds[start] in ",;)":
        return None
    if (
        found.cue.cue_class is not CueClass.SAY
        or j < 0
        or not (toks.kinds[j] in "ve" or toks.lows[j] == "on" or not _TAKING.isdisjoint(toks.lows[max(0, j - 6) : j]))
    ):
        return None
    return content_right(s, found, *borrowed, start, rule="infinitive-cue")


def coordinated(s: Sentence, found: Site) -> Draft | None:
    """ "… and called for …"."""
    borrowed = borrow(s, found.first)
    if borrowed is None:
        return None
    start = content_start(s.toks, found.end, found.cue)
    if start >= s.length or s.toks.kinds[start] in ",;)":
        return None
    return content_right(s, found, *borrowed, start, rule="coordinated")


def relative_clause(s: Sentence, found: Site, j: int) -> Draft | None:
    """X, who said …: the pronoun is the source, X what it refers to."""
    toks = s.toks
    start = content_start(toks, found.end, found.cue)
    if start >= s.length or toks.kinds[start] in ",;)":
        return None
    draft = content_right(s, found, (j, j + 1), (j, j + 1), start, rule="relative")
    if draft is None or (
        draft.extra[0] == "infinitive" or (draft.extra[0] == "object" and found.cue.cue_class is not CueClass.SAY)
    ):
        return None
    first, last = draft.content[0]
    draft.content[0] = (first, _clause_closes(s, first, last))
    k = j - 1
    if k >= 0 and toks.kinds[k] == ",":
        k -= 1
    draft.relative = sources.left_phrase(toks, k, 0) if k >= 0 else None
    return draft


def _clause_closes(s: Sentence, first: int, last: int) -> int:
    """Where the main clause takes up its verb again behind a relative clause ("who said no, left")."""
    kinds = s.toks.kinds
    for k in range(first + 2, last - 1):
        if kinds[k] != ",":
            continue
        m = k + 1
        while m < last and kinds[m] == "r":
            m += 1
        if m < last and kinds[m] in "vxme":
            return k
    return last
