"""What holds for any article: it is read by itself, its offsets are its own, and no text takes more than its length."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import cache
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.model.reading import Draft, Reading, Span
from tagger.reader import Reader
from tests.support.packaged import reader, watchlist

DAY = datetime(2025, 12, 3, tzinfo=UTC)
LEAD = "The stabilisation force for Gaza, its troops, Hamas and Israel.\n\n"
"""What puts any text on the story."""

SENTENCES = [
    "Foreign Minister Ishaq Dar said Pakistan would send troops to Gaza.",
    "“We are not ready for that,” he told reporters on Tuesday.",
    "A senior Turkish official said the force needs a mandate.",
    "According to the Foreign Office, nothing was signed.",
    "Rubio and Fidan said they would wait.",
    "They added that the plan was late.",
    "Khawaja Asif rejected the plan, saying it came too early.",
    "“Only with a mandate,",
    "HAMAS: no weapons will be handed over.",
    "It rained in Cairo.",
]
ARTICLES = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map(lambda found: LEAD + "\n".join(found))
ODD = st.text(
    alphabet=st.sampled_from("aZ .,:;\"'“”‘’«»()[]\n\t\u00ad\u202e\u0301éß漢👍\U000e0041\ud800\x00\x1b|-—3"),
    max_size=120,
)


def read(text: str, title: str = "") -> Reading:
    return reader().read(Draft(text, title, published=DAY))


def spans(reading: Reading) -> list[Span]:
    found = [Span(m.start, m.end) for m in reading.mentions if not m.in_title]
    for statement in reading.statements:
        found.append(Span(statement.start, statement.end))
        found.extend(statement.spans)
        found.extend(part for part in (statement.cue_span, statement.speaker_span) if part)
    return found


@settings(max_examples=30, deadline=None)
@given(ARTICLES, st.lists(ODD, max_size=4))
@example(LEAD + "Dar said “", ["\ud800 said “\udfff”", "\x00"])
def test_every_offset_lies_in_the_text_and_slices_to_its_words(article: str, odd: list[str]) -> None:
    text = article + "\n" + " said ".join(odd)
    reading = read(text)
    assert reading.on_story
    assert all(0 <= span.start < span.end <= len(text) for span in spans(reading))
    for statement in reading.statements:
        assert text[statement.start : statement.end] == statement.text
        assert all(statement.start <= part.start and part.end <= statement.end for part in statement.spans)
        if statement.speaker_span:
            assert text[statement.speaker_span.start : statement.speaker_span.end] == statement.speaker_text


@cache
def other() -> Reader:
    """Another reader by the same watchlist."""
    return Reader(watchlist())


@settings(max_examples=15, deadline=None)
@given(st.lists(ARTICLES, min_size=2, max_size=4))
def test_no_article_has_a_part_in_another(articles: list[str]) -> None:
    in_a_row = [read(text) for text in articles]
    assert [other().read(Draft(text, published=DAY)) for text in reversed(articles)] == in_a_row[::-1]


CALM = [one for one in SENTENCES if one.endswith(".") and not one.startswith(("They", "“"))]
"""Paragraphs that no rule leaves: whole quotations, speakers of their own."""


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(CALM), min_size=1, max_size=5, unique=True))
def test_a_document_says_what_its_paragraphs_say(paragraphs: list[str]) -> None:
    def told(text: str) -> list[tuple[object, ...]]:
        return [(s.text, s.speaker_text, [v.principal for v in s.voices], s.rules) for s in read(text).statements]

    assert told(LEAD + "\n\n".join(paragraphs)) == [one for each in paragraphs for one in told(LEAD + each)]


def calls(text: str) -> int:
    """How many functions, Python's and C's, reading a text calls: the same on every machine, however busy."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("unit", "size"),
    [
        ('"', 1875), ("“", 1000), ("'", 1875), ("“a ‘b ", 1000), ("said ", 2000),
        ("(", 7500), ("((a) ", 5000), ("a", 12500), ("Aa", 12500), ("A", 12500), (" ", 12500),
        (" \t", 12500), (",", 7500), ("A. ", 625), ("Ab Cd, ", 5000), ("Dar, who said that ", 500),
        ("the minister ", 625), ("DAR: no\n", 500), ("only if troops ", 5000), ("e\u0301", 5000),
        ("Foreign Minister ", 3750), ("https://a.b/", 7500), ("\n", 7500), ("- ", 7500), ("1 ", 7500), ("Dar ", 1000),
    ],
)  # fmt: skip
def test_four_times_the_text_takes_no_more_than_four_times_the_work(unit: str, size: int) -> None:
    once = calls(LEAD + unit * (size // len(unit)))
    four = calls(LEAD + unit * (4 * size // len(unit)))
    # A square would take sixteen times as many. What a pattern does inside is measured by `python -m bench linear`, and
    # so is "he said, " without end, whose bound on one statement only tells at sizes too large for here.
    assert four < 6 * once
