"""Folding: what is made equal, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.folding import content_hash, content_words, fingerprint, fold, fold_title, key, same_words_range


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("Erdoğan’s “plan”: it’s OFF", "erdogans plan its off"),
        ("İSTANBUL Diyarbakır", "istanbul diyarbakir"),
        ("Straße — naïve", "strasse naive"),
        ("  a\n\nb\t1,000 ", "a b 1 000"),
        ("إسلام آباد", "اسلام اباد"),
        ("[red]…!?", "red"),
        ("…", ""),
    ],
)
def test_fold(raw: str, folded: str) -> None:
    assert fold(raw) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_a_folded_title_holds_words_and_single_spaces(one: str, other: str) -> None:
    folded = fold_title(f"{one} {other}")
    assert folded == " ".join(folded.split())
    assert folded == folded.casefold()


@given(st.text(), st.text())
def test_hash_of_title_and_text_tells_them_apart(title: str, text: str) -> None:
    assert content_hash(title, text) == content_hash(title, text)
    assert content_hash(title, text) != content_hash(title, text + ".")


def test_lone_surrogates_are_hashed() -> None:
    assert len(content_hash("\ud800", "\udfff")) == 64
    assert fingerprint("a", "\ud800 b") != fingerprint("a", "\ud801 b")


def test_fingerprint_takes_the_same_words_by_the_same_actor_in_the_same_article() -> None:
    words = fold("“We will send troops.”")
    mark = fingerprint("ishaq-dar", words, 7)
    assert mark == fingerprint("ishaq-dar", fold("We will send TROOPS"), 7)
    elsewhere, others = fingerprint("ishaq-dar", words, 8), fingerprint("x", words, 7)
    assert len({mark, elsewhere, others}) == 3
    first, last = same_words_range("ishaq-dar", words)
    assert first <= mark <= last
    assert first <= elsewhere <= last
    assert not first <= others <= last
    assert key("") == 0 != key("a") != key("b")


def test_negations_are_content() -> None:
    assert content_words("we will not send the troops") == ("not", "send", "troops")
