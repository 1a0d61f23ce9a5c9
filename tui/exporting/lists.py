"""A list of records as the text of a file: Markdown, CSV, JSON or RSS."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from tui.exporting.cells import Cells, cells_of
from tui.exporting.marks import md, md_link, ml, ml_url
from tui.look import Look
from tui.output import to_json, write_csv

FORMS = ("md", "csv", "json", "rss")
"""The forms that a list can have; each is the ending of its file too."""


def written(records: Iterable[object], form: str, look: Look, *, title: str, now: datetime) -> str:
    """The whole text of a file. `form` is one of FORMS; `title` says what the list holds."""
    found = [cells for cells in (cells_of(one, look) for one in records) if cells]
    write: Mapping[str, Callable[[Sequence[Cells], str, datetime], str]] = {
        "md": _markdown,
        "csv": _csv,
        "json": _json,
        "rss": _rss,
    }
    return write[form](found, title, now)


def _json(found: Sequence[Cells], title: str, now: datetime) -> str:  # noqa: ARG001  # one form for all
    return "[\n" + ",\n".join(to_json(cells) for cells in found) + "\n]\n" if found else "[]\n"


def _csv(found: Sequence[Cells], title: str, now: datetime) -> str:  # noqa: ARG001  # one form for all
    columns = list(dict.fromkeys(name for cells in found for name in cells))
    text = io.StringIO(newline="")
    write_csv(columns, ({name: _flat(value) for name, value in cells.items()} for cells in found), text)
    return text.getvalue()


def _flat(value: Any) -> Any:
    """Nested values on one line: positions as "issue stance", evidence as its citations."""
    if not isinstance(value, list):
        return value
    return [_entry(one) if isinstance(one, dict) else one for one in value]


def _entry(one: Cells) -> str:
    if "citation" in one:
        return f"[{one['side']}] {one['citation']}"
    return " ".join(str(one[name]) for name in ("issue", "stance", "confidence", "review") if one.get(name) is not None)


# --- Markdown


def _markdown(found: Sequence[Cells], title: str, now: datetime) -> str:
    count = "1 entry" if len(found) == 1 else f"{len(found)} entries"
    lines = [f"# {md(title)}", "", f"{count}, written {now.astimezone(UTC):%Y-%m-%d %H:%M} UTC.", ""]
    for cells in found:
        lines += [*_md_entry(cells), ""]
    return "\n".join(lines)


def _md_entry(cells: Cells) -> list[str]:
    if cells["type"] == "statement":
        return md_statement(cells)
    if cells["type"] in ("change", "divergence"):
        return md_change(cells)
    if cells["type"] == "actor":
        return [f"- **{md(cells['name'])}**: {cells['statements']} statements, last {cells['last_said'] or 'never'}"]
    day = (cells["published"] or cells["fetched"])[:10]
    topics = f" — {md(', '.join(cells['topics']))}" if cells["topics"] else ""
    return [f"- {day} {md(cells['outlet'])}: {md_link(cells['title'] or '(no title)', cells['url'])}{topics}"]


def md_statement(cells: Cells) -> list[str]:
    """A statement: who and when, the words as a quotation, where they stand."""
    when = cells["said_on"] or f"~{(cells['published'] or cells['fetched'])[:10]}"
    stances = ", ".join(f"{md(one['issue'])}: **{one['stance']}**" for one in cells["positions"])
    more = f" +{cells['more_outlets']}" if cells["more_outlets"] else ""
    notes = [
        cells["review"],
        "read from a digest" if cells["digest"] else "",
        f"text sha256 {cells['text_sha256'][:16]}",
    ]
    return [
        f"- **{md(cells['speaker_name'] or 'Unknown speaker')}**, {when}{f' — {stances}' if stances else ''}",
        "",
        f"  > {md(cells['text'])}",
        "",
        (
            f"  {md_link(cells['outlet'] or 'no outlet', cells['url'])}{more}, “{md(cells['title'])}” "
            f"({md('; '.join(note for note in notes if note))})"
        ),
    ]


def md_change(cells: Cells) -> list[str]:
    """A change or divergence: what it is, why it counts, and both sides' strongest words."""
    possible = "possible " if cells["status"] == "possible" else ""
    grade = cells["grade"] if cells["type"] == "change" else "divergence"
    lines = [
        (
            f"- **{md(cells['principal_name'])}** on {md(cells['issue'])}: "
            f"{cells['from_stance']} ({cells['from_date']}) → **{cells['to_stance']}** ({cells['to_date']}), "
            f"{possible}{md(grade)}, confidence {cells['confidence']:.2f}"
        ),
        "",
        f"  {md(cells['why'])}",
    ]
    for side in ("before", "after"):
        piece = next((one for one in cells["evidence"] if one["side"] == side), None)
        if piece:
            lines += ["", *(f"  {line}" if line else "" for line in md_statement(piece))]
    return lines


# --- RSS


def _rss(found: Sequence[Cells], title: str, now: datetime) -> str:
    items = "".join(_item(cells) for cells in found)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n'
        f"<title>{ml(title)}</title>\n<link>urn:standpoint</link>\n"
        f"<description>{ml(f'Standpoint: {title}')}</description>\n"
        f"<lastBuildDate>{format_datetime(now.astimezone(UTC))}</lastBuildDate>\n{items}</channel></rss>\n"
    )


def _item(cells: Cells) -> str:
    moment = cells.get("published") or cells.get("found") or cells.get("fetched")
    dated = f"<pubDate>{format_datetime(datetime.fromisoformat(moment))}</pubDate>" if moment else ""
    url = ml_url(cells.get("url") or "")
    link = f"<link>{url}</link>" if url else ""
    words = cells.get("citation") or cells.get("name") or ""
    return (
        f"<item><title>{ml(_headline(cells))}</title>{link}<description>{ml(words)}</description>{dated}"
        f'<guid isPermaLink="false">standpoint:{ml(cells["type"])}:{ml(str(cells["id"]))}</guid></item>\n'
    )


def _headline(cells: Cells) -> str:
    if cells["type"] == "statement":
        return f"{cells['speaker_name'] or 'Unknown speaker'}: {cells['text']}"
    if cells["type"] in ("change", "divergence"):
        return f"{cells['principal_name']} on {cells['issue']}: {cells['from_stance']} → {cells['to_stance']}"
    return cells.get("title") or cells.get("name") or "(no title)"
