from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from store.errors import DiskFull
from tests.support.stage import fill, shown, stage, until, until_shown
from tui.app import StandpointApp
from tui.desk import Desk, DeskSettings
from tui.messages import PollerState
from tui.watch import PollerChild, progress

ROUND = [
    {"event": "round", "due": 3},
    {"feed": 1, "status": "ok", "new": 2},
    {"feed": 2, "status": "failed", "new": 0},
    {"feed": 3, "status": "unchanged", "new": 0},
    {"event": "done", "feeds": 3, "failed": 1, "new": 2, "changed": 0, "seconds": 0.1},
    {"event": "idle", "next_due": "2025-12-01T13:00:00+00:00"},
]


def nobody() -> Mapping[str, object] | None:
    return None


def child(folder: Path, body: str) -> tuple[str, ...]:
    """A poller of our own: prints what it is told, then waits for its input to be closed."""
    path = folder / "poller.py"
    path.write_text("import json, sys, os, time\ndef say(**words): print(json.dumps(words), flush=True)\n" + body)
    return sys.executable, str(path)


async def states_of(
    command: tuple[str, ...], *, enough: str, back_off: tuple[float, ...] = (0.05,)
) -> list[PollerState]:
    """Run a child until the poller was in a phase; then stop it."""
    told: list[PollerState] = []
    reached = asyncio.Event()

    def tell(state: PollerState) -> None:
        told.append(state)
        if state.phase == enough:
            reached.set()

    poller = PollerChild(command, tell, nobody, back_off=back_off)
    task = asyncio.create_task(poller.run())
    await asyncio.wait_for(reached.wait(), 20)
    await poller.stop()
    await asyncio.wait_for(task, 5)
    return told


def test_progress_counts_a_round() -> None:
    state, seen = PollerState("starting"), []
    for words in ROUND:
        state = progress(state, words)
        seen.append((state.phase, state.done, state.due, state.new))
    assert seen == [
        ("polling", 0, 3, 0),
        ("polling", 1, 3, 2),
        ("polling", 2, 3, 2),
        ("polling", 3, 3, 2),
        ("idle", 3, 3, 2),
        ("idle", 3, 3, 2),
    ]
    assert state.failed == 1
    assert state.polled == 2


@pytest.mark.parametrize(
    "words", [{}, {"event": "news"}, {"event": 3}, {"event": "round", "due": "many"}, {"feeds": 1}]
)
def test_lines_that_mean_nothing_do_no_harm(words: dict[str, object]) -> None:
    assert progress(PollerState("idle"), words).done == 0


async def test_the_child_s_lines_become_progress(tmp_path: Path) -> None:
    lines = "".join(f"say(**{json.loads(json.dumps(line))!r})\n" for line in ROUND)
    body = f'print("not json"); print("[1]"); print("x" * 2_000_000)\n{lines}sys.stdin.read()\n'
    told = await states_of(child(tmp_path, body), enough="idle")
    assert told[0].phase == "starting"
    assert told[-1].phase == "idle"
    assert told[-1].new == 2


async def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    mark = tmp_path / "been"
    body = (
        f"if not os.path.exists({str(mark)!r}):\n"
        f"    open({str(mark)!r}, 'w').close()\n"
        "    print('It went \\x1b[31mwrong', file=sys.stderr)\n"
        "    sys.exit(7)\n"
        "say(event='idle')\nsys.stdin.read()\n"
    )
    told = await states_of(child(tmp_path, body), enough="idle")
    gone = next(state for state in told if state.phase == "gone")
    assert gone.detail == "poller stopped (7): It went wrong; again in 0 s"


async def test_a_child_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    told = await states_of((str(tmp_path / "nothing-here"),), enough="gone")
    assert "No such file" in told[-1].detail


async def test_a_child_that_finds_the_lock_held_leaves_it(tmp_path: Path) -> None:
    told: list[PollerState] = []
    poller = PollerChild(child(tmp_path, "sys.exit(4)\n"), told.append, nobody)
    task = asyncio.create_task(poller.run())
    for _ in range(500):
        if told and told[-1].phase == "elsewhere":
            break
        await asyncio.sleep(0.02)
    task.cancel()
    assert told[-1].phase == "elsewhere"


