"""Which statements may be the same words: none is missed, whoever placed it, and whatever was taken back."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from store.mates import Mates, Said
from store.model.polling import PollResult
from store.model.rows import Query
from store.rows import said_order
from store.similar import gist
from store.sqlite import sqlite3
from store.utterances import near
from tests.support.memory import arrival, opened, poll, reading, result, statement

WORDS = st.lists(
    st.sampled_from("troops gaza peace force not never hamas plan the will aid cease".split()),  # noqa: SIM905
    max_size=12,
).map(" ".join)
SAID = st.lists(st.tuples(WORDS, st.integers(1, 2), st.integers(0, 6)), min_size=2, max_size=20)
WORDS_SAID = "Pakistan will send its troops to Gaza for peace once the United Nations has given a mandate"
TEXT = f"“{WORDS_SAID},” Ishaq Dar said."


def stored(connection: sqlite3.Connection, said: tuple[str, int, int]) -> Said:
    content, speaker, day = said
    moment = date(2025, 11, 1) + timedelta(days=day)
    number = connection.execute(
        "INSERT INTO statements (speaker_key, sort_key, content_key) VALUES (?, ?, ?) RETURNING id",
        (speaker, said_order(moment, 0, 0), content),
    ).fetchone()["id"]
    return Said(number, speaker, moment, content, gist(content))


@given(SAID, st.integers(1, 5))
def test_no_two_that_are_one_utterance_miss_each_other(cases: list[tuple[str, int, int]], size: int) -> None:
    mates, found = Mates(), set()
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY)")
        connection.execute(
            "CREATE TABLE statements (id INTEGER PRIMARY KEY, speaker_key INTEGER, sort_key INTEGER, content_key TEXT)"
        )
        every = []
        for start in range(0, len(cases), size):
            fresh = [stored(connection, case) for case in cases[start : start + size]]
            every += fresh
            for number, others in mates.find(connection, fresh).items():
                found |= {frozenset((number, other)) for other in others}
    for one in every:
        assert {frozenset((one.id, other.id)) for other in every if other.id != one.id and near(one, other)} <= found


def test_what_another_process_placed_is_found(tmp_path: Path) -> None:
    other = "Nobody in Islamabad has asked for an army of strangers in the strip, and nobody will"
    with opened(tmp_path) as here, opened(tmp_path) as there:
        feeds = [here.feeds.add(f"https://{name}.example/feed", outlet=name) for name in ("Dawn", "Geo", "Samaa")]
        # So that this speaker's days are remembered here.
        poll(here, feeds[0], arrival("a", TEXT, title="One", found=reading(statement(TEXT, WORDS_SAID))))
        poll(there, feeds[1], arrival("b", other, title="Two", found=reading(statement(other, other))))
        poll(here, feeds[2], arrival("c", other, title="Three", found=reading(statement(other, other))))
        told = {row.text: row.more_outlets for row in here.statements.page(Query())}
        assert told == {WORDS_SAID: 0, other: 1}


def test_what_was_taken_back_is_not_taken_for_stored(tmp_path: Path) -> None:
    with opened(tmp_path) as here, opened(tmp_path) as there:
        feeds = [here.feeds.add(f"https://{name}.example/feed", outlet=name) for name in ("Dawn", "Geo", "Samaa")]
        found = reading(statement(TEXT, WORDS_SAID))
        poll(here, feeds[0], arrival("a", found=reading()))

        def fails(one: PollResult, _: object) -> PollResult:
            if one.feed_id == feeds[2].id:
                raise InterruptedError
            return one

        lost = result(feeds[1], arrival("b", TEXT, title="Lost", found=found))
        with suppress(InterruptedError):
            here.feeds.commit_polls((lost, replace(lost, feed_id=feeds[2].id)), fails)
        # It takes the number that the lost one had.
        other = "Nobody in Islamabad has asked for an army of strangers in the strip, and nobody will"
        poll(there, feeds[1], arrival("c", other, title="Other", found=reading(statement(other, other))))
        poll(here, feeds[0], arrival("d", other, title="Again", found=reading(statement(other, other))))
        rows = here.statements.page(Query())
        assert [(row.text, row.more_outlets) for row in rows] == [(other, 1)]
