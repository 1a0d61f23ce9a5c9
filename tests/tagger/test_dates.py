"""The day of a statement: stated, reckoned from the article's day, carried on, or not known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model.reading import Span
from tagger.dates import Said, frame, said

WEDNESDAY = date(2025, 12, 3)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Dar said on Saturday", date(2025, 11, 29)),
        ("Dar said Wednesday", WEDNESDAY),
        ("Dar told reporters today (Wednesday)", WEDNESDAY),
        ("Dar said yesterday", date(2025, 12, 2)),
        ("Dar said a day earlier", date(2025, 12, 2)),
        ("Dar said last Thursday", date(2025, 11, 27)),
        ("Dar said on 29 November", date(2025, 11, 29)),
        ("Dar said on November 29, 2025,", date(2025, 11, 29)),
        ("Dar said on Nov. 29", date(2025, 11, 29)),
        ("Dar said on Sept. 23", date(2025, 9, 23)),
        ("Dar said on the 1st of December", date(2025, 12, 1)),
        ("Dar said on Dec 9", date(2024, 12, 9)),
        ("Dar said (2025-11-30)", date(2025, 11, 30)),
    ],
)
def test_days_are_read_and_reckoned(words: str, day: date) -> None:
    assert said(words, WEDNESDAY) == Said(day)


@pytest.mark.parametrize("words", ["Dar said", "Dar said on Saturday", "Dar said yesterday", "Dar said on 29 November"])
def test_without_the_article_s_day_nothing_is_reckoned(words: str) -> None:
    assert said(words, None).day is None


def test_a_full_date_needs_no_article_s_day() -> None:
    assert said("Dar said on 29 November 2025", None) == Said(date(2025, 11, 29))


@pytest.mark.parametrize(
    "words",
    ["Earlier this month, he said", "Last week he said", "The office has already said", "He said in recent days"],
)
def test_other_times_fix_no_day_and_say_so(words: str) -> None:
    assert said(words, WEDNESDAY) == Said(None, vague=True)


@pytest.mark.parametrize(
    "words",
    [
        "Fidan, who met him on Saturday, said",
        "Fidan said after they had met on Saturday",
        "Dar said ahead of Friday’s vote",
    ],
)
def test_the_day_of_something_else_is_not_the_day_of_saying(words: str) -> None:
    assert said(words, WEDNESDAY).day is None


def test_a_day_that_does_not_exist_is_no_day() -> None:
    assert said("Dar said on 31 November 2025", WEDNESDAY).day is None


def test_next_monday_is_no_day_of_saying() -> None:
    assert said("Dar will say so next Monday", WEDNESDAY).day is None


def test_the_frame_is_the_sentence_without_what_is_said_in_it() -> None:
    text = "It rained. Dar said on Saturday that they meet on Monday in Doha. Then it rained."
    start = text.index("that they")
    bounds = (text.index("Dar"), text.index(" Then"))
    assert frame(text, bounds, [Span(start, text.index(". Then"))]) == "Dar said on Saturday  ."


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_no_day_lies_after_publication_unless_written_in_full(words: str, published: date) -> None:
    found = said(words, published)
    assert found.day is None or found.day <= published or any(c.isdigit() for c in words)


@settings(deadline=None, max_examples=60)
@given(st.text("ab. ", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_a_frame_holds_nothing_of_the_contents(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = sorted((Span(min(p), max(p)) for p in pairs), key=lambda s: s.start)
    covered = {i for s in spans for i in range(s.start, s.end)}
    kept = "".join(c for i, c in enumerate(text) if i not in covered)
    assert frame(text, (0, len(text)), spans).replace(" ", "") == kept.replace(" ", "")
