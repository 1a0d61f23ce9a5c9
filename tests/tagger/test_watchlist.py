"""The watchlist: the default one, and what the checker says of a wrong one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tagger.errors import WatchlistError
from tagger.watchlist import check, load, packaged

ROSTER = Path(__file__).parents[3] / "shared" / "roster.jsonl"

SMALL = """\
[story]
id = "s"
name = "S"
since = 2025-09-29

[[topic]]
id = "t"
name = "T"
strong = ["a phrase"]

[[actor]]
id = "norway"
name = "Norway"
kind = "state"
principal = "norway"

[[actor]]
id = "jane-doe"
name = "Jane Doe"
kind = "person"
principal = "norway"
gender = "f"
aliases = { surname = ["Doe"] }

[[actor.role]]
title = "foreign minister"
country = "norway"
from = 2025-01-01
"""


def wrong(tmp_path: Path, old: str, new: str) -> list[str]:
    path = tmp_path / "mine.toml"
    path.write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    return [str(problem).removeprefix(f"{path}:") for problem in check(path)]


def test_the_default_watchlist_is_right() -> None:
    assert check(None) == ()


def test_a_small_watchlist_loads(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(SMALL, encoding="utf-8")
    loaded = load(path)
    role = loaded.by_id["jane-doe"].roles[0]
    assert loaded.story.since == date(2025, 9, 29)
    assert (role.holds(date(2024, 12, 31)), role.holds(date(2025, 1, 1)), role.holds(None)) == (False, True, True)


@pytest.mark.skipif(not ROSTER.exists(), reason="the annotated data is not beside the repository")
def test_every_actor_of_the_roster_is_on_the_default_watchlist() -> None:
    known = {actor.name: actor for actor in load().actors}
    rows = [json.loads(line) for line in ROSTER.read_text(encoding="utf-8").splitlines()]
    assert [row["name"] for row in rows if row["name"] not in known] == []
    states = [row["name"] for row in rows if row["kind"] == "state" and known[row["name"]].kind != "state"]
    persons = [row["name"] for row in rows if row["kind"] == "person" and known[row["name"]].kind != "person"]
    assert (states, persons) == ([], [])


def test_every_person_of_the_default_watchlist_has_a_gender_and_whoever_has_a_role_a_principal() -> None:
    people = [actor for actor in load().actors if actor.kind == "person"]
    assert [a.id for a in people if not a.gender] == []
    assert [a.id for a in people if a.roles and not a.principal] == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "person"', 'kind = "persn"', '20: "persn" is no kind. Did you mean "person"?'),
        (
            'principal = "norway"\ngender',
            'principal = "norwai"\ngender',
            '21: There is no actor "norwai". Did you mean "norway"?',
        ),
        ('gender = "f"', 'gendr = "f"', '22: "gendr" is no key of a [[actor]]. Did you mean "gender"?'),
        ("surname = ", "surnam = ", '23: "surnam" is no type of alias. Did you mean "surname"?'),
        ("from = 2025-01-01", 'from = "2025-01-01"', '28: "2025-01-01" is no date.'),
        ("from = 2025-01-01", "from = 2025-01-01\nto = 2024-01-01", "28: This role ends (2024-01-01) before"),
        ("from = 2025-01-01", "form = 2025-01-01", '28: "form" is no key of a role. Did you mean "from"?'),
        ('country = "norway"', 'country = "norwey"', '27: There is no actor "norwey".'),
        ('id = "jane-doe"', 'id = "norway"', '18: The id "norway" stands twice. It is taken in line 12.'),
        ('name = "Jane Doe"', 'name = "NORWAY"', '19: The name "NORWAY" stands twice. It is taken in line 13.'),
        ('name = "T"', "", '6: This topic has no name. Add name = "…".'),
        ('strong = ["a phrase"]', "strong = [1]", "9: strong is a list of texts."),
        (
            'strong = ["a phrase"]',
            'strng = ["a phrase"]',
            '9: "strng" is no key of a [[topic]]. Did you mean "strong"?',
        ),
        ("[[topic]]", "[[topik]]", '6: There is no "topik" in a watchlist. Did you mean "topic"?'),
        ('title = "foreign minister"', "", '25: A role has no title. Add title = "…".'),
        ("since = 2025-09-29", "since = 2025-09-31", "4: This is no TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_nearest_right_name(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    problems = wrong(tmp_path, old, new)
    assert any(problem.replace(" ", "").startswith(says.replace(" ", "")) for problem in problems), problems


def test_a_file_that_is_not_there_or_no_utf8_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match="cannot be read"):
        load(tmp_path / "none.toml")
    path = tmp_path / "latin.toml"
    path.write_bytes(b'[story]\nid = "\xff"\n')
    assert [(p.line, p.message) for p in check(path)] == [(2, "This is no UTF-8.")]


def test_the_fingerprint_follows_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "copy.toml"
    path.write_bytes(packaged())
    same = load(path).fingerprint
    path.write_bytes(packaged() + b"\n# a note\n")
    assert load(None).fingerprint == same != load(path).fingerprint


def test_what_others_see_of_it() -> None:
    watchlist = load()
    facts, shown = watchlist.facts(), watchlist.as_json()
    assert {fact.id for fact in facts.actors} == {actor["id"] for actor in shown["actors"]}
    assert {topic[0] for topic in facts.topics} == {"gaza", "isf"}
    turkey = next(actor for actor in shown["actors"] if actor["id"] == "turkey")
    assert "Türkiye" in turkey["aliases"]
    assert "Turkish" not in turkey["aliases"]
