"""What the doctor says of a healthy database and of sick ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from store.library import Library
from store.sqlite import sqlite3
from tests.support.memory import Hands, arrival, opened, poll, reading, result, statement


def levels(library: Library) -> dict[str, str]:
    return {finding.what: finding.level for finding in library.doctor()}


def test_a_healthy_database(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        poll(library, library.feeds.add("https://news.example/feed"), arrival("a"))
        library.back_up()
        found = library.doctor()
        assert {f.level for f in found if f.what not in {"SQLite", "disk"}} == {"ok"}
        assert all(f.detail.endswith(".") or f.what in {"SQLite", "file", "backups"} for f in found)


def test_the_age_of_the_backups_is_told(tmp_path: Path) -> None:
    clock = Hands()
    with opened(tmp_path, clock) as library:
        assert levels(library)["backups"] == "warn"
        library.back_up()
        for days, level in ((0, "ok"), (2, "ok"), (1, "warn"), (-10, "warn")):
            clock.forward(days=days)
            assert levels(library)["backups"] == level


def test_each_illness_is_found_and_told_what_to_do(tmp_path: Path) -> None:
    text = "“We will send troops,” he said."
    with opened(tmp_path) as library:
        feed = library.feeds.add("https://news.example/feed")
        poll(
            library, feed, arrival("a", text, found=reading(statement(text, "We will send troops"), tagged_with="old"))
        )
        library.feeds.commit_poll(replace(result(feed), errors=12, error="No answer."))
        library.path.chmod(0o644)
        sick = sqlite3.connect(library.path, isolation_level=None)
        sick.execute("UPDATE statements SET utterance_id = NULL")
        sick.execute(
            "INSERT INTO article_words (article_words, rowid, title, text) "
            "SELECT 'delete', id, title, text FROM articles"
        )
        sick.execute("INSERT INTO article_topics (article_id, topic, ordinal) VALUES (999, 'gaza', 0)")
        sick.close()
        found = levels(library)
        assert [w for w, level in found.items() if level == "error"] == ["integrity", "search", "statements"]
        assert {w for w, level in found.items() if level == "warn"} >= {"permissions", "ledger", "tags", "feed"}
        assert all(f.advice for f in library.doctor() if f.level != "ok")
