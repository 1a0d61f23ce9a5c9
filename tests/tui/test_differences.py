from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.differences import differing, paragraphs

WORD = st.sampled_from(["we", "will", "not", "send", "troops", "now", "“ready”", "ارسال"])
WORDS = st.lists(WORD, max_size=12).map(" ".join)


def marked(text: str, spans: object) -> list[str]:
    return [text[span.start : span.end] for span in spans]  # type: ignore[attr-defined]


def test_the_words_that_differ_are_found() -> None:
    one = "“We are ready to send troops,” he said"
    other = "We are not ready to send any troops if asked"
    left, right = differing(one, other)
    assert marked(one, left) == ["he said"]
    assert marked(other, right) == ["not", "any", "if asked"]


@given(WORDS, WORDS)
def test_without_the_marked_words_both_read_the_same(one: str, other: str) -> None:
    left, right = differing(one, other)
    rests = []
    for text, spans in ((one, left), (other, right)):
        for span in reversed(spans):
            text = text[: span.start] + text[span.end :]  # noqa: PLW2901
        rests.append(text.replace("“", "").replace("”", "").split())
    assert rests[0] == rests[1]


def test_equal_texts_differ_nowhere() -> None:
    assert differing("Same words.", "same WORDS") == ((), ())


def test_a_long_text_is_compared_in_bounded_work() -> None:
    left, right = differing("a b " * 50_000, "b a " * 50_000)
    assert all(span.end < 5_000 for span in (*left, *right))


def test_paragraphs_are_paired_and_the_equal_ones_left_out() -> None:
    before = "Title\n\nThe same.\nHe said yes.\nEnd."
    after = "Title\n\nThe same.\nHe said no.\nAdded.\nEnd."
    assert list(paragraphs(before, after)) == [("", ""), ("He said yes.", "He said no."), ("", "Added."), ("", "")]
