from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.stage import Stage, shown, stage, until, until_shown
from tui.panes.pane import Pane
from tui.remembered import PANES, Keeper, Layout, Remembered
from tui.widgets.lines import LineList


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path)
    yield made
    made.library.close()


STEPS = st.lists(st.tuples(st.sampled_from(["with", "without", "ahead", "behind", "enlarge"]), st.sampled_from(PANES)))


@given(STEPS)
def test_whatever_is_done_a_pane_is_shown_and_none_is_lost(steps: list[tuple[str, int]]) -> None:
    layout = Layout()
    for what, number in steps:
        if what == "with":
            layout = layout.with_pane(number)
            assert number in layout.shown()
        elif what == "without":
            layout = layout.without_pane(number)
        elif number in layout.shown() and layout.enlarged is None:
            layout = layout.moved(number, -1 if what == "ahead" else 1)
        assert layout.shown()
        assert sorted(layout.order) == sorted(PANES)


@pytest.mark.parametrize(
    "written",
    ["", "[]", "{", '{"layout": {"order": [1, 1, 2, 3]}}', '{"layout": {"hidden": [1, 2, 3, 4]}}', '{"theme": 7}'],
)
def test_a_broken_memory_is_forgotten(tmp_path: Path, written: str) -> None:
    path = tmp_path / "desk.json"
    path.write_text(written)
    assert Keeper(path).held.layout.shown()
    assert sorted(Keeper(path).held.layout.order) == sorted(PANES)


def test_what_is_kept_is_there_again(tmp_path: Path) -> None:
    one = Remembered(Layout((2, 1, 4, 3), frozenset({3}), 1), "nord", "gruvbox")
    Keeper(tmp_path / "folder" / "desk.json").keep(one)
    assert Keeper(tmp_path / "folder" / "desk.json").held == one


def places(app: object) -> list[int]:
    panes = [pane for pane in app.screen.query(Pane) if pane.display]  # type: ignore[attr-defined]
    return [pane.number for pane in sorted(panes, key=lambda pane: (pane.region.y, pane.region.x))]


async def test_panes_are_enlarged_hidden_moved_and_found_so_again(set_up: Stage, tmp_path: Path) -> None:
    app = set_up.app()
    app.room.desk.keeper = Keeper(tmp_path / "desk.json")
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("plus")
        await until(pilot, lambda: places(app) == [1])
        assert app.screen.query_one("#pane-1", LineList).size.width > 130
        await pilot.press("4")  # the enlarged place goes along
        await until(pilot, lambda: places(app) == [4])
        await pilot.press("plus")
        await until(pilot, lambda: places(app) == [1, 2, 3, 4])
        assert app.screen.focused is app.screen.query_one("#pane-4")
        await pilot.press("1", "greater_than_sign")
        await until(pilot, lambda: places(app) == [2, 1, 3, 4])
        assert app.screen.focused is app.screen.query_one("#pane-1")
        await pilot.press("3", "minus")
        await until(pilot, lambda: places(app) == [2, 1, 4])
    app = set_up.app()
    app.room.desk.keeper = Keeper(tmp_path / "desk.json")
    async with app.run_test(size=(140, 40)) as pilot:
        assert places(app) == [2, 1, 4]
        assert "3 Changed" not in shown(app)
        await pilot.press("3")
        await until(pilot, lambda: places(app) == [2, 1, 3, 4])
        await pilot.press("0")
        await until(pilot, lambda: places(app) == [1, 2, 3, 4])


async def test_the_last_pane_stays(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for left in ([2, 3, 4], [3, 4], [4], [4]):
            await pilot.press("minus")
            await until(pilot, lambda left=left: places(app) == left)  # type: ignore[misc]
        await until_shown(pilot, "One pane must stay")
