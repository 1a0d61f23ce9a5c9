"""What is new, when to come again, what has moved: decided from records alone."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.decide import after_failure, after_success, decide, keys, move
from feeds.hints import DAY, Hints, hints
from store.folding import content_hash, fold_title
from store.model.polling import Entry, Feed, Habits, Known
from store.model.words import Verdict

NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)
FEED = Feed(1, "https://news.example/feed", interval=1800)
WORD = st.text(st.sampled_from("abc"), min_size=1, max_size=3)
ENTRY = st.builds(
    Entry,
    guid=WORD,
    url=WORD.map(lambda w: f"https://news.example/{w}"),
    title=st.lists(WORD, max_size=5).map(" ".join),
    text=WORD,
)


def known_as(entries: list[Entry]) -> Known:
    stored = [(number, content_hash(entry.title, entry.text)) for number, entry in enumerate(entries, start=1)]
    return Known(
        {entry.guid: row for entry, row in zip(entries, stored, strict=True)},
        {entry.url: row for entry, row in zip(entries, stored, strict=True)},
        {fold_title(entry.title): row for entry, row in zip(entries, stored, strict=True) if entry.title},
    )


def entry(number: str, **values: str) -> Entry:
    made = Entry(number, f"https://news.example/{number}", f"Title of the entry {number}", "text")
    return replace(made, **values)  # type: ignore[arg-type]


class TestDecide:
    @settings(max_examples=40)
    @given(st.lists(ENTRY, max_size=8, unique_by=lambda one: one.guid))
    def test_what_was_stored_is_the_same(self, entries: list[Entry]) -> None:
        assert all(arrival.verdict is Verdict.SAME for arrival in decide(entries, known_as(entries)))

    @settings(max_examples=40)
    @given(st.lists(ENTRY, max_size=8, unique_by=lambda one: one.guid), st.lists(ENTRY, max_size=4))
    def test_each_entry_is_decided_once_in_order(self, entries: list[Entry], stored: list[Entry]) -> None:
        arrivals = decide(entries, known_as(stored))
        assert [arrival.entry for arrival in arrivals] == entries
        for arrival in arrivals:
            assert (arrival.article_id is None) is (arrival.verdict is Verdict.NEW)

    @settings(max_examples=40)
    @given(st.lists(ENTRY, max_size=8))
    def test_with_nothing_stored_all_is_new(self, entries: list[Entry]) -> None:
        assert {arrival.verdict for arrival in decide(entries, Known())} <= {Verdict.NEW}

    @pytest.mark.parametrize(
        ("now", "verdict"),
        [
            (entry("1"), Verdict.SAME),
            (entry("1", text="other"), Verdict.CHANGED),
            (entry("1", guid="9"), Verdict.SAME),
            (entry("1", guid="9", url="http://news.example/1"), Verdict.SAME),
            (entry("1", guid="9", url="https://news.example/moved"), Verdict.SAME),
            (entry("1", guid="9", url="https://news.example/moved", title="Other words here"), Verdict.NEW),
        ],
    )
    def test_recognises(self, now: Entry, verdict: Verdict) -> None:
        (arrival,) = decide([now], known_as([entry("1")]))
        assert arrival.verdict is verdict

    def test_a_short_title_tells_nothing(self) -> None:
        first, second = entry("1", title="Live updates"), entry("2", title="Live updates")
        assert decide([second], known_as([first]))[0].verdict is Verdict.NEW

    def test_two_items_on_one_page_stay_two(self) -> None:
        page = "https://news.example/live"
        first, second = entry("1", url=page), entry("2", url=page)
        arrivals = decide([first, second], known_as([first]))
        assert [arrival.verdict for arrival in arrivals] == [Verdict.SAME, Verdict.NEW]

    def test_asks_for_both_schemes(self) -> None:
        assert keys([entry("1")])[1] == ["http://news.example/1", "https://news.example/1"]


class TestWhen:
    @given(st.integers(), st.integers(0, 200_000), st.integers(0, 10**9), st.integers(1, 10**7))
    def test_after_success_between_five_minutes_and_a_day(self, seed: int, fresh: int, ttl: int, interval: int) -> None:
        told = Hints(fresh_for=min(fresh, DAY))
        again = after_success(told, Habits(wish=ttl), interval, NOW, random.Random(seed))
        seconds = (again.at - NOW).total_seconds()
        assert max(300, min(fresh, DAY), min(ttl, DAY)) <= seconds <= DAY * 1.1
        assert not again.told

    @given(st.integers(), st.integers(0, 10_000))
    def test_back_off_doubles_to_a_day(self, seed: int, errors: int) -> None:
        again = after_failure(replace(FEED, errors=errors), Hints(), NOW, random.Random(seed))
        plain = min(300 * 2 ** min(errors, 20), DAY)
        assert plain * 0.79 <= (again.at - NOW).total_seconds() <= min(plain * 1.21, DAY)

    def test_told_to_wait(self) -> None:
        again = after_failure(FEED, Hints(retry_after=7200), NOW, random.Random(1))
        assert again.told
        assert again.at == NOW + timedelta(hours=2)
        assert not after_failure(FEED, Hints(retry_after=0), NOW, random.Random(1)).told

    @pytest.mark.parametrize(
        ("headers", "wanted"),
        [
            ({"retry-after": "120"}, Hints(120, 0)),
            ({"retry-after": "99999999999999999999"}, Hints(DAY, 0)),
            ({"retry-after": "-5"}, Hints(None, 0)),
            ({"retry-after": "Mon, 01 Dec 2025 12:10:00 GMT"}, Hints(600, 0)),
            ({"retry-after": "Mon, 01 Dec 2025 12:10:00 GMT", "date": "Mon, 01 Dec 2025 12:09:00 GMT"}, Hints(60, 0)),
            ({"retry-after": "Mon, 01 Dec 2036 12:00:00 GMT"}, Hints(DAY, 0)),
            ({"retry-after": "soon"}, Hints(None, 0)),
            ({"cache-control": "public, max-age=900"}, Hints(None, 900)),
            ({"cache-control": "max-age=900", "age": "300"}, Hints(None, 600)),
            ({"cache-control": "no-cache, max-age=900"}, Hints(None, 0)),
            ({"cache-control": "max-age=x"}, Hints(None, 0)),
            ({"expires": "Mon, 01 Dec 2025 13:00:00 GMT"}, Hints(None, 3600)),
            ({"expires": "0"}, Hints(None, 0)),
            ({"expires": "Mon, 01 Dec 2025 13:00:00 GMT", "cache-control": "max-age=60"}, Hints(None, 60)),
        ],
    )
    def test_hints(self, headers: dict[str, str], wanted: Hints) -> None:
        assert hints(headers, NOW) == wanted


class TestMove:
    def test_adopted_when_seen_twice(self) -> None:
        first = move(FEED, "https://new.example/feed")
        assert (first.to, first.seen, first.adopt) == ("https://new.example/feed", 1, None)
        second = move(replace(FEED, moved_to=first.to, moved_seen=first.seen), "https://new.example/feed")
        assert second.adopt == "https://new.example/feed"

    def test_another_target_begins_anew(self) -> None:
        seen = replace(FEED, moved_to="https://new.example/a", moved_seen=1)
        assert move(seen, "https://new.example/b").seen == 1
        assert move(seen, None).to is None

    def test_never_to_less_safety_or_away_from_a_password(self) -> None:
        seen = replace(FEED, moved_to="http://news.example/feed", moved_seen=1)
        assert move(seen, "http://news.example/feed").adopt is None
        secret = replace(FEED, url="https://u:p@news.example/feed", moved_to="https://b.example/", moved_seen=1)
        assert move(secret, "https://b.example/").adopt is None
