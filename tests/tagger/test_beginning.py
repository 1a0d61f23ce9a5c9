"""A watchlist begun from five answers is in order, whatever the answers hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagger.beginning import Answers, begin, id_of, split_actor
from tagger.examples import examples
from tagger.watchlist import check, load, parse

DAM = Answers(
    id="dam",
    name="The Nile dam",
    since=date(2026, 1, 1),
    phrases=("Grand Ethiopian Renaissance Dam", "GERD"),
    actors=("Egypt", "Abiy Ahmed of Ethiopia", "Badr Abdelatty", "Nile Basin Initiative"),
    issues=(("Is the reservoir to be filled?", ("filling of the reservoir", "fill the reservoir")),),
)


def test_what_ships_is_taken_over_for_those_who_are_known(tmp_path: Path) -> None:
    path = tmp_path / "dam.toml"
    path.write_text(begin(DAM), encoding="utf-8")
    assert check(path) == ()
    dam = load(path)
    assert dam.story.id == "dam"
    assert dam.by_id["badr-abdelatty"].principal == "egypt"
    assert [role.title for role in dam.by_id["badr-abdelatty"].roles] == ["foreign minister"]
    assert "Cairo" in dam.by_id["egypt"].names()
    assert (dam.by_id["abiy-ahmed"].kind, dam.by_id["abiy-ahmed"].principal) == ("person", "ethiopia")
    assert dam.by_id["nile-basin-initiative"].kind == "body"


def test_its_example_is_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "dam.toml"
    path.write_text(begin(DAM), encoding="utf-8")
    assert [one.holds for one in examples(load(path))] == [True]


def test_an_example_that_is_read_otherwise_is_told(tmp_path: Path) -> None:
    path = tmp_path / "dam.toml"
    path.write_text(begin(DAM).replace('stance = "support" }', 'stance = "oppose" }'), encoding="utf-8")
    (one,) = examples(load(path))
    assert (one.holds, one.expected, one.read, bool(one.rule)) == (False, "oppose", "support", True)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Ishaq Dar of Pakistan", ("Ishaq Dar", "Pakistan")),
        ("Ishaq Dar (Pakistan)", ("Ishaq Dar", "Pakistan")),
        ("Egypt", ("Egypt", "")),
    ],
)
def test_an_actor_and_whom_they_speak_for(words: str, parts: tuple[str, str]) -> None:
    assert split_actor(words) == parts


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
WORDS = st.text("abcdefgh ", min_size=3, max_size=20).filter(lambda text: len(text.split()) > 0)


@settings(max_examples=40, deadline=None)
@given(name=TEXT, phrases=st.lists(TEXT.filter(lambda text: bool(id_of(text))), min_size=1, max_size=3), word=WORDS)
def test_any_words_are_written_so_that_the_file_is_read_again(name: str, phrases: list[str], word: str) -> None:
    answers = Answers("x", name, date(2026, 1, 1), tuple(phrases), ("Egypt",), ((name, (word,)),))
    read = parse(begin(answers, known={}).encode(), path=None)
    assert read.story.name == name
    assert read.topics[0].strong == tuple(phrases)
