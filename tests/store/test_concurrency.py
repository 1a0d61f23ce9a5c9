"""Readers beside a writer, several threads, several processes."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from store import db
from store.db import Database
from store.errors import DatabaseBusy, StoreError
from store.library import Library
from store.model.polling import PollOutcome
from store.model.rows import Query
from store.sqlite import sqlite3
from tests.support.memory import Hands, arrival, opened, poll

ROOT = Path(__file__).parents[2]


def test_a_reader_sees_the_last_state_while_a_poll_is_being_stored(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add("https://news.example/feed")
        poll(library, feed, arrival("a"))
        writer = sqlite3.connect(library.path, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM carriers")
        with Library.open(library.path, clock=Hands(), mode="read") as desk:
            assert [row.id for row in desk.articles.stories(Query())] == [1]
            assert desk.feeds.get(feed.id).articles == 1
            writer.execute("COMMIT")
            assert desk.feeds.get(feed.id).articles == 0
        writer.close()


def test_one_view_is_of_one_state(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        database = Database(library.path, writable=True)
        with database.read() as reader:
            before = reader.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()[0]
            library.feeds.add("https://news.example/feed")
            assert reader.execute("SELECT count(*) FROM feeds").fetchone()[0] == 0
            assert reader.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()[0] == before
        with database.read() as reader:
            assert reader.execute("SELECT count(*) FROM feeds").fetchone()[0] == 1
        database.close()


def test_many_threads_write_and_read_at_once(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feeds = [library.feeds.add(f"https://news.example/{n}") for n in range(4)]

        def work(number: int) -> PollOutcome:
            library.articles.stories(Query())
            return poll(library, feeds[number % 4], arrival(f"g{number}"), arrival("shared"))

        with ThreadPoolExecutor(8) as threads:
            outcomes = list(threads.map(work, range(48)))
        assert sum(outcome.new for outcome in outcomes) == library.totals().articles == 49
        assert library.revision() == 1 + 4 + 48


def test_two_processes_polling_the_same_feed_store_everything_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from store.library import Library\n"
        "from tests.support.memory import Hands, arrival, poll\n"
        "with Library.open(Path(sys.argv[1]), clock=Hands()) as library:\n"
        "    feed = library.feeds.list()[0]\n"
        "    print(sum(poll(library, feed, arrival(f'g{n}')).new for n in range(60)))\n"
    )
    with opened(tmp_path) as library:
        library.feeds.add("https://news.example/feed")
        runs = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(library.path)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for _ in range(2)
        ]
        told = [run.communicate() for run in runs]
        assert [error for _, error in told] == [b"", b""]
        assert sum(int(out) for out, _ in told) == library.totals().articles == 60


def test_a_writer_that_never_ends_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.05)
    with opened(tmp_path) as library, Library.open(library.path, clock=Hands()) as other:
        writer = sqlite3.connect(library.path, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy, match="Another program"):
            other.set_meta("a", "b")
        writer.execute("ROLLBACK")
        writer.close()
        other.set_meta("a", "b")


def test_an_error_in_a_transaction_leaves_nothing_behind_and_the_writer_usable(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        database = Database(library.path, writable=True)
        with pytest.raises(StoreError, match="NOT NULL"), database.write() as connection:
            connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", [("a", "b"), ("b", None)])
        assert library.meta("a") is None
        with database.write() as outer, database.write() as inner:
            assert inner is outer
            inner.execute("INSERT INTO meta (key, value) VALUES ('a', 'c')")
        assert library.meta("a") == "c"
        database.close()


def test_connections_are_used_again(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        threads = [threading.Thread(target=library.totals) for _ in range(20)]
        for thread in threads:
            thread.start()
            thread.join()
        assert len(library._database._idle) == 1
