"""Pane 3: which positions changed, and which voices diverge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import final

from store.library import Library
from store.model.rows import ChangeRow, Query
from tui import cells
from tui.look import Look
from tui.panes.pane import Pane


@final
class ChangesPane(Pane[ChangeRow]):
    """Changes and divergences, the unseen before the others, the latest first."""

    number = 3
    heading = "Changed positions"
    paged = False

    def __init__(self, look: Look) -> None:
        super().__init__(
            cells.change, lambda row: row.id, look, height=cells.change_height, empty="No position has changed so far."
        )

    @staticmethod
    def fetch(library: Library, query: Query) -> Sequence[ChangeRow]:
        """Read the changes: those not looked at yet first, then the others, each newest first."""
        fresh = library.ledger.changes(replace(query, unread=True))
        seen = () if query.unread else tuple(row for row in library.ledger.changes(query) if row.seen)
        return (*fresh, *seen)
