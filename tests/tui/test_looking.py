"""A desk that is there to be looked at changes nothing: every action of the table is asked for, on every screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.dom import DOMNode
from textual.pilot import Pilot

from store.db import Database
from tests.support.memory import Hands, opened
from tests.support.stage import fill, shown, until, until_shown
from tui.actions import ACTIONS, LOOKED_AT, WRITING, Action, Shown, actions_of, called
from tui.app import StandpointApp
from tui.paths import Paths
from tui.widgets.hints import places_of
from tui.wiring import Choices, Wiring

SCREENS = ("", "f", "x", "v", "W", "P", "comma", "T", "A", "slash", "1,enter", "2,enter", "3,enter", "4,enter")
"""Keys that lead from the desk to each of its screens."""
LEAVING = {"quit", "back", "command_palette"}
OF_DIALOGS = {"save_view", "rename_view", "remove_view"}
"""Calls of a question that is put above the screens."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def app(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandpointApp]:
    """The desk that `standpoint --look` opens on a filled database."""
    clock = Hands()
    with opened(tmp_path, clock) as library:
        fill(library)
        database = library.path
    monkeypatch.chdir(home)
    for variable in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(home))
    monkeypatch.setenv("BROWSER", f"touch {home}/browsed")
    places = Paths(home / "settings.toml", home / "watchlist.toml", home / "s.db", home / "s.log")
    wiring = Wiring(Choices(database=database, look=True), {"TERM": "linux"}, clock=clock, places=places)
    with wiring.existing_library() as library:
        yield StandpointApp(wiring.desk(library))


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Database]:
    """Which databases somebody tried to write to."""
    found: list[Database] = []
    write = Database.write

    @contextmanager
    def noted(self: Database) -> Iterator[object]:
        found.append(self)
        with write(self) as connection:
            yield connection

    monkeypatch.setattr(Database, "write", noted)
    return found


def here(app: StandpointApp) -> list[tuple[DOMNode, Action]]:
    """Every action of the places that one is in, whether or not it works now, with the node that would do it."""
    nodes = (app.screen.focused or app.screen).ancestors_with_self
    return [(node, action) for node in nodes for place in places_of(node) for action in actions_of(place)]


async def back(app: StandpointApp, pilot: Pilot[None], depth: int) -> None:
    """Leave what was opened above."""
    await pilot.pause()
    await app.workers.wait_for_complete([one for one in app.workers if one.group not in ("poller", "keys")])
    while len(app.screen_stack) > depth:
        await app.pop_screen()


def test_what_writes_is_named_as_the_table_calls_it() -> None:
    assert {called(action.call) for action in ACTIONS} >= WRITING


async def test_no_action_on_any_screen_writes(app: StandpointApp, tried: list[Database], home: Path) -> None:
    revision = app.room.library.revision()
    asked: set[tuple[str, str]] = set()
    async with app.run_test(size=(140, 40)) as pilot:
        await until_shown(pilot, "Pakistan offers troops")
        await app.workers.wait_for_complete()
        for keys in SCREENS:
            await pilot.press(*(keys.split(",") if keys else ()))
            await back(app, pilot, len(app.screen_stack))
            for node, action in here(app):
                if called(action.call) in LEAVING or action.shown is Shown.HELP or not node.is_attached:
                    continue
                if (action.place, action.call) in asked and called(action.call) not in WRITING:
                    continue
                asked.add((action.place, action.call))
                depth = len(app.screen_stack)
                await app.run_action(action.call, node)
                if called(action.call) not in WRITING:
                    await back(app, pilot, depth)
                assert len(app.screen_stack) <= depth, action.id
            assert tried == [], keys
            await back(app, pilot, 1)
    assert {called(call) for _, call in asked} >= WRITING - OF_DIALOGS
    assert app.room.library.revision() == revision
    assert os.listdir(home) == []  # noqa: PTH208  # ruff has Path's own way for blocking


async def test_what_is_refused_is_said_and_not_offered(app: StandpointApp) -> None:
    async with app.run_test(size=(140, 40)) as pilot:
        await until_shown(pilot, "Pakistan offers troops")
        assert "browser" not in shown(app).splitlines()[-1]
        for keys in ("4,E", "s", "R", "f,a"):
            app.clear_notifications()
            await pilot.press(*keys.split(","))
            await until(pilot, lambda: [one.message for one in app._notifications] == [LOOKED_AT])
            assert len(app.screen_stack) == (2 if keys == "f,a" else 1)


def test_it_starts_no_poller_and_has_no_files_to_edit(app: StandpointApp) -> None:
    desk = app.room.desk
    assert (desk.poller_command, desk.look_at, desk.papers, desk.first_start) == (None, None, None, None)
