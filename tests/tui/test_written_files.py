from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tagger.errors import WatchlistError
from tagger.watchlist import load, packaged
from tui.errors import NotWritten
from tui.paths import Paths
from tui.settings_file import SettingsFile
from tui.watchlist_file import Watched, WatchlistFile, id_for
from tui.wiring import Choices, Wiring

Build = Callable[..., Wiring]

SMALL = """# My own list.

[story]
id = "test"
name = "Test"

[[actor]]
id = "freedonia"  # the state
name = "Freedonia"
kind = "state"
principal = "freedonia"
aliases.metonym = ["Fredville"]  # its capital
aliases.full = ["Land of the Free"]

[[actor]]
id = "firefly"
name = "Rufus Firefly"
kind = "person"
principal = "freedonia"

# The questions.
[[issue]]
id = "war"
question = "Is there to be war?"
target = ["war"]
"""


@pytest.fixture
def build(tmp_path: Path) -> Build:
    places = Paths(
        settings=tmp_path / "config" / "settings.toml",
        watchlist=tmp_path / "config" / "watchlist.toml",
        database=tmp_path / "data" / "standpoint.db",
        log=tmp_path / "state" / "standpoint.log",
    )

    def wiring(environ: dict[str, str] | None = None, **choices: object) -> Wiring:
        clock = lambda: datetime(2026, 1, 15, 12, tzinfo=UTC)  # noqa: E731
        return Wiring(Choices(**choices), environ or {}, clock=clock, places=places)  # type: ignore[arg-type]

    return wiring


def comments(text: str) -> list[str]:
    return [line[line.index("#") :] for line in text.splitlines() if "#" in line]


@pytest.fixture
def small(build: Build) -> Wiring:
    wiring = build()
    wiring.places.watchlist.parent.mkdir(parents=True)
    wiring.places.watchlist.write_text(SMALL)
    return wiring


def test_the_first_edit_copies_the_packaged_watchlist_and_leaves_it_as_it_was(build: Build) -> None:
    wiring, before = build(), packaged()
    file = WatchlistFile(wiring)
    view = file.view()
    assert view.packaged
    one = next(actor for actor in view.actors if actor.id == "egypt")
    file.set_aliases("egypt", {**one.aliases, "full": ("Arab Republic of Egypt",)})
    assert packaged() == before
    own = wiring.places.watchlist
    assert comments(own.read_text()) == comments(before.decode())
    assert wiring.watchlist_path == own
    assert not file.view().packaged
    found = next(actor for actor in wiring.watchlist.actors if actor.id == "egypt")
    assert found.aliases["full"] == ("Arab Republic of Egypt",)
    assert found.aliases["metonym"] == one.aliases["metonym"]
    changed = set(own.read_text().splitlines()) ^ set(before.decode().splitlines())
    assert all("Egyptian" in line for line in changed)


def test_aliases_are_put_in_changed_and_taken_out_with_comments_kept(small: Wiring) -> None:
    file = WatchlistFile(small)
    file.set_aliases("freedonia", {"metonym": (), "adjective": ("Freedonian",), "full": ("Land of the Free",)})
    file.set_aliases("firefly", {"surname": ("Firefly",), "full": ()})
    text = small.places.watchlist.read_text()
    read = {one.id: one for one in file.view().actors}
    assert read["freedonia"].aliases == {"full": ("Land of the Free",), "adjective": ("Freedonian",)}
    assert read["firefly"].aliases == {"surname": ("Firefly",)}
    for comment in ("# My own list.", "# the state", "# The questions."):
        assert comment in text
    assert not list(small.places.watchlist.parent.glob(".*"))


def test_an_actor_is_added_once(small: Wiring) -> None:
    file = WatchlistFile(small)
    one = Watched("trentino", "Ambassador Trentino", "person", "freedonia", {"surname": ("Trentino",)})
    file.add_actor(one)
    assert load(small.places.watchlist).actors[-1].name == "Ambassador Trentino"
    with pytest.raises(NotWritten, match="already"):
        file.add_actor(one)


def test_what_the_check_refuses_is_not_saved(small: Wiring) -> None:
    file, before = WatchlistFile(small), small.places.watchlist.read_bytes()
    with pytest.raises(WatchlistError):
        file.add_actor(Watched("x", "X", "person", "nowhere", {}))
    with pytest.raises(NotWritten, match="no actor"):
        file.set_aliases("gone", {"full": ("G",)})
    assert small.places.watchlist.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "expected"), [("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"), ("  Mr. X ", "mr-x"), ("إسحاق", "")]
)
def test_an_id_is_made_of_a_name(name: str, expected: str) -> None:
    assert id_for(name) == expected


def test_every_setting_is_shown_with_what_it_is_and_where_it_comes_from(build: Build) -> None:
    wiring = build({"STANDPOINT_DESK_ASCII": "1"})
    wiring.settings_path.parent.mkdir()
    wiring.settings_path.write_text("# mine\n[network]\nper_host = 3  # three\n")
    rows = {row.name: row for row in SettingsFile(wiring).rows()}
    assert (rows["network.per_host"].value, rows["network.per_host"].origin) == ("3", "file")
    assert (rows["desk.ascii"].value, rows["desk.ascii"].origin) == ("true", "environment")
    assert (rows["poll.concurrency"].origin, rows["poll.concurrency"].value) == ("default", "48")
    assert rows["network.per_host"].says == "Requests at a time to one host."
    assert rows["desk.ascii"].variable == "STANDPOINT_DESK_ASCII"


def test_a_setting_is_written_checked_and_taken_out_with_comments_kept(build: Build) -> None:
    wiring = build()
    file = SettingsFile(wiring)
    file.change("desk", "theme", "nord")
    wiring.settings_path.write_text("# mine\n" + wiring.settings_path.read_text())
    file.change("network", "allow_hosts", "127.0.0.1:80, localhost:8080")
    file.change("desk", "keys", "star=S; enlarge=ctrl+e,plus")
    text = wiring.settings_path.read_text()
    assert text.startswith("# mine\n")
    held = tomllib.loads(text)
    assert held["network"]["allow_hosts"] == ["127.0.0.1:80", "localhost:8080"]
    assert held["desk"]["keys"] == {"star": "S", "enlarge": "ctrl+e,plus"}
    with pytest.raises(NotWritten, match=r"per_host must be a whole number from 1 to 64"):
        file.change("network", "per_host", "many")
    file.change("desk", "theme", None)
    assert "theme" not in tomllib.loads(wiring.settings_path.read_text())["desk"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_to_is_told(small: Wiring) -> None:
    folder = small.places.watchlist.parent
    folder.chmod(0o500)
    try:
        with pytest.raises(NotWritten, match="could not be written"):
            WatchlistFile(small).set_aliases("firefly", {"surname": ("Firefly",)})
    finally:
        folder.chmod(0o700)
