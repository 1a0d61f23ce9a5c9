"""Quotation marks of every sort, paired as writers mean them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.quotes import quotations


def inner(text: str) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "no troops" again.', ["no troops"]),
        ("He said “no troops” again.", ["no troops"]),
        ("He said «no troops» again.", ["no troops"]),
        ("He said „no troops“ again.", ["no troops"]),
        ("He said ''no troops'' again.", ["no troops"]),
        ("Talks on ‘not our job’ go on.", ["not our job"]),
        ("“One,” he said. “Two.”", ["One,", "Two."]),
        ("“She told me ‘wait’ twice,” he said.", ["She told me ‘wait’ twice,"]),
        ("Dar's aides don't doubt the ministers' word.", []),
        ("It is the ministers’ plan, and Pakistan’s too.", []),
        ('The man is 6\'2" tall and the gap 3" wide.', []),
        ('<a href="x">no</a>', []),
    ],
)
def test_pairs(text: str, found: list[str]) -> None:
    assert inner(text) == found


def test_mixed_marks_close_each_other() -> None:
    assert inner('“We will go", he said.') == ["We will go"]


def test_an_unclosed_quotation_runs_to_the_end_of_its_paragraph() -> None:
    (only,) = quotations("“We will go. We will stay.")
    assert not only.closed
    assert only.end == len("“We will go. We will stay.")


def test_a_second_opening_mark_ends_the_first_at_its_sentence() -> None:
    text = "“We will go. “We will stay.”"
    first, second = quotations(text)
    assert not first.closed
    assert text[second.inner_start : second.inner_end] == "We will stay."


def test_only_the_given_stretch_is_read() -> None:
    text = '"one" "two"'
    assert [q.start for q in quotations(text, 6)] == [6]


@given(st.text(alphabet="ab ,.'\"“”‘’«»„`=3\n", max_size=200))
def test_quotations_never_overlap_and_lie_inside(text: str) -> None:
    at = 0
    for quote in quotations(text):
        assert at <= quote.start <= quote.inner_start <= quote.inner_end <= quote.end <= len(text)
        at = quote.end
