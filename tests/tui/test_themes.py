from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.color import Color

from store.model.words import Stance
from tests.support.stage import Stage, stage, until, until_shown
from tui.look import INKS
from tui.remembered import Keeper
from tui.themes import DARK, LIGHT, THEMES
from tui.widgets.inked import Inkwell

GROUNDS = ("background", "surface", "panel", "primary-muted", "surface-lighten-1")
"""What words stand on: the panes, questions, the two lines, the cursor's row in use and at rest."""
AA = 4.5


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path)
    yield made
    made.library.close()


def luminance(color: Color) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [channel / 255 for channel in color.rgb]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_that_of_wcag() -> None:
    assert ratio(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert ratio(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [one.name for one in THEMES])
async def test_every_ink_keeps_its_contrast_on_every_ground(set_up: Stage, theme: str) -> None:
    app = set_up.app(theme=theme)
    async with app.run_test(size=(80, 24)):
        inkwell = Inkwell(app, set_up.app().room.look)
        pale = []
        for ground in GROUNDS:
            below = Color.parse(app.theme_variables[ground])
            for ink in (*INKS, "plain"):
                style = inkwell.style(ink)
                behind = below if style.background is None or not style.background.a else style.background
                written = style.foreground or Color.parse(app.theme_variables["foreground"])
                if (found := ratio(behind + written, behind)) < AA:
                    pale.append(f"{ink} on {ground}: {found:.2f}")
    assert not pale


def test_every_stance_has_an_ink_a_glyph_and_a_word() -> None:
    for stance in Stance:
        assert stance.value in INKS


async def test_a_theme_is_tried_on_kept_and_remembered(set_up: Stage, tmp_path: Path) -> None:
    desk = set_up.app().room.desk
    app = set_up.app()
    app.room.desk.keeper = Keeper(tmp_path / "state" / "desk.json")
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == DARK
        await pilot.press("T")
        await until_shown(pilot, LIGHT)
        await pilot.press("down")
        await until(pilot, lambda: app.theme == LIGHT)
        await pilot.press("escape")
        await until(pilot, lambda: app.theme == DARK)
        await pilot.press("T", "j", "enter")
        await until(pilot, lambda: app.theme == LIGHT)
    assert Keeper(tmp_path / "state" / "desk.json").held.theme == LIGHT
    desk.keeper = Keeper(tmp_path / "state" / "desk.json")
    assert set_up.app_on(desk).theme == LIGHT


async def test_a_theme_named_in_the_settings_since_wins_over_the_one_chosen(set_up: Stage, tmp_path: Path) -> None:
    path = tmp_path / "desk.json"
    path.write_text('{"theme": "nord", "instead_of": "gruvbox"}')
    for named, worn in (("gruvbox", "nord"), ("dracula", "dracula"), ("no such theme", DARK)):
        app = set_up.app(theme=named)
        app.room.desk.keeper = Keeper(path)
        assert set_up.app_on(app.room.desk).theme == worn
