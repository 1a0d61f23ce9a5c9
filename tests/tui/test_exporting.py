"""Files for elsewhere, read back: nothing from outside becomes markup, a formula or another file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.library import Library
from store.model.rows import Query
from tests.support.hostile import HOSTILE
from tests.support.memory import NOW, arrival, opened, poll, statement
from tests.support.stage import fill, read_in
from tui.clipboard import copy
from tui.errors import ExportRefused
from tui.exporting import brief
from tui.exporting.files import suggested, write_file
from tui.exporting.lists import written
from tui.exporting.marks import md, md_link, ml
from tui.links import public_url
from tui.look import Look

EVIL = '=cmd()|<img src=x onerror=alert(1)> [a](javascript:alert(1)) `x` **b** ]]> &amp; "q"'
LOOK = Look(today=NOW.date(), names={"pakistan": "Pakistan"}, questions={"isf-troops": "Send troops?"})


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with opened(tmp_path_factory.mktemp("exporting")) as made:
        feed = fill(made)
        text = f"“{EVIL}” Ishaq Dar said."
        said = statement(text, EVIL)
        one = arrival("evil", text, title=EVIL, found=read_in(text, said), outlet=f"{EVIL} {HOSTILE}")
        poll(made, feed, one)
        yield made


def records(library: Library) -> list[object]:
    query = Query(limit=100)
    return [
        *library.statements.page(query),
        *library.ledger.changes(query),
        *library.articles.stories(query),
        *library.articles.rows(query),
        *library.names.actor_rows(query),
    ]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert all(not name.startswith("on") for name, _ in attrs)
        assert all(value is None or not value.startswith("javascript") for _, value in attrs)


def test_csv_is_read_back_and_holds_no_formula(library: Library) -> None:
    text = written(records(library), "csv", LOOK, title="All", now=NOW)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(records(library))
    assert not [cell for row in rows for cell in row.values() if cell and cell[0] in "=+-@\t\r\n"]
    dar = next(row for row in rows if "ready to send" in row["text"])
    assert (dar["speaker"], dar["said_on"], dar["url"]) == ("ishaq-dar", "2025-11-29", "https://news.example/lead")
    assert dar["positions"] == "isf-troops support 0.9"
    assert len(dar["text_sha256"]) == 64


def test_json_is_read_back(library: Library) -> None:
    found = json.loads(written(records(library), "json", LOOK, title="All", now=NOW))
    (change,) = [one for one in found if one["type"] == "change"]
    assert {piece["side"] for piece in change["evidence"]} == {"before", "after"}
    assert any(EVIL in one.get("text", "") for one in found)
    assert json.loads(written([], "json", LOOK, title="None", now=NOW)) == []


def test_rss_is_read_back(library: Library) -> None:
    channel = ET.fromstring(written(records(library), "rss", LOOK, title=EVIL, now=NOW))[0]
    assert channel.findtext("title") == EVIL
    items = channel.findall("item")
    assert len(items) == len(records(library))
    assert len({item.findtext("guid") for item in items}) < len(items)  # a story and its article are one
    assert all((item.findtext("link") or "https://").startswith("https://") for item in items)


def test_markdown_holds_text_alone(library: Library) -> None:
    text = written(records(library), "md", LOOK, title=EVIL, now=NOW)
    bare = re.sub(r"\\.", "", text)
    assert "- **Pakistan** on" in bare
    assert "<img" not in bare
    assert "](javascript" not in bare
    assert "`" not in bare
    assert "&amp" not in bare
    assert re.findall(r"\]\(<([^>]*)>\)", bare)
    assert all(url.startswith("https://") for url in re.findall(r"\]\(<([^>]*)>\)", bare))


@pytest.mark.parametrize("form", brief.FORMS)
def test_the_page_has_its_parts_in_order(library: Library, form: str) -> None:
    page = brief.gather(library, Query(), since=NOW - timedelta(days=400), now=NOW + timedelta(days=30))
    text = brief.page_text(page, form, LOOK)
    heads = ["Changed positions", "Divergences", "New statements by issue", "Silences", "Sources"]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    assert "Two ministers of the field were quoted a month apart." in text
    assert "Pakistan" in text[places[3] :]
    assert "32 days" in text
    if form == "html":
        tags = Tags()
        tags.feed(text)
        assert tags.seen <= {
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "h1",
            "h2",
            "h3",
            "p",
            "b",
            "a",
            "blockquote",
        }
    if form == "txt":
        assert "https://news.example/lead" in text


def test_the_page_holds_what_came_since_and_within_the_query(library: Library) -> None:
    page = brief.gather(library, Query(), since=NOW, now=NOW + timedelta(hours=1))
    assert not page.changes
    assert not page.statements
    assert "Nobody was heard." in brief.page_text(page, "md", LOOK)
    narrow = brief.gather(library, Query(issue="disarm-hamas"), since=NOW - timedelta(days=9), now=NOW)
    assert list(narrow.statements) == ["disarm-hamas"]
    assert not narrow.changes


@given(st.text(max_size=60))
def test_no_text_acts_in_markdown_or_html(text: str) -> None:
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|~]", md(text))
    assert not re.match(r"[-+=>]|\d+[.)]", md(text))
    assert not re.search(r'[<>"]', ml(text))
    assert "\n" not in md(text) + ml(text)


@given(st.text(max_size=40))
def test_no_address_leaves_its_link(rest: str) -> None:
    link = md_link("x", f"https://a.example/{rest}")
    assert re.fullmatch(r"\[x\]\(<https://[^<>\s]*>\)|x", link)
    assert md_link("x", f"javascript:{rest}") == "x"


def test_secrets_in_addresses_are_not_told() -> None:
    assert (
        public_url("https://me:pw@a.example/x?id=3&api_key=s3&Token=q#n")
        == "https://a.example/x?id=3&api_key=…&Token=…#n"
    )
    assert public_url("https://a.example/?keyword=gaza") == "https://a.example/?keyword=gaza"
    assert public_url("file:///etc/passwd") == ""


def test_a_file_takes_no_other_s_place_unasked(tmp_path: Path) -> None:
    target = tmp_path / suggested("Recent statements", NOW.date(), "md")
    assert target.name == "standpoint-recent-statements-2025-12-01.md"
    assert write_file(target, "one\r\n") == target
    with pytest.raises(ExportRefused, match="is there already"):
        write_file(target, "two")
    assert target.read_bytes() == b"one\r\n"
    write_file(target, "three", replace=True)
    assert target.read_text() == "three"
    with pytest.raises(ExportRefused, match="name another file"):
        write_file(tmp_path / "no" / "folder.md", "x")
    with pytest.raises(ExportRefused, match="is a folder"):
        write_file(tmp_path, "x")
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_the_clipboard_says_where_the_text_went(tmp_path: Path) -> None:
    sent: list[str] = []
    assert "OSC 52" in copy("words", sent.append, {"TERM": "xterm"}, None)
    assert sent == ["words"]
    fallback = tmp_path / "state" / "copied.txt"
    assert str(fallback) in copy("words", sent.append, {"TERM": "linux"}, fallback)
    assert fallback.read_text() == "words\n"
    assert str(fallback) in copy("x" * 80_000, sent.append, {"TERM": "xterm"}, fallback)
    assert "Not copied" in copy("words", sent.append, {"TERM": "linux"}, None)
    assert sent == ["words"]
