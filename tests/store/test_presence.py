"""Who has a database open, and what an unclean exit leaves behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from store.errors import DamagedDatabase, InUse
from store.library import Library
from store.presence import nobody_else, use_file
from tests.support.damage import spoil
from tests.support.memory import Hands, arrival, opened, poll

ROOT = Path(__file__).parents[2]
OPEN = (
    "import os, sys; from pathlib import Path; from store.library import Library\n"
    "from tests.support.memory import Hands\n"
    "library = Library.open(Path(sys.argv[1]), clock=Hands(), mode=sys.argv[2]); print('open', flush=True)\n"
    "sys.stdin.readline(); library.close() if sys.argv[3] == 'close' else None; os._exit(0)\n"
)


def other(path: Path, mode: str = "write", end: str = "close") -> subprocess.Popen[str]:
    """Another process that has the database open until it is written to."""
    run = subprocess.Popen(
        [sys.executable, "-c", OPEN, str(path), mode, end],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline() == "open\n"
    return run


def ended(run: subprocess.Popen[str]) -> None:
    run.communicate("\n")


def test_closing_leaves_nothing_to_check(tmp_path: Path) -> None:
    for _ in range(2):
        with opened(tmp_path) as library:
            assert not library.left_unclean
    assert use_file(library.path).read_bytes() == b""
    ended(other(library.path))
    with opened(tmp_path) as library:
        assert not library.left_unclean


def test_an_exit_without_closing_is_noted_until_somebody_checks(tmp_path: Path) -> None:
    opened(tmp_path).close()
    path = tmp_path / "standpoint.db"
    ended(other(path, end="die"))
    for _ in range(2):
        with opened(tmp_path) as library:
            assert library.left_unclean
    with opened(tmp_path) as library:
        library.check()
        assert not library.left_unclean
    with opened(tmp_path) as library:
        assert not library.left_unclean


def test_one_that_dies_beside_one_that_lives_is_noted_too(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        run = other(library.path, end="die")
        assert not library.left_unclean
        ended(run)
        with Library.open(library.path, clock=Hands()) as third:
            assert third.left_unclean


def test_damage_that_the_check_finds_is_told_and_stays_noted(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        poll(library, library.feeds.add("https://news.example/feed"), arrival("one", "word " * 3000))
    spoil(library.path, "articles")
    ended(other(library.path, end="die"))
    for _ in range(2):
        with opened(tmp_path) as library:
            with pytest.raises(DamagedDatabase, match="standpoint restore"):
                library.check()
            assert library.left_unclean


@pytest.mark.parametrize(
    "said", [b"{", b"[]", b'{"pids": "x"}', b'{"pids": [-1, "a"], "check": 0, "more": 1}', b"\xff"]
)
def test_a_spoilt_note_costs_a_check_at_most(tmp_path: Path, said: bytes) -> None:
    opened(tmp_path).close()
    use_file(tmp_path / "standpoint.db").write_bytes(said)
    with opened(tmp_path) as library:
        library.check()
        assert not library.left_unclean


@pytest.mark.parametrize("mode", ["read", "write"])
def test_nobody_else_is_refused_while_somebody_is_in(tmp_path: Path, mode: str) -> None:
    with opened(tmp_path) as library:
        path = library.path
    run = other(path, mode)
    told = f"process {run.pid}" if mode == "write" else "another Standpoint"
    with pytest.raises(InUse, match=told), nobody_else(path):
        pytest.fail("two were in")
    ended(run)
    with nobody_else(path):
        waiting = subprocess.Popen(
            [sys.executable, "-c", OPEN, str(path), "write", "close"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert waiting.communicate("\n")[0] == "open\n"
    assert waiting.returncode == 0


def test_where_no_note_can_be_made_the_database_opens_all_the_same(tmp_path: Path) -> None:
    opened(tmp_path).close()
    use_file(tmp_path / "standpoint.db").unlink()
    use_file(tmp_path / "standpoint.db").mkdir()
    with opened(tmp_path) as library:
        assert not library.left_unclean
        library.check()
