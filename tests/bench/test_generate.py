"""Made databases are what they say: the same each time, true to their own texts, and such as the program writes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bench.generate import generate
from bench.made_rows import END
from store.library import Library
from store.schema_counts import RECOUNT

ARTICLES = 150
KEPT = ("tally", "actor_days", "actor_totals", "feed_totals")
"""Tables of counts that triggers keep."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "made.db"
    generate(path, ARTICLES)
    return path


def dumped(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 "
            "AND name NOT LIKE '%migrations%' AND name NOT LIKE 'article_words%' AND name NOT LIKE 'sqlite_%'"
        )
        return [
            f"{name} {row}"
            for (name,) in sorted(tables.fetchall())
            for row in sorted(map(repr, connection.execute(f"SELECT * FROM {name}")))
        ]


def test_the_same_seed_makes_the_same_database_and_another_one_another(made: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again.db", ARTICLES)
    assert dumped(tmp_path / "again.db") == dumped(made)
    generate(tmp_path / "other.db", 20, seed=2)
    assert not set(dumped(tmp_path / "other.db")) & {row for row in dumped(made) if row.startswith("statements ")}


def test_statements_and_mentions_stand_in_their_texts(made: Path) -> None:
    with Library.open(made, clock=lambda: END, mode="read") as library:
        views = [library.articles.view(number) for number in range(1, ARTICLES + 1)]
        names = {actor.id: actor.name for actor in library.names.facts().actors}  # type: ignore[union-attr]
    for view in views:
        text = view.article.text
        for said in view.statements:
            assert text[said.start : said.end] == said.row.text
            assert said.speaker_span is not None
            assert text[said.speaker_span.start : said.speaker_span.end] == said.speaker_text
        for one in view.mentions:
            words = (view.article.title if one.in_title else text)[one.start : one.end]
            assert words == names.get(one.target, words)
    assert sum(len(view.statements) for view in views) > 2 * ARTICLES


def test_counts_are_as_counted_and_articles_lie_on_the_axis_of_days(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection:
        kept = {table: sorted(connection.execute(f"SELECT * FROM {table}")) for table in KEPT}
        for sql in RECOUNT:
            connection.execute(sql)
        counted = {table: sorted(connection.execute(f"SELECT * FROM {table}")) for table in KEPT}
        connection.rollback()
    assert kept == counted
    assert kept["tally"][0][1] == ARTICLES
    with Library.open(made, clock=lambda: END, mode="read") as library:
        days = [library.articles.get(number).fetched for number in range(1, ARTICLES + 1)]
    assert days == sorted(days)
    assert END - timedelta(days=1) <= days[0]
    assert days[-1] <= END


def test_the_doctor_finds_nothing_wrong(made: Path) -> None:
    with Library.open(made, clock=lambda: END) as library:
        found = library.doctor()
    assert [one for one in found if one.level == "error"] == []
    assert found
