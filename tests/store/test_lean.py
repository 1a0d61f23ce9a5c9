"""The ninth migration: what an older database holds is what one made new would, asked through the library's face."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from store.db import PAGE_SIZE, connect
from store.library import Library
from store.model.reading import Mention, Span
from store.model.rows import Query
from store.model.words import Stance
from store.rows import (
    after_order,
    at,
    first_order,
    instant,
    marks,
    marks_text,
    order_day,
    said_order,
    span_number,
    span_or_none,
)
from tagger.changes import states
from tests.support.memory import FACTS, NOW, Hands, arrival, opened, poll, position, reading, statement
from tests.support.older import make_older
from tests.support.stage import fill

GUIDS = ("old-1", "old-2", "gone-1", "late")
WORDS = "“We will not take part in any such force,” Ishaq Dar said. He spoke on the day before."


def put(library: Library) -> None:
    """All kinds of things: feeds that went, edits, verdicts with and without their article, copies, marks."""
    fill(library)
    feed = library.feeds.add("https://late.example/feed")
    gone = library.feeds.add("https://gone.example/feed", title="Gone")
    found = reading(
        statement(WORDS, WORDS[1:40], said_on=date(2025, 11, 3), positions=(position(stance=Stance.OPPOSE),)),
        statement(WORDS, "the day before", actor="hakan-fidan", positions=()),
    )
    poll(library, feed, arrival("old-1", WORDS, found=found), arrival("old-2", f"{WORDS} Edited.", found=found))
    poll(library, gone, arrival("gone-1", WORDS, url="https://gone.example/1", found=found))
    library.feeds.remove(gone.id)
    edited = WORDS.replace("any such", "no such")
    poll(library, feed, arrival("old-1", edited, found=reading(statement(edited, edited[1:39]))), at=later(1))
    number = library.statements.positions(Query(stance=Stance.OPPOSE))[0][1].id
    library.ledger.review(number, "corrected", actor="khawaja-asif", who="a", note="His.")
    library.ledger.review(library.statements.positions(Query(stance=Stance.UNDECIDED))[0][1].id, "rejected", who="b")
    line = {**library.ledger.export_reviews()[0], "uid": "elsewhere", "article": {"url": "https://none.example/"}}
    library.ledger.import_reviews([line])
    library.articles.mark([1], read=True, starred=True)
    library.views.save("mine", "gaza")


def later(hours: int) -> object:
    return NOW + timedelta(hours=hours)


def asked(library: Library) -> dict[str, object]:
    """What the library says of everything."""
    articles = [row.id for row in library.articles.rows(Query(limit=0))]
    statements = library.statements.page(Query())
    queries = (
        Query(),
        Query(text='"such force"'),
        Query(text="part -edited"),
        Query(text="spo* took"),
        Query(actor="ishaq-dar"),
        Query(principal="turkey"),
        Query(outlet="Dawn"),
        Query(until=date(2025, 11, 29)),
        Query(since=NOW - timedelta(hours=3)),
        Query(on_story=True, unread=True),
        Query(issue="isf-troops"),
        Query(came=NOW - timedelta(days=1)),
    )
    return {
        "articles": tuple(library.articles.rows(Query(limit=0))),
        "views": [library.articles.view(number) for number in articles],
        "versions": [library.articles.versions(number) for number in articles],
        "stories": [library.articles.stories(query) for query in queries],
        "statements": [library.statements.page(query) for query in queries],
        "said": [library.statements.view(row.id) for row in statements],
        "positions": library.statements.positions(Query()),
        "edits": library.statements.edits(Query()),
        "changes": library.ledger.changes(Query()),
        "matrix": library.ledger.matrix(as_of=NOW.date(), rule=states),
        "evidence": [library.ledger.evidence(who, "isf-troops") for who in ("pakistan", "turkey")],
        "queue": library.ledger.queue(50),
        "reviews": library.ledger.export_reviews(),
        "actors": library.names.actor_rows(Query()),
        "company": library.articles.company("ishaq-dar", limit=9),
        "outlets": library.names.outlets(),
        "feeds": library.feeds.list(),
        "log": library.feeds.log(),
        "totals": library.totals(),
        "kept": library.views.list(),
    }


@pytest.mark.parametrize("schema", [5, 8])
def test_an_older_database_holds_what_a_new_one_does(tmp_path: Path, schema: int) -> None:
    with opened(tmp_path) as library:
        put(library)
        path, expected = library.path, asked(library)
    older = tmp_path / "older.db"
    make_older(path, older, schema, GUIDS)
    with Library.open(older, clock=Hands()) as library:
        assert asked(library) == expected
        assert not [found for found in library.doctor() if found.level == "error"]
    with Library.open(path, clock=Hands()) as new, Library.open(older, clock=Hands()) as library:
        for each in (new, library):
            go_on(each)
        assert asked(library) == asked(new)
    for file in (path, older):
        connection = connect(file, "ro")
        assert connection.execute("PRAGMA page_size").fetchone()[0] == PAGE_SIZE
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
        connection.close()


def go_on(library: Library) -> None:
    """What is known is met again, verdicts are taken back, and what comes late finds its place."""
    feed = library.feeds.find("https://late.example/feed")
    assert feed is not None
    outcome = poll(library, feed, arrival("old-2", f"{WORDS} Edited."), arrival("late", WORDS), at=later(2))
    assert outcome.new == 1
    library.feeds.add("https://gone.example/feed")
    assert library.ledger.undo(next(p.id for _, p in library.statements.positions(Query()) if p.review))
    library.names.sync(FACTS)


def test_the_same_schema_comes_of_an_older_and_of_a_new_database(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        path = library.path
    older = tmp_path / "older.db"
    make_older(path, older, 8)
    Library.open(older, clock=Hands()).close()

    def schema(file: Path) -> set[tuple[str, str]]:
        connection = connect(file, "ro")
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
        connection.close()
        return {(row[0], " ".join(row[1].split())) for row in rows}

    assert schema(older) == schema(path)


@pytest.mark.parametrize(
    ("day", "place"), [(date(1, 1, 1), 0), (date(1999, 12, 31), 5), (date(2025, 11, 29), 2_000), (date(7700, 1, 1), 1)]
)
def test_the_order_of_statements_holds_its_day(day: date, place: int) -> None:
    order = said_order(day, instant(NOW), place)
    assert order_day(order) == day
    assert first_order(day) <= order < after_order(day)
    assert said_order(day, instant(NOW), place + 1) <= order < said_order(day + timedelta(days=1), 0, 0)
    assert -(1 << 63) <= order < 1 << 63
    assert order < said_order(date.max, instant(NOW), 0) < after_order(date.max) < 1 << 63


def test_what_is_packed_comes_out_as_it_was() -> None:
    assert at(instant(NOW)) == NOW
    for span in (None, Span(0, 0), Span(7, 9), Span(9_999_999, 10_000_007)):
        assert span_or_none(span_number(span)) == span
    found = (Mention("a", 3, 9), Mention("b", 0, 1, in_title=True), Mention("a", 12, 18))
    assert marks(marks_text(found)) == found
    assert marks(marks_text(())) == ()
