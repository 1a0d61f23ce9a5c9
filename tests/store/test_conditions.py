"""Conditions: what has something and what has it not are all there is, on every list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.conditions import FLAGS
from store.library import Library
from store.model.rows import Condition, Query
from store.model.words import Stance
from tests.support.memory import NOW, opened
from tests.support.stage import fill

CONDITIONS = [
    Condition("actor", ("ishaq-dar",)),
    Condition("actor", ("ishaq-dar", "hakan-fidan")),
    Condition("principal", ("pakistan",)),
    Condition("issue", ("disarm-hamas",)),
    Condition("stance", ("oppose", "undecided")),
    Condition("topic", ("gaza", "isf")),
    Condition("outlet", ("Dawn", "Geo")),
    *(Condition("is", (word,)) for word in FLAGS if word != "reviewed"),
]


READY, ARMS = "“We are ready to send troops,”", "“We are not ready to disarm Hamas,”"
OPEN = "the matter was under discussion"


def asks(field: str, *values: str, negated: bool = False) -> Condition:
    return Condition(field, values, negated)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with opened(tmp_path_factory.mktemp("conditions")) as made:
        fill(made)
        articles = [row.id for row in made.articles.rows(Query())]
        made.articles.mark(articles[:2], read=True)
        made.articles.mark(articles[-1:], starred=True)
        made.ledger.review(made.statements.positions(Query())[0][1].id, "confirmed", who="a")
        yield made


def every(read: Callable[[Query], object], query: Query) -> set[int]:
    return {row.id for row in read(query)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("one", CONDITIONS, ids=lambda one: f"{one.field}:{','.join(one.values)}")
def test_with_and_without_are_all(library: Library, one: Condition) -> None:
    for read in (library.articles.rows, library.statements.page, library.ledger.changes):
        has = every(read, Query(conditions=(one,)))
        has_not = every(read, Query(conditions=(Condition(one.field, one.values, negated=True),)))
        assert has | has_not == every(read, Query())
        assert not has & has_not


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Query(issue="isf-troops", conditions=(asks("stance", "support", negated=True),)), {OPEN}),
        (
            Query(conditions=(asks("issue", "isf-troops", "disarm-hamas"), asks("stance", "support", "oppose"))),
            {READY, ARMS},
        ),
        (Query(conditions=(asks("issue", "isf-troops", negated=True),)), {ARMS}),
        (Query(conditions=(asks("is", "changed"),)), {READY, OPEN}),
        (Query(conditions=(asks("is", "possible"),)), set()),
        (Query(conditions=(asks("is", "reviewed"),), stance=Stance.UNDECIDED), set()),
        (Query(came=NOW), set()),
    ],
)  # fmt: skip
def test_issue_and_stance_are_of_one_position(library: Library, query: Query, words: set[str]) -> None:
    assert {row.text for row in library.statements.page(query)} == words
    assert {row.text for row, _ in library.statements.positions(query)} >= words


def test_a_story_is_found_by_what_is_said_in_it(library: Library) -> None:
    for one in (Condition("stance", ("oppose",)), Condition("is", ("changed",)), Condition("is", ("reviewed",))):
        assert [row.title for row in library.articles.stories(Query(conditions=(one,)))] == ["Pakistan offers troops"]


def test_a_change_is_found_by_its_evidence(library: Library) -> None:
    for query, found in (
        (Query(outlet="Dawn"), 1),
        (Query(outlet="Geo"), 0),
        (Query(topic="gaza"), 1),
        (Query(conditions=(Condition("is", ("changed", "direct")),)), 1),
        (Query(conditions=(Condition("is", ("divergence",)),)), 0),
    ):
        assert len(library.ledger.changes(query)) == found


def test_outlets_are_listed(library: Library) -> None:
    assert library.names.outlets() == tuple(sorted({row.outlet for row in library.articles.rows(Query())}))


def test_views_are_kept_in_their_order(tmp_path: Path) -> None:
    with opened(tmp_path) as made:
        assert made.views.list() == ()
        assert made.views.save("One", "actor:dar") is None
        made.views.save("Zwei", "gaza")
        before = made.views.save("one", "actor:fidan")
        assert before is not None
        assert (before.name, before.query) == ("One", "actor:dar")
        made.views.rename("ZWEI", "Two")
        assert [(view.name, view.query) for view in made.views.list()] == [("one", "actor:fidan"), ("Two", "gaza")]
        gone = made.views.rename("one", "two")
        assert gone is not None
        assert gone.query == "gaza"
        assert made.views.remove("TWO").query == "actor:fidan"
        with pytest.raises(Exception, match="no view “two”"):
            made.views.remove("two")
