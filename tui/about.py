"""What a record is about: its issue, and whom its words are by where the watchlist does not say. Pure."""

from __future__ import annotations

from store.model.rows import ChangeRow, PositionRow, StatementRow, StatementView
from tui.leading import leading


def issue_of(record: object) -> str:
    """Give the issue of a change, position or statement, the first of it; "" where there is none."""
    if isinstance(record, ChangeRow):
        return record.change.issue
    if isinstance(record, PositionRow):
        return record.issue
    row = record.row if isinstance(record, StatementView) else record
    first = leading(row.positions) if isinstance(row, StatementRow) else None
    return first.issue if first else ""


def unknown_speaker(record: object) -> tuple[str, str | None] | None:
    """Give name and principal of a statement's speaker, as the text has them, where no actor is known for it."""
    row = record.row if isinstance(record, StatementView) else record
    if not isinstance(row, StatementRow) or row.speaker is not None:
        return None
    return row.speaker_name, row.principal
