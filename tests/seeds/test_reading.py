"""What the program makes of the digests alone: the one change that they document, and no other."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

import seeds
from store.library import Library
from store.model.rows import ChangeRow, Query
from store.model.words import ChangeKind, ChangeStatus, Stance
from tagger import furniture
from tagger.changes import states
from tui.paths import Paths
from tui.wiring import Choices, Wiring


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("seeds")
    places = Paths(folder / "settings.toml", folder / "watchlist.toml", folder / "standpoint.db", folder / "log")
    wiring = Wiring(Choices(), {}, clock=lambda: datetime(2025, 12, 22, 8, tzinfo=UTC), places=places)
    with wiring.library() as library:
        wiring.load_seeds(library)
        yield library


def changes(library: Library) -> tuple[ChangeRow, ...]:
    return library.ledger.changes(Query())


def test_pakistan_moves_on_troops_from_undecided_to_a_willingness(library: Library) -> None:
    [row] = [row for row in changes(library) if row.change.issue == "isf-troops"]

    assert (row.change.kind, row.change.status) == (ChangeKind.CHANGE, ChangeStatus.CHANGED)
    assert row.change.principal == "pakistan"
    assert (row.change.from_stance, row.change.from_date) == (Stance.UNDECIDED, date(2025, 10, 28))
    assert row.change.to_stance in {Stance.CONDITIONAL, Stance.SUPPORT}
    assert row.change.to_date == date(2025, 11, 29)
    before = [piece.statement for piece in row.evidence if piece.side == "before"]
    after = [piece.statement for piece in row.evidence if piece.side == "after"]
    assert "khawaja-asif" in {statement.speaker for statement in before}
    assert any("still in process" in statement.text for statement in before)
    assert {statement.speaker for statement in after} == {"ishaq-dar"}
    assert any("positively consider" in statement.text for statement in after)


def test_no_other_change_is_claimed(library: Library) -> None:
    claimed = [(row.change.principal, row.change.issue) for row in changes(library)]

    assert claimed == [("pakistan", "isf-troops")]


@pytest.mark.parametrize("day", [date(2025, 10, 31), date(2025, 11, 29), date(2025, 12, 21)])
def test_pakistan_is_against_disarming_hamas_throughout(library: Library, day: date) -> None:
    [state] = [
        s
        for s in library.ledger.matrix(as_of=day, rule=states)
        if (s.principal, s.issue) == ("pakistan", "disarm-hamas")
    ]

    assert state.stance is Stance.OPPOSE


def test_every_digest_is_on_the_story_and_gives_statements(library: Library) -> None:
    rows = library.articles.stories(Query())

    assert {row.title for row in rows} == {digest.title for digest in seeds.documents()}
    for row in rows:
        assert row.is_digest
        assert row.on_story
        assert "gaza" in row.topics
        assert row.statements >= 15


def test_a_digest_holds_no_page_remains() -> None:
    for digest in seeds.documents():
        assert furniture.without(digest.text) == digest.text
