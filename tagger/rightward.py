"""Contents to the right of a cue: X said …, X rejected …, X vowed to …"""

from __future__ import annotations

from tagger import content, sources
from tagger.cues import CueClass
from tagger.draft import Draft, Range, Sentence, clause_ahead
from tagger.verbs import Site

_OBJECT_STARTS = frozenset(
    {"himself", "herself", "themselves", "itself", "myself", "ourselves", "how", "why", "what", "whether"}
)


def content_right(s: Sentence, found: Site, source: Range, full: Range, start: int, rule: str = "") -> Draft | None:
    toks, cue = s.toks, found.cue
    kinds = toks.kinds
    if not fits(s, found, start) or empty(s, start):
        return None
    end = content.content_end(toks, start, cue, s.subjects)
    if end <= start:
        return None
    if kinds[start] == "Q" and end == start + 1 and content.speechlike(toks, start):
        name = "direct-leading"
    elif kinds[start] == "J" and not cue.addressee:
        name = "infinitive"
    elif cue.clause and (
        (found.end < start and kinds[start - 1] == "t") or cue.lemma == "say" or clause_ahead(s, start, end)
    ):
        name = "indirect"
    else:
        name = "object"
    if not sources.person_head(toks, *source) and (
        name in {"object", "infinitive"} or cue.cue_class is not CueClass.SAY
    ):
        return None
    denial = found.negated and cue.cue_class is CueClass.SAY and name == "indirect"
    if cue.lemma == "deny" and kinds[start] == "g":
        denial = True
    draft = Draft(source, (found.group, found.end), [(start, end)], rule or name, full, denial=denial)
    if rule:
        draft.extra.append(name)
    return draft


def empty(s: Sentence, start: int) -> bool:
    """ "said so", "asked not to be named": words about the saying, no content of it."""
    lows = s.toks.lows
    if lows[start] in {"so", "nothing"} and (start + 1 >= s.length or s.toks.kinds[start + 1] in ",;.pcsD"):
        return True
    window = lows[start : start + 4]
    return "be" in window and not {"named", "identified", "quoted"}.isdisjoint(window)


def fits(s: Sentence, found: Site, start: int) -> bool:
    """Whether what stands at `start` may be the content of this cue."""
    toks, cue = s.toks, found.cue
    kind = toks.kinds[start]
    if kind in "Qt":
        return bool(cue.frames)
    if found.phrase:
        return True
    if kind == "J":
        return cue.infinitive
    if kind in "po" and not cue.clause:
        return False
    if cue.addressee:
        return start > found.end
    if cue.noun_phrase and (kind in "dNn#hugeo" or toks.lows[start] in _OBJECT_STARTS):
        return True
    if cue.clause:
        if (
            cue.lemma != "say"
            and not cue.infinitive
            and toks.kinds[start - 1] != "t"
            and not clause_ahead(s, start, min(start + 30, s.length))
        ):
            return False
        return kind in "dNn#hugersptm" or kind in "w(x"
    return cue.infinitive and kind in "dNnu" and "J" in toks.kinds[start : start + 12]
