"""Documents exactly as they are given, for `tag`: its offsets are those of the given text, so nothing is cleaned."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from feeds.dates import parse_date
from store.legible import legible
from store.model.record import record

LINES = frozenset({".jsonl", ".ndjson"})
PAGES = frozenset({".html", ".htm"})
TEXTS = frozenset({".txt", ".md", ".markdown", ""})

_HEADING = re.compile(r"#{1,6} +")
_HEAD = 12
"""Lines among which a Markdown text has its heading."""


@record(frozen=True)
class Given:
    """One document as it came."""

    id: str | None
    title: str
    text: str
    outlet: str = ""
    url: str = ""
    published: str | None = None
    """As it stands in the record."""

    @property
    def published_at(self) -> datetime | None:
        """`published` as a moment in UTC; None where it is missing or no date."""
        return parse_date(self.published) if self.published else None


@record(frozen=True)
class Unusable:
    """Something that is no document, and why."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


def from_path(path: Path) -> Iterator[Given | Unusable]:
    """Yield the documents of one file, by its ending; what cannot be read is yielded as Unusable."""
    ending = path.suffix.lower()
    if ending not in LINES | PAGES | TEXTS:
        yield Unusable(str(path), "is none of .txt, .md, .html and .jsonl.")
        return
    try:
        with path.open("rb") as file:
            if ending in LINES:
                yield from from_lines(file, str(path))
                return
            raw = file.read()
    except OSError as error:
        yield Unusable(str(path), f"cannot be read: {error.strerror}.")
        return
    text = decoded(raw)
    if ending in PAGES:
        from feeds.clean import html_to_text  # noqa: PLC0415  # lxml is slow to load, and pages are rare

        text = html_to_text(text)
    yield from_text(text, path.stem)


def from_text(text: str, identity: str) -> Given:
    """The document that a whole text is: its title is its headline, its day the one that its head states."""
    from feeds.documents import first_sentence, stated_day, title_line  # noqa: PLC0415  # lines of JSON need nothing of it

    body = legible(text).text.strip()
    headings = [line for line in body.split("\n")[:_HEAD] if _HEADING.match(line)]
    title = _HEADING.sub("", headings[0]).strip() if headings else title_line(body) or first_sentence(body)
    day = stated_day(body)
    return Given(id=identity, title=title, text=text, published=day.isoformat() if day else None)


def decoded(raw: bytes) -> str:
    """A file's characters: UTF-8, UTF-16 where it begins with a mark, else what Windows writes."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def from_lines(lines: Iterable[bytes], name: str) -> Iterator[Given | Unusable]:
    """Yield a document for each JSON line, as soon as the line is there."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Unusable(where, f"is no JSON: {error}.")
            continue
        yield _record(record, where)


def _record(record: Any, where: str) -> Given | Unusable:
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return Unusable(where, 'has no "text"; a line is an object like {"id", "title", "published", "text"}.')
    identity = record.get("id")
    return Given(
        id=None if identity is None else str(identity),
        title=_string(record, "title"),
        text=record["text"],
        outlet=_string(record, "outlet"),
        url=_string(record, "url"),
        published=_string(record, "published") or None,
    )


def _string(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""
