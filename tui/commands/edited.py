"""Quotations that outlets edited after publishing, as a list; `changes --edits` shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from store.model.articles import EditRow
from tui import output, shapes
from tui.commands.narrowing import Form
from tui.shapes import Shape

COLUMNS = ("found", "outlet", "speaker", "kind", "before", "after", "article", "url")


def write_edits(form: Form, rows: Iterable[EditRow]) -> None:
    """Write edits as an array of JSON, as CSV, or for people with both wordings under each other."""
    if form.json:
        output.write_json([edit(row) for row in rows])
    elif form.csv:
        output.write_csv(COLUMNS, (_cells(row) for row in rows))
    else:
        for row in rows:
            _tell(row)


def edit(row: EditRow) -> Shape:
    """One edit of `changes --edits --json`."""
    return {
        "id": row.id,
        "kind": row.kind,
        "article": row.article_id,
        "title": row.title,
        "outlet": row.outlet,
        "url": row.url,
        "published": shapes.moment(row.published),
        "version": row.version,
        "found": shapes.moment(row.found),
        "speaker": row.speaker,
        "speaker_name": row.speaker_name,
        "before_speaker": row.before_speaker,
        "before": row.before or None,
        "after": row.after or None,
    }


def _cells(row: EditRow) -> Mapping[str, object]:
    return {**edit(row), "found": row.found.date(), "speaker": row.speaker_name}


def _tell(row: EditRow) -> None:
    where = f"{row.outlet or row.title}, article {row.article_id}"
    output.write_line(f"{where}: quotation {row.kind}, found {row.found:%Y-%m-%d %H:%M}Z")
    if row.before:
        output.write_line(f"before  {row.before_speaker}: {row.before}", "  ")
    if row.after:
        output.write_line(f"after   {row.speaker_name}: {row.after}", "  ")
