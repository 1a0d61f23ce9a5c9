"""The watchlist's names in the database, and the actors pane."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from store.library import Library
from store.model.rows import Query
from store.rows import stamp
from tests.support.memory import FACTS, NOW, Hands, arrival, opened, poll, reading, statement

TEXT = "“We will send troops to Gaza,” he said. “The plan for peace stands firm,” he said."


def test_the_watchlist_is_taken_over_once(tmp_path: Path) -> None:
    with Library.open(tmp_path / "a.db", clock=Hands()) as library:
        assert library.names.facts() is None
        assert library.names.sync(FACTS)
        before = library.revision()
        assert not library.names.sync(FACTS)
        assert library.revision() == before
        assert library.names.facts() == FACTS
        assert library.names.actor("ishaq-dar") == FACTS.actors[0]
        assert library.names.issue("isf-troops") == FACTS.issues[0]
        assert library.names.actor("x") is library.names.issue("x") is None
        assert not library.names.sync(replace(FACTS, actors=FACTS.actors[:2]))
        assert library.names.sync(replace(FACTS, fingerprint="watchlist-2"))


def test_actors_by_their_statements_then_their_mentions(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed, copy = library.feeds.add("https://a.example/feed"), library.feeds.add("https://b.example/feed")
        one = statement(TEXT, "We will send troops to Gaza", said_on=date(2025, 11, 29))
        two = statement(TEXT, "The plan for peace stands firm", said_on=date(2025, 11, 3))
        poll(library, feed, arrival("a", TEXT, found=reading(one, two)))
        library.set_meta("last_visit", stamp(NOW + timedelta(hours=1)))
        poll(library, copy, arrival("b", TEXT, found=reading(one, two)), at=NOW + timedelta(hours=2))
        theirs = statement(TEXT, "We will send troops to Gaza", actor="hakan-fidan", said_on=date(2025, 11, 30))
        poll(library, feed, arrival("c", TEXT, found=reading(theirs)), at=NOW + timedelta(hours=2))
        poll(library, feed, arrival("d", found=replace(reading(), actors=("pakistan",))))
        poll(
            library,
            feed,
            arrival("e", TEXT, found=reading(statement(TEXT, "We will", actor="khawaja-asif"), on_story=False)),
        )
        rows = library.names.actor_rows(Query())
        assert [(r.id, r.statements, r.mentions, r.new, r.last_said) for r in rows] == [
            ("ishaq-dar", 2, 2, 0, date(2025, 11, 29)),
            ("hakan-fidan", 1, 1, 1, date(2025, 11, 30)),
            ("pakistan", 0, 1, 0, None),
        ]
        assert [row.weekly for row in rows] == [(1, 1), (0, 1), (0, 0)]
        assert [row.id for row in library.names.actor_rows(Query(principal="turkey"))] == ["hakan-fidan"]
        assert [row.id for row in library.names.actor_rows(Query(text="dar", limit=5))] == ["ishaq-dar"]


def test_totals_count_what_the_status_line_shows(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        feed = library.feeds.add("https://a.example/feed")
        poll(library, feed, arrival("a", TEXT, found=reading(statement(TEXT, "We will send troops"))), arrival("b"))
        poll(library, feed, arrival("c", found=reading(on_story=False)))
        library.articles.mark([2], read=True)
        totals = library.totals()
        assert (totals.feeds, totals.active, totals.sick, totals.failing) == (1, 1, 0, 0)
        assert (totals.articles, totals.on_story, totals.unread, totals.statements) == (3, 2, 1, 1)
        assert (totals.changes, totals.digests, totals.last_polled) == (0, 0, NOW)
        assert totals.revision == library.revision()
        assert library.meta("seeded") is None
        library.set_meta("seeded", "yes")
        assert library.meta("seeded") == "yes"
