"""The day of a statement: stated, reckoned from the article's day, carried on, or not known."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model.reading import Span
from tagger.dates import Now, Said, frame, said, venue

WEDNESDAY = date(2025, 12, 3)
NOW = Now(WEDNESDAY)


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
        ("Dar said last Wednesday", date(2025, 11, 26)),
        ("Dar said late on Sunday", date(2025, 11, 30)),
        ("Dar said last night", date(2025, 12, 2)),
        ("Three days ago, Dar said", date(2025, 11, 30)),
        ("A week ago, Dar said", date(2025, 11, 26)),
    ],
)
def test_days_are_read_and_reckoned(words: str, day: date) -> None:
    assert said(words, NOW) == Said(day)


@pytest.mark.parametrize("words", ["Dar said", "Dar said on Saturday", "Dar said yesterday", "Dar said on 29 November"])
def test_without_the_article_s_day_nothing_is_reckoned(words: str) -> None:
    assert said(words, Now(None)).day is None


def test_a_full_date_needs_no_article_s_day() -> None:
    assert said("Dar said on 29 November 2025", Now(None)) == Said(date(2025, 11, 29))


@pytest.mark.parametrize(
    "words",
    ["Earlier this month, he said", "Last week he said", "The office has already said", "He said in recent days"],
)
def test_other_times_fix_no_day_and_say_so(words: str) -> None:
    assert said(words, NOW) == Said(None, vague=True)


@pytest.mark.parametrize(
    "words",
    [
        "Fidan, who met him on Saturday, said",
        "Fidan said after they had met on Saturday",
        "Dar said ahead of Friday’s vote",
    ],
)
def test_the_day_of_something_else_is_not_the_day_of_saying(words: str) -> None:
    assert said(words, NOW).day is None


def test_an_earlier_day_is_reckoned_from_the_one_told_before() -> None:
    saturday = date(2025, 11, 29)
    assert said("Two days earlier, Dar said", NOW, saturday) == Said(date(2025, 11, 27))
    assert said("The same day, Dar said", NOW, saturday) == Said(saturday)
    assert said("The same day, Dar said", NOW) == Said(None, vague=True)
    assert said("After the vote of November 17, Dar said the same day", NOW) == Said(date(2025, 11, 17))


def test_an_evening_by_utc_may_be_tomorrow_where_the_paper_is_written() -> None:
    evening = Now.of(datetime(2025, 12, 3, 22, tzinfo=UTC), WEDNESDAY)
    assert said("Dar said on Thursday", evening) == Said(date(2025, 12, 4))
    assert said("Dar said on December 4", evening) == Said(date(2025, 12, 4))
    assert said("Dar said last Thursday", evening) == Said(date(2025, 11, 27))
    assert said("Dar said on Thursday", Now.of(datetime(2025, 12, 3, 9, tzinfo=UTC), WEDNESDAY)) == Said(
        date(2025, 11, 27)
    )


def test_a_content_may_end_with_the_place_of_saying() -> None:
    assert venue("the force needs time in an interview on Sunday.") == "in an interview on Sunday."
    assert venue("the ministers will meet on Sunday.") == ""


def test_a_day_that_does_not_exist_is_no_day() -> None:
    assert said("Dar said on 31 November 2025", NOW).day is None


def test_next_monday_is_no_day_of_saying() -> None:
    assert said("Dar will say so next Monday", NOW).day is None


def test_the_frame_is_the_sentence_without_what_is_said_in_it() -> None:
    text = "It rained. Dar said on Saturday that they meet on Monday in Doha. Then it rained."
    start = text.index("that they")
    bounds = (text.index("Dar"), text.index(" Then"))
    assert frame(text, bounds, [Span(start, text.index(". Then"))]) == "Dar said on Saturday  ."


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_no_day_lies_after_publication_unless_written_in_full(words: str, published: date) -> None:
    found = said(words, Now(published))
    assert found.day is None or found.day <= published or any(c.isdigit() for c in words)


@settings(deadline=None, max_examples=60)
@given(st.text("ab. ", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_a_frame_holds_nothing_of_the_contents(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = sorted((Span(min(p), max(p)) for p in pairs), key=lambda s: s.start)
    covered = {i for s in spans for i in range(s.start, s.end)}
    kept = "".join(c for i, c in enumerate(text) if i not in covered)
    assert frame(text, (0, len(text)), spans).replace(" ", "") == kept.replace(" ", "")
