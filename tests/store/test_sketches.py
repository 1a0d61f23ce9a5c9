"""Sketches stand by month: copies are found across its turn, and those of databases that knew no months."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from store.db import connect
from tests.support.memory import NOW, arrival, opened, poll

URL = "https://news.example/feed"
COPY = " ".join(f"word{n}" for n in range(120))


@pytest.mark.parametrize("back", [31, 40, 59])
def test_copies_of_thirty_days_are_found_wherever_a_month_begins(tmp_path: Path, back: int) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        for guid, days in (("first", back), ("month later", back - 30), ("too late", back - 31)):
            text = COPY if guid != "too late" else " ".join(reversed(COPY.split()))
            poll(library, feed, arrival(guid, text, published=NOW - timedelta(days=days, hours=1)))
        poll(library, feed, arrival("too early", " ".join(reversed(COPY.split())), published=NOW - timedelta(days=90)))
        found = [library.articles.get(number).cluster for number in (1, 2, 3, 4)]
        assert found[0] == found[1] is not None
        assert found[2:] == [None, None]


def test_sketches_of_before_months_are_found_and_go_with_their_text(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add(URL)
        poll(library, feed, arrival("a", COPY))
        with closing(connect(library.path, "rw")) as writer:
            writer.execute("UPDATE article_sketches SET hash = hash & 4294967295")
        poll(library, feed, arrival("b", COPY + " tail"))
        assert library.articles.get(1).cluster == library.articles.get(2).cluster is not None
        poll(library, feed, arrival("a", "Something else altogether.", article_id=1))
        with closing(connect(library.path, "ro")) as reader:
            left = {row[0] for row in reader.execute("SELECT article_id FROM article_sketches")}
        assert left == {2}
