"""Paragraphs and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.quotes import quotations
from tagger.sentences import paragraphs, pieces, sentences


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text, 0, len(text), quotations(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One came. Two left.", ["One came.", "Two left."]),
        ("Mr. Dar met Gen. Munir. They spoke.", ["Mr. Dar met Gen. Munir.", "They spoke."]),
        ("The U.S. Senate voted. It passed.", ["The U.S. Senate voted.", "It passed."]),
        ("He left the U.S. The talks went on.", ["He left the U.S.", "The talks went on."]),
        ("Prices rose 2.5 percent. Wages fell.", ["Prices rose 2.5 percent.", "Wages fell."]),
        ("J. D. Vance came. He spoke.", ["J. D. Vance came.", "He spoke."]),
        ("The talks ended.They resume on Monday.", ["The talks ended.", "They resume on Monday."]),
        ("“We go. We stay,” he said. Then he left.", ["“We go. We stay,” he said.", "Then he left."]),
        ("“Will we go?” Mr. Dar asked. He left.", ["“Will we go?” Mr. Dar asked.", "He left."]),
        ("“We will not go.” The room was silent.", ["“We will not go.”", "The room was silent."]),
        ("He left.“We stay,” she said.", ["He left.", "“We stay,” she said."]),
        ("Is it over? No!", ["Is it over?", "No!"]),
    ],
)
def test_boundaries(text: str, found: list[str]) -> None:
    assert split(text) == found


def test_paragraphs_are_lines_without_their_margins() -> None:
    text = "  One. \n\n\tTwo.\r\nThree."
    assert [text[a:b] for a, b in paragraphs(text)] == ["One.", "Two.", "Three."]


def test_an_overlong_sentence_is_cut_at_spaces() -> None:
    text = "word " * 3000
    parts = list(pieces(text, [(0, len(text))], ()))
    assert len(parts) > 3
    assert "".join(text[a:b] for a, b in parts) == text
    assert all(text[a:b].startswith((" word", "word")) for a, b in parts)


@given(st.text(alphabet="aB .!?\"“”'’,\n", max_size=300))
def test_sentences_part_a_paragraph_and_cut_no_quotation(text: str) -> None:
    for low, high in paragraphs(text):
        quotes = quotations(text, low, high)
        at = low
        for a, b in sentences(text, low, high, quotes):
            assert at <= a < b <= high
            assert not text[at:a].strip()
            assert not any(q.start < a < q.end for q in quotes)
            at = b
        assert not text[at:high].strip()
