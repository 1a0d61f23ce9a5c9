"""The list of statements that several screens show beside another."""

from __future__ import annotations

from store.model.rows import StatementRow
from tui import cells
from tui.look import Look
from tui.widgets.lines import LineList


def statement_list(look: Look, *, empty: str) -> LineList[StatementRow]:
    """A list of statements, its identifier `statements`; `empty` is what it says while it has none."""
    return LineList[StatementRow](
        cells.statement,
        lambda row: row.id,
        look,
        height=cells.statement_height,
        title="Statements",
        empty=empty,
        id="statements",
    )
