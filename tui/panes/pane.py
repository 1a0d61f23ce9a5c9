"""What the four panes have in common: a number, a way to read the rows, words for when there are none."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from store.library import Library
from store.model.rows import Query
from tui.look import Look
from tui.widgets.lines import Draw, LineList

RowT = TypeVar("RowT")

PAGE = 40
"""Rows that are read at a time: more than a tall terminal shows, and no more, for their making holds up the screen."""


class Pane(LineList[RowT], Generic[RowT]):
    """A list of the desk. It knows what to ask the library for; the screen decides when, and in which thread."""

    keeps_painted = True
    number = 0
    heading = ""
    paged = True
    """False where all rows come in one page."""

    def __init__(
        self,
        draw: Draw[RowT],
        key: Callable[[RowT], Hashable],
        look: Look,
        *,
        height: Callable[[int], int],
        empty: str,
    ) -> None:
        title = f"{self.number} {self.heading}"
        super().__init__(draw, key, look, height=height, title=title, empty=empty, id=f"pane-{self.number}")
        self.add_class("pane")

    @staticmethod
    def fetch(library: Library, query: Query) -> Sequence[RowT]:
        """Read a page of rows. Runs in a thread: touches nothing of the widget."""
        raise NotImplementedError

    def after(self, row: RowT) -> tuple[int | str, int] | None:  # noqa: ARG002  # for those that are paged
        """Give the place in the order from which the next page is read."""
        return None

    def refill(self, page: Sequence[RowT]) -> None:
        """Take the first page, read anew, and keep the pages below it that are loaded already.

        What is below the first page shows its changes when it is read again: on narrowing, or on coming back.
        """
        more = self.paged and len(page) >= PAGE
        old = self.rows
        if more and len(old) > len(page):
            last = self._key(page[-1])
            place = next((number for number, row in enumerate(old) if self._key(row) == last), None)
            if place is not None:
                fresh = {self._key(row) for row in page}
                below = [row for row in old[place + 1 :] if self._key(row) not in fresh]
                page = [*page, *below]
                # As many pages as before, and what the cursor stands on: else they would grow with all that comes.
                under = None if self.row is None else self._key(self.row)
                here = next((number for number, row in enumerate(page) if self._key(row) == under), 0)
                kept = max(-(-len(old) // PAGE) * PAGE, here + PAGE)
                more = self._more or not below or len(page) > kept
                page = page[:kept]
        self.show(page, more=more)
