from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui import logs
from tui.logfile import KEPT, MAX_BYTES, redact, redact_all

CANARY = "s3cret-canary"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "state" / "standpoint" / "standpoint.log"
    handler = logs.start(path)
    yield path
    logs.stop(handler)


@pytest.mark.parametrize(
    "text",
    [
        f"GET https://user:{CANARY}@host/feed",
        f"GET https://{CANARY}@host/feed?x=1",
        f"https://host/feed?token={CANARY}&page=2",
        f"https://host/feed?page=2&api_key={CANARY}",
        f"https://host/feed?ACCESS_TOKEN={CANARY}#top",
        f"https://host/feed?u={CANARY}",
        f"https://host/feed;v={CANARY}?page=2&x={CANARY}=&y=%20{CANARY}#at={CANARY}",
        f"https://host/feed?a[b]={CANARY}",
        f"ftp://host/{'a' * 3000}?u={CANARY}, and https://host/?q={CANARY}.",
        f"Authorization: Basic {CANARY}",
        f"{{'cookie': 'sid={CANARY}'}}",
    ],
)
def test_secrets_do_not_reach_the_log(log: Path, text: str) -> None:
    logging.getLogger("feeds").warning("asked %s", text)
    written = log.read_text(encoding="utf-8")
    assert CANARY not in written
    assert "asked" in written


def test_a_trace_is_redacted_too(log: Path) -> None:
    try:
        int(f"https://u:{CANARY}@host/")
    except ValueError:
        logging.getLogger("tui").exception("failed")
    written = log.read_text(encoding="utf-8")
    assert CANARY not in written
    assert "Traceback" in written


def test_an_address_keeps_what_is_no_secret(log: Path) -> None:
    assert redact("https://host/feed?page=2&q=troops") == "https://host/feed?page=2&q=troops"


def test_a_log_line_keeps_the_names_of_parameters_and_the_words_around(log: Path) -> None:
    logging.getLogger("feeds").warning("asked https://host/feed?page=2&q=troops x=1")
    assert "asked https://host/feed?page=…&q=… x=1" in log.read_text(encoding="utf-8")


def test_redacting_takes_no_longer_than_its_text(log: Path) -> None:
    hostile = ["https://" + "a=" * 100_000, "://" * 100_000, "?=&" * 100_000, "https://h/?" + "token" * 60_000 + "="]
    for text in hostile:
        assert len(redact_all(text)) <= len(text) + 10


def test_nothing_reaches_the_screen(log: Path, capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("x").error("not for the screen")
    logging.getLogger("x").error("%d", "no number")
    assert capfd.readouterr() == ("", "")


def test_the_log_and_its_folder_are_private(log: Path) -> None:
    logging.getLogger("x").warning("here")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700
    assert logs.current() == log


def test_it_rotates(log: Path) -> None:
    for _ in range(12):
        logging.getLogger("x").warning("x " * 100_000)
    files = sorted(log.parent.iterdir())
    assert 2 <= len(files) <= KEPT
    assert all(file.stat().st_size <= MAX_BYTES for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_file_that_another_process_rotated_away_is_left(log: Path) -> None:
    logging.getLogger("x").warning("first")
    log.rename(log.with_name("standpoint.log.1"))
    logging.getLogger("x").warning("second")
    assert "second" in log.read_text(encoding="utf-8")
    assert "second" not in log.with_name("standpoint.log.1").read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    handler = logs.start(tmp_path / "file" / "standpoint.log")
    logging.getLogger("x").error("lost")
    assert logs.current() is None
    logs.stop(handler)
    assert capfd.readouterr() == ("", "")
