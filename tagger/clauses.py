"""Clauses: the stretches within which a word of attitude governs what it stands before.

No parser: a clause ends with the sentence, at a semicolon, colon or dash, before "but" and its like, and before an
"and" that begins a new predicate. What is coordinated without a predicate of its own stays in its clause.
"""

from __future__ import annotations

from typing import NamedTuple

from tagger.wording import Words

SUBORDINATES = frozenset({"since", "because", "which", "whereby", "lest"})
"""Words that open a clause which the attitude before does not govern; "which" does so behind a comma."""
TURNS = frozenset(["but", "while", "although", "though", "whereas", "however", "yet", "nevertheless", "nonetheless"])
_JOINS = frozenset({"and", "or", "nor"})
_MODALS = ("will", "would", "shall", "can", "could", "may", "might", "must", "should")
_AUXILIARIES = ("is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "not", "never", "also", "that")
_PRONOUNS = ("he", "she", "they", "we", "it", "i", "there")
_PREDICATE_BEGINS = frozenset((*_MODALS, *_AUXILIARIES, *_PRONOUNS))
_FINITE = (
    *("reject", "oppos", "support", "back", "welcom", "condemn", "call", "urg", "demand", "warn", "refus", "express"),
    *("vow", "pledg", "reiterat", "ask"),
)
_HARD = frozenset(":;—–")
_MAY_CUT = TURNS | SUBORDINATES | _JOINS
"""Words that may begin a clause with no more than a space before them."""


class Clause(NamedTuple):
    """Words `start` to `end`, the end not included."""

    start: int
    end: int
    joined: bool = False
    """True where it follows an "and": it may share the subject before it."""


def clauses(words: Words) -> tuple[Clause, ...]:
    """The clauses of a text, in order, without gaps."""
    cuts: list[tuple[int, bool]] = [(0, False)]
    for at in range(1, len(words)):
        if words.marks[at] == " " and words.words[at] not in _MAY_CUT:
            continue
        joined = _cut(words, at)
        if joined is not None and at > cuts[-1][0]:
            cuts.append((at, joined))
    ends = [cut for cut, _ in cuts[1:]] + [len(words)]
    return tuple(Clause(start, end, joined) for (start, joined), end in zip(cuts, ends, strict=True) if end > start)


def _cut(words: Words, at: int) -> bool | None:
    """None where no clause begins at this word, else whether it is a joined one."""
    if words.sentence[at] != words.sentence[at - 1] or any(c in _HARD for c in words.marks[at]):
        return False
    word = words.words[at]
    if turns(words, at) or (word in SUBORDINATES and (word != "which" or "," in words.marks[at])):
        return False
    if word in _JOINS and at + 1 < len(words):
        after = words.words[at + 1]
        if after in _PREDICATE_BEGINS or (after.startswith(_FINITE) and not after.endswith(("ing", "er", "ers"))):
            return True
    return None


def turns(words: Words, at: int) -> bool:
    """Whether the word sets a clause against the one before: "but", and not the "yet" of "have yet to decide"."""
    if words.words[at] != "yet":
        return words.words[at] in TURNS
    after = words.words[at + 1] if at + 1 < len(words) else ""
    before = words.words[at - 1] if at else ""
    return after not in {"to", "been"} and before not in {"not", "has", "have", "is", "are", "as", "no"}
