"""Pane 2: who said what, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

from store.library import Library
from store.model.rows import Query, StatementRow
from tui import cells
from tui.look import Look
from tui.panes.pane import Pane


@final
class StatementsPane(Pane[StatementRow]):
    """One row an utterance, by the day it was said."""

    number = 2
    heading = "Recent statements"

    def __init__(self, look: Look) -> None:
        super().__init__(
            cells.statement, lambda row: row.id, look, height=cells.statement_height, empty="No statement yet."
        )

    @staticmethod
    def fetch(library: Library, query: Query) -> Sequence[StatementRow]:
        """Read a page of statements."""
        return library.statements.page(query)

    def after(self, row: StatementRow) -> tuple[int | str, int]:
        """Give the place of a row in the order."""
        return row.sort_key, row.id
