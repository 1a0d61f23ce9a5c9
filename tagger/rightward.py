"""Contents to the right of a cue: X said …, X rejected …, X vowed to …"""

from __future__ import annotations

from tagger import content, people
from tagger.cues import CueClass
from tagger.draft import Draft, Range, Sentence, clause_ahead
from tagger.verbs import Site

_OBJECT_STARTS = frozenset(
    {"himself", "herself", "themselves", "itself", "myself", "ourselves", "how", "why", "what", "whether"}
)
_TELLING = frozenset(
    {"say", "tell", "mention", "comment", "disclose", "reveal", "specify", "elaborate", "explain", "address", "discuss"}
    | {"confirm", "claim", "state", "describe", "name", "answer", "respond", "announce", "suggest", "imply", "indicate"}
)
"""Cues that, denied, leave nothing said. "Does not support" still takes a position."""
_DECLINING = frozenset({"decline", "refuse"})
_SAYING = _TELLING | {"be", "speculate", "identify"}
"""What one declines to do about one's words. "Declined to be drawn" and "to be named" say nothing either."""
_BARE = frozenset({"it", "him", "her", "this", "that", "these", "those", "so", "them"})
_HYPOTHETICAL = frozenset({"could", "might", "may", "should", "must", "can"})
_READER = frozenset({"you", "i"})


def content_right(s: Sentence, found: Site, source: Range, full: Range, start: int, rule: str = "") -> Draft | None:
    """The statement whose content begins at token `start`, or None where nothing there can be one.

    `rule` names the rule that found a borrowed source; the shape of the content then stands behind it.
    """
    if not fits(s, found, start) or empty(s, start):
        return None
    end = content.content_end(s.toks, start, found.cue, s.subjects)
    if end <= start:
        return None
    shape = _shape(s, found, start, end)
    if shape in {"object", "infinitive"} or found.cue.cue_class is not CueClass.SAY:
        if not people.person_head(s.toks, *source):
            return None
        if shape != "indirect" and not _takes_position(s, found, source, (start, end), rule):
            return None
    draft = Draft(source, (found.group, found.end), [(start, end)], rule or shape, full, denial=denies(s, found, start))
    if rule:
        draft.extra.append(shape)
    return draft


def denies(s: Sentence, found: Site, start: int = 0) -> bool:
    """Whether the source denies or declines to say this: "did not say", "denied saying", "declined to comment"."""
    if found.cue.lemma in _DECLINING and s.toks.lows[start : start + 1] == ["to"]:
        return not _SAYING.isdisjoint(s.toks.lows[start + 1 : start + 2])
    if found.cue.lemma == "deny":
        return 0 < start < s.length and s.toks.kinds[start] == "g"
    return found.negated and found.cue.lemma in _TELLING


def _shape(s: Sentence, found: Site, start: int, end: int) -> str:
    """Quotation, infinitive, clause or noun phrase: the rule's id."""
    kinds, cue = s.toks.kinds, found.cue
    if kinds[start] == "Q" and end == start + 1 and content.speechlike(s.toks, start):
        return "direct-leading"
    if kinds[start] == "J" and not cue.addressee:
        return "infinitive"
    if cue.clause and (
        (found.end < start and kinds[start - 1] == "t") or cue.lemma == "say" or clause_ahead(s, start, end)
    ):
        return "indirect"
    return "object"


def _takes_position(s: Sentence, found: Site, source: Range, part: Range, rule: str) -> bool:
    """Whether a noun phrase or an infinitive is worth a statement: no background, no hypothesis, no bare pronoun."""
    kinds, lows = s.toks.kinds, s.toks.lows
    start, end = part
    if end == start + 1 and (kinds[start] in "uht" or lows[start] in _BARE):
        return False
    before = kinds[source[0] - 1] if source[0] > 0 else "^"
    if not rule and before == "t":
        return False
    if found.cue.cue_class is CueClass.SAY:
        return True
    if rule in {"participle", "relative"} or (not rule and before not in "^,;:-Qbcs("):
        return False
    return not any(lows[k] in _HYPOTHETICAL for k in range(found.group, found.first)) and lows[source[0]] not in _READER


def empty(s: Sentence, start: int) -> bool:
    """ "said so", "asked not to be named": words about the saying, no content of it."""
    lows = s.toks.lows
    if lows[start] in {"so", "nothing"} and (start + 1 >= s.length or s.toks.kinds[start + 1] in ",;.pcsD"):
        return True
    window = lows[start : start + 4]
    return "be" in window and not {"named", "identified", "quoted"}.isdisjoint(window)


def fits(s: Sentence, found: Site, start: int) -> bool:
    """Whether what stands at `start` may be the content of this cue."""
    cue, kind = found.cue, s.toks.kinds[start]
    if found.phrase or kind in "Qt":
        return found.phrase or bool(cue.frames)
    if kind == "J":
        return cue.infinitive and not (start + 1 < s.length and s.toks.kinds[start + 1] in "d#Nu")
    if cue.addressee:
        return start > found.end
    if _verdict(s, found, start) or (cue.noun_phrase and (kind in "dNn#hugeo" or s.toks.lows[start] in _OBJECT_STARTS)):
        return cue.clause or kind != "o"
    if cue.clause:
        return _clause_fits(s, found, start)
    return cue.infinitive and kind in "dNnu" and "J" in s.toks.kinds[start : start + 12]


def _verdict(s: Sentence, found: Site, start: int) -> bool:
    """ "Rejected as baseless the reports": what is found of the object stands before it."""
    object_alone = found.cue.noun_phrase and not found.cue.clause
    return object_alone and s.toks.lows[start] == "as" and start == found.end and not found.negated


def _past_verb_ahead(s: Sentence, a: int, b: int) -> bool:
    """Whether an "-ed" word stands where a verb does: behind a noun and before an object or adjunct."""
    kinds = s.toks.kinds
    return any(kinds[k] == "e" and kinds[k - 1] in "Nnh" and kinds[k + 1] in "dNuh#Jp" for k in range(a + 1, b - 1))


def _clause_fits(s: Sentence, found: Site, start: int) -> bool:
    """Whether a clause begins at `start`: without "that" it must hold a verb."""
    bare = found.cue.lemma != "say" and not found.cue.infinitive and s.toks.kinds[start - 1] != "t"
    end = min(start + 30, s.length)
    if bare and not clause_ahead(s, start, end) and not _past_verb_ahead(s, start, end):
        return False
    return s.toks.kinds[start] in "dNn#hugersptmw(xp"
