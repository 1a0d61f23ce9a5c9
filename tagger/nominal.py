"""Cues that are no finite verbs: "according to X", "opposed by X", "X's call for"."""

from __future__ import annotations

from tagger import lexicon, people, sources
from tagger.cues import CUES, NOUN_CUES, Form
from tagger.draft import Draft, Range, Sentence, clause_ahead, keep
from tagger.leftward import left_content, resumes


def according(s: Sentence) -> None:
    """ "according to X", "as per X": X owns the sentence."""
    toks = s.toks
    for i in range(s.length - 2):
        per = toks.lows[i + 1] == "per" and toks.lows[i] == "as"
        if not per and (toks.kinds[i] != "a" or toks.lows[i + 1] != "to" or s.used[i]):
            continue
        right = according_source(s, i + 2)
        if right is None:
            continue
        a, b, full = right
        keep_according(s, i, (a, b), full)


def according_source(s: Sentence, i: int) -> tuple[int, int, int] | None:
    """The source behind "according to": up to the next mark."""
    toks = s.toks
    k = i
    while k < s.length and toks.kinds[k] not in ",;:-Qw":
        k += 1
    if k == i:
        return None
    return i, k, k


def keep_according(s: Sentence, i: int, source: Range, full: int) -> None:
    """Keep the statement that a source named by "according to" makes."""
    toks = s.toks
    lead = all(toks.kinds[k] in "rcb,s-" for k in range(i))
    if lead:
        start = full + 1
        if start >= s.length:
            return
        end = free_end(s, start)
        parts = [(start, end)]
    else:
        left = left_content(s, i)
        if left is None:
            return
        parts = [left]
        if full < s.length and toks.kinds[full] == "," and not clause_ahead(s, *left) and resumes(s, full + 1, left):
            parts.append((full + 1, s.length))
    if parts[0][0] >= parts[0][1]:
        return
    keep(s, Draft(source, (i, i + 2), parts, "according-to", (source[0], full)))


def free_end(s: Sentence, start: int) -> int:
    """Behind the last token of what follows "According to X,"."""
    for k in range(start, s.length):
        if s.toks.kinds[k] == ";" and k > start:
            return k
    return s.length


def passives(s: Sentence) -> None:
    """ "…, opposed by X": the noun phrase before the participle is what X opposes."""
    toks = s.toks
    for i in range(1, s.length - 2):
        cue = CUES.get(toks.lows[i])
        if cue is None or toks.lows[i + 1] != "by" or toks.kinds[i] in "NQ" or s.used[i]:
            continue
        if cue.form not in {Form.PAST, Form.PARTICIPLE} or cue.lemma not in lexicon.PASSIVE_VERBS:
            continue
        right = sources.right_phrase(toks, i + 2, s.length)
        if right is None or not people.person_head(toks, right[0], right[1]):
            continue
        group = i
        while group > 0 and toks.kinds[group - 1] in "xmr":
            group -= 1
        j = group - 1
        if j >= 0 and group == i and toks.kinds[j] != ",":
            continue
        if j >= 0 and toks.kinds[j] in ",w":
            j -= 1
        left = sources.left_phrase(toks, j, 0) if j >= 0 else None
        if left is None or toks.kinds[left[0]] == "w" or any(s.used[left[0] : left[1]]):
            continue
        keep(s, Draft((right[0], right[1]), (group, i + 2), [left], "passive", (right[0], right[1])))


def nouns(s: Sentence) -> None:
    """ "X's call for", "his support for"."""
    toks = s.toks
    for i in range(1, s.length - 1):
        found = NOUN_CUES.get(toks.lows[i])
        if found is None or s.used[i] or toks.lows[i + 1] not in found[1]:
            continue
        j = i - 1
        while j > 0 and toks.kinds[j] in "ne#N" and not toks.possessive(j) and i - j < 4:
            j -= 1
        low = toks.lows[j]
        if low in {"his", "her", "their", "its", "my", "our"}:
            source = (j, j + 1)
        elif toks.possessive(j):
            source = owner(s, j)
        else:
            continue
        start = i + 2
        if start >= s.length or toks.kinds[start] in ",;)":
            continue
        end = noun_content_end(s, start, clause=toks.lows[i + 1] == "that")
        keep(s, Draft(source, (i, i + 2), [(start, end)], "noun-cue", source))


def owner(s: Sentence, j: int) -> Range:
    """The possessor that ends with token `j`: its run of names, or its noun with the determiner."""
    toks = s.toks
    a = j
    if toks.kinds[j] == "N":
        while a > 0 and toks.kinds[a - 1] == "N" and not toks.possessive(a - 1):
            a -= 1
    else:
        while a > 0 and toks.kinds[a - 1] in "ndN" and j - a < 4:
            a -= 1
    return a, j + 1


def noun_content_end(s: Sentence, start: int, *, clause: bool) -> int:
    """Behind the last token of what a noun cue attributes."""
    toks = s.toks
    verbs = 0
    for k in range(start + 1, s.length):
        kind = toks.kinds[k]
        if kind in "xmv" and clause:
            verbs += 1
        elif kind in ",;:-xmv(":
            return k
    return s.length
