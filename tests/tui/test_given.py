from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from tui.given import Given, Unusable, from_lines, from_path, from_text


@given_by(st.text())
def test_a_record_s_text_is_taken_as_it_is(text: str) -> None:
    line = json.dumps({"id": 7, "text": text, "title": "T", "published": "2025-11-29"}).encode()
    (document,) = from_lines([line], "x")
    assert document == Given(id="7", title="T", text=text, published="2025-11-29")


def test_a_file_s_text_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_bytes("\r\n  Títle\x9b\r\n\r\nBody\u202e text".encode())
    (document,) = from_path(path)
    assert document == Given(id="one", title="Títle", text="\r\n  Títle\x9b\r\n\r\nBody\u202e text")


@pytest.mark.parametrize(
    ("text", "title", "day"),
    [
        ("Dar speaks in Doha\n\n“Yes,” he said.", "Dar speaks in Doha", None),
        ("# Dar speaks\r\n\r\nISTANBUL, November 3, 2025 — He spoke.", "Dar speaks", "2025-11-03"),
        ("Dar spoke in Doha on Sunday. He was calm.\nThen he left.", "Dar spoke in Doha on Sunday", None),
        ("\ufeffDar speaks\r\rHe did.", "Dar speaks", None),
        ("", "", None),
    ],
)
def test_a_text_s_headline_is_its_title_and_its_head_states_the_day(text: str, title: str, day: str | None) -> None:
    assert from_text(text, "x") == Given(id="x", title=title, text=text, published=day)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_whatever_wrote_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "one.txt"
    path.write_bytes("“Café” title\n\nText".encode(encoding))
    (document,) = from_path(path)
    assert isinstance(document, Given)
    assert document.text.removeprefix("\ufeff") == "“Café” title\n\nText"


def test_a_page_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "one.html"
    path.write_text("<html><body><h1>Title</h1><p>One &amp; <b>two</b></p><script>x()</script></body></html>")
    (document,) = from_path(path)
    assert isinstance(document, Given)
    assert document.title == "Title"
    assert "One & two" in document.text
    assert "x()" not in document.text


def test_lines_that_are_no_documents_are_named(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_bytes(b'{"text": "a"}\n\nnot json\n[1]\n{"text": 3}\n\xff\n{"text": "b"}\n' + b"[" * 100_000 + b"\n")
    read = list(from_path(path))
    assert [one.text for one in read if isinstance(one, Given)] == ["a", "b"]
    named = [str(one) for one in read if isinstance(one, Unusable)]
    assert [one.split(": ")[0] for one in named] == [f"{path}:{line}" for line in (3, 4, 5, 6, 8)]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    for name in ("missing.txt", "sheet.xlsx"):
        (found,) = from_path(tmp_path / name)
        assert isinstance(found, Unusable)
        assert name in str(found)


def test_a_line_is_read_before_the_next_is_there() -> None:
    def lines() -> Iterator[bytes]:
        yield b'{"text": "first"}'
        raise AssertionError("asked for a second line too early")

    assert next(from_lines(lines(), "x")) == Given(id=None, title="", text="first")


def test_dates_are_read_to_utc_and_nonsense_to_none() -> None:
    assert Given(None, "", "", published="2025-11-29").published_at == datetime(2025, 11, 29, tzinfo=UTC)
    assert Given(None, "", "", published="2025-11-29T23:30:00-05:00").published_at == datetime(
        2025, 11, 30, 4, 30, tzinfo=UTC
    )
    assert Given(None, "", "", published="soon").published_at is None
    assert Given(None, "", "").published_at is None
