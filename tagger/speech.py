"""Who said what, read without a parser: every attributed stretch of a text with its source, cue and content.

`extract` knows no watchlist and no names: it reads the shapes of English news prose. Rules and their ids:

    direct-inverted     "…," said X            direct-trailing     "…," X said
    direct-leading      X said: "…"            quote-carried       a quotation after an attributed sentence
    quote-paragraph     a paragraph of it      quote-ahead         a quotation before the first attribution
    half-quote-carried  "…" with the narrator's words behind, after an attributed quotation
    indirect            X said (that) …        indirect-trailing   …, X said
    indirect-middle     …, X said, …           indirect-inverted   …, said X
    as-said             as X said, …           according-to        according to X, …
    object              X rejected …           infinitive          X vowed to …
    passive             …, opposed by X        noun-cue            X's call for …
    participle          …, adding that …       participle-ahead    calling it dead, X left
    coordinated         … and called for …     infinitive-cue      X went on to say …
    relative            X, who said …          headline            X: …, or …: X
    transcript          X: … in a transcript

A cue that borrows its subject (participle, coordinated, infinitive-cue, relative) has the shape of its content as a
second id: indirect, object, infinitive or direct-leading. A carried quotation has the id of the statement that names
its speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from store.model.reading import Span
from store.model.words import Kind
from tagger import furniture
from tagger.attribution import read
from tagger.cues import CUES, NOUN_CUES
from tagger.draft import Draft
from tagger.headlines import is_heading, leading, trailing, transcript_speakers
from tagger.quotes import Quotation, quotations
from tagger.sentences import paragraphs, pieces, sentences
from tagger.tokens import Tokens
from tagger.utterance import Utterance

__all__ = ["Utterance", "extract"]


def extract(text: str, title: str = "", skipped: Sequence[Span] | None = None) -> tuple[Utterance, ...]:
    """All attributed statements of `text`, in order of their contents. Never raises on any string.

    A line that only repeats `title` gives none: the article's own sentences say it better. `skipped` are its page
    remains, where they are known already.
    """
    skipped = furniture.spans(text) if skipped is None else skipped
    heading = _heading(text, title)
    reader = _Document(text)
    at = 0
    for start, end in paragraphs(text):
        low = start
        while at < len(skipped) and skipped[at].end <= low:
            at += 1
        if at < len(skipped) and skipped[at].start <= low:
            low = skipped[at].end
        if reader.found and is_heading(text[low:end]):
            continue
        if low < end and not (heading and _is(heading, text, low, end)):
            reader.paragraph(low, end)
    return tuple(sorted(reader.found, key=lambda u: (u.start, u.end)))


def _is(heading: str, text: str, low: int, end: int) -> bool:
    """Whether a line repeats the heading; its first letter tells of most that it does not."""
    if not text[low].isspace() and text[low].casefold()[0] != heading[0]:
        return False
    return " ".join(text[low:end].split()).casefold() == heading


def _heading(text: str, title: str) -> str:
    """The title as a line of the text may repeat it; "" where it is the article's own sentence, or all there is of it.

    A text without a headline is given its first sentence for a title: that sentence is to be read.
    """
    heading = " ".join(title.split()).casefold()
    if _ENDS_SENTENCE.search(heading) or heading == " ".join(text.split()).casefold():
        return ""
    return heading


_ENDS_SENTENCE = re.compile(r"[a-z\d]{2}\.[\"'”’)]{0,2}$")
"""Headlines end in no full stop, save one of an abbreviation."""
_WORD = re.compile(r"[a-z-]+")
_TRIGGERS = frozenset(CUES) | frozenset(NOUN_CUES) | {"according", "per"}


def _silent(text: str, low: int, high: int) -> bool:
    """Whether no word of the sentence can attribute anything: most sentences need no closer look."""
    return _TRIGGERS.isdisjoint(_WORD.findall(text[low:high].lower()))


class _Document:
    """Carries from paragraph to paragraph who spoke last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Utterance] = []
        self.last: Utterance | None = None
        self.pending: Utterance | None = None
        self.first = True
        self.speakers = transcript_speakers(text)

    def paragraph(self, start: int, end: int) -> None:
        """Read one paragraph."""
        quotes = quotations(self.text, start, end)
        own: list[Utterance] = []
        waiting: list[Span] = []
        carried, pending, self.pending = self.last, self.pending, None
        title, self.first = self.first, False
        at = 0
        for low, high in pieces(self.text, sentences(self.text, start, end, quotes), quotes):
            first = at
            while at < len(quotes) and quotes[at].start < high:
                at += 1
            inside = quotes[first:at]
            if not inside and _silent(self.text, low, high) and not (low == start and ":" in self.text[low : low + 80]):
                continue
            toks = Tokens(self.text, low, high, inside)
            made = self._sentence(toks, title=title and end - start < 200, opens=low == start)
            loose = self._loose_quotes(toks, made)
            for span in loose:
                if pending is not None and span.start == start:
                    own.append(self._carry(pending, span, "direct-leading"))
                    continue
                previous = _speaker_of(own) if own else (carried if span.start == start else None)
                if previous is None:
                    waiting.append(span)
                    continue
                own.append(self._carry(previous, span, "quote-carried" if own else "quote-paragraph"))
            speaking = _speaker_of(own) if own else carried if low == start else None
            if speaking is not None and speaking.kind is not Kind.INDIRECT and _half_quoted(toks, made):
                span = Span(toks.starts[0], toks.ends[-1])
                made = [self._carry(speaking, span, "half-quote-carried", kind_of((span,), inside))]
            if made and waiting:
                own.extend(self._carry(made[0], span, "quote-ahead") for span in waiting)
                waiting = []
            own.extend(made)
        self.found.extend(own)
        self.last = _speaker_of(own) if own else None

    def _sentence(self, toks: Tokens, *, title: bool, opens: bool) -> list[Utterance]:
        if opens:
            labelled = leading(toks, title=title, speakers=self.speakers) or (trailing(toks) if title else None)
            if labelled is not None:
                return [self._utterance(toks, labelled)]
        sentence = read(toks)
        made = [self._utterance(toks, draft) for draft in sentence.drafts]
        self.pending = self._utterance(toks, sentence.pending) if sentence.pending else None
        return made

    def _loose_quotes(self, toks: Tokens, made: list[Utterance]) -> list[Span]:
        """Quotations that no attribution of their sentence covers and that fill it."""
        if not toks.quotes:
            return []
        if not all(k in "Qcb,-;:" for k in toks.kinds):
            return []
        spans = [Span(q.start, q.end) for q in toks.quotes.values() if q.inner_end - q.inner_start > 12]
        return [s for s in spans if not any(p.start <= s.start and s.end <= p.end for u in made for p in u.spans)]

    def _carry(self, previous: Utterance, span: Span, rule: str, kind: Kind = Kind.DIRECT) -> Utterance:
        return Utterance(
            span.start, span.end, (span,), kind, previous.cue, previous.cue_span, previous.speaker_text,
            previous.speaker_span, (rule, *previous.rules[:1]), None, previous.antecedent, previous.denial,
        )  # fmt: skip

    def _utterance(self, toks: Tokens, draft: Draft) -> Utterance:
        text = self.text
        spans = tuple(Span(toks.starts[a], toks.ends[b - 1]) for a, b in sorted(draft.content) if a < b)
        cue = Span(toks.starts[draft.cue[0]], toks.ends[draft.cue[1] - 1])
        speaker = Span(toks.starts[draft.full_source[0]], toks.ends[draft.full_source[1] - 1])
        relative = draft.relative
        return Utterance(
            start=spans[0].start if spans else toks.low,
            end=spans[-1].end if spans else toks.low,
            spans=spans,
            kind=kind_of(spans, toks.quotes.values()),
            cue=text[cue.start : cue.end],
            cue_span=cue,
            speaker_text=text[speaker.start : speaker.end],
            speaker_span=speaker,
            rules=(draft.rule, *draft.extra),
            about_span=Span(toks.starts[draft.inner[0]], toks.ends[draft.inner[1] - 1]) if draft.inner else None,
            antecedent=Span(toks.starts[relative[0]], toks.ends[relative[1] - 1]) if relative else None,
            denial=draft.denial,
        )


