"""Files to documents: .txt, .md, .html and .jsonl, as they are saved from the web or made by other programs.

A file that cannot be read is a value, so that one of a hundred does not stop the import.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from feeds import limits
from feeds.clean import canonical_url, html_to_text, parse_date, safe_body, safe_text
from feeds.dates import iso_day, written_day
from feeds.page import page_title
from store.legible import unwrapped
from store.model.articles import Document

LARGEST = 64 * limits.MIB
"""Bytes of one file; a .jsonl of ten thousand articles is smaller."""

_TITLE = 200
"""Characters; a longer first line is a paragraph."""
_CUT = 120
"""Characters of a title that had to be made of the first sentence."""
_HEAD_LINES = 12
_DATE_LINE = 60
"""Characters; a line that names the day of publication holds little else."""
_ENDS_SENTENCE = re.compile(r"[.:;,…]['\"’”)]?$")
_SENTENCE_END = re.compile(r"[.!?…][\"'’”)]?\s")
# "Istanbul, November 3, 2025 —": place and day before a dash, as agencies begin.
_DATELINE = re.compile(r"^.{0,60}?\d{4}\)?\s{0,3}[-–—:]")
_HEADING = re.compile(r"^#{1,6} +")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a line of one, that gave no document; `reason` is a sentence."""

    path: Path
    reason: str


def read_documents(
    paths: Iterable[Path], *, outlet: str = "", published: datetime | None = None
) -> Iterator[Document | Unreadable]:
    """Read files one by one. `outlet` and `published` stand where a document does not say its own."""
    for path in paths:
        yield from _read(path, outlet, published)


def _read(path: Path, outlet: str, published: datetime | None) -> Iterator[Document | Unreadable]:
    kind = path.suffix.lower()
    reader = _READERS.get(kind)
    if reader is None and kind != ".jsonl":
        yield Unreadable(path, f"Files of kind “{kind or 'none'}” are not read; give .txt, .md, .html or .jsonl.")
        return
    try:
        if path.stat().st_size > LARGEST:
            yield Unreadable(path, f"The file is larger than {LARGEST // limits.MIB} MiB.")
            return
        data = path.read_bytes()
    except OSError as error:
        yield Unreadable(path, f"The file cannot be read: {error.strerror}.")
        return
    if reader is None:
        yield from _lines(path, data, outlet, published)
    else:
        found = reader(_decoded(data))
        yield _document(path, data, found, outlet, published)


@dataclass(frozen=True, slots=True)
class _Text:
    title: str
    body: str
    day: date | None = None


def _document(path: Path, data: bytes, found: _Text, outlet: str, published: datetime | None) -> Document | Unreadable:
    if not found.body:
        return Unreadable(path, "The file holds no text.")
    return Document(
        text=found.body,
        title=found.title or first_sentence(found.body),
        outlet=safe_text(outlet, limits.AUTHOR),
        published=_midnight(found.day) or published,
        original_sha256=hashlib.sha256(data).hexdigest(),
    )


def _from_text(text: str) -> _Text:
    body = unwrapped(safe_body(text, limits.TEXT))
    return _Text(title_line(body), body, stated_day(body))


def _from_markdown(text: str) -> _Text:
    body = unwrapped(safe_body(text, limits.TEXT))
    lines = body.split("\n")
    heading = next((line for line in lines[:_HEAD_LINES] if _HEADING.match(line)), "")
    title = safe_text(_HEADING.sub("", heading), limits.TITLE) or title_line(body)
    plain = "\n".join(_HEADING.sub("", line) for line in lines)
    return _Text(title, safe_body(plain), stated_day(plain))


def _from_html(text: str) -> _Text:
    body = html_to_text(text)
    return _Text(safe_text(page_title(text), limits.TITLE) or title_line(body), body, stated_day(body))


_READERS: Mapping[str, Callable[[str], _Text]] = {
    ".txt": _from_text,
    ".md": _from_markdown,
    ".markdown": _from_markdown,
    ".html": _from_html,
    ".htm": _from_html,
}


def _lines(path: Path, data: bytes, outlet: str, published: datetime | None) -> Iterator[Document | Unreadable]:
    for number, line in enumerate(_decoded(data).split("\n"), start=1):
        if line.strip():
            yield _from_line(path, number, line, outlet, published)


def _from_line(path: Path, number: int, line: str, outlet: str, published: datetime | None) -> Document | Unreadable:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return Unreadable(path, f"Line {number} is not JSON.")
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return Unreadable(path, f"Line {number} is no object with a “text”.")
    body = unwrapped(safe_body(row["text"], limits.TEXT))
    if not body:
        return Unreadable(path, f"Line {number} has an empty “text”.")
    external = row.get("id")
    return Document(
        text=body,
        title=safe_text(_string(row, "title"), limits.TITLE) or title_line(body) or first_sentence(body),
        outlet=safe_text(_string(row, "outlet") or outlet, limits.AUTHOR),
        url=canonical_url(_string(row, "url")),
        published=parse_date(_string(row, "published")) or published,
        external_id=safe_text(str(external), limits.GUID) if isinstance(external, str | int) else None,
        original_sha256=hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def title_line(body: str) -> str:
    """Give the line that is a cleaned text's title; "" where it begins with a full paragraph.

    A title is short and ends no sentence. A section's name in capitals above it is passed over.
    """
    lines = [line.strip() for line in body.split("\n")[:_HEAD_LINES] if line.strip()]
    if not lines or not _is_title(lines[0]):
        return ""
    below_a_section = len(lines) > 1 and lines[0].isupper() and _is_title(lines[1])
    return safe_text(lines[1] if below_a_section else lines[0], limits.TITLE)


def _is_title(line: str) -> bool:
    """Short, ends no sentence, holds none, and is no date."""
    return (
        len(line) <= _TITLE
        and not _ENDS_SENTENCE.search(line)
        and not _SENTENCE_END.search(line + " ")
        and iso_day(line) is None
    )


def first_sentence(body: str) -> str:
    """Make a title of a text that has none: its first sentence, at most 120 characters of it."""
    paragraph = body.split("\n", 1)[0]
    end = _SENTENCE_END.search(paragraph + " ")
    sentence = paragraph[: end.start()] if end else paragraph
    if len(sentence) <= _CUT:
        return sentence
    return sentence[: _CUT - 1].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"


def stated_day(body: str) -> date | None:
    """Find the day of publication that a text's head states: a line with a date, or a dateline."""
    for line in [line.strip() for line in body.split("\n") if line.strip()][:_HEAD_LINES]:
        day = iso_day(line)
        if day is None and len(line) <= _DATE_LINE:
            day = written_day(line)
        if day is None and (opening := _DATELINE.match(line)):
            day = written_day(opening[0])
        if day is not None:
            return day
    return None


def _decoded(data: bytes) -> str:
    """Read UTF-8, UTF-16 with a mark, else what Windows writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None


def _string(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
