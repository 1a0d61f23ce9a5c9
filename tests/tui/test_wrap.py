from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.widgets.wrap import harmless, wrapped

texts = st.text(st.sampled_from("abcdefgh  \n漢é한“”—محن\u0301"), max_size=200)


@settings(deadline=None)
@given(texts, st.integers(1, 60), st.integers(0, 8))
def test_lines_fit_and_lose_no_word(text: str, width: int, hang: int) -> None:
    lines = list(wrapped(text, width, hang))
    assert all(cell_len(text[start:end]) <= max(width, 2) for start, end in lines)
    assert all(before[1] <= after[0] for before, after in pairwise(lines))
    kept = "".join(text[start:end] for start, end in lines)
    assert kept.replace(" ", "") == text.replace(" ", "").replace("\n", "")


@settings(deadline=None)
@given(texts, st.integers(1, 60))
def test_every_paragraph_begins_a_line(text: str, width: int) -> None:
    starts = {start for start, _ in wrapped(text, width)}
    at = 0
    for paragraph in text.split("\n"):
        first = at + len(paragraph) - len(paragraph.lstrip(" "))
        assert at in starts or first in starts
        at += len(paragraph) + 1


def test_words_are_broken_at_blanks_and_only_then_cut() -> None:
    text = "one two three fourfivesixseven eight"
    assert [text[a:b] for a, b in wrapped(text, 9)] == ["one two", "three", "fourfives", "ixseven", "eight"]


def test_wide_letters_count_twice() -> None:
    text = "漢字漢字漢字"
    assert [text[a:b] for a, b in wrapped(text, 5)] == ["漢字", "漢字", "漢字"]


@settings(deadline=None)
@given(st.text(st.characters(), max_size=80))
def test_a_harmless_line_does_nothing(text: str) -> None:
    made = harmless(text.replace("\n", " "))
    assert not any(sign in made for sign in "\x1b\x07\x9b\u202e\x00")


def test_clean_text_keeps_its_blanks() -> None:
    for text in ("a  b ", "“a”  — é ", "محمد  علي"):
        assert harmless(text) == text