async def test_while_another_polls_no_child_is_started(tmp_path: Path) -> None:
    told: list[PollerState] = []
    mark = tmp_path / "started"
    command = child(tmp_path, f"open({str(mark)!r}, 'w')\n")
    poller = PollerChild(command, told.append, lambda: {"pid": 1, "host": "here"})
    task = asyncio.create_task(poller.run())
    for _ in range(100):
        if told:
            break
        await asyncio.sleep(0.02)
    task.cancel()
    assert [state.phase for state in told] == ["elsewhere"]
    assert not mark.exists()


async def test_a_child_that_will_not_go_is_made_to(tmp_path: Path) -> None:
    body = (
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nsay(event='idle', next_due=str(os.getpid()))\n"
    )
    command = child(tmp_path, f"{body}open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)\n")
    told: list[PollerState] = []
    poller = PollerChild(command, told.append, nobody)
    task = asyncio.create_task(poller.run())
    for _ in range(500):
        if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text():
            break
        await asyncio.sleep(0.02)
    await asyncio.wait_for(poller.stop(grace=0.2), 5)
    await asyncio.wait_for(task, 5)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


async def test_the_status_line_shows_the_poll(tmp_path: Path) -> None:
    made = stage(tmp_path)
    go = tmp_path / "go"
    body = (
        "say(event='round', due=4)\nsay(feed=1, status='ok', new=12)\n"
        f"while not os.path.exists({str(go)!r}): time.sleep(0.02)\n"
        "say(event='done', feeds=4, failed=0, new=12, changed=0, seconds=1)\nsay(event='idle')\nsys.stdin.read()\n"
    )
    desk = Desk(made.library, made.clock, DeskSettings(), poller_command=child(tmp_path, body))
    app = StandpointApp(desk)
    async with app.run_test(size=(140, 24)) as pilot:
        await until_shown(pilot, "polling ▓▓░░░░░░ 1/4 · 12 new")
        go.touch()
        await until(pilot, lambda: "polling" not in shown(app) and "12 new" in shown(app))
        await pilot.press("q")
    assert app.return_code == 0
    made.library.close()


async def test_feeds_that_do_not_answer_are_told(tmp_path: Path) -> None:
    made = stage(tmp_path, filled=False)
    made.library.feeds.add("https://x.example/rss")
    body = (
        "say(event='round', due=1)\nsay(feed=1, status='failed', new=0)\n"
        "say(event='done', feeds=1, failed=1, new=0, changed=0, seconds=1)\nsay(event='idle')\nsys.stdin.read()\n"
    )
    desk = Desk(made.library, made.clock, DeskSettings(), poller_command=child(tmp_path, body))
    app = StandpointApp(desk)
    async with app.run_test(size=(140, 24)) as pilot:
        await until_shown(pilot, "feeds unreachable; what is stored is shown")
        await pilot.press("q")
    made.library.close()


async def test_offline_starts_no_poller(tmp_path: Path) -> None:
    made = stage(tmp_path)
    mark = tmp_path / "started"
    command = child(tmp_path, f"open({str(mark)!r}, 'w')\n")
    app = StandpointApp(Desk(made.library, made.clock, DeskSettings(offline=True), poller_command=command))
    async with app.run_test(size=(140, 24)) as pilot:
        await pilot.pause(0.3)
    assert not mark.exists()
    made.library.close()


async def test_a_first_start_fills_the_desk_and_says_what_went_wrong(tmp_path: Path) -> None:
    made = stage(tmp_path, filled=False)

    def first() -> None:
        fill(made.library)
        raise DiskFull("No room is left; make some and start again.")

    app = StandpointApp(Desk(made.library, made.clock, DeskSettings(), first_start=first))
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await until_shown(pilot, "Pakistan offers troops")
        await until_shown(pilot, "No room is left")
    made.library.close()
