from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import seeds
from store.errors import ReadOnlyDatabase
from store.model.rows import Query
from store.model.words import BodySource, FeedState
from tagger.errors import WatchlistError
from tui.errors import PollingOff, SettingsError
from tui.firststart import SEEDED
from tui.paths import Paths
from tui.wiring import Choices, Wiring

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
Build = Callable[..., Wiring]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    places = Paths(
        settings=tmp_path / "config" / "settings.toml",
        watchlist=tmp_path / "config" / "watchlist.toml",
        database=tmp_path / "data" / "standpoint.db",
        log=tmp_path / "state" / "standpoint.log",
    )

    def wiring(environ: dict[str, str] | None = None, **choices: object) -> Wiring:
        return Wiring(Choices(**choices), environ or {}, clock=lambda: NOW, places=places)  # type: ignore[arg-type]

    return wiring


def test_an_option_wins_over_a_variable_over_a_setting_over_the_folder(build: Build, tmp_path: Path) -> None:
    assert build().database == tmp_path / "data" / "standpoint.db"
    config = tmp_path / "mine.toml"
    config.write_text("[paths]\ndatabase = '/from/setting.db'\nlog = '/from/setting.log'\n")
    assert build(config=config).database == Path("/from/setting.db")
    assert build(config=config).log == Path("/from/setting.log")
    environ = {"STANDPOINT_PATHS_DATABASE": "/from/variable.db"}
    assert build(environ, config=config).database == Path("/from/variable.db")
    assert build(environ, config=config, database=Path("/option.db")).database == Path("/option.db")


def test_the_user_s_own_watchlist_is_used_where_there_is_one(build: Build, tmp_path: Path) -> None:
    assert build().watchlist_path is None
    assert build().watchlist_file.is_file()
    own = tmp_path / "config" / "watchlist.toml"
    own.parent.mkdir()
    own.write_text("")
    assert build().watchlist_path == own
    assert build(watchlist=Path("other.toml")).watchlist_path == Path("other.toml")


def test_the_first_start_brings_digests_and_feeds_once(build: Build) -> None:
    wiring = build(offline=True)
    with wiring.library() as library:
        begin = wiring.desk(library).first_start
        assert begin is not None
        begin()
        articles = list(library.articles.rows(Query(limit=100)))
        feeds = library.feeds.list()
        assert {article.body_source for article in articles} == {BodySource.DIGEST}
        assert len(articles) == len(seeds.documents())
        assert [
            (feed.outlet, feed.url, feed.state is FeedState.ACTIVE) for feed in sorted(feeds, key=lambda one: one.id)
        ] == [(feed.outlet, feed.url, feed.on) for feed in seeds.default_feeds()]
        assert library.ledger.dirty() == ()
        assert library.names.facts() == wiring.watchlist.facts()
        assert library.meta(SEEDED) == NOW.isoformat()
        assert wiring.desk(library).first_start is None
        library.feeds.remove(feeds[0].id)
        wiring.first_start(library)
        assert len(library.feeds.list()) == len(feeds) - 1


def test_a_feed_that_is_subscribed_already_does_not_stop_the_first_start(build: Build) -> None:
    wiring = build()
    with wiring.library() as library:
        library.feeds.add(seeds.default_feeds()[0].url, title="mine")
        wiring.first_start(library)
        assert len(library.feeds.list()) == len(seeds.default_feeds())


def test_loading_the_seeds_again_changes_nothing(build: Build) -> None:
    wiring = build()
    with wiring.library() as library:
        wiring.load_seeds(library)
        before = library.totals()
        wiring.load_seeds(library)
        after = library.totals()
    assert (before.articles, before.statements) == (after.articles, after.statements)


def test_the_desk_s_poller_uses_the_same_files(build: Build, tmp_path: Path) -> None:
    config = tmp_path / "mine.toml"
    config.write_text("")
    wiring = build(database=Path("s.db"), config=config)
    command = wiring.poller_command()
    assert command[:4] == (sys.executable, "-P", "-m", "tui")
    assert command[command.index("--db") + 1] == str(Path("s.db").absolute())
    assert command[command.index("--config") + 1] == str(config)
    assert "--watchlist" not in command
    assert command[-4:] == ("poll", "--follow", "--json", "--until-eof")


def test_a_broken_watchlist_is_told_before_the_first_start_s_screen(build: Build, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("[story]\n")
    wiring = build(watchlist=bad)
    with wiring.library() as library, pytest.raises(WatchlistError, match=r"bad\.toml"):
        wiring.desk(library)


def test_offline_there_is_no_poller(build: Build) -> None:
    wiring = build(offline=True)
    with wiring.library() as library:
        assert wiring.desk(library).poller_command is None
        assert wiring.desk(library).settings.offline
    with pytest.raises(PollingOff):
        wiring.refuse_offline()


def test_the_lock_s_holder_is_told(build: Build) -> None:
    wiring = build()
    with wiring.library():
        assert wiring.lock_holder() is None
        with wiring.poll_lock():
            holder = wiring.lock_holder()
    assert holder is not None
    assert holder["since"] == NOW.isoformat(timespec="seconds")


async def test_a_bad_exception_from_the_address_check_is_a_settings_error(build: Build) -> None:
    wiring = build({"STANDPOINT_NETWORK_ALLOW_HOSTS": "nonsense"})
    with wiring.library() as library, pytest.raises(SettingsError, match="allow_hosts"):
        async with wiring.polling(library):
            pass


def test_a_folder_that_cannot_be_made_is_the_database_s_trouble(build: Build, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReadOnlyDatabase, match="--db"):
        build(database=tmp_path / "file" / "deeper" / "s.db").library()
