"""What every error ends in; the process itself is tested in tests/e2e."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from feeds.errors import AnotherPoller, NotAFeed
from seeds.errors import BrokenSeeds
from store.errors import DamagedDatabase, DiskFull, DuplicateFeed, NotFound
from store.library import Library
from tagger.errors import Problem, WatchlistError
from tui import cli, logs
from tui.commands.verb import Verb
from tui.errors import NoTerminal, PollingOff, SettingsError

FORESEEN = [
    (PollingOff("Words."), 1),
    (NotFound("Words."), 1),
    (DuplicateFeed("Words."), 1),
    (NotAFeed("Words."), 1),
    (BrokenSeeds("Words."), 1),
    (FileNotFoundError(2, "Words.", "x"), 1),
    (NoTerminal("Words."), 2),
    (SettingsError("Words."), 3),
    (WatchlistError((Problem("x.toml", 3, "Words."),)), 3),
    (AnotherPoller(pid=7, host="Words.", since=""), 4),
    (DamagedDatabase("Words."), 5),
    (DiskFull("Words."), 5),
    (KeyboardInterrupt(), 130),
    (click.Abort(), 130),
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    yield tmp_path
    for handler in logging.getLogger().handlers[:]:
        if str(getattr(handler, "path", "")).startswith(str(tmp_path)):
            logs.stop(handler)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], int]:
    def run(error: BaseException) -> int:
        @click.command("fail", cls=Verb)
        def fail() -> None:
            raise error

        monkeypatch.setitem(cli.root.commands, "fail", fail)
        return cli.run(["fail"])

    return run


@pytest.mark.parametrize(("error", "code"), FORESEEN, ids=lambda value: type(value).__name__)
def test_an_error_is_a_sentence_and_a_code(
    failing: Callable[[BaseException], int], capsys: pytest.CaptureFixture[str], error: BaseException, code: int
) -> None:
    assert failing(error) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    assert code == 130 or "Words." in told.err


def test_what_nobody_foresaw_goes_to_the_log_and_says_so(
    failing: Callable[[BaseException], int], capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert failing(ZeroDivisionError("at http://u:canary@host/?token=canary")) == 1
    told = capsys.readouterr().err
    log = home / "standpoint" / "standpoint.log"
    assert "ZeroDivisionError" in told
    assert str(log) in told
    assert "Traceback" not in told
    written = log.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "canary" not in told + written


def test_a_message_from_outside_cannot_drive_the_terminal(
    failing: Callable[[BaseException], int], capsys: pytest.CaptureFixture[str]
) -> None:
    failing(NotAFeed("“\x1b]52;c;eA==\x07evil\x9b31m\u202e” is no feed."))
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(capsys.readouterr().err)


def test_a_command_s_number_is_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command("six", cls=Verb)
    def six() -> int:
        return 6

    monkeypatch.setitem(cli.root.commands, "six", six)
    assert cli.run(["six"]) == 6


def test_the_start_is_profiled_step_by_step(tmp_path: Path) -> None:
    database = tmp_path / "s.db"
    Library.open(database, clock=lambda: datetime.now(UTC)).close()
    done = subprocess.run(
        [sys.executable, "-m", "tui", "--db", str(database), "--profile-startup"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)},
    )
    assert (done.returncode, done.stdout) == (0, "")
    steps = [line[:30].strip() for line in done.stderr.splitlines()]
    for step in ("open the database", "load Textual and the desk", "actors", "statements", "changes", "stories"):
        assert step in steps
    assert steps.index("module, without what it loads") < len(steps) - 20
