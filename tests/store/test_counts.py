"""Counts are kept, and are at every moment what counting would say."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from store.db import connect
from store.library import Library
from store.model.polling import Feed
from store.model.rows import Query
from store.schema_counts import RECOUNT
from tests.support.memory import NOW, Hands, arrival, opened, poll, read_again, reading, statement

KEPT = ("tally", "actor_days", "actor_totals", "feed_totals")
TEXT = "“We will send troops to the border,” said the minister, and nobody at the table answered him on that day."
WORDS = "“We will send troops to the border,”"


def kept(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """What is kept, zeros aside."""
    connection = connect(path, "ro")
    try:
        return {
            table: {tuple(row) for row in connection.execute(f"SELECT * FROM {table}") if any(tuple(row)[1:])}
            for table in KEPT
        }
    finally:
        connection.close()


def counted(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """What counting anew says; the file is left as it was."""
    connection = connect(path, "rw")
    try:
        connection.execute("BEGIN")
        for sql in RECOUNT:
            connection.execute(sql)
        found = {
            table: {
                row
                for row in (tuple(one) for one in connection.execute(f"SELECT * FROM {table}"))
                if any(isinstance(value, int) and value for value in row[1:])
            }
            for table in KEPT
        }
        connection.execute("ROLLBACK")
    finally:
        connection.close()
    return found


def without_zeros(found: dict[str, set[tuple[object, ...]]]) -> dict[str, set[tuple[object, ...]]]:
    return {
        table: {row for row in rows if any(isinstance(value, int) and value for value in row[1:])}
        for table, rows in found.items()
    }


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["new", "again", "off", "copy", "read", "star", "remove", "gone voice"]), st.integers(0, 3)
    ),
    max_size=12,
)


def step(library: Library, feeds: list[Feed], what: str, number: int, done: int) -> None:
    feed = feeds[number % 2]
    if what in {"new", "copy", "off"}:
        said = statement(TEXT, WORDS, actor=("ishaq-dar", "khawaja-asif")[number % 2])
        guid = f"{what}-{done}" if what == "new" else f"{what}-{number}"
        found = reading(said, on_story=what != "off")
        poll(library, feed, arrival(guid, TEXT if what == "copy" else f"{TEXT} {done}", found=found))
    elif what == "again":
        read_again(library, (number, reading(on_story=bool(number % 2))))
    elif what == "gone voice":
        read_again(library, (number, reading(statement(TEXT, WORDS, voices=()))))
    elif what in {"read", "star"}:
        library.articles.mark([number], read=bool(done % 2))
    elif library.feeds.find("https://b.example/feed"):
        library.feeds.remove(feeds[1].id)
        feeds[1] = library.feeds.add("https://b.example/feed")


@settings(max_examples=12, deadline=None)
@given(STEPS)
def test_what_is_kept_is_what_counting_says(tmp_path_factory, steps: list[tuple[str, int]]) -> None:  # type: ignore[no-untyped-def]
    with opened(tmp_path_factory.mktemp("counts")) as library:
        feeds = [library.feeds.add("https://a.example/feed"), library.feeds.add("https://b.example/feed")]
        for done, (what, number) in enumerate(steps):
            step(library, feeds, what, number, done)
        assert without_zeros(kept(library.path)) == counted(library.path)


def test_actors_are_counted_between_days_and_since_a_visit(tmp_path: Path) -> None:
    hands = Hands()
    with opened(tmp_path, hands) as library:
        feed = library.feeds.add("https://a.example/feed")
        poll(library, feed, arrival("one", TEXT, found=reading(statement(TEXT, WORDS))))
        library.set_meta("last_visit", f"{NOW.isoformat(timespec='microseconds')}")
        hands.forward(days=1)
        later = reading(statement(TEXT, "nobody at the table answered him"))
        poll(library, feed, arrival("two", f"{TEXT} More.", found=later), at=hands())
        (dar,) = library.names.actor_rows(Query())
        assert (dar.statements, dar.mentions, dar.new) == (2, 2, 1)
        (dar,) = library.names.actor_rows(Query(since=NOW.date(), until=NOW.date()))
        assert dar.statements == 2
        assert dar.last_said == NOW.date()
