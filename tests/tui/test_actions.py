from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.dom import DOMNode

from tests.support.stage import Stage, shown, stage, until_shown
from tui.actions import ACTIONS, PLACES, actions_of, display, help_for, keys_of, known_overrides
from tui.app import StandpointApp
from tui.screens.actor import ActorScreen
from tui.screens.addfeed import AddFeed
from tui.screens.article import ArticleScreen
from tui.screens.askday import AskDay
from tui.screens.askquery import AskQuery
from tui.screens.asktext import AskText
from tui.screens.change import ChangeScreen
from tui.screens.desk import DeskScreen
from tui.screens.dialog import Confirm
from tui.screens.exporting import ExportDialog
from tui.screens.feeds import FeedsScreen
from tui.screens.help import HelpScreen
from tui.screens.issue import IssueScreen
from tui.screens.log import LogScreen
from tui.screens.matrix import MatrixScreen
from tui.screens.menu import Menu
from tui.screens.polllog import PollLogScreen
from tui.screens.review import ReviewScreen
from tui.screens.search import SearchScreen
from tui.screens.settings import AskSetting, SettingsScreen
from tui.screens.statement import StatementScreen
from tui.screens.telling import TellingScreen
from tui.screens.themes import ThemesScreen
from tui.screens.verdict import CorrectPosition
from tui.screens.versions import VersionsScreen
from tui.screens.views import ViewsDialog
from tui.screens.watching import AskActor, AskAliases
from tui.screens.watchlist import WatchlistScreen
from tui.screens.welcome import WelcomeScreen
from tui.widgets.lines import LineList
from tui.widgets.sheet import Sheet

NODES: tuple[type[DOMNode], ...] = (
    StandpointApp, DeskScreen, ActorScreen, StatementScreen, ChangeScreen, ArticleScreen, FeedsScreen, LogScreen,
    IssueScreen, VersionsScreen, PollLogScreen, WatchlistScreen, SettingsScreen, WelcomeScreen, ThemesScreen,
    AskAliases, AskActor, AskSetting, MatrixScreen, SearchScreen, HelpScreen, ReviewScreen, CorrectPosition, AskDay,
    TellingScreen, AddFeed, Confirm, LineList, Sheet, AskQuery, AskText, Menu, ViewsDialog, ExportDialog,
)  # fmt: skip

LINES = (ExportDialog, AskQuery, AskText, Menu, ViewsDialog, AskAliases, AskActor, AskSetting, ThemesScreen)


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path)
    yield made
    made.library.close()


def test_every_place_has_a_heading_and_an_action() -> None:
    assert {action.place for action in ACTIONS} == set(PLACES)


def test_no_key_means_two_things_in_one_place() -> None:
    for place in PLACES:
        keys = [key for action in actions_of(place) for key in action.keys.split(",")]
        assert len(keys) == len(set(keys)), place


@pytest.mark.parametrize("node", NODES)
def test_every_action_of_a_node_can_be_done(node: type[DOMNode]) -> None:
    for place in node.PLACE.split():  # type: ignore[attr-defined]
        for action in actions_of(place):
            name = action.call.partition("(")[0]
            owner: type[DOMNode] = StandpointApp if name.startswith("app.") else node
            method = f"action_{name.removeprefix('app.')}"
            if node in (AddFeed, CorrectPosition, AskDay, *LINES) and action.id == "yes":
                continue  # Enter belongs to the lines
            assert hasattr(owner, method), (node, method)


def test_every_action_is_bound_where_it_belongs() -> None:
    bound = {
        (binding.id, binding.key)
        for node in NODES
        for bindings in node._merged_bindings.key_to_bindings.values()  # type: ignore[union-attr]
        for binding in bindings
    }
    for action in ACTIONS:
        for key in action.keys.split(","):
            assert (action.id, key) in bound


def test_the_help_shows_a_user_s_own_keys() -> None:
    sections = dict(help_for({"feeds"}, {"add-feed": "plus,A"}))
    assert ("+ A", "Subscribe to a feed by its address.") in sections["Feeds"]


def test_overrides_that_mean_nothing_are_left_out() -> None:
    assert known_overrides({"quit": " Q , ctrl+x ", "nonsense": "y", "help": " , "}) == {"quit": "Q,ctrl+x"}


def test_keys_are_written_as_people_do() -> None:
    shown_keys = [display(key) for key in ("question_mark", "ctrl+p", "shift+tab", "escape", "j")]
    assert shown_keys == ["?", "^P", "Shift+Tab", "Esc", "j"]
    assert keys_of(actions_of("feeds")[0], {}) == ("a",)


async def test_a_user_s_keys_replace_ours(set_up: Stage) -> None:
    app = set_up.app(keys={"feeds": "Z", "down": "ctrl+n,e"})
    async with app.run_test(size=(140, 40)) as pilot:
        assert "Z feeds" in shown(app)
        await pilot.press("f")
        await pilot.pause(0.05)
        assert "1 Actors" in shown(app)
        await pilot.press("e")
        assert app.screen.query_one("#pane-1", LineList).index == 1
        await pilot.press("j")
        assert app.screen.query_one("#pane-1", LineList).index == 1
        await pilot.press("Z")
        await until_shown(pilot, "Feeds:")


@pytest.mark.parametrize("keys", [("1",), ("2",), ("4",), ("f",), ("x",), ("slash",), ("4", "enter"), ("f", "d")])
async def test_the_footer_shows_only_what_works(set_up: Stage, keys: tuple[str, ...]) -> None:
    app = set_up.app()
    async with app.run_test(size=(250, 40)) as pilot:
        await pilot.press(*keys)
        await pilot.pause(0.2)
        footer = shown(app).splitlines()[-1]
    assert ("copy citation" in footer) == (keys in {("2",), ("4",), ("4", "enter")})
    assert ("widen" in footer) is False
    assert ("q quit" in footer) == (keys not in {("slash",), ("f", "d")})
    assert ("^C quit" in footer) == (keys == ("slash",))
    assert ("add" in footer.split()) == (keys == ("f",))
    assert ("f feeds" in footer) == (keys not in {("f",), ("slash",), ("f", "d")})


async def test_a_click_on_a_hint_does_it(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        column = shown(app).splitlines()[-1].index("matrix")
        await pilot.click(offset=(column, 39))
        await until_shown(pilot, "Where they stand, as of now")
