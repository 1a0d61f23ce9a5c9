"""Folding: what is equal without case and diacritics, and the way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagger.folding import Folded, fold

AWKWARD = st.text(
    st.one_of(st.characters(), st.sampled_from("İıßĞğşé\u0301\u0303ﬁ“’—Åﷺ")),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Erdoğan", "erdogan"),
        (unicodedata.normalize("NFD", "Erdoğan"), "erdogan"),
        ("TÜRKİYE", "turkiye"),
        ("Türkiye", "turkiye"),
        ("Sa’ar", "sa'ar"),
        ("Güler", "guler"),
        ("straße", "strasse"),
        ("Baku–Yerevan", "baku-yerevan"),
    ],
)
def test_spellings_fold_to_one(written: str, plain: str) -> None:
    assert fold(written) == plain
    assert Folded.of(written).text == plain


@settings(deadline=None, max_examples=60)
@given(AWKWARD, st.data())
def test_every_folded_stretch_leads_back_to_text_that_holds_it(text: str, data: st.DataObject) -> None:
    folded = Folded.of(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.back(start, end)
    assert 0 <= first < last <= len(text)
    assert folded.text[start:end] in fold(text[first:last])


@settings(deadline=None, max_examples=60)
@given(AWKWARD)
def test_the_whole_leads_back_to_the_whole(text: str) -> None:
    folded = Folded.of(text)
    if folded.text:
        first, last = folded.back(0, len(folded.text))
        assert fold(text[first:last]) == folded.text
