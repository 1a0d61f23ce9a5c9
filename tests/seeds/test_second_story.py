"""A story that nothing in the program knows of: its watchlist, its digests and its feeds are data alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import seeds
from store.model.rows import Query
from tagger.examples import Example, examples
from tagger.watchlist import check, load
from tui.paths import Paths
from tui.stories import packaged
from tui.wiring import Choices, Wiring

STORY = "ukraine-peace"
WATCHLIST = load(packaged(STORY))


def test_the_watchlist_is_in_order_and_has_a_story_s_worth() -> None:
    assert check(packaged(STORY)) == ()
    assert WATCHLIST.story.id == STORY
    assert len(WATCHLIST.actors) >= 25
    assert len(WATCHLIST.issues) >= 8
    assert all(issue["examples"] for issue in WATCHLIST.issues)


@pytest.mark.parametrize("example", list(examples(WATCHLIST)), ids=lambda example: example.text[:40])
def test_every_example_is_read_as_written(example: Example) -> None:
    assert example.read == example.expected, example.rule


def test_the_stories_that_ship() -> None:
    assert seeds.stories() == (seeds.DEFAULT_STORY, STORY)
    assert len(seeds.documents(STORY)) == 5
    assert len(seeds.default_feeds(STORY)) >= 15
    assert all(feed.url.startswith("https://") for feed in seeds.default_feeds(STORY))
    assert seeds.documents("no-such-story") == seeds.default_feeds("no-such-story") == ()


def test_its_first_start_brings_its_own_digests_feeds_and_ledger(tmp_path: Path) -> None:
    places = Paths(tmp_path / "settings.toml", tmp_path / "w.toml", tmp_path / "standpoint.db", tmp_path / "log")
    wiring = Wiring(Choices(story=STORY), {}, clock=lambda: datetime(2025, 11, 24, 8, tzinfo=UTC), places=places)
    assert wiring.database == tmp_path / f"{STORY}.db"
    with wiring.library() as library:
        wiring.first_start(library)
        stories = library.articles.stories(Query())
        assert {row.title for row in stories} == {digest.title for digest in seeds.documents(STORY)}
        assert all("ukraine" in row.topics for row in stories)
        assert len(library.feeds.list()) == len(seeds.default_feeds(STORY))
        held = {
            (row.principal, position.issue, position.stance.value)
            for row, position in library.statements.positions(Query(limit=500))
        }
        assert {
            ("poland", "reassurance-force", "oppose"),
            ("france", "reassurance-force", "conditional"),
            ("united-kingdom", "reassurance-force", "support"),
            ("belgium", "frozen-assets", "conditional"),
            ("hungary", "frozen-assets", "oppose"),
            ("russia", "reassurance-force", "oppose"),
        } <= held
        (change,) = library.ledger.changes(Query())
        told = change.change
        assert (told.principal, told.issue, told.status.value) == ("united-states", "arms", "possible")
