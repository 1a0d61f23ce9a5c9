"""The desk as its users have it: the installed program, in a terminal, on a database of its own."""

from __future__ import annotations

import json
import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.library import Library
from tests.support.hostile import HOSTILE, hostile_story
from tests.support.program import EXECUTABLE, Program
from tests.support.terminal import Terminal

pytestmark = pytest.mark.e2e


@pytest.fixture
def filled(desk_of_one_change: Program) -> Program:
    return desk_of_one_change


def desk(program: Program, *arguments: str, columns: int = 140, rows: int = 40, **environ: str) -> Terminal:
    command = [EXECUTABLE, *arguments]
    return Terminal(command, program.environment(environ), columns=columns, rows=rows)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (140, 40)])
def test_a_visit(filled: Program, columns: int, rows: int) -> None:
    with desk(filled, "--offline", columns=columns, rows=rows) as terminal:
        terminal.wait_for("4 Stories")
        terminal.wait_for("offline: what is stored")
        terminal.press("3", "enter")
        terminal.wait_for("Two ministers of the field")
        terminal.press("escape")
        terminal.wait_for("1 Actors")
        terminal.press("4", "enter")
        terminal.wait_for("Islamabad: Ishaq Dar spoke")
        terminal.press("n", "enter")
        terminal.wait_for("In these articles")
        terminal.press("y")
        terminal.wait_for("Sent to the terminal's clipboard")
        terminal.press("escape")
        terminal.wait_for("Carried by Dawn")
        terminal.press("f")
        terminal.wait_for("Feeds:")
        terminal.press("q")
        assert terminal.wait_until_ended() == 0
        copied = [one for one in terminal.acting() if one.startswith("OSC 52;c;")]
        assert len(copied) == 1
        assert [one for one in terminal.acting() if one not in copied and not one.startswith("OSC 22")] == []


def test_a_false_change_is_rejected_and_brought_back(filled: Program) -> None:
    with desk(filled, "--offline", columns=80, rows=24) as terminal:
        terminal.wait_for("4 Stories")
        terminal.press("v")
        terminal.wait_for("without it falls: Pakistan ? undecided → ✓ support")
        terminal.press("d")
        terminal.wait_for("Rejected.")
        terminal.wait_for("0 of 1")
        assert changes(filled) == []
        terminal.press("z")
        terminal.wait_for("Taken back: rejected")
        terminal.wait_for("without it falls: Pakistan ? undecided → ✓ support")
        assert [one["to_stance"] for one in changes(filled)] == ["support"]
        terminal.press("escape", "3", "enter")
        terminal.wait_for("Why it counts")
        terminal.press("q")
        assert terminal.wait_until_ended() == 0


def changes(program: Program) -> list[dict[str, str]]:
    return list(json.loads(program.run("changes", "--json").out))


def test_hostile_words_reach_the_terminal_as_words(filled: Program) -> None:
    with Library.open(filled.database, clock=lambda: datetime.now(UTC)) as library:
        hostile_story(library)
    with desk(filled, "--offline", columns=160, rows=50) as terminal:
        terminal.wait_for("4 Stories")
        terminal.press("4", "g", "enter")
        terminal.wait_for("Carried by")
        terminal.press("n", "enter")
        terminal.wait_for("In these articles")
        terminal.press("f")
        terminal.wait_for("Feeds:")
        terminal.press("G", "d")
        terminal.wait_for("Unsubscribe")
        terminal.press("escape")
        terminal.press("/")
        terminal.wait_for("Type words")
        terminal.press("b", "o", "o", "m")
        terminal.wait_for("[@click=app.quit]boom[/]")
        for place in ("Feeds:", "In these articles", "Carried by", "1 Actors"):
            terminal.press("escape")
            terminal.wait_for(place)
        assert [one for one in terminal.acting() if not one.startswith("OSC 22;")] == []
        assert HOSTILE.count("\x1b")
        terminal.press("q")
        assert terminal.wait_until_ended() == 0


def test_no_color_sends_no_colour(filled: Program) -> None:
    with desk(filled, "--offline", NO_COLOR="1") as terminal:
        terminal.wait_for("? undecided → ✓ support")
        terminal.press("j", "4", "enter")
        terminal.wait_for("Carried by Dawn")
        assert terminal.colours() == set()
        terminal.press("q")
        terminal.wait_until_ended()
    with desk(filled, "--offline") as terminal:
        terminal.wait_for("4 Stories")
        assert terminal.colours()


def test_keys_that_come_at_once_all_arrive(filled: Program) -> None:
    with desk(filled, "--offline") as terminal:
        terminal.wait_for("4 Stories")
        terminal.burst("4\rfa")
        terminal.wait_for("Address of the feed")
        terminal.press("escape")
        terminal.press("escape")
        terminal.wait_for("Carried by Dawn")
        terminal.burst("/troops\r")
        terminal.wait_for("┃▸29 Nov 2025  Ishaq Dar")


def children(process: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found through /proc")
def test_the_poller_comes_and_goes_with_the_desk(filled: Program) -> None:
    with desk(filled) as terminal:
        terminal.wait_for("4 Stories")
        poller = wait_for_child(terminal)
        os.kill(poller, signal.SIGKILL)
        terminal.wait_for("poller stopped")
        again = wait_for_child(terminal, other_than=poller)
        started = time.monotonic()
        terminal.press("q")
        assert terminal.wait_until_ended() == 0
        while Path(f"/proc/{again}").exists() and time.monotonic() - started < 10:
            time.sleep(0.05)
        assert not Path(f"/proc/{again}").exists()


def wait_for_child(terminal: Terminal, other_than: int = 0) -> int:
    for _ in range(200):
        found = [one for one in children(terminal.process.pid) if one != other_than]
        if found:
            return found[0]
        terminal.read(0.1)
    raise AssertionError("no poller was started")


def test_two_desks_share_one_poller(filled: Program) -> None:
    with desk(filled) as first:
        first.wait_for("4 Stories")
        wait_for_child(first)
        first.read(3)
        with desk(filled) as second:
            second.wait_for("another poller runs")
            assert not children(second.process.pid)
            second.press("q")
            second.wait_until_ended()
        first.press("q")
        first.wait_until_ended()
