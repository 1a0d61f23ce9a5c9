"""Forty timelines through the whole pipeline: the changes are found, the traps are not fallen into."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench import timelines
from bench.timelines import Figures, Result, figures
from store.model.articles import Document
from store.model.words import ChangeKind
from tagger.reader import Reader
from tests.support import packaged

KINDS = {
    "paraphrase",
    "reworded condition",
    "spokesperson",
    "old quote",
    "wire copy",
    "translation",
    "retraction",
    "hearsay",
    "headline",
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return packaged.reader()


@pytest.fixture(scope="module")
def results() -> tuple[Result, ...]:
    return timelines.measure()


def test_the_series_are_as_many_as_promised(results: tuple[Result, ...]) -> None:
    series = [r.series for r in results]
    assert len(series) == 40
    assert sum(len(s.expected) for s in series) == 25
    assert sum(len(s.traps) for s in series) >= 40
    assert {kind for s in series for kind in s.traps.values()} >= KINDS


def test_every_article_is_on_the_story(results: tuple[Result, ...], reader: Reader) -> None:
    """Else its trap would be passed by not being read."""
    for result in results:
        for document in result.series.documents:
            assert reader.read(timelines.draft(document)).on_story, document.title


def test_changes_are_found_and_none_is_made_up(results: tuple[Result, ...]) -> None:
    measured = figures(results)
    assert timelines.good(measured), measured


def test_series_that_nothing_is_tuned_on_reach_the_same_floors() -> None:
    measured = figures(timelines.measure(timelines.HELD))
    assert measured.expected >= 6
    assert measured.traps >= 18
    assert timelines.good(measured), measured


@pytest.mark.parametrize(
    "worse",
    [Figures(10, 9, 10, 20, 20), Figures(8, 8, 10, 20, 20), Figures(10, 10, 10, 20, 18)],
    ids=["a false change", "too many missed", "two traps"],
)
def test_each_floor_is_a_floor(worse: Figures) -> None:
    assert timelines.good(Figures(10, 10, 10, 20, 20))
    assert not timelines.good(worse)


def test_a_false_change_costs_precision_and_its_trap(reader: Reader, tmp_path: Path) -> None:
    """The measure itself: a series whose changes nobody expects fails on every trap that they rest on."""
    series = next(s for s in timelines.load() if s.name == "Azerbaijan steps back")
    result = timelines.run(replace(series, expected=()), reader, tmp_path)
    assert [row.change.kind for row in result.false] == [ChangeKind.CHANGE]
    assert set(result.fallen.values()) == {"wire copy"}
    assert figures([result]).precision == 0
    assert figures([result]).traps_passed == 0


def test_a_missed_change_costs_recall(reader: Reader, tmp_path: Path) -> None:
    series = next(s for s in timelines.load() if s.name == "Azerbaijan steps back")
    only_first: tuple[Document, ...] = series.documents[:1]
    result = timelines.run(replace(series, documents=only_first, traps={}), reader, tmp_path)
    assert result.missed == series.expected
    assert figures([result]).recall == 0
