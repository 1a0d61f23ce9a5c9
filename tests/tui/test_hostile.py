"""Hostile words in every pane, screen and notification: shown as words, and nothing else happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import StoreError
from tests.support.hostile import HOSTILE, hostile_story
from tests.support.stage import Stage, shown, stage, until, until_shown
from tui.cells import safe
from tui.screens.place import Place

ACTING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e0fff]"
)


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path)
    hostile_story(made.library)
    yield made
    made.library.close()


def raw(app: object) -> str:
    strips = app.screen._compositor.render_strips()  # type: ignore[attr-defined]
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


JOURNEYS = [
    (),
    ("2", "g"),
    ("4", "g", "enter"),
    ("4", "g", "enter", "n", "enter"),
    ("4", "g", "y"),
    ("2", "g", "y"),
    ("f", "G"),
    ("f", "G", "d"),
    ("f", "G", "d", "enter"),
    ("f", "G", "p"),
    ("f", "G", "enter"),
    ("slash", *"boom"),
    ("question_mark",),
    ("ctrl+p",),
    ("x",),
    ("2", "g", "enter", "e"),
    ("2", "g", "enter", "d"),
    ("2", "g", "enter", "z"),
    ("v",),
]


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_nothing_acts(set_up: Stage, size: tuple[int, int]) -> None:
    app = set_up.app()
    async with app.run_test(size=size, notifications=True) as pilot:
        for keys in JOURNEYS[::2] if size[0] < 100 else (*JOURNEYS[1::2], ()):
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.01)
            await pilot.pause(0.05)
            assert not ACTING.search(raw(app)), keys
            while len(app.screen_stack) > 1:
                await pilot.press("escape")
            app.clear_notifications()
        assert app.is_running


async def test_markup_stands_as_it_is(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(160, 50)) as pilot:
        await pilot.press("4", "g")
        await until_shown(pilot, "[red]x [/] [/red] [@click=app.quit]boom[/] [PTI]")
        await pilot.press("enter")
        await until_shown(pilot, "Title [red]x [/] [/red] [@click=app.quit]boom[/] [PTI] \\[b]")
        for y in range(50):
            for x in range(0, 160, 4):
                style = app.screen.get_style_at(x, y)
                assert not style.meta or "@click" not in style.meta
        row = next(number for number, line in enumerate(shown(app).splitlines()) if "boom" in line)
        await pilot.click(offset=(shown(app).splitlines()[row].index("boom"), row))
        await pilot.pause()
        assert app.is_running


async def test_what_is_copied_is_harmless(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(160, 50)) as pilot:
        for keys in (("4", "g", "y"), ("2", "g", "y")):
            await pilot.press(*keys)
            await pilot.pause()
            assert "boom" in app.clipboard
            assert not ACTING.search(app.clipboard)
            assert "\n" not in app.clipboard


async def test_titles_and_trouble_are_words(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(160, 50), notifications=True) as pilot:
        assert isinstance(app.screen, Place)
        app.screen.tell(HOSTILE)
        app.screen.tell(HOSTILE, severity="error")
        app.screen.query_one("#pane-1").retitle("\x1b]52;c;aGk=\x07\x9b2J [red]boom [/]\u202e")
        app.screen.status.tell(trouble=HOSTILE, chips=(HOSTILE,), story=HOSTILE)
        await pilot.pause(0.1)
        assert not ACTING.search(raw(app))
        assert "boom" in raw(app)


async def test_an_error_s_words_are_words(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(160, 50)) as pilot:
        screen = app.screen
        assert isinstance(screen, Place)

        def fail() -> None:
            raise StoreError(f"The database is odd: {HOSTILE}")

        await screen.read(fail)
        await until(pilot, lambda: "The database is odd" in shown(app))
        assert not ACTING.search(raw(app))


def test_safe_is_one_line_and_harmless() -> None:
    words = safe(f"{HOSTILE}\n{HOSTILE}")
    assert not ACTING.search(words)
    assert "\n" not in words
