"""Conditions: where one stands in a statement, its words, and which way it points.

A condition has a head (the words that open it) and a body (the words up to the next break). *Needed* ones deny the
thing without them ("only if", "unless", "until"); the others allow it with them ("if", "once").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tagger.patterns import Hit
from tagger.polarity import grammar
from tagger.wording import Words

_BREAK = frozenset(",;:—–”")


class Condition(NamedTuple):
    """A condition found. `start` to `end` are words, the end not included."""

    head: str
    start: int
    end: int
    needed: bool

    def covers(self, hit: Hit) -> bool:
        """Whether the hit stands inside."""
        return self.start <= hit.start < self.end


def conditions(words: Words, denials: Sequence[int]) -> tuple[Condition, ...]:
    """The conditions in a text, in order; `denials` are the places of words of denial and duty."""
    found: list[Condition] = []
    taken = 0
    weak = grammar().weak
    for hit in sorted(grammar().conditions.find(words), key=lambda h: (h.start, h.start - h.end)):
        head = " ".join(words.words[hit.start : hit.end])
        if hit.start < taken or _idiom(words, hit) or (head in weak and not _beside(words, hit, denials)):
            continue
        found.append(Condition(head, hit.start, _body_end(words, hit), hit.tag == "needed"))
        taken = hit.end
    inverted = _inverted(words)
    if inverted and not found:
        found.append(inverted)
    return tuple(found)


def _beside(words: Words, hit: Hit, denials: Sequence[int]) -> bool:
    """Whether a denial or a duty stands before a weak head in its sentence; "without" may also come first."""
    number = words.sentence[hit.start]
    first = words.words[hit.start] in {"without", "either"}
    return any(words.sentence[at] == number and (at < hit.start or first) for at in denials)


_VAIN = frozenset(
    {
        *("theft", "delay", "doubt", "naming", "elaborating", "giving", "mentioning", "saying", "interruption", "any"),
        *("hindrance", "obstacles", "obstruction", "obstructions", "restriction", "restrictions", "impediment"),
        *("impediments", "interference", "exception", "preconditions", "limits", "further", "conditions"),
    }
)
_NO_HEAD_BEHIND = {
    "if": frozenset({"as", "even", "what", "asked", "see", "wonder", "ask"}),
    "once": frozenset({"at", "had", "was", "were", "all", "than"}),
}
"""Words behind which a head opens no condition: "even if", "at once"."""
_NO_HEAD_BEFORE = {
    "if": frozenset({"any", "not", "so", "anything"}),
    "once": frozenset({"again", "more", "planned", "said", "wanted"}),
    "without": _VAIN,
    "either": _VAIN,
}
"""Words before which a head opens none: "if any", "once again", "without delay"."""
_NO_HEAD_BEFORE_TWO = {
    "if": frozenset({("is", "to"), ("are", "to")}),
    "before": frozenset({("the", "end"), ("the", "year"), ("the", "month")}),
}
"""The same of two words, the first of which may be anything after "if": "if peace is to last", "before the end"."""


def _idiom(words: Words, hit: Hit) -> bool:
    """ "As if", "even if", "what if", "if any", "only when" after "not": no conditions."""
    head = words.words[hit.start]
    before = words.words[hit.start - 1] if hit.start else ""
    after = words.words[hit.end] if hit.end < len(words) else ""
    skip = 1 if head == "if" else 0
    return (
        "anonymity" in words.words[hit.end : hit.end + 2]
        or words.words[hit.end + skip : hit.end + skip + 2] in _NO_HEAD_BEFORE_TWO.get(head, ())
        or before in _NO_HEAD_BEHIND.get(head, ())
        or after in _NO_HEAD_BEFORE.get(head, ())
    )


def _body_end(words: Words, hit: Hit) -> int:
    """Where the body ends: with the sentence, or at a break after three words; in front after one: "if asked"."""
    number = words.sentence[hit.start]
    short = words.words[hit.start] in _SHORT and _opens(words, hit)
    end = hit.end
    while end < len(words) and words.sentence[end] == number:
        if end - hit.end >= 3 and any(c in _BREAK for c in words.marks[end]):
            break
        if short and end > hit.end and "," in words.marks[end]:
            break
        if end > hit.end and _turns(words, hit, end):
            break
        end += 1
    return end


_SHORT = frozenset({"if", "once", "when", "only", "unless", "until"})
"""Heads whose body may be a single word before a comma: "if asked, …"."""
_CUE = 2
"""Words that a cue may have before what is said begins."""
_FRONTED = 3
"""Words of a condition in front after which "we" begins the main clause."""


_AUXILIARIES = frozenset({"would", "will", "can", "could", "shall", "should", "may", "do", "does"})


def _in_front(words: Words, hit: Hit) -> bool:
    """Whether "only …" opens its sentence, so that verb and subject change places: "Only if asked would we go"."""
    return words.words[hit.start] == "only" and _opens(words, hit)


def _opens(words: Words, hit: Hit) -> bool:
    """Whether a head stands in front of its sentence, or behind a comma."""
    before = hit.start - 1
    return hit.start <= _CUE or words.sentence[before] != words.sentence[hit.start] or "," in words.marks[hit.start]


PREDICATES = frozenset({"is", "are", "was", "were", "would", "will", "can", "must", "makes", "means", "has", "remains"})
"""Words that begin a predicate."""


def within_subject(words: Words, at: int) -> bool:
    """Whether "without X" stands within a subject: "a truce without X is …", with no predicate before it."""
    if words.words[at] != "without":
        return False
    first = at
    while first and words.sentence[first - 1] == words.sentence[at] and "," not in words.marks[first]:
        first -= 1
    before = words.words[first:at]
    return bool(_ARTICLES.intersection(before[-_SUBJECT:])) and not PREDICATES.intersection(before)


def predicate(words: Words, at: int) -> int:
    """Where the predicate begins of a subject that has "without X" behind word `at`; else `at` itself."""
    if at >= len(words) or not within_subject(words, at):
        return at
    number = words.sentence[at]
    later = range(at + 2, len(words))
    return next((i for i in later if words.sentence[i] == number and words.words[i] in PREDICATES), at)


_SUBJECT = 6
"""Words of a noun phrase in front of "without"."""
_ARTICLES = frozenset({"a", "an", "the", "any", "such", "this", "that", "another"})


def _turns(words: Words, hit: Hit, at: int) -> bool:
    """Whether the main clause begins here: at "but", and behind "without X" at its denial."""
    word = words.words[at]
    if at > hit.end and word in PREDICATES and within_subject(words, hit.start):
        return True
    if word in {"we", "i"} and at - hit.end >= (1 if words.words[hit.start] == "without" else _FRONTED):
        return True
    if word in _AUXILIARIES and at - hit.end >= _FRONTED - 1 and _in_front(words, hit):
        return True
    return word == "but" or (words.words[hit.start] == "without" and word in {"no", "there", "nothing", "nobody"})


def _inverted(words: Words) -> Condition | None:
    """ "… should the mission clash with its principles": a condition without a head of its own."""
    if "were" not in words.words and "should" not in words.words:
        return None
    for at in range(1, len(words) - 2):
        if words.words[at] == "were" and _supposes(words, at):
            return Condition("were", at, _body_end(words, Hit("allowing", at, at + 1)), needed=False)
        if words.words[at] != "should" or words.sentence[at] != words.sentence[at + 2]:
            continue
        opens = words.words[at + 1] in {"the", "it", "its", "they", "there", "any", "this", "that", "a"}
        if opens and (words.words[at - 1] not in {"what", "how", "why", "where", "that", "which"}):
            return Condition("should", at, _body_end(words, Hit("allowing", at, at + 1)), needed=False)
    return None


def _supposes(words: Words, at: int) -> bool:
    """ "Were the council to ask, …": "were" in front, and its infinitive before the next break."""
    if not (at <= _CUE or words.sentence[at - 1] != words.sentence[at] or "," in words.marks[at]):
        return False
    for then in range(at + 2, min(at + 2 + _NEAR, len(words))):
        if words.sentence[then] != words.sentence[at] or "," in words.marks[then]:
            return False
        if words.words[then] == "to":
            return True
    return False


_NEAR = 6
"""Words of the subject between "were" and its infinitive."""


def wording(words: Words, found: Sequence[Condition]) -> str | None:
    """The text of the conditions, as written, for people to read."""
    parts = [words.text[words.starts[c.start] : words.ends[c.end - 1]].strip() for c in found if c.end > c.start]
    return "; ".join(dict.fromkeys(parts)) or None
