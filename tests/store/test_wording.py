"""Phrases are found where an index of places would find them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.wording import TOKENIZER, holds_phrase, phrase, tokens

LETTERS = st.sampled_from("abABéÉöñ’“”-_ \n1йЙ…")
TEXTS = st.text(LETTERS, max_size=24)


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    """An index that keeps the places of words, and the function that looks phrases up without one."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE t USING fts5 (x, tokenize='{TOKENIZER}')")
    connection.create_function("holds_phrase", 3, holds_phrase)
    yield connection
    connection.close()


def found_by_places(index: sqlite3.Connection, text: str, pieces: tuple[str, ...], *, prefix: bool) -> bool:
    index.execute("DELETE FROM t")
    index.execute("INSERT INTO t (x) VALUES (?)", (text,))
    asked = '"' + " ".join(pieces) + '"' + ("*" if prefix else "")
    (count,) = index.execute("SELECT count(*) FROM t WHERE t MATCH ?", (asked,)).fetchone()
    return bool(count)


def holds(index: sqlite3.Connection, text: str, pieces: tuple[str, ...], *, prefix: bool) -> bool:
    sql = "SELECT holds_phrase(x'', CAST(lower(?) AS BLOB), ?)"
    (found,) = index.execute(sql, (text, phrase(pieces, prefix=prefix))).fetchone()
    return bool(found)


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS, st.booleans())
def test_a_phrase_is_found_where_its_words_follow_each_other(
    index: sqlite3.Connection, text: str, wanted: str, prefix: bool
) -> None:
    pieces = tokens(wanted)
    if len(pieces) > 1:
        for one in (text, f"{text} {wanted} {text}", f"{text}{wanted}{text}"):
            assert holds(index, one, pieces, prefix=prefix) == found_by_places(index, one, pieces, prefix=prefix)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=20))
def test_words_are_cut_as_the_index_cuts_them(text: str) -> None:
    text = text.encode("utf-8", "replace").decode().replace("\x00", " ")
    assert all(tokens(piece) == (piece,) for piece in tokens(text))


def test_a_phrase_may_stand_in_the_title() -> None:
    wanted = phrase(tokens("al-Aqsa"), prefix=False)
    assert holds_phrase(b"at al-aqsa", b"", wanted)
    assert not holds_phrase(b"at al", b"aqsa", wanted)
    assert not holds_phrase(b"", b"al aqsat", wanted)
    assert not holds_phrase(b"", b"royal aqsa", wanted)
