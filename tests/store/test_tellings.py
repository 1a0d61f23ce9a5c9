"""What waits to be told, what was told, and that each telling is taken up once."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from store.model.articles import Document
from store.model.reading import Reading
from store.model.rows import Condition, Query
from store.model.telling import Telling
from tests.support.memory import NOW, arrival, opened, poll, read_again, reading, statement


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return opened(tmp_path)


def telling(words: str, *ways: str, body: str = "") -> Telling:
    return Telling(0, NOW, words, (words,), ("r",), 1, ways, body=body)


def test_what_feeds_bring_waits_until_it_was_looked_at(library: Library) -> None:
    feed = library.feeds.add("https://news.example/feed")
    poll(library, feed, arrival("a"), arrival("b"))
    first = library.tellings.waiting()
    assert len(first.articles) == 2
    poll(library, feed, arrival("c"))
    library.tellings.keep(first.upto, None)
    (third,) = library.tellings.waiting().articles
    assert third not in first.articles


def test_an_entry_that_changed_waits_again(library: Library) -> None:
    feed = library.feeds.add("https://news.example/feed")
    poll(library, feed, arrival("a"))
    waiting = library.tellings.waiting()
    library.tellings.keep(waiting.upto, None)
    poll(library, feed, arrival("a", "Another text of it.", article_id=waiting.articles[0]))
    assert library.tellings.waiting().articles == waiting.articles


def test_imports_and_readings_anew_do_not_wait(library: Library) -> None:
    number, _ = library.articles.put(Document(text="An imported text.", title="Imported"), reading())
    feed = library.feeds.add("https://news.example/feed")
    poll(library, feed, arrival("a"))
    waiting = library.tellings.waiting()
    assert number not in waiting.articles
    library.tellings.keep(waiting.upto, None)
    read_again(library, (number, reading(tagged_with="2")), (waiting.articles[0], reading(tagged_with="2")))
    assert library.tellings.waiting().articles == ()


def test_what_is_not_read_yet_waits_for_its_reading(library: Library) -> None:
    feed = library.feeds.add("https://news.example/feed")
    poll(library, feed, arrival("unread", found=Reading()), arrival("read"))
    first = library.tellings.waiting()
    assert len(first.articles) == 1
    library.tellings.keep(first.upto, None)
    (waits,) = library.rereading.waiting("", below=None, limit=5)
    read_again(library, (waits.id, reading()))
    assert library.tellings.waiting().articles == (waits.id,)


def test_a_query_can_be_held_to_articles(library: Library) -> None:
    feed = library.feeds.add("https://news.example/feed")
    text = "“We are ready to send troops,” Ishaq Dar said in {}."
    for guid in "ab":
        full = text.format(guid)
        said = statement(full, "“We are ready to send troops,”")
        poll(library, feed, arrival(guid, full, found=reading(said), outlet=guid))
    ids = library.tellings.waiting().articles
    among = Query(conditions=(Condition("article", (str(ids[1]),)),))
    assert [one.id for one in library.articles.rows(among)] == [ids[1]]
    assert [one.article_id for one in library.statements.page(among)] == [ids[1]]


def test_each_is_taken_up_by_one_desk_and_given_once(library: Library, tmp_path: Path) -> None:
    kept = library.tellings.keep(0, telling("both", "desk", "command", body="{}"), [("r", "k")])
    library.tellings.keep(0, telling("command alone", "command", body="{}"))
    assert kept is not None
    assert kept.id
    with Library.open(library.path, clock=library.clock) as other:
        assert [one.words for one in other.tellings.claim()] == ["both"]
        first = other.tellings.next_for_command()
    assert library.tellings.claim() == ()
    second = library.tellings.next_for_command()
    assert [one.words for one in (first, second) if one] == ["both", "command alone"]
    assert library.tellings.next_for_command() is None
    library.tellings.note(kept.id, "it failed")
    assert [(one.words, one.note) for one in library.tellings.list(limit=5)] == [
        ("command alone", ""),
        ("both", "it failed"),
    ]
    assert library.tellings.told("r", ["k", "l"]) == {"k"}
    assert library.tellings.told("s", ["k"]) == frozenset()
