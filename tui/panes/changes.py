"""Pane 3: which positions changed, and which voices diverge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import final

from store.library import Library
from store.model.rows import ChangeRow, Condition, Query
from tui import cells
from tui.look import Look
from tui.panes.pane import Pane

_LOOKED_AT = Condition("is", ("unread",), negated=True)
_SEEN = "seen "
"""Begins the place of a row below those that were not looked at."""


@final
class ChangesPane(Pane[ChangeRow]):
    """Changes and divergences, the unseen before the others, the latest first."""

    number = 3
    heading = "Changed positions"

    def __init__(self, look: Look) -> None:
        super().__init__(
            cells.change, lambda row: row.id, look, height=cells.change_height, empty="No position has changed so far."
        )

    @staticmethod
    def fetch(library: Library, query: Query) -> Sequence[ChangeRow]:
        """Read a page of changes: those not looked at yet first, then the others, each newest first."""
        place, number = query.before or ("", 0)
        if isinstance(place, str) and place.startswith(_SEEN):
            return _seen(library, replace(query, before=(place.removeprefix(_SEEN), number)))
        fresh = library.ledger.changes(replace(query, unread=True))
        if query.unread or len(fresh) == query.limit:
            return fresh
        return (*fresh, *_seen(library, replace(query, before=None, limit=query.limit - len(fresh))))

    def after(self, row: ChangeRow) -> tuple[int | str, int]:
        """Give the place of a row in the order."""
        return f"{_SEEN if row.seen else ''}{row.change.to_date.isoformat()}", row.id


def _seen(library: Library, query: Query) -> Sequence[ChangeRow]:
    return library.ledger.changes(replace(query, conditions=(*query.conditions, _LOOKED_AT)))
