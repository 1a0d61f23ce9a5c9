"""The screens below the desk that show an issue, versions, the poll log, the watchlist and the settings."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input

from store.model.rows import Query
from store.model.words import PollStatus, Stance
from tests.support.memory import NOW, arrival, poll, position, statement
from tests.support.stage import TEXT, Stage, read_in, shown, stage, until, until_shown
from tui.app import StandpointApp
from tui.papers import Papers
from tui.paths import Paths
from tui.screens.matrix import spoken_states
from tui.settings_file import SettingsFile
from tui.watchlist_file import WatchlistFile
from tui.wiring import Choices, Wiring

SMALL = """
[story]
id = "test"
name = "Test"

[[actor]]
id = "pakistan"
name = "Pakistan"
kind = "state"
principal = "pakistan"
aliases.metonym = ["Islamabad"]  # its capital
"""


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path)
    yield made
    made.library.close()


@pytest.fixture
def wiring(tmp_path: Path, set_up: Stage) -> Wiring:
    home = tmp_path / "home"
    places = Paths(home / "settings.toml", home / "watchlist.toml", home / "s.db", home / "s.log")
    home.mkdir()
    places.watchlist.write_text(SMALL)
    return Wiring(Choices(), {}, clock=set_up.clock, places=places)


def with_papers(set_up: Stage, wiring: Wiring, *command: str) -> StandpointApp:
    app = set_up.app()
    papers = Papers(WatchlistFile(wiring), SettingsFile(wiring), command)
    app.room.desk.papers = lambda: papers
    return app


async def test_an_issue_shows_every_principal_s_line(set_up: Stage) -> None:
    text = "Hakan Fidan said Türkiye would send troops. He repeated it."
    said = statement(
        text,
        "Türkiye would send troops",
        actor="hakan-fidan",
        said_on=date(2025, 11, 30),
        positions=(position("isf-troops", Stance.SUPPORT, 0.9),),
    )
    poll(set_up.library, set_up.library.feeds.list()[0], arrival("t", text, title="Ankara", found=read_in(text, said)))
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("2", "i")
        await until_shown(pilot, "Where they stand")
        await until_shown(pilot, "28 Oct ? undecided → 29 Nov ✓ support")
        screen = shown(app)
        assert "30 Nov ✓ support" in screen
        assert "2 principals" in screen
        assert "Pakistan  1 changed" in screen
        await pilot.press("enter")
        await until_shown(pilot, "Statement")


async def test_the_matrix_turns_to_actors_and_leaps_by_weeks(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("x")
        await until_shown(pilot, "Where they stand, as of now")
        await pilot.press("a")
        await until_shown(pilot, "What each said last, as of now")
        await until_shown(pilot, "Khawaja Asif")
        assert "Ishaq Dar" in shown(app)
        await pilot.press("shift+left")
        await until_shown(pilot, "as of 24 Nov 2025")
        await until(pilot, lambda: "Ishaq Dar" not in shown(app))
        await pilot.press("K", "left")
        await until_shown(pilot, "as of 24 Oct 2025")
        await until_shown(pilot, "No position has been taken by this day.")
        await pilot.press("shift+down", "shift+right")
        await until_shown(pilot, "as of 30 Nov 2025")
        await pilot.press("i")
        await until_shown(pilot, "principals")


def test_an_actor_stands_where_its_last_firm_word_has_it(set_up: Stage) -> None:
    pairs = set_up.library.statements.positions(Query())
    states = {(one.principal, one.issue): one for one in spoken_states(pairs)}
    assert states["ishaq-dar", "isf-troops"].stance is Stance.SUPPORT
    assert states["khawaja-asif", "isf-troops"].since == date(2025, 10, 28)
    rejected = [(row, replace(one, review="rejected")) for row, one in pairs]
    assert spoken_states(rejected) == ()


async def test_a_change_marks_the_words_that_differ_and_shows_what_was_passed_over(set_up: Stage) -> None:
    text = "Ishaq Dar said the matter was still being weighed. Nothing more was told."
    said = statement(
        text,
        "the matter was still being weighed",
        said_on=date(2025, 11, 10),
        positions=(position("isf-troops", Stance.UNDECIDED, 0.5),),
    )
    poll(set_up.library, set_up.library.feeds.list()[0], arrival("w", text, title="Weighed", found=read_in(text, said)))
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("3", "enter")
        await until_shown(pilot, "Evidence, and 1 passed over")
        assert "passed" in shown(app)
        marks = [mark.ink for block in app.screen.query_one("#before")._blocks for mark in block.marks]
        assert "mark-differs" in marks


async def test_an_article_leads_to_the_next_and_to_its_versions(set_up: Stage) -> None:
    feed = set_up.library.feeds.list()[0]
    changed = TEXT.replace("not ready", "never ready")
    poll(
        set_up.library,
        feed,
        arrival("lead", changed, title="Pakistan offers troops", found=read_in(changed), outlet="Dawn"),
    )
    app = set_up.app()
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pilot.press("4", "enter")
        await until_shown(pilot, "2 versions")
        await pilot.press("V")
        await until_shown(pilot, "stands now")
        await until_shown(pilot, "+ “We are ready to send troops,” he said. “We are never ready")
        await pilot.press("escape", "right_square_bracket")
        await until_shown(pilot, "Report 0")
        await pilot.press("left_square_bracket")
        await until_shown(pilot, "Pakistan offers troops")
        await pilot.press("left_square_bracket")
        await until_shown(pilot, "That was the first one.")


async def test_the_poll_log_tells_of_all_feeds(set_up: Stage) -> None:
    poll(set_up.library, set_up.library.feeds.list()[1], status=PollStatus.FAILED, at=NOW)
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("P")
        await until_shown(pilot, "failed")
        assert "Geo" in shown(app)
        assert "s3cret" not in shown(app)
        await pilot.press("enter")
        await until_shown(pilot, "every 60 min")


CHILD = "import json,sys,time\nfor n in (1, 2): print(json.dumps({'done': n, 'of': 2}), flush=True); time.sleep(0.3)"


async def test_aliases_are_edited_saved_and_read_again_with_progress(set_up: Stage, wiring: Wiring) -> None:
    app = with_papers(set_up, wiring, sys.executable, "-c", CHILD)
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pilot.press("W")
        await until_shown(pilot, "Islamabad")
        await pilot.press("e")
        await until_shown(pilot, "full: counts wherever it stands")
        app.screen.query_one("#metonym", Input).value = "Islamabad, Pindi"
        await pilot.press("enter")
        await until_shown(pilot, "reading again")
        await until_shown(pilot, "1/2")
        await until(pilot, lambda: "reading again" not in shown(app).splitlines()[0])
        await until_shown(pilot, "Pindi")
    assert "Pindi" in wiring.places.watchlist.read_text()


async def test_a_child_that_fails_is_told(set_up: Stage, wiring: Wiring) -> None:
    app = with_papers(set_up, wiring, sys.executable, "-c", "import sys; sys.exit('Diskless.')")
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pilot.press("W")
        await until_shown(pilot, "Islamabad")
        await pilot.press("a")
        await until_shown(pilot, "What it is: person")
        await pilot.press("enter")
        await until_shown(pilot, "Write a name.")
        app.screen.query_one("#name", Input).value = "Groucho Marx"
        app.screen.query_one("#principal", Input).value = "Atlantis"
        await pilot.press("enter")
        await until_shown(pilot, "No actor is called “Atlantis”")
        app.screen.query_one("#principal", Input).value = "pakistan"
        await pilot.press("enter")
        await until_shown(pilot, "Diskless.")
    assert 'id = "groucho-marx"' in wiring.places.watchlist.read_text()


async def test_an_unknown_speaker_is_put_on_the_watchlist(set_up: Stage, wiring: Wiring) -> None:
    text = "Tahir Andrabi said that nothing had been decided. It was raining."
    said = replace(
        statement(text, "nothing had been decided", said_on=date(2025, 11, 30)), speaker_text="Tahir Andrabi"
    )
    said = replace(said, voices=())
    poll(set_up.library, set_up.library.feeds.list()[0], arrival("u", text, title="Rain", found=read_in(text, said)))
    app = with_papers(set_up, wiring, sys.executable, "-c", "")
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pilot.press("2")
        await until_shown(pilot, "Tahir Andrabi")
        await pilot.press("w")
        await until_shown(pilot, "A new actor")
        app.screen.query_one("#principal", Input).value = "Pakistan"
        await pilot.press("enter")
        await until_shown(pilot, "Tahir Andrabi is on the watchlist")
    assert 'surname = ["Andrabi"]' in wiring.places.watchlist.read_text()


async def test_a_setting_is_edited_and_its_default_comes_back(set_up: Stage, wiring: Wiring) -> None:
    app = with_papers(set_up, wiring)
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pilot.press("comma")
        await until_shown(pilot, "network.per_host")
        await pilot.press("j", "enter")
        await until_shown(pilot, "Requests at a time to one host.")
        app.screen.query_one("#value", Input).value = "many"
        await pilot.press("enter")
        await until_shown(pilot, "Not saved: network.per_host must be a whole number")
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.screen.query("#value")))
        app.screen.query_one("#value", Input).value = "5"
        await pilot.press("enter")
        await until_shown(pilot, "network.per_host is saved")
        await until_shown(pilot, "from the next start  file")
        await until(pilot, lambda: "per_host = 5" in wiring.settings_path.read_text())
        await until_shown(pilot, "file")
        await pilot.press("d")
        await until(pilot, lambda: "per_host" not in wiring.settings_path.read_text())
