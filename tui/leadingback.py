"""What was read in a legible text, told of the text as it was given: the words and where they stand. Pure."""

from __future__ import annotations

from dataclasses import replace

from store.legible import Legible
from store.model.reading import Mention, Reading, Span, Statement


def led_back(reading: Reading, read: Legible, given: str) -> Reading:
    """Give the reading with the offsets and the words of `given`, of which `read` is the legible form."""
    if read.places is None and read.text == given:
        return reading
    return replace(
        reading,
        mentions=tuple(one if one.in_title else _mention(one, read) for one in reading.mentions),
        statements=tuple(_statement(one, read, given) for one in reading.statements),
    )


def _mention(one: Mention, read: Legible) -> Mention:
    start, end = read.back(one.start, one.end)
    return replace(one, start=start, end=end)


def _statement(one: Statement, read: Legible, given: str) -> Statement:
    start, end = read.back(one.start, one.end)
    speaker = _span(one.speaker_span, read)
    return replace(
        one,
        start=start,
        end=end,
        text=given[start:end],
        speaker_text=given[speaker.start : speaker.end] if speaker else one.speaker_text,
        spans=tuple(Span(*read.back(part.start, part.end)) for part in one.spans),
        cue_span=_span(one.cue_span, read),
        speaker_span=speaker,
    )


def _span(span: Span | None, read: Legible) -> Span | None:
    return Span(*read.back(span.start, span.end)) if span else None
