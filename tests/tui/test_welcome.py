from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.stage import Stage, shown, stage, until, until_shown
from tui.screens.desk import DeskScreen
from tui.screens.welcome import WelcomeScreen
from tui.widgets.lines import LineList
from tui.widgets.sheet import Sheet


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path)
    yield made
    made.library.close()


async def test_three_steps_lead_to_the_desk_and_never_come_again(set_up: Stage) -> None:
    app = set_up.app(welcome=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "Welcome, 1 of 3")
        assert "Send troops?" in shown(app)
        await pilot.press("enter")
        await until_shown(pilot, "2 feeds are on")
        assert "Dawn · Geo" in shown(app)
        await pilot.press("left", "right", "space")
        await until_shown(pilot, "Where the keys are")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
    app = set_up.app(welcome=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.2)
        assert isinstance(app.screen, DeskScreen)


async def test_escape_skips_it(set_up: Stage) -> None:
    app = set_up.app(welcome=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "Welcome, 1 of 3")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))


async def test_the_feeds_may_come_after_it_was_skipped(set_up: Stage) -> None:
    app = set_up.app(welcome=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "Welcome, 1 of 3")
        left = app.screen
        assert isinstance(left, WelcomeScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen) and not left.query(Sheet))
        left._feeds = ()
        await left._read_feeds()  # as where the thread ends late
        assert isinstance(app.screen, DeskScreen)


async def test_a_key_of_the_desk_skips_it_and_is_not_lost(set_up: Stage) -> None:
    app = set_up.app(welcome=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "Welcome, 1 of 3")
        await pilot.press("j")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await until(pilot, lambda: app.screen.query_one("#pane-1", LineList).index == 1)


async def test_without_the_setting_the_desk_opens_at_once(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.2)
        assert isinstance(app.screen, DeskScreen)
    assert set_up.library.meta("welcomed") is None
