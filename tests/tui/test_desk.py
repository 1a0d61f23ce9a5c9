from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.model.words import Stance
from tests.support.memory import NOW, arrival, poll, statement
from tests.support.stage import Stage, many, read_in, shown, stage, until, until_shown
from tui.panes.pane import PAGE
from tui.widgets.lines import LineList

SIZES = [(80, 24), (140, 40), (250, 70)]


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path)
    yield made
    made.library.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path, filled=False)
    yield made
    made.library.close()


@pytest.mark.parametrize("size", SIZES)
async def test_four_panes_show_what_is_stored(set_up: Stage, size: tuple[int, int]) -> None:
    app = set_up.app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        screen = shown(app)
    for words in ("1 Actors", "2 Recent statements", "3 Changed positions", "4 Stories", "2 feeds", "Gaza", "? help"):
        assert words in screen
    for words in ("Ishaq Dar", "Pakistan offers troops", "? undecided → ✓ support", "Asif 28 Oct → Dar 29 Nov"):
        assert words in screen
    assert "✗ oppose “We are not ready" in screen or "✓ support “We are ready" in screen


async def test_the_first_frame_has_the_rows(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)):
        for number in (1, 2, 3, 4):
            assert app.screen.query_one(f"#pane-{number}", LineList).rows


async def test_an_actor_narrows_the_panes_and_escape_widens(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("j")
        await until(pilot, lambda: "We are ready" not in shown(app))
        screen = shown(app)
        assert " Khawaja Asif " in screen.splitlines()[0]
        assert "the matter was under discussion" in screen
        assert "Report 1" not in screen
        assert "Esc widen" in screen
        await pilot.press("escape")
        await until_shown(pilot, "We are ready")
        assert "Khawaja Asif" not in shown(app).splitlines()[0]


async def test_space_narrows_to_the_first_actor_and_back(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("space")
        await until(pilot, lambda: "under discussion" not in shown(app))
        assert "Ishaq Dar" in shown(app).splitlines()[0]
        await pilot.press("space")
        await until_shown(pilot, "under discussion")


async def test_an_actor_of_whom_nothing_is_known_has_words(set_up: Stage) -> None:
    text = "Hakan Fidan was there."
    found = read_in(text)
    set_up.library.feeds.list()
    poll(set_up.library, set_up.library.feeds.list()[0], arrival("fidan", text, found=found))
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        actors = app.screen.query_one("#pane-1", LineList)
        await pilot.press("G")
        await until(pilot, lambda: "has not been heard on this story" in shown(app) or actors.row.statements > 0)
        if actors.row.statements == 0:
            assert f"{actors.row.name} has not been heard" in shown(app)


async def test_numbers_and_tab_lead_to_panes(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        for number in "2341":
            await pilot.press(number)
            assert app.focused is not None
            assert app.focused.id == f"pane-{number}"
            assert app.focused.size.height > 4
        await pilot.press("tab")
        assert app.focused.id == "pane-2"
        await pilot.press("shift+tab")
        assert app.focused.id == "pane-1"


async def test_a_refresh_keeps_the_selection_and_its_line(set_up: Stage) -> None:
    library = set_up.library
    feed = library.feeds.list()[0]
    many(library, feed, 60)
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("4", *["j"] * 12)
        stories = app.screen.query_one("#pane-4", LineList)
        chosen = stories.row
        line = stories.index * 1 - stories.scroll_offset.y
        many(library, feed, 7, start=100, at=NOW)
        await until(pilot, lambda: len(stories.rows) == 73, patience=250)
        assert stories.row == chosen
        assert stories.index - stories.scroll_offset.y == line
        assert "↑7 new" in shown(app)


async def test_the_cursor_rests_at_the_top_of_the_actors_until_it_is_moved(set_up: Stage) -> None:
    text = "Hakan Fidan said that one thing was so. Hakan Fidan said that another thing was not."
    said = [statement(text, words, actor="hakan-fidan") for words in ("one thing was so", "another thing was not")]
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        actors = app.screen.query_one("#pane-1", LineList)
        assert actors.row.id == "ishaq-dar"
        for number in range(3):
            found = read_in(text, *said)
            poll(
                set_up.library, set_up.library.feeds.list()[0], arrival(f"f{number}", text + f" {number}", found=found)
            )
        await until(pilot, lambda: actors.rows[0].id == "hakan-fidan", patience=250)
        assert (actors.index, actors.scroll_offset.y) == (0, 0)
        await pilot.press("j", "k")
        assert not actors.rests


async def test_a_list_that_is_not_in_use_shows_what_came(set_up: Stage) -> None:
    library = set_up.library
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        many(library, library.feeds.list()[0], 1)
        await until_shown(pilot, "Story 0000")


async def test_lists_load_by_pages(set_up: Stage) -> None:
    library = set_up.library
    many(library, library.feeds.list()[0], PAGE + 30)
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        stories = app.screen.query_one("#pane-4", LineList)
        assert len(stories.rows) == PAGE
        await pilot.press("4", "G")
        await until(pilot, lambda: len(stories.rows) == PAGE + 36)
        assert len({row.id for row in stories.rows}) == len(stories.rows)
        await pilot.press("G")
        assert stories.row == stories.rows[-1]
        many(library, library.feeds.list()[0], 3, start=900)
        await until(pilot, lambda: len(stories.rows) == PAGE + 39, patience=250)
        assert stories.row == stories.rows[-1]


async def test_an_empty_database_says_what_to_do(bare: Stage) -> None:
    app = bare.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "Nothing here yet.")
        assert "No position has changed" in shown(app)


async def test_offline_is_said(set_up: Stage) -> None:
    app = set_up.app(offline=True)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        assert "offline: what is stored is shown" in shown(app).splitlines()[0]


async def test_a_held_key_asks_only_for_the_last_actor(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("j", "k", "j", "k")
        await until(pilot, lambda: "Ishaq Dar" in shown(app).splitlines()[0])
        await until(pilot, lambda: "under discussion" not in shown(app))


async def test_ascii_draws_with_ascii_alone(set_up: Stage) -> None:
    library = set_up.library
    many(library, library.feeds.list()[0], 60)
    app = set_up.app(ascii=True)
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pilot.pause()
        assert "? undecided > + support" in shown(app)
        for keys in (
            ("4", "y"),
            ("ctrl+p", "a"),
            ("escape", "4", "enter"),
            ("f",),
            ("a",),
            ("escape", "x"),
            ("slash",),
        ):
            await pilot.press(*keys)
            await pilot.pause(0.1)
            assert shown(app).isascii(), shown(app)


async def test_stance_has_a_word_and_a_glyph_without_colour(set_up: Stage) -> None:
    app = set_up.app(no_color=True)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        screen = shown(app)
    assert f"? {Stance.UNDECIDED} → ✓ {Stance.SUPPORT}" in screen
    assert app.no_color  # which takes colours out on the way to the terminal; tests/e2e reads the bytes
    assert "▸1 Actors" in screen


async def test_resizing_keeps_the_place(set_up: Stage) -> None:
    library = set_up.library
    many(library, library.feeds.list()[0], 60)
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("4", *["j"] * 30)
        stories = app.screen.query_one("#pane-4", LineList)
        chosen = stories.row
        for size in ((80, 24), (250, 70), (140, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert stories.row == chosen
            assert chosen.title in shown(app)


async def test_the_mouse_selects_and_opens(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.click("#pane-4", offset=(10, 3))
        stories = app.screen.query_one("#pane-4", LineList)
        assert stories.index == 2
        await pilot.click("#pane-4", offset=(10, 1), times=2)
        await until_shown(pilot, "Carried by Dawn")
