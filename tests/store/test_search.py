"""Search: what users type never reaches FTS5 as syntax, and the panes' queries walk an index."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import search
from store.db import connect, deadline, explain
from store.errors import QueryTooSlow
from store.library import Library
from store.model.rows import Condition, Query
from store.model.words import Stance
from store.rows import ARTICLE
from store.sqlite import sqlite3
from tests.support.memory import NOW, arrival, opened, poll, reading, statement

TEXTS = {
    "a": "“Erdoğan will not send troops to Gaza,” Ishaq Dar said.",
    "b": "“The peace plan for Gaza stands,” Ishaq Dar said. Aid came.",
    "c": "Nothing here but cricket AND cricket.",
}


def filled(folder: Path) -> Library:
    library = opened(folder)
    feed = library.feeds.add("https://news.example/feed")
    for guid, text in TEXTS.items():
        said = [statement(text, text[1 : text.index(",”")])] if "”" in text else []
        poll(library, feed, arrival(guid, text, found=reading(*said)))
    return library


@pytest.mark.parametrize(
    ("text", "articles", "statements"),
    [
        ("gaza", "ab", "ab"),
        ("erdogan", "a", "a"),
        ("GAZA -troops", "b", "b"),
        ('"peace plan"', "b", "b"),
        ('"plan peace"', "", ""),
        ("tro*", "a", "a"),
        ("troop", "", ""),
        ("aid", "b", ""),
        ("-gaza", "c", ""),
        ("cricket AND", "c", ""),
        ("title:gaza", "", ""),
        ('"', "abc", "ab"),
        ("* ^ ()", "abc", "ab"),
        ('gaza"', "ab", "ab"),
        ("peace -", "b", "b"),
    ],
)
def test_search(tmp_path: Path, text: str, articles: str, statements: str) -> None:
    with filled(tmp_path) as library:
        stories = {row.title.split()[-1] for row in library.articles.stories(Query(text=text))}
        said = {row.title.split()[-1] for row in library.statements.page(Query(text=text))}
        assert (stories, said) == (set(articles), set(statements))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return filled(tmp_path_factory.mktemp("search"))


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("ab\"*-+^:(){}[]'\\;%_., \x00\x1b\u202eéАن"), max_size=20) | st.text(max_size=20)
)
def test_whatever_is_typed_is_searched_for_and_nothing_else(library: Library, text: str) -> None:
    library.articles.stories(Query(text=text))
    library.statements.page(Query(text=text, actor="ishaq-dar"))
    library.ledger.changes(Query(text=text))


@given(st.text())
def test_every_term_holds_a_word(text: str) -> None:
    assert all(search.fold(term.words) for term in search.terms(text))


PLANS = {
    "stories": (search.articles(Query(), stories=True), ARTICLE, "articles_all"),
    "stories on the story": (search.articles(Query(on_story=True), stories=True), ARTICLE, "articles_story"),
    "stories of an actor": (search.articles(Query(actor="x"), stories=True), ARTICLE, "article_names_newest"),
    "the next page": (search.articles(Query(before=(1_700_000_000_000_000, 9)), stories=True), ARTICLE, "articles_all"),
    "all articles": (search.articles(Query(), stories=False), ARTICLE, "articles_all"),
    "an outlet's": (search.articles(Query(outlet="x"), stories=True), ARTICLE, "articles_outlet"),
    "unread stories": (search.articles(Query(on_story=True, unread=True), stories=True), ARTICLE, "articles_unread"),
    "starred": (search.articles(Query(starred=True), stories=False), ARTICLE, "articles_starred"),
    "statements": (search.statements(Query()), "s.id", "statements_all"),
    "statements on the story": (search.statements(Query(on_story=True)), "s.id", "statements_all"),
    "statements of an actor": (search.statements(Query(actor="x")), "s.id", "voices_actor"),
    "statements of a principal": (search.statements(Query(principal="x")), "s.id", "voices_principal"),
    "statements on an issue": (search.statements(Query(issue="x")), "s.id", "statements_all"),
    "positions of an actor": (search.positions(Query(actor="x", stance=Stance.OPPOSE)), "p.id", "voices_actor"),
    "changes": (search.changes(Query()), "c.*", "changes_newest"),
    "changes since": (search.changes(Query(since=date(2025, 1, 1))), "c.*", "changes_newest"),
}


@pytest.mark.parametrize("name", PLANS)
def test_the_panes_walk_an_index_in_order(library: Library, name: str) -> None:
    select, columns, index = PLANS[name]
    reader = connect(library.path, "ro")
    plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {select.sql(columns)} LIMIT 50", select.parameters)]
    reader.close()
    assert f"INDEX {index}" in plan[0], plan
    assert not [step for step in plan if "TEMP B-TREE" in step], plan
    assert not [step for step in plan if step.startswith("SCAN") and "INDEX" not in step], plan


LATELY = Query(came=NOW - timedelta(days=1))


@pytest.mark.parametrize(
    ("select", "index"),
    [
        (search.articles(LATELY, stories=True, lately=True), "articles_fetched"),
        (search.statements(LATELY, lately=True), "statements_created"),
    ],
)
def test_what_came_lately_is_found_by_when_it_came(library: Library, select: search.Select, index: str) -> None:
    reader = connect(library.path, "ro")
    plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {select.sql('1')} LIMIT 50", select.parameters)]
    reader.close()
    assert f"INDEX {index} (" in plan[0], plan


def test_much_that_came_lately_is_walked_in_the_lists_own_order(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = "statements_created"
    reader = connect(library.path, "ro")
    assert search.few_came(reader, LATELY, way)
    few = library.statements.page(LATELY), library.articles.stories(LATELY)
    monkeypatch.setattr(search, "FEW", 2)
    assert not search.few_came(reader, LATELY, way)
    assert search.few_came(reader, Query(came=NOW), way)
    assert not search.few_came(reader, Query(), way)
    reader.close()
    assert (library.statements.page(LATELY), library.articles.stories(LATELY)) == few
    assert all(few)


REVIEWED = Query(conditions=(Condition("is", ("reviewed",)),))


@pytest.mark.parametrize("select", [search.statements(REVIEWED), search.articles(REVIEWED, stories=True)])
def test_what_bears_a_verdict_is_found_from_the_verdicts(library: Library, select: search.Select) -> None:
    reader = connect(library.path, "ro")
    plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {select.sql('1')} LIMIT 50", select.parameters)]
    reader.close()
    assert not [step for step in plan if step.startswith(("SCAN s ", "SCAN a ", "SCAN t "))], plan
    assert [step for step in plan if "verdicts" in step or step.startswith(("SCAN d", "SEARCH d"))], plan


def test_a_search_is_led_by_the_words(library: Library) -> None:
    select = search.articles(Query(text="gaza"), stories=True)
    reader = connect(library.path, "ro")
    plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {select.sql(ARTICLE)} LIMIT 50", select.parameters)]
    reader.close()
    assert not [step for step in plan if step == "SCAN a" or step.startswith("SCAN a ")], plan


def test_a_query_past_its_deadline_is_stopped(library: Library) -> None:
    reader = connect(library.path, "ro")
    deadline(reader, 0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with pytest.raises(sqlite3.OperationalError) as caught:
        reader.execute(endless).fetchone()
    assert isinstance(explain(caught.value, library.path), QueryTooSlow)
    deadline(reader, None)
    assert reader.execute("SELECT 1").fetchone()[0] == 1
    reader.close()
