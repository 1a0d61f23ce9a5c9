"""`standpoint review`: the queue, the verdicts, the rates, and the file that two analysts exchange."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from store.library import Library
from store.model.articles import Document
from store.model.words import Stance
from tests.support.memory import Hands, opened, position, reading, statement
from tests.support.program import Ended
from tui import cli, logs

BEFORE = "“No decision has been taken on sending troops to Gaza,” Khawaja Asif said."
AFTER = "“We have decided to send our troops to the force in Gaza,” Ishaq Dar said."


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))

    def run(*arguments: str | int, database: str = "one") -> Ended:
        path = tmp_path / database / "standpoint.db"
        if not path.exists():
            fill(path.parent)
        code = cli.run(["--db", str(path), *map(str, arguments)])
        return Ended(code, *capsys.readouterr())

    yield run
    for handler in logging.getLogger().handlers[:]:
        if str(getattr(handler, "path", "")).startswith(str(tmp_path)):
            logs.stop(handler)


def fill(folder: Path) -> None:
    """A database with two positions and the change between them."""
    folder.mkdir()
    with opened(folder, Hands()) as library:
        store(
            library, BEFORE, "Troops: nothing decided", "Herald", "khawaja-asif", Stance.UNDECIDED, date(2025, 10, 28)
        )
        store(library, AFTER, "Pakistan sends troops", "Courier", "ishaq-dar", Stance.SUPPORT, date(2025, 11, 29))


def store(library: Library, text: str, title: str, outlet: str, actor: str, stance: Stance, day: date) -> None:
    words = text[1 : text.index(",”")]
    said = statement(text, words, actor=actor, said_on=day, positions=(position(stance=stance, confidence=0.8),))
    published = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    document = Document(text, title, outlet, f"https://news.example/{outlet}", published)
    library.articles.put(document, reading(said))


def ids(run: Run, database: str = "one") -> dict[str, int]:
    """The ids of the positions by their stance, as they were read."""
    return {line["statement"]["speaker"]: line["id"] for line in run("positions", "--json", database=database).lines}


def changes(run: Run, database: str = "one") -> list[tuple[str, str]]:
    [found] = run("changes", "--json", database=database).lines
    return [(one["from_stance"], one["to_stance"]) for one in found]


def settled(run: Run, database: str = "one") -> dict[str, int]:
    """Give and take back a verdict, which settles the ledger; the ids of the positions."""
    found = ids(run, database)
    run("review", "confirm", found["ishaq-dar"], database=database)
    run("review", "undo", found["ishaq-dar"], database=database)
    return found


def test_the_queue_shows_what_the_change_rests_on(run: Run) -> None:
    found = settled(run)
    listed = run("review", "--json").lines
    assert {line["id"] for line in listed} == set(found.values())
    assert {line["effect"] for line in listed} == {1.0}
    assert listed[0]["score"] == pytest.approx(0.2)
    assert len(listed[0]["changes"]) == 1
    table = run("review", "--limit", 1).out
    assert "SCORE" in table
    assert len(table.splitlines()) == 2


def test_a_rejected_side_takes_its_change_along_and_undoing_brings_it_back(run: Run) -> None:
    found = settled(run)
    assert changes(run) == [("undecided", "support")]
    rejected = run("review", "reject", found["ishaq-dar"], "--note", "Misread.", "--by", "ana")
    assert (rejected.code, rejected.out) == (0, "")
    assert "rejected by ana" in rejected.err
    assert changes(run) == []
    assert run("review", "undo", found["ishaq-dar"]).code == 0
    assert changes(run) == [("undecided", "support")]
    [first, *_, last] = run("review", "history", found["ishaq-dar"], "--json").lines
    assert (first["verdict"], first["in_force"]) == ("confirmed", False)
    assert (last["verdict"], last["by"], last["note"]) == ("rejected", "ana", "Misread.")
    assert last["undone"]
    assert run("review", "undo", found["ishaq-dar"]).code == 1


def test_copies_are_judged_along_where_that_is_asked(run: Run, tmp_path: Path) -> None:
    found = settled(run)
    with opened(tmp_path / "one", Hands()) as library:
        for outlet in ("Mail", "Star"):
            store(library, AFTER, f"The {outlet} on troops", outlet, "ishaq-dar", Stance.SUPPORT, date(2025, 11, 29))
    run("review", "reject", found["ishaq-dar"])
    assert changes(run) == [], "the same words in two more outlets fall with it"
    run("review", "undo", found["ishaq-dar"])
    assert changes(run) == [("undecided", "support")]
    assert "3 positions rejected" in run("review", "reject", found["ishaq-dar"], "--copies").err
    assert changes(run) == []
    assert run("review", "undo", found["ishaq-dar"], "--copies").code == 0
    assert changes(run) == [("undecided", "support")]


def test_a_correction_moves_the_ledger(run: Run) -> None:
    found = settled(run)
    words = ("--stance", "conditional", "--condition", "if the council agrees", "--said-on", "2025-11-28")
    assert run("review", "correct", found["ishaq-dar"], *words).code == 0
    assert changes(run) == [("undecided", "conditional")]
    [line] = [one for one in run("positions", "--json").lines if one["id"] == found["ishaq-dar"]]
    assert (line["review"], line["condition"], line["said_on"]) == ("corrected", "if the council agrees", "2025-11-28")
    assert run("review", "correct", found["ishaq-dar"], "--actor", "Hakan Fidan").code == 0
    assert changes(run) == []
    [line] = [one for one in run("positions", "--json").lines if one["id"] == found["ishaq-dar"]]
    assert line["statement"]["speaker_name"] == "Hakan Fidan"
    assert "hakan-fidan" in run("review", "history", found["ishaq-dar"]).out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("confirm", 999), 1, "no position number 999"),
        (("correct", 1), 1, "A correction needs"),
        (("correct", 1, "--actor", "Nobody At All"), 2, "Nobody At All"),
        (("correct", 1, "--stance", "perhaps"), 2, "perhaps"),
        (("correct", 1, "--text", "words that stand nowhere"), 1, "letter for letter"),
        (("confirm",), 2, "Missing argument"),
    ],
)
def test_a_senseless_verdict_is_told_in_a_sentence(
    run: Run, arguments: tuple[str | int, ...], code: int, words: str
) -> None:
    ended = run("review", *arguments)
    assert ended.code == code
    assert words in ended.err
    assert ended.out == ""


def test_rates_are_shown_by_rule_and_actor(run: Run) -> None:
    found = ids(run)
    run("review", "confirm", found["ishaq-dar"])
    run("review", "reject", found["khawaja-asif"])
    rows = {line["which"]: line for line in run("review", "rates", "--json").lines}
    assert rows["stance-rule"]["accepted"] == 0.5
    assert rows["ishaq-dar"]["accepted"] == 1.0
    assert rows["khawaja-asif"]["rejected"] == 1
    assert "ACCEPTED" in run("review", "rates").out


def test_two_analysts_merge_their_verdicts(run: Run, tmp_path: Path) -> None:
    mine, theirs = ids(run), ids(run, "two")
    run("review", "confirm", mine["ishaq-dar"], "--by", "ana")
    run("review", "note", mine["khawaja-asif"], "Look again.", "--by", "ana")
    run("review", "reject", theirs["ishaq-dar"], "--by", "ben", database="two")
    file = tmp_path / "ben.jsonl"
    assert run("review", "export", str(file), database="two").code == 0
    merged = run("review", "import", str(file), "--json")
    assert "1 added" in merged.err
    assert "1 in conflict" in merged.err
    [conflict] = merged.lines
    assert (conflict["held"]["by"], conflict["other"]["by"]) == ("ben", "ana")
    assert "0 added" in run("review", "import", str(file)).err
    exported = run("review", "export", "-").lines
    assert {line["who"] for line in exported} == {"ana", "ben"}


def test_a_file_that_is_none_is_refused_whole(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "spoilt.jsonl"
    file.write_text('{"uid": 1}\nno json\n', encoding="utf-8")
    ended = run("review", "import", str(file))
    assert ended.code == 1
    assert "Line 1" in ended.err
    assert run("review", "export", "-").out == ""


def test_verdicts_are_kept_for_the_query_of_positions(run: Run) -> None:
    found = ids(run)
    run("review", "reject", found["ishaq-dar"])
    listed = {line["id"]: line["review"] for line in run("positions", "--json").lines}
    assert listed[found["ishaq-dar"]] == "rejected"
