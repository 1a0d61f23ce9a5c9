"""changes --explain and --edits, positions --explain, and the matrix as of a day with its silences."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from store.library import Library
from store.model.articles import Document
from store.model.reading import Position
from store.model.words import Stance
from tagger.retag import settle
from tests.support.memory import Hands, opened, reading, statement
from tests.support.program import Ended
from tui import cli, logs

BEFORE = "“No decision has been taken on sending troops to Gaza,” Khawaja Asif said."
AFTER = "“We have decided to send our troops to the force in Gaza,” Ishaq Dar said."
LATER = "“We may yet decide to send our troops to the force in Gaza,” Ishaq Dar said."
DOUBTFUL = "“Some soldiers might perhaps go there one day,” Ishaq Dar said."
TODAY = date(2026, 2, 1)


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    with opened(tmp_path, Hands()) as library:
        store(library, BEFORE, "Herald", "khawaja-asif", Stance.UNDECIDED, date(2025, 10, 28))
        store(library, AFTER, "Courier", "ishaq-dar", Stance.SUPPORT, date(2025, 11, 29))
        store(library, DOUBTFUL, "Mail", "ishaq-dar", Stance.OPPOSE, date(2025, 12, 20), confidence=0.2)
        settle(library, today=TODAY)

    def run(*arguments: str | int) -> Ended:
        code = cli.run(["--db", str(tmp_path / "standpoint.db"), *map(str, arguments)])
        return Ended(code, *capsys.readouterr())

    yield run
    for handler in logging.getLogger().handlers[:]:
        if str(getattr(handler, "path", "")).startswith(str(tmp_path)):
            logs.stop(handler)


def store(
    library: Library, text: str, outlet: str, actor: str, stance: Stance, day: date, *, confidence: float = 0.8
) -> None:
    words = text[1 : text.index(",”")]
    factors = (("stance", confidence), ("speaker", 1.0))
    one = Position("isf-troops", stance, confidence, "stance.wanted", factors=factors)
    said = statement(text, words, actor=actor, said_on=day, positions=(one,))
    published = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    document = Document(text, f"Troops in the {outlet}", outlet, f"https://news.example/{outlet}", published)
    library.articles.put(document, reading(said))


def ids(run: Run) -> dict[str, int]:
    return {line["stance"]: line["id"] for line in run("positions", "--json").lines}


def test_a_change_is_explained_from_the_words_to_the_ledger(run: Run) -> None:
    [[change]] = run("changes", "--json").lines
    [shape] = run("changes", "--explain", change["id"], "--json").lines
    assert {name: shape[name] for name in change} == change
    how = shape["explain"]
    assert [piece["side"] for piece in how["evidence"]] == ["before", "after"]
    assert how["evidence"][0]["stance"]["rule"] == "stance.wanted"
    assert {f["factor"] for f in how["evidence"][0]["stance"]["factors"]} == {"speaker", "stance"}
    outcomes = [(step["stance"], step["outcome"]) for step in how["line"]["steps"]]
    assert outcomes == [("undecided", "sets the position"), ("support", "changes the position")]
    assert how["line"]["steps"][1]["why"] == change["why"]
    [left] = how["line"]["left_out"]
    assert (left["stance"], left["position"]) == ("oppose", ids(run)["oppose"])
    assert "0.20" in left["why"]
    told = run("changes", "--explain", change["id"]).out
    for words in (change["why"], change["undo"], AFTER[1:40], "is left out", "sets the position", "stance.wanted"):
        assert words in told


@pytest.mark.parametrize(
    ("stance", "words"),
    [("support", "On 2025-11-29 it changes the position"), ("oppose", "It is part of no step: Its confidence")],
)
def test_a_position_tells_what_became_of_it(run: Run, stance: str, words: str) -> None:
    one = ids(run)[stance]
    [shape] = run("positions", "--explain", one, "--json").lines
    assert shape["id"] == one
    assert shape["explain"]["became"].startswith(words)
    told = run("positions", "--explain", one).out
    assert words in told
    assert f"position {one}" in told


def test_a_rejected_position_says_so(run: Run) -> None:
    one = ids(run)["support"]
    run("review", "reject", one)
    [shape] = run("positions", "--explain", one, "--json").lines
    assert shape["explain"]["became"] == "An analyst rejected it, so that nothing rests on it."
    assert shape["review"] == "rejected"


@pytest.mark.parametrize("command", ["changes", "positions"])
def test_what_is_not_there_cannot_be_explained(run: Run, command: str) -> None:
    ended = run(command, "--explain", 999)
    assert (ended.code, ended.out) == (1, "")
    assert "999" in ended.err


def test_edited_quotations_are_listed_with_both_wordings(run: Run, tmp_path: Path) -> None:
    assert run("changes", "--edits", "--json").lines == [[]]
    assert run("changes", "--edits").out == ""
    with opened(tmp_path, Hands()) as library:
        store(library, LATER, "Courier", "ishaq-dar", Stance.CONDITIONAL, date(2025, 11, 29))
    [[edit]] = run("changes", "--edits", "--json").lines
    assert (edit["kind"], edit["speaker"], edit["outlet"]) == ("altered", "ishaq-dar", "Courier")
    assert (edit["before"], edit["after"]) == (AFTER[1:-18], LATER[1:-18])
    told = run("changes", "--edits").out
    assert edit["before"] in told
    assert edit["after"] in told
    assert run("changes", "--edits", "--actor", "khawaja-asif", "--json").lines == [[]]
    assert "altered" in run("changes", "--edits", "--csv").out


def test_the_matrix_of_a_past_day_follows_the_ledger_s_own_rule(run: Run) -> None:
    [now] = run("matrix", "--json").lines
    assert (now["stance"], now["last_said"]) == ("support", "2025-11-29")
    assert now["silent_days"] > 60
    [then] = run("matrix", "--as-of", "2025-11-10", "--json").lines
    assert (then["stance"], then["since"], then["silent_days"]) == ("undecided", "2025-10-28", 13)
    assert run("matrix", "--as-of", "2025-10-01", "--json").out == ""


def test_changes_since_a_day_are_those_said_since(run: Run) -> None:
    assert len(run("changes", "--since", "2025-11-29", "--json").lines[0]) == 1
    assert run("changes", "--since", "2025-11-30", "--json").lines == [[]]
