from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import output

any_text = st.text(st.characters(exclude_categories=[]))  # lone surrogates and controls too


@given(st.recursive(any_text | st.integers() | st.none() | st.booleans(), st.lists, max_leaves=8))
def test_json_says_what_it_was_given(value: object) -> None:
    assert json.loads(output.to_json({"value": value})) == {"value": value}


@given(any_text)
def test_json_is_one_printable_line_of_utf8(text: str) -> None:
    line = output.to_json(text)
    line.encode("utf-8")
    assert not [char for char in line if unicodedata.category(char) in {"Cc", "Zl", "Zp", "Cs"}]


@pytest.mark.parametrize("char", ["\x1b", "\x9b", "\u202e", "\u2066", "\U000e0041", "\x00", "\x7f"])
def test_what_a_terminal_obeys_is_escaped_in_json(char: str) -> None:
    line = output.to_json({"title": f"a{char}b"})
    assert char not in line
    assert json.loads(line) == {"title": f"a{char}b"}


def test_people_s_letters_stay_readable_in_json() -> None:
    assert output.to_json("Erdoğan “ready” نه 🕊") == '"Erdoğan “ready” نه 🕊"'


@given(any_text)
def test_no_csv_cell_starts_a_formula(text: str) -> None:
    assert not output.csv_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_csv_is_read_back_by_a_csv_reader() -> None:
    to = io.StringIO()
    rows = [{"a": '=HYPERLINK("http://x")', "b": None}, {"a": "x, y\n“z”", "b": ["p", "q"]}, {"a": -3, "c": 1}]
    output.write_csv(("a", "b"), rows, to)
    back = list(csv.reader(io.StringIO(to.getvalue())))
    assert back == [["a", "b"], ['\'=HYPERLINK("http://x")', ""], ["x, y “z”", "p; q"], ["-3", ""]]


@given(any_text, st.integers(0, 40))
def test_a_cut_text_fits(text: str, width: int) -> None:
    assert output.text_width(output.cut(text, width)) <= width


def test_wide_letters_take_two_columns() -> None:
    assert output.text_width("停火") == 4
    assert output.text_width("e\u0301") == 1
    assert output.cut("停火停火", 4 + 1) == "停火…"


@given(st.lists(st.integers(1, 200), min_size=1, max_size=6), st.integers(10, 200))
def test_columns_fit_or_are_as_narrow_as_they_get(widths: list[int], room: int) -> None:
    fitted = output.fit(widths, room)
    assert sum(fitted) <= room or all(one <= 8 for one in fitted)
    assert all(after <= before for after, before in zip(fitted, widths, strict=True))


def test_the_text_is_given_room_and_short_columns_are_left_alone() -> None:
    assert output.fit([3, 10, 60, 200], 90) == [3, 10, 41, 36]
    assert output.fit([3, 10, 60, 20], 100) == [3, 10, 60, 20]


@given(st.lists(st.tuples(any_text, any_text), max_size=5), st.integers(30, 90))
def test_a_table_has_a_line_a_row_within_the_width(rows: list[tuple[str, str]], width: int) -> None:
    lines = output.table(("who", "what"), rows, width).splitlines()
    assert len(lines) == len(rows) + 1
    assert all(output.text_width(line) <= width for line in lines)


def test_a_table_is_aligned_and_harmless() -> None:
    told = output.table(("who", "what"), [("Dar", "a\x1b]52;c;x\x07b\nc"), ("停火", "d")], None)
    assert told == "WHO   WHAT\nDar   ab c\n停火  d\n"
