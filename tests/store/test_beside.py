"""Who is named beside an actor, and the versions of an article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import NotFound
from store.library import Library
from store.model.reading import Mention, Reading
from tests.support.memory import Hands, arrival, opened, poll


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with opened(tmp_path, Hands()) as made:
        yield made


def naming(*actors: str, on_story: bool = True) -> Reading:
    marks = tuple(Mention(actor, place, place + 1) for place, actor in enumerate(actors))
    return Reading(topics=("gaza",), on_story=on_story, actors=actors, mentions=marks, statements=(), tagged_with="w")


def test_company_is_counted_in_articles_on_the_story(library: Library) -> None:
    feed = library.feeds.add("https://dawn.example/rss")
    for number, found in enumerate(
        (
            naming("ishaq-dar", "hakan-fidan"),
            naming("ishaq-dar", "hakan-fidan", "khawaja-asif"),
            naming("khawaja-asif"),
            naming("ishaq-dar", "pakistan", on_story=False),
        )
    ):
        poll(
            library, feed, arrival(f"e{number}", f"Text number {number} of several words, word {number}.", found=found)
        )
    assert library.articles.company("ishaq-dar", limit=5) == (("hakan-fidan", 2), ("khawaja-asif", 1))
    assert library.articles.company("ishaq-dar", limit=1) == (("hakan-fidan", 2),)
    assert library.articles.company("nobody", limit=5) == ()
    assert library.rereading.count("w") == 0
    assert library.rereading.count("x") == 4


def test_versions_are_kept_the_standing_one_first(library: Library) -> None:
    feed = library.feeds.add("https://dawn.example/rss")
    for text in ("The first text of it.", "The second text of it.", "The third text of it."):
        poll(library, feed, arrival("one", text, title="A title"))
    found = library.articles.versions(1)
    assert [(one.number, one.text) for one in found] == [
        (3, "The third text of it."),
        (2, "The second text of it."),
        (1, "The first text of it."),
    ]
    assert found[0].replaced is None
    assert all(one.replaced is not None for one in found[1:])
    with pytest.raises(NotFound):
        library.articles.versions(99)
