from __future__ import annotations

import pytest

from tui.names import Unmatched, pick

NAMES = {
    "ishaq-dar": ["Ishaq Dar", "Deputy Prime Minister Dar"],
    "hakan-fidan": ["Hakan Fidan"],
    "pakistan": ["Pakistan", "Islamabad"],
    "pakistan-foreign-office": ["Pakistan Foreign Office"],
    "turkey": ["Turkey", "Türkiye"],
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ishaq-dar", "ishaq-dar"),
        ("Ishaq Dar", "ishaq-dar"),
        ("ISHAQ", "ishaq-dar"),
        ("islam", "pakistan"),
        ("pakistan", "pakistan"),
        ("Pakistan-F", "pakistan-foreign-office"),
        ("Turkiye", "turkey"),
        ("türk", "turkey"),
    ],
)
def test_ids_names_aliases_and_beginnings_are_understood(typed: str, meant: str) -> None:
    assert pick(typed, NAMES) == meant


def test_what_fits_several_is_refused_with_all_of_them() -> None:
    with pytest.raises(Unmatched, match="pakistan, pakistan-foreign-office"):
        pick("paki", NAMES)


def test_what_fits_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(Unmatched, match="did you mean hakan-fidan"):
        pick("hakan fidam", NAMES)


@pytest.mark.parametrize("typed", ["", "  ", "…"])
def test_nothing_means_nobody(typed: str) -> None:
    with pytest.raises(Unmatched):
        pick(typed, NAMES)
