"""Leaving: work that was begun before ends late, and finds no place to tell it to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.stage import stage
from tui.app import StandpointApp
from tui.messages import PollerState


async def _left(app: StandpointApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
    assert app.screen_stack == []


async def test_a_look_at_the_database_may_end_after_the_last_place_is_gone(tmp_path: Path) -> None:
    made = stage(tmp_path)
    app = made.app()
    await _left(app)
    made.library.set_meta("touched", "yes")
    seen = app.room.revision
    await app._look_once()
    assert app.room.revision != seen
    made.library.close()


@pytest.mark.parametrize("phase", ["gone", "idle"])
async def test_the_poller_may_speak_after_the_last_place_is_gone(tmp_path: Path, phase: str) -> None:
    made = stage(tmp_path)
    app = made.app()
    await _left(app)
    app._poller_told(PollerState(phase=phase))
    app._say_trouble("The database is busy.")
    assert app.room.poller.phase == phase
    made.library.close()
