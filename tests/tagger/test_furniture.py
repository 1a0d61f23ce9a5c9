"""Page remains: found, cut out, and silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.furniture import spans, without
from tagger.speech import extract


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Comment",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Share This Article",
        "Scroll to Top",
        "5 Min Read",
        "Highlights",
        "Discover more from SOME SITE",
        "Subscribe now to keep reading and get access to the full archive.",
        "Continue reading",
        "How is informative this news?",
        "How informative is this news?",
        "403 Forbidden",
        "Access Denied - you are not allowed here",
        "Spread the love",
        "Read more: What the force may do",
        "(MENAFN)",
        "Advertisement",
    ],
)
def test_remains_are_found(line: str) -> None:
    text = f"The talks ended on Monday.\n{line}\nThey go on today."
    assert [text[s.start : s.end] for s in spans(text)] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "ISLAMABAD: The talks ended.",
        "JAKARTA, Dec 15 (Reuters) - The talks ended.",
        "• Pakistan joined the talks, stressing that aid must flow.",
        "Share prices fell after the minister spoke.",
        "Home Minister Mohsin Naqvi said the border was shut.",
        "Next week the ministers meet again.",
        "The search for the missing goes on.",
    ],
)
def test_news_is_no_furniture(line: str) -> None:
    assert spans(f"The talks ended on Monday.\n{line}") == ()


def test_a_title_that_comes_twice_is_kept_once() -> None:
    text = "Ministers meet in Istanbul\nPOLITICS\nMinisters meet in Istanbul\nThe ministers met."
    (only,) = spans(text)
    assert only.start == text.rindex("Ministers meet in Istanbul")


def test_a_credit_inside_a_line_leaves_the_line() -> None:
    text = "(MENAFN- Some Paper) The minister said the talks had ended."
    assert without(text) == "The minister said the talks had ended."
    (only,) = extract(text)
    assert text[only.start : only.end] == "the talks had ended"


def test_without_keeps_the_paragraphs() -> None:
    text = "One.\n\nShare This Article\n\nLeave a Comment\n\nTwo.\n\nScroll to Top\n"
    assert without(text) == "One.\n\nTwo."


def test_remains_give_no_statements() -> None:
    assert extract("Leave a Reply\nDiscover more from People Say So\nSubscribe, he said, now\n") == ()


@given(st.text(max_size=300))
def test_spans_lie_in_order_and_what_is_cut_is_gone(text: str) -> None:
    at = 0
    for span in spans(text):
        assert at <= span.start < span.end <= len(text)
        at = span.end
    assert len(without(text)) <= len(text)
