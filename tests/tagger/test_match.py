"""Mentions: names found where they count, and not where they are something else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagger.folding import fold
from tagger.match import Matcher
from tagger.watchlist import load

WATCHLIST = load()
MATCHER = Matcher(WATCHLIST)


def found(text: str, title: str = "") -> set[str]:
    return {mention.target for mention in MATCHER.mentions(text, title)}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Ishaq Dar arrived early.", "ishaq-dar"),
        ("A call between ERDOĞAN and the king.", "recep-tayyip-erdogan"),
        ("Türkiye will host the talks.", "turkey"),
        ("TURKEY WILL HOST THE TALKS", "turkey"),
        ("Turkish engineers came.", "turkey"),
        ("Sa’ar was there; Gideon Sa’ar stayed.", "gideon-saar"),
        ("Abdel-Fattah el-Sissi received him.", "abdel-fattah-el-sisi"),
        ("The UNSC met at noon.", "un-security-council"),
        ("U.S. envoys flew in.", "united-states"),
        ("A US-led team flew in.", "united-states"),
        ("Troops of the IDF moved.", "israel-defense-forces"),
        ("PM Sharif flew home.", "shehbaz-sharif"),
        ("FM Dar flew home.", "ishaq-dar"),
        ("Defence Minister Asif was asked.", "khawaja-asif"),
        ("The Pakistanis waited.", "pakistan"),
        ("Washington wants more.", "united-states"),
        ("Pakistan’s plan is ready.", "pakistan"),
        ("Norway’s Eide told reporters.", "espen-barth-eide"),
        ("Ali Shaath is in Cairo. Shaath waits.", "ali-shaath"),
        ("Dr. Badr Abdel-Ati arrived. Abdel-Ati left.", "badr-abdelatty"),
        ("Khaled Mish’al spoke from Doha.", "khaled-meshaal"),
        ("Taher Nunu wrote to them.", "taher-al-nunu"),
        ("Hikmət Hacıyev replied.", "hikmet-hajiyev"),
        ("Rawalpindi wants limits.", "pakistan-army"),
    ],
)
def test_names_count_as_the_press_writes_them(text: str, actor: str) -> None:
    assert actor in found(text)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("He landed in Dar es Salaam, and Dar was quiet.", "ishaq-dar"),
        ("President Asif Ali Zardari spoke.", "khawaja-asif"),
        ("Former general Asif Ghafoor spoke.", "khawaja-asif"),
        ("Nawaz Sharif spoke from his farm.", "shehbaz-sharif"),
        ("Al-Quds Al-Sharif is named as the capital.", "shehbaz-sharif"),
        ("Pilgrims stood at the Jordan River.", "jordan"),
        ("Michael Jordan scored.", "jordan"),
        ("They ate turkey for lunch.", "turkey"),
        ("He told us to leave; it is up to us.", "united-states"),
        ("The shop is at 5 pm full, my pa says.", "palestinian-authority"),
        ("Abbas Araghchi came to Geneva.", "mahmoud-abbas"),
        ("Anwar Gargash came to Geneva.", "anwar-ibrahim"),
        ("It was reported by the Jakarta Post.", "indonesia"),
        ("ISLAMABAD: A fair opened.", "pakistan"),
        ("He spoke to reporters in Ankara.", "turkey"),
        ("The National Security Council met.", "un-security-council"),
        ("Israel Katz visited the north.", "israel"),
        ("Let us go there.", "lashkar-e-taiba"),
        ("Pakistan army chief Asim Munir flew in.", "pakistan-army"),
        ("Amnesty for fighters is part of the plan.", "amnesty-international"),
        ("A grant from the Bank of America.", "united-states"),
        ("Palestinian officials came.", "palestinian-authority"),
    ],
)
def test_other_things_of_the_same_name_do_not_count(text: str, actor: str) -> None:
    assert actor not in found(text)


def test_a_surname_counts_after_the_full_name_anywhere() -> None:
    assert found("Fidan left.") == set()
    assert "hakan-fidan" in found("Fidan left.", title="Hakan Fidan in Doha")
    assert "hakan-fidan" in found("Hakan Fidan came. Later Fidan left.")


def test_of_two_sharifs_the_one_named_last_and_the_one_whose_title_stands_there() -> None:
    text = "Lt Gen Ahmed Sharif Chaudhry spoke. Shehbaz Sharif was absent. General Sharif went on."
    last = [m for m in MATCHER.mentions(text) if text[m.start : m.end] == "Sharif"]
    assert [m.target for m in last] == ["ahmed-sharif-chaudhry"]


def test_a_context_name_wants_its_context() -> None:
    assert "palestinian-authority" not in found("The PA system broke down.")
    assert "palestinian-authority" in found("The Palestinian Authority waits. The PA has no money.")
    assert "international-stabilization-force" not in found("The ISF chief spoke in Beirut.")
    assert "international-stabilization-force" in found("The ISF will go to Gaza.")


def test_a_decoy_hides_its_own_actor_alone() -> None:
    assert found("Pakistan army chief Asim Munir flew in.") == {"pakistan", "asim-munir"}


def test_names_inside_longer_names_do_not_count() -> None:
    text = "The Pakistan Army and the US State Department agreed."
    assert found(text) == {"pakistan-army", "us-state-department"}


NAMES = st.sampled_from(
    [
        (alias, actor.id)
        for actor in WATCHLIST.actors
        for kind in ("full", "known")
        for alias in actor.aliases.get(kind, ())
    ]
)


@settings(deadline=None, max_examples=60)
@given(NAMES, st.text("ab é\n.,“”İ\u0301", max_size=12), st.text("ab é\n.,“”İ", max_size=12))
def test_every_mention_slices_to_something_that_folds_to_an_alias(
    name: tuple[str, str], before: str, after: str
) -> None:
    alias, actor_id = name
    text = f"{before} {alias} {after}"
    mentions = MATCHER.mentions(text)
    for mention in mentions:
        names = {fold(n) for n in WATCHLIST.by_id[mention.target].names()}
        assert fold(text[mention.start : mention.end].replace("\n", " ")) in names
    assert any(m.start <= len(before) + 1 and m.end >= len(before) + 1 + len(alias) for m in mentions), (text, actor_id)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    for mention in MATCHER.mentions(text):
        assert 0 <= mention.start < mention.end <= len(text)
