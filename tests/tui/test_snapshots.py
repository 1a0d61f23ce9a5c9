"""Every screen as it is drawn, at two sizes, in our two themes and without colour. `make snapshots` renews them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.memory import NOW, arrival
from tests.support.snapshots import compare, lines_of, section, styles_of, text_of
from tests.support.stage import Stage, many, poll, stage, until_shown
from tui.app import StandpointApp
from tui.papers import Papers
from tui.paths import Paths
from tui.settings_file import SettingsFile
from tui.themes import DARK, LIGHT
from tui.watchlist_file import WatchlistFile
from tui.wiring import Choices, Wiring

WATCHLIST = """
[story]
id = "test"
name = "A test"

[[actor]]
id = "pakistan"
name = "Pakistan"
kind = "state"
principal = "pakistan"
aliases.metonym = ["Islamabad"]
"""
ROAD: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("desk", (), "4 Stories"),
    ("desk-enlarged", ("2", "plus"), "2 Recent statements"),
    ("statement", ("plus", "enter"), "In these articles"),
    ("issue", ("escape", "2", "i"), "Where they stand"),
    ("change", ("escape", "3", "enter"), "Evidence"),
    ("actor", ("escape", "1", "enter"), "Positions by issue"),
    ("article", ("escape", "4", "j", "j", "j", "j", "j", "enter"), "17 unread"),
    ("versions", ("V",), "stands now"),
    ("matrix", ("escape", "escape", "x"), "as of now"),
    ("feeds", ("escape", "f"), "Geo"),
    ("poll-log", ("escape", "P"), "The last"),
    ("watchlist", ("escape", "W"), "Islamabad"),
    ("aliases", ("e",), "Names of Pakistan"),
    ("review", ("escape", "escape", "v"), "Review"),
    ("search", ("escape", "slash"), "Statements"),
    ("themes", ("escape", "T"), "gruvbox"),
    ("settings", ("escape", "escape", "comma"), "network.allow_hosts"),
    ("help", ("escape", "question_mark"), "standpoint  Help"),
)
"""Name, keys from the screen before, words that show that it has come."""


@pytest.fixture
def set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.chdir(tmp_path)
    Path("home").mkdir()
    Path("home/watchlist.toml").write_text(WATCHLIST)
    made = stage(tmp_path)
    feed = made.library.feeds.list()[0]
    many(made.library, feed, 12, at=NOW - timedelta(days=60))
    changed = "Report number 4: nothing was said, and nobody agreed to the plan at meeting 4."
    poll(made.library, feed, arrival("plain-4", changed, title="Report 4", published=NOW - timedelta(days=1, hours=4)))
    yield made
    made.library.close()
    monkeypatch.undo()
    time.tzset()


def application(set_up: Stage, *, no_color: bool) -> StandpointApp:
    app = set_up.app(no_color=no_color)
    home = Path("home")
    places = Paths(home / "settings.toml", home / "watchlist.toml", home / "s.db", home / "s.log")
    wiring = Wiring(Choices(), {}, clock=set_up.clock, places=places)
    app.room.desk.papers = lambda: Papers(WatchlistFile(wiring), SettingsFile(wiring), ())
    return app


async def still(pilot: Pilot[None]) -> None:
    """Let the desk look at the database, and wait until two looks at the screen are the same."""
    app = pilot.app
    assert isinstance(app, StandpointApp)
    for line in app.screen.query(Input):
        line.cursor_blink = False
    app._look()
    await app.workers.wait_for_complete()
    before: object = None
    for _ in range(50):
        await pilot.pause()
        after = lines_of(app)
        if after == before and "Reading …" not in text_of(after):
            return
        before = after


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
@pytest.mark.parametrize("no_color", [False, True], ids=["colour", "plain"])
async def test_every_screen_is_drawn_as_it_was(
    set_up: Stage, size: tuple[int, int], *, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1") if no_color else monkeypatch.delenv("NO_COLOR", raising=False)
    app = application(set_up, no_color=no_color)
    differences = []
    async with app.run_test(size=size) as pilot:
        for name, keys, words in ROAD:
            await pilot.press(*keys)
            await until_shown(pilot, words)
            kind = "-plain" if no_color else ""
            differences.append(compare(f"{name}-{size[0]}x{size[1]}{kind}", await drawn(pilot, both=name != "themes")))
    assert not any(differences), "\n".join(filter(None, differences))


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
async def test_the_welcome_is_drawn_as_it_was(
    set_up: Stage, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    async with set_up.app(welcome=True).run_test(size=size) as pilot:
        await until_shown(pilot, "Welcome, 1 of 3")
        difference = compare(f"welcome-{size[0]}x{size[1]}", await drawn(pilot, both=True))
    assert not difference, difference


async def drawn(pilot: Pilot[None], *, both: bool) -> str:
    """The screen in front as a text: its words, and its inks in our dark theme and, where asked for, the light one."""
    app = pilot.app
    assert isinstance(app, StandpointApp)
    await still(pilot)
    lines = lines_of(app)
    rows, legend = styles_of(lines)
    found = section("words", text_of(lines))
    if app.room.look.plain:
        return found + section("without colour", f"{rows}\n{legend}")
    found += section("dark", f"{rows}\n{legend}")
    if both:
        app.theme = LIGHT
        await still(pilot)
        light, legend = styles_of(lines_of(app))
        found += section("light", ("as dark" if light == rows else light) + f"\n{legend}")
        app.theme = DARK
    return found
