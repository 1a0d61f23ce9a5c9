"""The query language: what it means, that it can be written down again, and where it says it was not understood."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store import conditions, search
from store.model.rows import Condition, Query
from store.model.words import Stance
from tests.support.memory import FACTS
from tui.asking.book import book
from tui.asking.complete import offers
from tui.asking.days import When, first_of, last_of
from tui.asking.errors import QueryError
from tui.asking.parse import parse
from tui.asking.resolve import query_of, resolve, understood
from tui.asking.terms import FIELDS, FLAGS, TIMES, VIEW, WORDS, Asked, Place, Term

NOW = datetime(2025, 12, 3, 12, tzinfo=UTC)  # a Wednesday
WHEN = When(NOW, NOW.date(), datetime(2025, 12, 1, tzinfo=UTC))
BOOK = book(
    FACTS,
    {"ishaq-dar": ["Deputy Prime Minister Dar"], "pakistan": ["Islamabad"], "turkey": ["Turkey", "Ankara"]},
    ["Dawn", "Al Jazeera", "Geo"],
)


def asks(text: str, **views: str) -> Query:
    return query_of(understood(text, BOOK, WHEN, views), WHEN)


# --- what it means ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("actor:dar", Query(actor="ishaq-dar")),
        ("ACTOR:Islamabad", Query(actor="pakistan")),
        ('actor:"khawaja asif"', Query(actor="khawaja-asif")),
        ("principal:ankara issue:disarm", Query(principal="turkey", issue="disarm-hamas")),
        ("stance:oppose topic:isf", Query(stance=Stance.OPPOSE, topic="isf")),
        ('outlet:"al jazeera"', Query(outlet="Al Jazeera")),
        ("is:unread is:starred is:story", Query(unread=True, starred=True, on_story=True)),
        ("-is:story", Query(on_story=False)),
        ("is:new", Query(came=datetime(2025, 12, 1, tzinfo=UTC))),
        ("since:2025-11-01 until:2025-11", Query(since=date(2025, 11, 1), until=date(2025, 11, 30))),
        ("since:7d since:monday", Query(since=date(2025, 12, 1))),
        ("came:24h", Query(came=datetime(2025, 12, 2, 12, tzinfo=UTC))),
        ("actor:dar,asif", Query(conditions=(Condition("actor", ("ishaq-dar", "khawaja-asif")),))),
        ("actor:dar actor:asif", Query(conditions=(Condition("actor", ("ishaq-dar", "khawaja-asif")),))),
        ("actor:dar -actor:asif", Query(actor="ishaq-dar", conditions=(Condition("actor", ("khawaja-asif",), True),))),
        ("-is:unread", Query(conditions=(Condition("is", ("unread",), True),))),
        ("is:possible", Query(conditions=(Condition("is", ("possible",)),))),
        ('"peace enforcement" -ceasefire troop*', Query(text='"peace enforcement" -ceasefire troop*')),
        ("12:30", Query(text="12:30")),
        ("peace - \"\" *", Query(text="peace")),
        ("@mine gaza", Query(actor="hakan-fidan", text="gaza")),
    ],
)  # fmt: skip
def test_a_query_asks_the_store(text: str, query: Query) -> None:
    assert asks(text, Mine="actor:fidan") == query


def test_a_body_as_a_speaker_stands_for_those_who_speak_for_it() -> None:
    assert query_of(understood("actor:pakistan", BOOK, WHEN), WHEN, book=BOOK) == Query(principal="pakistan")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", date(2025, 12, 3), date(2025, 12, 3)),
        ("Yesterday", date(2025, 12, 2), date(2025, 12, 2)),
        ("wednesday", date(2025, 12, 3), date(2025, 12, 3)),
        ("thu", date(2025, 11, 27), date(2025, 11, 27)),
        ("2w", date(2025, 11, 19), date(2025, 11, 19)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("30h", datetime(2025, 12, 2, 6, tzinfo=UTC), date(2025, 12, 2)),
    ],
)
def test_days_are_reckoned_from_now(text: str, first: date, last: date) -> None:
    assert (first_of(text, WHEN), last_of(text, WHEN)) == (first, last)


# --- where it went wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "marked", "choices"),
    [
        ("gaza actr:dar", "actr", ["actor:"]),
        ("issue:disarm-hamass", "disarm-hamass", ["disarm-hamas"]),
        ("actor:dar,fidam x", "fidam", ["hakan-fidan"]),
        ("is:unred", "unred", ["unread"]),
        ("outlet:down", "down", ["Dawn"]),
        ("since:2025-13-01", "2025-13-01", []),
        ("since:yester", "yester", ["yesterday"]),
        ("since:99999w", "99999w", []),
        ("-since:7d", "-since:7d", ["until:"]),
        ("since:7d,8d", "8d", []),
        ("gaza @min", "@min", ["@mine"]),
        ("issue:", "", []),
        ("actor:dar,", "", []),
        ("-@mine", "-@mine", []),
        ("-is:new", "-is:new", ["until:"]),
    ],
)
def test_an_error_points_at_the_place(text: str, marked: str, choices: list[str]) -> None:
    with pytest.raises(QueryError) as caught:
        asks(text, mine="gaza")
    place = caught.value.place
    assert text[place.start : place.end] == marked
    assert list(caught.value.choices)[: len(choices)] == choices
    shown, carets = caught.value.pointed(text).split("\n")
    assert shown == text
    assert carets.index("^") == place.start


def test_a_name_that_fits_several_names_them() -> None:
    more = book(FACTS, {"hakan-fidan": ["Minister Dar"]})
    with pytest.raises(QueryError) as caught:
        resolve(parse("actor:minister"), book(FACTS, {"hakan-fidan": ["Minister A"], "turkey": ["Minister B"]}), WHEN)
    assert set(caught.value.choices) == {"hakan-fidan", "turkey"}
    assert resolve(parse("actor:dar"), more, WHEN) == parse("actor:ishaq-dar")


def test_a_view_that_asks_for_itself_is_refused() -> None:
    with pytest.raises(QueryError, match="asks for itself"):
        asks("@a", a="@b", b="@a")


@given(st.text(max_size=300), st.integers(0, 299), st.integers(0, 40))
def test_what_points_is_two_short_lines(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    error = QueryError("No", Place(start, min(start + length, len(text))))
    shown, carets = error.pointed(text).split("\n")
    assert len(shown) <= 78
    assert len(carets) <= 79
    assert set(carets.strip()) == {"^"}


# --- writing it down --------------------------------------------------------------------------------------------------

VALUES = st.text(min_size=1, max_size=12).filter(lambda value: value.strip())
WORDY = st.text(min_size=1, max_size=12).filter(search.fold)


@st.composite
def terms(draw: st.DrawFn) -> Term:
    field = draw(st.sampled_from([WORDS, VIEW, *FIELDS]))
    negated = field not in (VIEW, *TIMES) and draw(st.booleans())
    if field == WORDS:
        return Term(field, (draw(WORDY),), negated, draw(st.booleans()))
    if field == VIEW or field in TIMES:
        return Term(field, (draw(VALUES),), negated)
    return Term(field, tuple(draw(st.lists(VALUES, min_size=1, max_size=3, unique=True))), negated)


@given(st.lists(terms(), max_size=6, unique=True))
def test_what_is_written_is_read_again(found: list[Term]) -> None:
    asked = Asked(tuple(found))
    assert parse(str(asked)) == asked


def read(text: str) -> tuple[Asked, Place]:
    try:
        return parse(text), Place(0, 0)
    except QueryError as error:
        return Asked(), error.place


@given(st.text(alphabet=st.sampled_from('ab"*-:,@\\ isactor\t\n') | st.characters(), max_size=40))
@example('actor:"a\\')
@example('-"a\\"b"*')
def test_whatever_is_typed_has_a_meaning_or_a_place(text: str) -> None:
    asked, place = read(text)
    assert 0 <= place.start <= place.end <= len(text)
    assert parse(str(asked)) == asked
    for term in asked:
        assert text[term.place.start : term.place.end].strip() != ""


def test_a_long_query_takes_no_long_time() -> None:
    for text in ('"' * 40_000, "a:" * 20_000, "-" * 40_000, "actor:" + "\\" * 40_000, '\\"' * 20_000, "is:a," * 9_000):
        assert read(text)[1].end <= len(text)


# --- completion -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "labels", "taken"),
    [
        ("iss", ["issue:"], "issue:"),
        ("gaza -ac", ["-actor:"], "gaza -actor:"),
        ("actor:dar", ["ishaq-dar"], "actor:ishaq-dar "),
        ("actor:dar,fid", ["hakan-fidan"], "actor:dar,hakan-fidan "),
        ("outlet:al", ["Al Jazeera"], 'outlet:"Al Jazeera" '),
        ("since:y", ["yesterday"], "since:yesterday "),
        ("@m", ["@my view"], '@"my view" '),
        ("is:po", ["possible"], "is:possible "),
        ('"iss', [], ""),
        ("", [f"{name}:" for name in FIELDS], "actor:"),
    ],
)
def test_completion_offers_fields_then_values(text: str, labels: list[str], taken: str) -> None:
    found = offers(text, len(text), BOOK, {"my view": "gaza"})
    assert [one.label for one in found] == labels
    if found:
        assert found[0].text == taken


@given(st.text(max_size=30))
def test_what_is_offered_can_be_read(text: str) -> None:
    for one in offers(text, len(text), BOOK):
        assert one.text.startswith(text[: text.rfind(":") + 1] if ":" in text else "")


def test_every_flag_is_one_the_store_knows() -> None:
    assert set(FLAGS) == {*conditions.FLAGS, "new"}
