"""One sentence: its cues in order, each handed to the rule that its surroundings call for."""

from __future__ import annotations

from tagger import people, sources
from tagger.borrowed import coordinated, infinitive_cue, participle, relative_clause
from tagger.cues import CUES, NOUN_CUES, CueClass, Form
from tagger.draft import Draft, Sentence, clause_ahead, gather, keep
from tagger.leftward import finite, inverted
from tagger.nominal import according, nouns, passives
from tagger.tokens import Tokens
from tagger.verbs import Site


def read(toks: Tokens) -> Sentence:
    """The sentence with all its drafts, in order of their cues."""
    s = Sentence(toks)
    gather(s)
    barrier = 0
    closing = _closing(s)
    if closing is not None:
        keep(s, closing)
    for found in s.sites:
        if found.first < barrier or (closing is not None and found.first <= closing.cue[0]):
            continue
        draft = attribute(s, found)
        if draft is None:
            continue
        keep(s, draft)
        barrier = max(barrier, reach(s, draft, found))
    lows = s.toks.lows
    if "according" in lows or "per" in lows:
        according(s)
    if "by" in lows:
        passives(s)
    if not NOUN_CUES.keys().isdisjoint(lows):
        nouns(s)
    return s


def _closing(s: Sentence) -> Draft | None:
    """ "Baku has told Washington that it will not join, Aliyev said": the last source reports the whole sentence."""
    if len(s.sites) < 2 or s.toks.quotes:
        return None
    found, kinds = s.sites[-1], s.toks.kinds
    if found.cue.cue_class is not CueClass.SAY or found.infinitive or found.cue.form is Form.ING or found.group < 2:
        return None
    before = kinds[found.group - 1]
    if before == ",":
        subject = sources.apposition(s.toks, found.group - 1, 0)
        draft = finite(s, found, subject, (subject[0], found.group - 1)) if subject is not None else None
    else:
        draft = None if before in "-cbQw" else _with_subject(s, found, found.group - 1)
    if draft is None or draft.rule != "indirect-trailing" or kinds[draft.full_source[0] - 1] != ",":
        return None
    if s.toks.lows[draft.source[0]] == "it":
        return None
    return draft if clause_ahead(s, 0, draft.full_source[0]) else None


def reach(s: Sentence, draft: Draft, found: Site) -> int:
    """Behind all that a statement takes up: no later cue before it makes one of its own."""
    ends = [found.end, *(b for a, b in draft.content)]
    if draft.rule.endswith("-inverted"):
        ends.append(_source_reach(s, draft.full_source[1]))
    return max(ends)


def _source_reach(s: Sentence, k: int) -> int:
    """Behind the description of a source that stands behind its cue, up to a cue that goes on with what it says."""
    kinds, lows = s.toks.kinds, s.toks.lows
    for m in range(k, s.length):
        if kinds[m] == "g" and kinds[m - 1] == "," and lows[m] in CUES:
            return m
        if m + 1 < s.length and lows[m + 1] in CUES and (kinds[m] in "cb" or _says(lows[m], lows[m + 1])):
            return m
    return s.length


def _says(pronoun: str, verb: str) -> bool:
    """Whether "who said" and the like stand there: the source's description holds a statement too."""
    return pronoun == "who" and CUES[verb].cue_class is CueClass.SAY and CUES[verb].clause


def attribute(s: Sentence, found: Site) -> Draft | None:
    """The statement that one cue makes, by the sort of verb it is and what stands before it."""
    j = found.group - 1
    if found.cue.form is Form.ING:
        if any(s.toks.kinds[k] == "x" for k in range(found.group, found.first)):
            return _by_left_neighbour(s, found, j)
        return participle(s, found)
    if found.infinitive:
        return infinitive_cue(s, found)
    return _by_left_neighbour(s, found, j)


def _by_left_neighbour(s: Sentence, found: Site, j: int) -> Draft | None:
    """A finite cue whose verb group begins behind token `j`."""
    if j < 0:
        return None
    kind = s.toks.kinds[j]
    if kind == "Q" or (kind == "," and j > 0 and s.toks.kinds[j - 1] == "Q"):
        behind = inverted(s, found, j) or _after_quoted_comma(s, found, j)
        if behind is not None:
            return behind
    if kind in "cb":
        return coordinated(s, found)
    if kind in ",-":
        return _after_comma(s, found, j)
    return relative_clause(s, found, j) if kind == "w" else _with_subject(s, found, j)


def _with_subject(s: Sentence, found: Site, j: int) -> Draft | None:
    """X said: the subject ends with token `j`, right before the cue."""
    source = sources.left_phrase(s.toks, j, 0)
    if found.cue.clause and (source is None or not people.person_head(s.toks, *source)):
        outer = sources.restrictive(s.toks, j)
        if outer is not None:
            return finite(s, found, outer, (outer[0], j + 1))
    return finite(s, found, source, source) if source is not None else None


def _after_quoted_comma(s: Sentence, found: Site, j: int) -> Draft | None:
    """ "Dar, of 'The Hour,' said": the comma inside the mark closes an apposition."""
    if s.toks.kinds[j] != "Q" or j == 0 or s.toks.kinds[j - 1] in ",:-Q":
        return None
    subject = sources.apposition(s.toks, j, 0, mark=",")
    return finite(s, found, subject, (subject[0], j)) if subject is not None else None


def _after_comma(s: Sentence, found: Site, j: int) -> Draft | None:
    """A cue behind a comma or dash: inverted, behind an apposition, or going on with the last cue's subject."""
    toks = s.toks
    if j > 0 and toks.kinds[j - 1] in "cb":
        return coordinated(s, found)
    behind = inverted(s, found, j) if found.cue.clause else None
    if behind is not None:
        return behind
    subject = sources.apposition(toks, j, 0)
    if subject is not None:
        return finite(s, found, subject, (subject[0], j))
    if s.last is not None:
        return coordinated(s, found)
    stray = sources.left_phrase(toks, j - 1, 0) if j > 0 else None
    if stray is not None and (stray[0] == 0 or toks.kinds[j - 1] == ")") and people.person_head(toks, *stray):
        return finite(s, found, stray, stray)
    return None
