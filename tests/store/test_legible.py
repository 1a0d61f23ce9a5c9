"""A legible text is what the store would keep, and every place in it leads back to what was given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.legible import legible, unwrapped
from store.plain import safe_text

WRAPPED = """\
Talks on the force

The foreign minister said on Saturday that his country was ready to
take part in the mission, but that the disarming of anybody was no
business of its soldiers, whoever asked.

He spoke in the capital.
"""

odd = st.text(
    alphabet=st.sampled_from(list("ab “”.\n\r\t\x0b\x0c\x00\x07\x1b[31m]8;\x85\x9b\xad\u200b\u202e\u2028\ufeff😀é"))
)


@given(st.one_of(st.text(), odd))
def test_every_character_leads_back_to_its_own(text: str) -> None:
    read = legible(text)
    for at, sign in enumerate(read.text):
        start, end = read.back(at, at + 1)
        assert end == start + 1
        assert text[start] == sign or (sign in " \n" and text[start] in "\n\r\t\x0b\x0c\x85\u2028\u2029")
    assert read.back(0, len(read.text))[1] <= len(text)


@given(st.one_of(st.text(), odd))
def test_nothing_is_left_that_acts(text: str) -> None:
    assert legible(legible(text).text).text == legible(text).text
    kept = legible(text).text.replace("\ud800", "\ufffd")
    assert safe_text(kept) == safe_text(" ".join(kept.split()))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("plain", "plain"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("dis\xadarm Ha\u200bmas", "disarm Hamas"),
        ("\x1b]8;;http://x\x07Dar\x1b]8;;\x07 \x9b31msaid", "Dar said"),
        ("Ishaq\tDar", "Ishaq Dar"),
        ("\ufeff\u200f\u202eDar\u202c", "Dar"),
    ],
)
def test_what_hides_is_left_out(text: str, read: str) -> None:
    assert legible(text).text == read


def test_lines_broken_to_fit_are_whole_again_and_no_others() -> None:
    whole = unwrapped(WRAPPED)
    assert len(whole) == len(WRAPPED)
    assert whole.split("\n\n")[1] == " ".join(WRAPPED.split("\n\n")[1].split("\n"))
    for untouched in (
        "Headline\nA first paragraph, as long as such paragraphs are, with two sentences. And more of it, here.\nB.",
        "One line\nAnother\n\nA third",
        "Name: the question was short\nOther: so was the answer to it, it seems\nName: good",
    ):
        assert unwrapped(untouched) == untouched