def _half_quoted(toks: Tokens, made: Sequence[Utterance]) -> bool:
    """Whether a sentence opens with quoted words that the narrator's own carry on, and attributes them to nobody."""
    quote = toks.quotes.get(0)
    if quote is None or len(toks) < 2 or toks.text.count(" ", quote.inner_start, quote.inner_end) < 2:
        return False
    return all(k == "Q" or k in "cb,-;:" for k in toks.kinds) is False and all(
        u.start > quote.start and u.rules[0] in _WEAK for u in made
    )


_WEAK = frozenset({"object", "infinitive", "noun-cue", "passive"})
_MAIN = ("direct", "indirect", "quote", "as-said")


def _speaker_of(own: Sequence[Utterance]) -> Utterance:
    """The statement whose speaker goes on speaking: the last of a main clause, else the last."""
    for utterance in reversed(own):
        if utterance.rules[0].startswith(_MAIN):
            return utterance
    return own[-1]


def kind_of(spans: Sequence[Span], quotes: Iterable[Quotation]) -> Kind:
    """Direct where nine tenths of the content stand in quotation marks, mixed above a twentieth, else indirect."""
    total = sum(s.end - s.start for s in spans)
    quoted = 0
    for quote in quotes:
        for s in spans:
            quoted += max(0, min(s.end, quote.end) - max(s.start, quote.start))
    share = quoted / total if total else 0.0
    return Kind.DIRECT if share >= 0.9 else Kind.MIXED if share > 0.05 else Kind.INDIRECT
