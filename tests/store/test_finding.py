"""Searches look at the newest matches a portion at a time, and find what looking at all of them would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from store import finding, search
from store.db import connect
from store.library import Library
from store.model.rows import Query
from store.rows import ids
from tests.support.memory import Hands, arrival, opened, poll, reading, statement

POLLS, ENTRIES, PAGE = 30, 8, 7
QUERIES = (Query(text="troops"), Query(text="troops", actor="hakan-fidan"), Query(text="tro* -border"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Polls five hours apart, of articles that were published before, and tell what was said still earlier."""
    hands, random = Hands(), Random(3)
    library = opened(tmp_path_factory.mktemp("finding"), hands)
    feed = library.feeds.add("https://news.example/feed")
    for number in range(POLLS):
        hands.forward(hours=5)
        arrivals = []
        for entry in range(ENTRIES):
            words = f"{random.choice(('troops', 'border troops', 'aid'))} number {number} {entry}"
            published = hands.now - timedelta(hours=random.choice((0, 1, 30, 400)))
            said = (published - timedelta(days=random.choice((0, 0, 1, 9)))).date()
            actor = random.choice(("ishaq-dar", "hakan-fidan"))
            text = f"“We speak of {words}.”"
            found = reading(statement(text, text[1:-1], said_on=random.choice((said, None)), actor=actor))
            arrivals.append(arrival(f"{number}-{entry}", text, title=words, published=published, found=found))
        poll(library, feed, *arrivals, at=hands.now)
    return library


def plainly(library: Library, select: search.Select, same: str) -> list[int]:
    """The first rows of the whole select, of those that are the same only one."""
    reader = connect(library.path, "ro")
    found: dict[int, int] = {}
    for number, mark in reader.execute(select.sql(f"{select.order[1]}, {same}"), select.parameters):
        found.setdefault(mark or -number, number)
    reader.close()
    return list(found.values())[:PAGE]


def matching(library: Library, query: Query) -> int:
    """How many articles hold the words."""
    reader = connect(library.path, "ro")
    words = search.articles(query, stories=True).words
    (count,) = reader.execute("SELECT count(*) FROM article_words WHERE article_words MATCH ?", (words,)).fetchone()
    reader.close()
    return int(count)


@pytest.mark.parametrize("query", QUERIES)
def test_portions_find_what_all_matches_hold(library: Library, query: Query, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []

    def noted(articles: Iterable[int]) -> str:
        looked_at.extend(taken := list(articles))
        return ids(taken)

    monkeypatch.setattr(finding, "ids", noted)
    monkeypatch.setattr(finding, "_FIRST", 4)
    query = replace(query, limit=PAGE)
    for turn in range(3):
        stories = library.articles.stories(query)
        if not turn:  # the first page needs but the newest
            assert PAGE <= len(looked_at) < matching(library, query)
        statements = library.statements.page(query)
        assert [row.id for row in statements] == plainly(library, search.statements(query), "s.utterance_id")
        assert [row.id for row in stories] == plainly(library, search.articles(query, stories=True), "a.id")
        if not statements:
            break
        query = replace(query, before=(statements[-1].sort_key, statements[-1].id))
