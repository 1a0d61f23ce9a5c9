"""Attributions behind or amid what they attribute: "…," X said; …, said X; …, X said, …"""

from __future__ import annotations

from tagger import content, people, sources
from tagger.cues import CueClass
from tagger.draft import Draft, Range, Sentence, clause_ahead
from tagger.opening import content_start
from tagger.rightward import content_right, denies
from tagger.verbs import Site, site

_INVERTING = frozenset({"say", "add", "write", "report", "explain", "warn", "argue", "note"})
_QUESTIONED = frozenset({"asked", "questioned", "pressed", "quizzed"})
"""What opens a stretch that tells the question, not the answer."""
_AFTER = frozenset({"after", "when", "as", "before", "while", "during"})


def inverted(s: Sentence, found: Site, j: int) -> Draft | None:
    """ "…," said X."""
    toks = s.toks
    if found.phrase or found.group != found.first or not found.cue.quote:
        return None
    right = sources.right_phrase(toks, found.end, s.length)
    quoted = any(toks.kinds[k] == "Q" for k in range(max(0, j - 1), j + 1))
    if right is None or not _is_inverted(s, found, j, right, quoted=quoted):
        return None
    a, b, full = right
    left = left_content(s, j + 1)
    rule = "direct-inverted" if quoted or left is None else "indirect-inverted"
    draft = Draft((a, b), (found.first, found.end), [left] if left else [], rule, (a, full))
    add_right_quote(s, draft, full)
    if left and not quoted and full < s.length and toks.kinds[full] == "," and resumes(s, full + 1, left):
        draft.content.append((full + 1, s.length))
        draft.rule = "indirect-middle"
    return draft if draft.content else None


def _is_inverted(s: Sentence, found: Site, j: int, right: tuple[int, int, int], *, quoted: bool) -> bool:
    """Whether the phrase behind a cue is its subject, and no content begins there."""
    toks = s.toks
    a, b, full = right
    following = toks.kinds[full] if full < s.length else "."
    if (following in "xmvt" and b == full) or (toks.kinds[j] == "Q" and j > 0 and toks.kinds[j - 1] == "g"):
        return False
    if quoted:
        return True
    if found.cue.lemma not in _INVERTING or not people.person_head(toks, a, b):
        return False
    if following in ",;.-":
        return True
    adjunct = following in "pw" or toks.lows[full] in {"as", "after", "before", "when"}
    return adjunct and sources.apposition(toks, j, 0) is None


def add_right_quote(s: Sentence, draft: Draft, k: int) -> None:
    """ "…," said X, "…" : the second half of a quotation cut in two."""
    toks = s.toks
    m = k
    while m < s.length and m < k + 12:
        if toks.kinds[m] == "Q":
            if toks.kinds[m - 1] in ",:-" or m == k:
                end = m + 1
                draft.content.append((m, end))
            return
        if toks.kinds[m] in "vxms":
            return
        if m > k and toks.kinds[m] == "g" and toks.kinds[m - 1] == ",":
            return
        m += 1


def left_content(s: Sentence, stop: int) -> Range | None:
    """The content to the left of an attribution that begins with token `stop`."""
    toks = s.toks
    b = stop
    while b > 0 and toks.kinds[b - 1] in ",-:":
        b -= 1
    a = 0
    while a < b and toks.kinds[a] in "cb,;:-":
        a += 1
    if a >= b:
        return None
    if toks.kinds[b - 1] == "Q":
        k = b - 1
        while k > a and toks.kinds[k - 1] in "Q,c" and "Q" in toks.kinds[a:k]:
            k -= 1
        while k < b - 1 and toks.kinds[k] != "Q":
            k += 1
        quote = toks.quotes[k]
        lower = toks.text[quote.inner_start : quote.inner_start + 1].islower()
        if k == a or (toks.kinds[k - 1] in ",:-" and not lower):
            return k, b
    return a, b


def finite(s: Sentence, found: Site, source: Range, full: Range) -> Draft | None:
    """X said …, or …, X said: which of the two, by what stands on either side."""
    toks, a = s.toks, source[0]
    if not people.person_like(toks, *source) and not any(toks.kinds[k] in "dnQ#" for k in range(*source)):
        return None
    before = toks.kinds[a - 1] if a > 0 else ""
    quoted = before == "Q" or (before == "," and a >= 2 and toks.kinds[a - 2] == "Q")
    if quoted and found.cue.quote and adjunct_only(s, found.end, addressed=found.cue.addressee):
        left = left_content(s, a)
        if left is not None:
            draft = Draft(source, (found.group, found.end), [left], "direct-trailing", full)
            add_right_quote(s, draft, found.end)
            return draft
    start = content_start(toks, found.end, found.cue)
    if _nothing_right(s, found, start, before):
        return _without_right(s, found, source, full, start)
    return _colon_middle(s, found, source, full, start) or content_right(s, found, source, full, start)


def _nothing_right(s: Sentence, found: Site, start: int, before: str) -> bool:
    """Whether no content stands to the right of the cue, where `start` is the first token that could be it."""
    toks = s.toks
    if start >= s.length or toks.kinds[start] in ",;.)" or (toks.kinds[start] == "-" and start > found.end):
        return True
    return toks.lows[start] in _AFTER and toks.kinds[start - 1] != "t" and before in (",", "-", "Q")


