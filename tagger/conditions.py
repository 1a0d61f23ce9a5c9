"""Conditions: where one stands in a statement, its words, and which way it points.

A condition has a head (the words that open it) and a body (the words up to the next break). *Needed* ones deny the
thing without them ("only if", "unless", "until"); the others allow it with them ("if", "once").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tagger.patterns import Hit, PatternSet, Words

NEEDED = (
    "only (if|when|after|once|under|within|with|as part of|on the basis of|in|through|by|upon)", "only on", "strictly (within|under|as)", "solely (within|under|as)",
    "unless", "until", "till", "provided (that)?", "providing (that)?", "on (the)? condition (that|of)", "on conditions", "conditional (up)?on", "conditional upon", "contingent (on|upon)",
    "subject to", "(depend|depends|depended|depending|dependent) (on|upon)", "(hinge|hinges|hinged|hinging) (on|upon)", "(hang|hangs|hung) (on|upon)", "hang on", "(rest|rests) on whether",
    "as long as", "so long as", "insofar as", "without", "in the absence of", "(require|requires|required|requiring) (the|a|an|clear|formal|explicit|prior)", "would require", "prior to",
    "must first", "has to come (first|before)", "have to come (first|before)", "must come (first|before)", "in (return|exchange) for", "tied to", "linked to", "but not at the cost of", "either",
    "but only", "not before", "precondition*", "prerequisite*", "no .. before", "would (need|have to have)", "(will|would) need", "need (the|a|an) (mandate|consent|approval|invitation|green light|resolution)",
    "(consent|approval|mandate) .. (is|are) (needed|required|necessary)", "must (also)? ask the consent", "pending",
)  # fmt: skip
ALLOWING = (
    "if", "once", "in case", "in the event", "assuming", "given that", "permitting", "when and if", "if and when", "conditions are (met|right|fulfilled)", "before", "while", "after",
    "on several conditions", "several conditions", "certain conditions", "conditions", "with conditions", "red lines", "caveat*", "as soon as",
)  # fmt: skip

_WEAK = frozenset({"before", "while", "after", "without", "either", "when"})
"""Heads that open a condition only beside a denial or an obligation."""

_BREAK = frozenset(",;:—–")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition found. `start` to `end` are words, the end not included."""

    head: str
    start: int
    end: int
    needed: bool

    def covers(self, hit: Hit) -> bool:
        """Whether the hit stands inside."""
        return self.start <= hit.start < self.end


@lru_cache(maxsize=1)
def _heads() -> PatternSet:
    found = PatternSet()
    for pattern in NEEDED:
        found.add("needed", pattern)
    for pattern in ALLOWING:
        found.add("allowing", pattern)
    return found


def conditions(words: Words, *, weak: bool) -> tuple[Condition, ...]:
    """The conditions in a text, in order; `weak` heads too where the caller has seen what they need beside them."""
    found: list[Condition] = []
    taken = 0
    hits = sorted(_heads().find(words), key=lambda h: (h.start, h.start - h.end))
    for hit in hits:
        head = " ".join(words.words[hit.start : hit.end])
        if hit.start < taken or (head in _WEAK and not weak) or _idiom(words, hit):
            continue
        found.append(Condition(head, hit.start, _body_end(words, hit), hit.tag == "needed"))
        taken = hit.end
    inverted = _inverted(words)
    if inverted and not found:
        found.append(inverted)
    return tuple(found)


def _idiom(words: Words, hit: Hit) -> bool:
    """ "As if", "even if", "what if", "if any", "only when" after "not": no conditions."""
    before = words.words[hit.start - 1] if hit.start else ""
    after = words.words[hit.end] if hit.end < len(words) else ""
    head = words.words[hit.start]
    if head == "if":
        return before in {"as", "even", "what", "asked", "see", "wonder", "ask"} or after in {"any", "not", "so", "anything"}
    if head == "once":
        return before in {"at", "had", "was", "were", "all", "than"} or after in {"again", "more", "planned", "said", "wanted"}
    if head in {"without", "either"}:
        return after in {"delay", "doubt", "naming", "elaborating", "giving", "mentioning", "saying", "interruption", "hindrance", "further", "conditions", "any"}
    return False


def _body_end(words: Words, hit: Hit) -> int:
    """Where the body ends: at a break after at least three words, or with the sentence."""
    number = words.sentence[hit.start]
    end = hit.end
    while end < len(words) and words.sentence[end] == number:
        if end - hit.end >= 3 and any(c in _BREAK for c in words.marks[end]):
            break
        if end > hit.end and words.words[end] == "but":
            break
        end += 1
    return end


def _inverted(words: Words) -> Condition | None:
    """ "… should the mission clash with its principles": a condition without a head of its own."""
    for at in range(1, len(words) - 2):
        if words.words[at] != "should" or words.sentence[at] != words.sentence[at + 2]:
            continue
        opens = words.words[at + 1] in {"the", "it", "its", "they", "there", "any", "this", "that", "a"}
        if opens and (words.words[at - 1] not in {"what", "how", "why", "where", "that", "which"}):
            return Condition("should", at, _body_end(words, Hit("allowing", at, at + 1)), needed=False)
    return None


def wording(words: Words, found: Sequence[Condition]) -> str | None:
    """The text of the conditions, as written, for people to read."""
    parts = [words.text[words.starts[c.start] : words.ends[c.end - 1]].strip() for c in found if c.end > c.start]
    return "; ".join(dict.fromkeys(parts)) or None
