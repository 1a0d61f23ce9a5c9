"""Files to documents: titles, days, charsets, and files that are none."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.documents import Unreadable, first_sentence, read_documents, stated_day, title_line
from store.model.articles import Document

LONG = "The minister said on Tuesday that the decision on the force is still in process. More words follow here."


def one(path: Path, content: str | bytes, **options: object) -> Document | Unreadable:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = read_documents([path], **options)  # type: ignore[arg-type]
    return found


def document(path: Path, content: str | bytes, **options: object) -> Document:
    found = one(path, content, **options)
    assert isinstance(found, Document), found
    return found


class TestText:
    def test_title_day_and_hash(self, tmp_path: Path) -> None:
        content = f"Minister speaks on the force\n\n2025-11-03\n\n{LONG}"
        found = document(tmp_path / "a.txt", content, outlet="Dawn")
        assert (found.title, found.outlet) == ("Minister speaks on the force", "Dawn")
        assert found.published == datetime(2025, 11, 3, tzinfo=UTC)
        assert found.original_sha256 == hashlib.sha256(content.encode()).hexdigest()

    def test_without_a_title_line_the_first_sentence_serves(self, tmp_path: Path) -> None:
        assert document(tmp_path / "a.txt", LONG).title + "." == LONG[: LONG.index(".") + 1]

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("POLITICS & POLICY\n\nMinister speaks on the force\n\nText.", "Minister speaks on the force"),
            ("MINISTER SPEAKS\n\nThe minister spoke.", "MINISTER SPEAKS"),
            ("Minister speaks. Then he left.\n\nText", ""),
            ("ISLAMABAD:\n\nText of it", ""),
            ("2025-11-03\nText of it.", ""),
            ("x" * 300, ""),
            ("", ""),
        ],
    )
    def test_title_lines(self, text: str, title: str) -> None:
        assert title_line(text) == title

    def test_a_long_first_sentence_is_cut_at_a_word(self) -> None:
        title = first_sentence("word " * 60 + "end.")
        assert len(title) <= 120
        assert title.endswith("word…")

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("T\n\nIstanbul, November 3, 2025 — The minister said.", "2025-11-03"),
            ("T\nPublished 3 Nov 2025\n\nText.", "2025-11-03"),
            ("T\n2025-11-03T10:00:00Z\nText.", "2025-11-03"),
            (
                "T\n\nThe talks that began on October 10, 2024 in the city of Doha have led to nothing much so far.",
                None,
            ),
            ("T\n\nText without any.", None),
        ],
    )
    def test_days(self, text: str, day: str | None) -> None:
        found = stated_day(text)
        assert (found.isoformat() if found else None) == day

    def test_the_given_day_stands_in(self, tmp_path: Path) -> None:
        at = datetime(2025, 10, 28, tzinfo=UTC)
        assert document(tmp_path / "a.txt", LONG, published=at).published == at

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_charsets(self, tmp_path: Path, encoding: str) -> None:
        assert "“Ångström”" in document(tmp_path / "a.txt", f"“Ångström” said so, {LONG}".encode(encoding)).text

    def test_text_is_harmless(self, tmp_path: Path) -> None:
        found = document(tmp_path / "a.txt", "Ti\x1b[31mtle\u202e here\n\nBo\x1b]52;c;x\x07dy\x00 text.")
        assert (found.title, found.text) == ("Title here", "Title here\n\nBody text.")


class TestOtherKinds:
    def test_markdown(self, tmp_path: Path) -> None:
        found = document(tmp_path / "a.md", "# The *title* of it\n\n## Part\n\nText.")
        assert found.title == "The *title* of it"
        assert "#" not in found.text

    def test_html(self, tmp_path: Path) -> None:
        page = "<html><head><title>Tab - Site</title></head><body><h1>The headline</h1><p>Text.<script>x</script>"
        found = document(tmp_path / "a.html", page)
        assert found.title == "The headline"
        assert found.text == "The headline\n\nText."

    def test_json_lines(self, tmp_path: Path) -> None:
        row = {
            "id": "g1",
            "url": "https://a.example/x?utm_source=y",
            "outlet": "Dawn",
            "title": "T",
            "published": "2025-11-04",
            "text": LONG,
        }
        lines = [json.dumps(row), "", "{broken", '{"title": "no text"}', '{"text": "  "}', json.dumps({"text": LONG})]
        path = tmp_path / "a.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        found = list(read_documents([path], outlet="Other"))
        first = found[0]
        assert isinstance(first, Document)
        assert (first.external_id, first.url, first.outlet) == ("g1", "https://a.example/x", "Dawn")
        assert first.published == datetime(2025, 11, 4, tzinfo=UTC)
        assert [type(one) for one in found] == [Document, Unreadable, Unreadable, Unreadable, Document]
        assert "Line 3" in found[1].reason  # type: ignore[union-attr]
        assert found[4].outlet == "Other"  # type: ignore[union-attr]


def test_what_cannot_be_read_is_a_value(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(LONG, encoding="utf-8")
    paths = [tmp_path / "missing.txt", tmp_path / "b.pdf", tmp_path, tmp_path / "b.txt"]
    found = list(read_documents(paths))
    assert [type(one) for one in found] == [Unreadable, Unreadable, Unreadable, Document]
    assert isinstance(one(tmp_path / "empty.txt", " \n"), Unreadable)
