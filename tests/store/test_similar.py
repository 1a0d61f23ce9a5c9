"""When words are the same, and when texts are copies."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.folding import fold
from store.similar import gist, may_be_same, same_text, same_words, shingles, sketch, worth_comparing

WORDS = st.lists(
    st.sampled_from(["troops", "gaza", "peace", "force", "not", "never", "hamas", "plan", "the", "will", "aid"]),
    max_size=14,
)

LONG = "Pakistan will send its troops to Gaza for peace once the United Nations has given a clear mandate"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (LONG, LONG, True),
        (LONG, "Pakistan will send troops to Gaza for peace", True),
        (
            LONG,
            f"As I told the house on Tuesday, {LONG}, and not a day earlier, said the minister to loud cheers.",
            True,
        ),
        (LONG, LONG.replace("will send", "will not send"), False),
        ("Pakistan will send troops to Gaza for peace", "Pakistan would never send troops to Gaza for peace", False),
        ("We are ready", "We are ready to go to Gaza tomorrow", False),
        ("We are ready", "We are ready", True),
        ("", "", False),
        ("Pakistan will send troops to Gaza", "Egypt will open the Rafah crossing for aid", False),
    ],
)
def test_same_words(one: str, other: str, same: bool) -> None:
    assert same_words(fold(one), fold(other)) is same


@given(WORDS, WORDS)
def test_sameness_goes_both_ways(one: list[str], other: list[str]) -> None:
    first, second = " ".join(one), " ".join(other)
    assert same_words(first, second) == same_words(second, first)


@given(WORDS, WORDS)
def test_the_gist_rules_out_none_that_are_the_same(one: list[str], other: list[str]) -> None:
    first, second = " ".join(one), " ".join(other)
    if first != second and same_words(first, second):
        assert may_be_same(gist(first), gist(second))


def test_the_gist_rules_out_most_others() -> None:
    said = "the troops will go to gaza for peace"
    assert not may_be_same(gist(said), gist("the aid will come from hamas under a plan"))
    assert may_be_same(gist(said), gist(f"{said} and for nothing else"))


@given(WORDS)
def test_words_are_the_same_as_themselves(words: list[str]) -> None:
    text = " ".join(words)
    assert same_words(text, text) is bool(text)


def test_a_very_long_statement_is_compared_all_the_same() -> None:
    words = [f"word{n % 700}" for n in range(20_000)]
    assert same_words(" ".join(words), " ".join(words[:9_000])) in {True, False}


def article(seed: int, words: int = 300) -> str:
    dice = random.Random(seed)
    return " ".join(f"w{dice.randrange(2_000)}" for _ in range(words))


def test_a_lightly_edited_text_is_a_copy_and_another_is_not() -> None:
    text = article(1)
    words = text.split()
    edited = " ".join([*words[:100], "updated", "lines", *words[104:]])
    assert same_text(shingles(text), shingles(edited))
    marks, others = sketch(shingles(text)), sketch(shingles(edited))
    assert worth_comparing(len(set(marks) & set(others)), len(marks))
    assert not same_text(shingles(text), shingles(article(2)))


def test_a_short_text_is_no_copy() -> None:
    assert shingles("Read the full story on our site") == frozenset()
    assert not same_text(frozenset(), frozenset())
