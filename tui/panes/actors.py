"""Pane 1: who is in the story, and how much each has said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

from store.library import Library
from store.model.rows import ActorRow, Query
from tui import cells
from tui.look import Look
from tui.panes.pane import Pane


@final
class ActorsPane(Pane[ActorRow]):
    """Those with mentions or statements on the story, most statements first."""

    number = 1
    heading = "Actors"
    paged = False

    def __init__(self, look: Look) -> None:
        super().__init__(
            cells.actor,
            lambda row: row.id,
            look,
            height=lambda _width: 1,
            empty="No actor of the watchlist is named yet.",
        )
        self.rests = True

    @staticmethod
    def fetch(library: Library, query: Query) -> Sequence[ActorRow]:  # noqa: ARG004  # one form for all panes
        """Read all actors; this pane is not narrowed by itself."""
        return library.names.actor_rows(Query(limit=500))
