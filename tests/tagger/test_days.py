"""How the days of an article's statements hold together."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tagger.dates import Now, Said, dateline
from tagger.days import Telling, days

SATURDAY, MONDAY = date(2025, 11, 29), date(2025, 12, 1)
OPEN, VAGUE = Said(None), Said(None, vague=True)


def telling(said: Said, speaker: str = "dar", paragraph: int = 0, *, is_state: bool = False) -> Telling:
    return Telling(said, speaker, "pakistan", paragraph, is_state)


def test_a_speaker_s_day_holds_on_and_back() -> None:
    assert days([telling(OPEN), telling(Said(SATURDAY)), telling(OPEN)], None) == [SATURDAY] * 3


def test_another_speaker_does_not_take_it() -> None:
    assert days([telling(Said(SATURDAY)), telling(OPEN, "asif")], None) == [SATURDAY, None]


def test_a_vague_frame_has_no_day_and_ends_the_carrying() -> None:
    assert days([telling(Said(SATURDAY)), telling(VAGUE), telling(OPEN)], None) == [SATURDAY, None, None]


def test_who_speaks_for_a_state_takes_its_day_where_it_is_near_and_keeps_it() -> None:
    state = telling(Said(SATURDAY), "pakistan", is_state=True)
    near = [state, telling(OPEN, paragraph=2), telling(OPEN, paragraph=9)]
    assert days(near, None) == [SATURDAY] * 3
    assert days([state, telling(OPEN, paragraph=3)], None) == [SATURDAY, None]


def test_the_dateline_is_the_last_resort_and_not_for_other_times() -> None:
    assert days([telling(OPEN), telling(VAGUE, "asif"), telling(Said(SATURDAY), "fo")], MONDAY) == [
        MONDAY,
        None,
        SATURDAY,
    ]


def test_datelines() -> None:
    assert dateline("MELAKA, Dec 1 — Malaysia waits.", Now(MONDAY)) == MONDAY
    assert dateline("Istanbul, November 29, 2025 — They met.", Now(None)) == SATURDAY
    assert dateline("A title\n\nNovember 29, 2025\n\nThey met.", Now(None)) == SATURDAY
    assert dateline("A title\n2025-12-01\nThey met.", Now(None)) == MONDAY
    assert dateline("They met on November 29, 2025 to talk about the force.", Now(None)) is None
    assert dateline("No day at all.", Now(MONDAY)) is None


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.builds(
            Telling,
            st.sampled_from([OPEN, VAGUE, Said(SATURDAY), Said(MONDAY)]),
            st.sampled_from(["", "a", "b"]),
            st.sampled_from([None, "x", "y"]),
            st.integers(0, 5),
            st.booleans(),
        )
    ),
    st.sampled_from([None, MONDAY]),
)
def test_what_a_frame_says_always_stands(tellings: list[Telling], line: date | None) -> None:
    found = days(tellings, line)
    assert len(found) == len(tellings)
    for one, day in zip(tellings, found, strict=True):
        if one.said.day:
            assert day == one.said.day
        if one.said.vague:
            assert day is None
