"""Credits that look like sources: "LONDON: …", "…, Reuters reported". Nobody on the story says what stands in them.

What an agency or a dateline wraps is read again by itself; where nothing else is attributed in it, it is the outlet's
own report and no statement. Only a report that leads its sentence ("A Reuters report claimed that …") stays a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from store.model.reading import Span
from tagger.speech import extract
from tagger.utterance import Utterance

MEDIA = re.compile(
    r"\b(?:Reuters|AFP|Associated Press|The AP|AP|Axios|Bloomberg|Al[ -]Jazeera|Al[ -]Arabiya|Asharq Al-Awsat|CNN|BBC|"
    r"Haaretz|Dawn|Anadolu|Bernama|Antara|APP|Xinhua|TASS|Jerusalem Post|Washington Post|Guardian|"
    r"Wall Street Journal|Times|Tribune|"
    r"Kan|Channel 1[0-9]|Israel Hayom|Telegraph|Politico|Walla|Ynet|Middle East Eye|Herald|Gazette|"
    r"Geo News|ARY News|NDTV|"
    r"TV|Radio|News|newspaper|broadcaster|news agency|news channel|news outlets?|media outlets?|media)\b"
)
"""Outlets, agencies, and the words for them."""
_PEOPLE = re.compile(
    r"\b(?:sources?|officials?|diplomats?|spokes\w+|adviser|minister|editor|analyst|correspondent|wing)\b"
)
_RELATIVE = re.compile(r"\b(?:that|which|who|obtained|seen|made)\b|,")
_REPORT = re.compile(r"\breport\b")
_DATELINE = re.compile(r"[A-Z][A-Z .,'’/-]{3,40}(?:, [A-Z][a-z]+)?(?: \([A-Za-z ]+\))?")


def is_media(source: str) -> bool:
    """Whether a source is an outlet or an agency and no person of theirs or beside them."""
    head = _RELATIVE.split(source, maxsplit=1)[0]
    return bool(MEDIA.search(head)) and not _PEOPLE.search(head)


def without_credits(text: str, utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """The utterances with credits peeled off, in order of their places."""
    kept: list[Utterance] = []
    for utterance in utterances:
        if _is_credit(utterance):
            kept.extend(u for u in _inside(text, utterance) if not _known(u, utterances))
        else:
            kept.append(utterance)
    return tuple(sorted(kept, key=lambda u: (u.start, u.end)))


def _is_credit(utterance: Utterance) -> bool:
    source = utterance.speaker_text
    if utterance.rules[:1] == ("headline",) and _DATELINE.fullmatch(source):
        return True
    leading_report = utterance.rules[:1] == ("indirect",) and _REPORT.search(source) is not None
    return is_media(source) and not leading_report


def _inside(text: str, outer: Utterance) -> Iterator[Utterance]:
    for utterance in extract(text[outer.start : outer.end]):
        if not _is_credit(utterance):
            yield _moved(utterance, outer.start)


def _known(utterance: Utterance, others: Sequence[Utterance]) -> bool:
    return any(o.start < utterance.end and utterance.start < o.end for o in others if not _is_credit(o))


def _moved(utterance: Utterance, by: int) -> Utterance:
    def span(of: Span | None) -> Span | None:
        return Span(of.start + by, of.end + by) if of else None

    return replace(
        utterance,
        start=utterance.start + by,
        end=utterance.end + by,
        spans=tuple(Span(s.start + by, s.end + by) for s in utterance.spans),
        cue_span=span(utterance.cue_span),
        speaker_span=span(utterance.speaker_span),
        about_span=span(utterance.about_span),
        antecedent=span(utterance.antecedent),
    )
