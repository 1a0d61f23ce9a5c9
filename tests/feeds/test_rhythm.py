"""How often a feed is polled: by its own rhythm, by what it asks for, between five minutes and a day."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.hints import DAY
from feeds.rhythm import Asked, asked, interval, learned, per_day, scheduled
from store.model.polling import Entry, Habits

NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)  # a Monday
MOMENTS = st.datetimes(timezones=st.just(UTC))


def entries(*hours_ago: float) -> list[Entry]:
    return [
        Entry(str(n), "", "t", "", published=NOW - timedelta(hours=hours)) for n, hours in enumerate(hours_ago, start=1)
    ]


@pytest.mark.parametrize(
    ("hours_ago", "expected"),
    [
        ([float(n) for n in range(1, 31)], 1800),
        ([n / 60 for n in range(1, 31)], 300),
        ([24.0 * n for n in range(1, 8)], 43200),
        ([24.0 * 60], DAY),
        ([6.0] * 20, 10800),
        ([], 1234),
        ([-5.0], 1234),
    ],
)
def test_half_the_mean_time_between_items(hours_ago: list[float], expected: int) -> None:
    habits = learned(Asked(), entries(*hours_ago), NOW)
    assert interval(habits, 1234, NOW) == pytest.approx(expected, abs=400 if expected == 300 else 5)


def test_a_feed_that_falls_silent_is_asked_less_and_less() -> None:
    habits = learned(Asked(), entries(*range(1, 21)), NOW)
    waits = [interval(habits, 3600, NOW + timedelta(days=days)) for days in (0, 1, 5, 100)]
    assert waits == sorted(waits)
    assert waits[0] == 1800
    assert waits[-1] == DAY


def test_how_often_it_publishes() -> None:
    assert per_day(learned(Asked(), entries(*range(1, 21)), NOW), NOW) == pytest.approx(24)
    assert per_day(Habits(), NOW) is None


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<ttl>5</ttl>", Asked()),
        (
            b"<skipHours><hour>0</hour><hour>24</hour><hour>7</hour><hour>99</hour></skipHours>",
            Asked(skip_hours=(0, 7)),
        ),
        (b"<SKIPDAYS><day>Sunday</day><day>Noday</day></SKIPDAYS>", Asked(skip_days=(6,))),
        (b"<skipHours>" + b"".join(b"<hour>%d</hour>" % n for n in range(24)) + b"</skipHours>", Asked()),
        (b"<skipHours><hour>" + b"9" * 9000, Asked()),
        (b"<sy:updateBase>2000-01-01T12:00+00:00</sy:updateBase>", Asked(base=datetime(2000, 1, 1, 12, tzinfo=UTC))),
        (b'<atom:link href="http://a/x?a=1&amp;b" rel="self"/>', Asked(self_url="http://a/x?a=1&b")),
        (b'<item><link rel="self" href="http://a/x"/></item>', Asked()),
    ],
)
def test_what_a_document_asks_for(body: bytes, told: Asked) -> None:
    assert asked({}, b"<rss><channel>" + body) == told


@given(
    st.builds(
        Habits,
        wish=st.integers(0, 10**9),
        base=st.none() | MOMENTS,
        skip_hours=st.lists(st.integers(0, 23), max_size=23, unique=True).map(tuple),
        skip_days=st.lists(st.integers(0, 6), max_size=6, unique=True).map(tuple),
    ),
    st.integers(300, DAY),
    st.integers(0, 99),
)
def test_schedules_move_an_appointment_later_and_never_beyond_a_day(habits: Habits, seconds: int, seed: int) -> None:
    at = NOW + timedelta(seconds=seconds)
    moved = scheduled(habits, at, NOW, random.Random(seed))
    assert at <= moved <= NOW + timedelta(days=1)
    if moved < NOW + timedelta(days=1):
        assert moved.weekday() not in habits.skip_days
        assert moved.hour not in habits.skip_hours


def test_a_schedule_is_kept_to_and_not_to_the_second() -> None:
    habits = Habits(wish=3600, base=datetime(2000, 1, 1, 0, 20, tzinfo=UTC))
    moved = {scheduled(habits, NOW + timedelta(minutes=70), NOW, random.Random(seed)) for seed in range(20)}
    assert len(moved) > 10
    assert all(13 * 60 + 20 <= at.hour * 60 + at.minute <= 13 * 60 + 32 for at in moved)
