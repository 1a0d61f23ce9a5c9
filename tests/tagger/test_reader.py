"""Whole articles: what a reading holds, and what it leaves out."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model.reading import Draft, Reading
from tagger.errors import WatchlistError
from tagger.reader import reader_for
from tests.support.packaged import reader

DAY = datetime(2025, 11, 30, 9, 0, tzinfo=UTC)

ARTICLE = """ISLAMABAD: Foreign Minister Ishaq Dar said on Saturday that Pakistan would join the International \
Stabilization Force for Gaza once its mandate is written. “Disarming Hamas is not our job,” he added.

Earlier this month, Defence Minister Khawaja Asif said the matter was still in process.

A senior Turkish official said the list of states in the force for Gaza is open.

Leave a Comment

Your email address will not be published. Required fields are marked *
"""


def read(text: str = ARTICLE, title: str = "", published: datetime | None = DAY) -> Reading:
    return reader().read(Draft(text, title=title, published=published))


def test_an_article_on_the_story_is_read_to_the_end() -> None:
    reading = read()
    assert reading.topics == ("gaza", "isf")
    assert reading.on_story
    said = [(s.voices[0].actor, s.voices[0].principal, s.said_on) for s in reading.statements]
    assert said == [
        ("ishaq-dar", "pakistan", date(2025, 11, 29)),
        ("ishaq-dar", "pakistan", date(2025, 11, 29)),
        ("khawaja-asif", "pakistan", None),
        (None, "turkey", None),
    ]
    assert {"ishaq-dar", "khawaja-asif", "hamas", "turkey", "international-stabilization-force"} <= set(reading.actors)
    assert reading.tagged_with == reader().watchlist.fingerprint


def test_offsets_are_those_of_the_text() -> None:
    reading = read()
    for statement in reading.statements:
        assert ARTICLE[statement.start : statement.end] == statement.text
        assert statement.speaker_span is None or statement.speaker_text
    assert all(ARTICLE[m.start : m.end] for m in reading.mentions)


def test_off_the_story_there_are_mentions_and_no_statements() -> None:
    reading = read("Prime Minister Shehbaz Sharif said the floods took a hundred lives in Pakistan.")
    assert (reading.topics, reading.on_story, reading.statements) == ((), False, ())
    assert reading.actors == ("shehbaz-sharif", "pakistan")


def test_confidence_is_that_of_the_rules_that_read_it() -> None:
    by_text = {s.text: s.confidence for s in read().statements}
    assert all(0.5 < value < 1 for value in by_text.values())
    rejected = "Ishaq Dar rejected troops to Gaza. Ishaq Dar said Gaza’s truce holds for Hamas and Israel."
    weak, strong = read(rejected).statements
    assert weak.confidence < strong.confidence


def test_titles_count_for_mentions_and_are_marked() -> None:
    reading = read("It rained.", title="Hakan Fidan in Doha")
    assert [(m.target, m.in_title) for m in reading.mentions] == [("hakan-fidan", True)]


def test_a_person_meant_by_title_is_mentioned() -> None:
    text = "Pakistan may send troops to Gaza, Ishaq Dar said; the field marshal knows. Pakistan waits for Gaza’s truce."
    assert "asim-munir" in read(text).actors


def test_page_remains_mention_nobody() -> None:
    text = ARTICLE + "\nRelated news: Vladimir Putin\n\nDiscover more from Vladimir Putin\n"
    spans = [(m.start, m.end) for m in read(text).mentions if m.target == "vladimir-putin"]
    assert len(spans) <= 1


def test_an_outlet_s_credit_around_a_statement_is_not_another_one() -> None:
    text = "Hakan Fidan said troops to Gaza need a mandate, Reuters reported. Gaza’s truce holds."
    assert [s.voices[0].actor for s in read(text).statements] == ["hakan-fidan"]


def test_an_outlet_s_own_report_is_no_statement() -> None:
    text = "Troops to Gaza will be named next week, Reuters reported. Gaza’s truce holds."
    assert read(text).statements == ()


def test_a_dateline_in_capitals_is_no_speaker() -> None:
    text = "LONDON: Prime Minister Shehbaz Sharif has said that troops to Gaza need a mandate. Gaza’s truce holds."
    assert [s.voices[0].actor for s in read(text).statements] == ["shehbaz-sharif"]


def test_without_a_published_day_weekdays_fix_nothing() -> None:
    assert [s.said_on for s in read(published=None).statements][:2] == [None, None]


def test_a_worker_s_reader_reads_the_same(tmp_path: object) -> None:
    read_by = reader_for("")
    again = read_by(Draft(ARTICLE, published=DAY))
    assert pickle.loads(pickle.dumps(again)) == read()


def test_a_watchlist_that_is_not_there_is_an_error() -> None:
    with pytest.raises(WatchlistError):
        reader_for("/nowhere/watchlist.toml")


def test_reading_loads_nothing_of_the_face_or_the_database() -> None:
    code = "import sys, tagger.reader as _; print(sorted({'textual', 'sqlite3', 'httpx'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from([*ARTICLE.split(" "), "\n\n", "“", "”", "İ", "\u202e", "\x1b]52;c;", "é"]), max_size=80)
)
def test_any_order_of_words_is_read(words: list[str]) -> None:
    text = "Gaza ceasefire: troops to Gaza. " + " ".join(words)
    reading = read(text)
    for statement in reading.statements:
        assert text[statement.start : statement.end] == statement.text


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_is_read(text: str, title: str) -> None:
    reader().read(Draft("Gaza ceasefire and troops to Gaza. " + text, title=title, published=DAY))


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Pakistan weighs troops",
        "Foreign Minister Ishaq Dar said Pakistan would not disarm Hamas in Gaza.",
        "Foreign Minister Ishaq Dar said Pakistan would not disarm Hamas in Gaza",
    ],
)
@pytest.mark.parametrize("rest", ["", "\n\nNobody else spoke."])
def test_a_text_s_only_or_first_sentence_is_read_though_it_is_its_title(title: str, rest: str) -> None:
    text = "Foreign Minister Ishaq Dar said Pakistan would not disarm Hamas in Gaza." + rest
    assert [one.text for one in reader().read(Draft(text, title)).statements] == [
        "Pakistan would not disarm Hamas in Gaza"
    ]


def test_a_headline_that_is_all_there_is_of_a_text_is_read() -> None:
    text = "Ishaq Dar: “We will not disarm Hamas in Gaza”"
    assert len(reader().read(Draft(text, text)).statements) == 1
    assert reader().read(Draft(f"{text}\n\nThe talks went on.", text)).statements == ()
