"""The working state of one sentence: its tokens, its cues, and the statements made so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from tagger import people, sources
from tagger.cues import CUES, CueClass, Form
from tagger.tokens import Tokens
from tagger.verbs import Site, site

Range = tuple[int, int]
"""First token, and behind the last."""

_OUTER = frozenset({"according-to", "indirect-trailing", "indirect-inverted"})


@dataclass(slots=True)
class Draft:
    """A statement in the making: token ranges of one sentence."""

    source: Range
    cue: Range
    content: list[Range]
    rule: str
    full_source: Range
    """The source with its apposition."""
    relative: Range | None = None
    """What a relative pronoun as source refers to."""
    inner: Range | None = None
    """Whose words or stance the content reports: the first subject of a cue inside it."""
    denial: bool = False
    extra: list[str] = field(default_factory=list)
    """Ids of further rules that had a part in it."""


class Sentence:
    """One sentence while it is read."""

    __slots__ = ("drafts", "inner", "last", "length", "pending", "sites", "subjects", "toks", "used")

    def __init__(self, toks: Tokens) -> None:
        self.toks = toks
        self.length = len(toks)
        self.drafts: list[Draft] = []
        self.last: Draft | None = None
        self.used = [False] * self.length
        """Which tokens are part of a statement already."""
        self.sites: list[Site] = []
        self.subjects: dict[int, int] = {}
        """First token of a later cue's own subject → that cue: where another statement begins."""
        self.inner: list[Range] = []
        """The subjects of all finite cues, in order."""
        self.pending: Draft | None = None
        """ "X said:" at the end, whose quotation is the next paragraph."""


def keep(s: Sentence, draft: Draft) -> None:
    """Add a statement; a source that reports a whole sentence takes the place of the statements inside."""
    if draft.rule in _OUTER:
        a, b = draft.content[0]
        inner = [d for d in s.drafts if a <= d.content[0][0] and d.content[-1][1] <= b + 1]
        ahead = draft.cue[0] < a
        if any(stands(s, d) and not (ahead and d.rule == "indirect") for d in inner):
            return
        s.drafts = [d for d in s.drafts if d not in inner]
    s.drafts.append(draft)
    s.last = draft
    first, last = draft.content[0][0], draft.content[-1][1]
    draft.inner = next((x for x in s.inner if first <= x[0] < last and people.person_head(s.toks, *x)), None)
    for a, b in (*draft.content, draft.cue):
        if a < b:
            s.used[a:b] = [True] * (b - a)


def stands(s: Sentence, draft: Draft) -> bool:
    """Whether an earlier statement stays the sentence's statement though a later source reports the whole."""
    if draft.rule.startswith("direct"):
        return True
    found = CUES.get(s.toks.lows[draft.cue[1] - 1])
    if draft.rule != "indirect" or found is None or found.cue_class is not CueClass.SAY or not found.clause:
        return False
    return not clause_ahead(s, 0, draft.full_source[0])


def gather(s: Sentence) -> None:
    """Find the sentence's cues, and where each begins a clause of its own."""
    toks = s.toks
    for i in [i for i, low in enumerate(toks.lows) if low in CUES]:
        found = site(toks, i)
        if found is None:
            continue
        s.sites.append(found)
        if found.cue.form is Form.ING or found.infinitive:
            continue
        if found.group > 0 and toks.kinds[found.group - 1] == "," and found.cue.form is not Form.BASE:
            s.subjects[found.group] = found.first
            continue
        left = sources.left_phrase(toks, found.group - 1, 0)
        if left is not None and takes_subject(s, left, found):
            s.subjects[left[0]] = found.first
            s.inner.append(left)


def takes_subject(s: Sentence, left: Range, found: Site) -> bool:
    """Whether the phrase before a cue may begin another statement."""
    a = left[0]
    return (
        found.cue.cue_class is not CueClass.THINK
        and people.person_like(s.toks, *left)
        and s.toks.kinds[a] != "w"
        and a > 0
    )


def clause_ahead(s: Sentence, a: int, b: int) -> bool:
    """Whether a finite verb stands between two tokens."""
    kinds, lows = s.toks.kinds, s.toks.lows
    return any(kinds[k] in "xmv" or (kinds[k] == "h" and "'" in lows[k]) for k in range(a, b))