def _without_right(s: Sentence, found: Site, source: Range, full: Range, start: int) -> Draft | None:
    """ "…, X said", "as X said", or "X said:" before the next paragraph."""
    a = source[0]
    before = s.toks.kinds[a - 1] if a > 0 else ""
    if before == "s" and s.toks.lows[a - 1] == "as":
        return as_said(s, found, source, full, start)
    if found.cue.clause and before in (",", "-", "Q", ")"):
        return trailing(s, found, source, full, start)
    if found.cue.quote and start >= s.length:
        s.pending = Draft(source, (found.group, found.end), [], "direct-leading", full)
    return None


def _colon_middle(s: Sentence, found: Site, source: Range, full: Range, start: int) -> Draft | None:
    """ "…, he told those present: …": the statement stands on both sides."""
    toks, a = s.toks, source[0]
    if not found.cue.clause or a < 2 or toks.kinds[a - 1] != "," or toks.kinds[a - 2] == "Q":
        return None
    if toks.kinds[start - 1] != ":" or toks.kinds[start] == "Q":
        return None
    left = left_content(s, full[0])
    if left is None or (toks.kinds[left[0]] in "prsDa" and not clause_ahead(s, *left)):
        return None
    return Draft(source, (found.group, found.end), [left, (start, s.length)], "indirect-middle", full)


def as_said(s: Sentence, found: Site, source: Range, full: Range, start: int) -> Draft | None:
    """ "As X said, …" and "…, as X said"."""
    toks = s.toks
    a = source[0]
    if a == 1 and start + 1 < s.length and toks.kinds[start] == ",":
        return Draft(source, (found.group, found.end), [(start + 1, s.length)], "as-said", full)
    if a > 2 and toks.kinds[a - 2] in ",-" and found.cue.clause:
        left = left_content(s, a - 1)
        if left is not None:
            return Draft(source, (found.group, found.end), [left], "as-said", full)
    return None


def adjunct_only(s: Sentence, k: int, *, addressed: bool = False) -> bool:
    """Whether no clause follows up to the next comma, quotation or end."""
    toks = s.toks
    for m in range(k, s.length):
        kind = toks.kinds[m]
        if kind in ",;:-Q":
            return True
        if kind == "t" or toks.lows[m] in {"if", "whether", "why", "how"}:
            return False
        if kind in "xmvh" and m > k and not addressed and toks.kinds[m - 1] not in "ws":
            return "w" in toks.kinds[k:m] or "s" in toks.kinds[k:m] or toks.lows[k] in {"when", "after", "as", "before"}
        if kind == "h" and m == k:
            return False
    return True


def trailing(s: Sentence, found: Site, source: Range, full: Range, start: int) -> Draft | None:
    """ "…, X said", and "…, X said, …" where what follows goes on."""
    toks = s.toks
    left = left_content(s, full[0])
    if left is None and found.cue.cue_class is CueClass.SAY and start + 1 < s.length and toks.kinds[start] == ",":
        return Draft(source, (found.group, found.end), [(start + 1, s.length)], "indirect-middle", full)
    if left is None or found.cue.cue_class is CueClass.TAKE or s.toks.lows[left[0]] in _QUESTIONED:
        return None
    draft = Draft(source, (found.group, found.end), [left], "indirect-trailing", full, denial=denies(s, found))
    if (
        start < s.length
        and toks.kinds[start] in ",-"
        and toks.kinds[full[0] - 1] in ",-"
        and resumes(s, start + 1, left)
    ):
        end = content.content_end(toks, start + 1, found.cue, s.subjects)
        if end > start + 1:
            draft.content.append((start + 1, end))
            draft.rule = "indirect-middle"
    if (
        draft.rule == "indirect-trailing"
        and toks.kinds[left[0]] in "prsDa"
        and not clause_ahead(s, *left)
        and "e" not in toks.kinds[left[0] : left[1]]
    ):
        return None
    return draft


def _subordinate(s: Sentence, left: Range) -> bool:
    """Whether a stretch is a subordinate clause or an adverbial alone ("If he wins", "Despite the truce")."""
    kinds = s.toks.kinds[left[0] : left[1]]
    if kinds[0] == "s":
        return "," not in kinds
    return kinds[0] == "p" and not clause_ahead(s, *left)


def resumes(s: Sentence, k: int, left: Range) -> bool:
    """Whether what follows ", he said," carries the same statement on."""
    toks = s.toks
    kind = toks.kinds[k] if k < s.length else "w"
    if kind in "cb":
        return not (k + 1 < s.length and (k + 1 in s.subjects or site(toks, k + 1) is not None))
    if kind == "w" or (kind == "s" and k + 1 in s.subjects):
        return False
    if kind == "g":
        return toks.lows[k] == "including" or (_subordinate(s, left) and not content.participle_cue(toks, k))
    if kind in "QtJvxms" or _subordinate(s, left) or toks.kinds[left[1] - 1] in "xmvpotcsJ":
        return True
    return not clause_ahead(s, *left) and "e" not in toks.kinds[left[0] : left[1]]
