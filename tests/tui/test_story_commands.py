"""--story, and the watchlist commands that begin and try a story of one's own."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui import cli, logs

DAM = (
    "watchlist", "init", "dam", "--title", "The Nile dam", "--since", "2026-01-01", "--phrase", "GERD",
    "--actor", "Egypt", "--issue", "Is the reservoir to be filled? filling of the reservoir",
)  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    yield tmp_path
    for handler in logging.getLogger().handlers[:]:
        if getattr(handler, "baseFilename", "").startswith(str(tmp_path)):
            logs.stop(handler)


def test_a_story_is_begun_tried_and_followed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(DAM) == 0
    path = home / "standpoint" / "stories" / "dam.toml"
    assert capsys.readouterr().out.strip() == str(path)
    assert cli.run(["watchlist", "check", str(path)]) == 0
    assert cli.run(["--story", "dam", "watchlist", "test", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["holds"] is True
    assert cli.run(["--story", "dam", "watchlist", "show", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["story"] == {"id": "dam", "name": "The Nile dam"}


def test_a_story_that_is_there_is_not_written_over(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(DAM) == 0
    path = home / "standpoint" / "stories" / "dam.toml"
    path.write_text("mine", encoding="utf-8")
    assert cli.run(DAM) == 1
    assert "left as it is" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (("--issue", "no question"), "is no question"),
        (("--phrase", ""), "Nobody can be asked here: say it with --phrase."),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    changed: tuple[str, str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    option, value = changed
    at = DAM.index(option)
    arguments = [*DAM[:at], *((option, value) if value else ()), *DAM[at + 2 :]]
    assert cli.run(arguments) == 2
    assert says in capsys.readouterr().err


def test_an_example_that_fails_is_printed_with_what_was_read(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(DAM) == 0
    path = home / "standpoint" / "stories" / "dam.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"support" }', '"oppose" }'), encoding="utf-8")
    capsys.readouterr()
    assert cli.run(["watchlist", "test", str(path)]) == 1
    told = capsys.readouterr()
    assert "written oppose, read support, by" in told.out
    assert "0 of 1 examples" in told.err


def test_a_story_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--story", "../x", "watchlist", "show"]) == 3
    assert "There are: gaza-isf, ukraine-peace." in capsys.readouterr().err


def test_two_stories_have_two_databases(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--story", "ukraine-peace", "import", "--seeds"]) == 0
    assert cli.run(["import", "--seeds"]) == 0
    assert {path.name for path in (home / "standpoint").glob("*.db")} == {"standpoint.db", "ukraine-peace.db"}
