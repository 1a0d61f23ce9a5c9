"""The list that every place uses: rows of one to three lines, drawn only where they are seen.

A row is any record; the list is told how to key it and how to draw it. The cursor belongs to a row's key, not to its
number, so a refresh moves neither the selection nor the line under the eye.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.style import Style

from store.model.record import record
from store.plain import safe_text
from tui.bindings import bindings
from tui.look import Look
from tui.widgets.inked import InkedView, Inkwell

RowT = TypeVar("RowT")
Draw = Callable[[RowT, int, Look], Sequence[Content]]
"""Draws a row at a width: a content for each of its lines."""

AHEAD = 20
"""Rows before the end of what is loaded at which more is asked for."""
_CACHED = 300


class LineList(InkedView, Generic[RowT], can_focus=True):
    """A list of records with a cursor, painted by the line."""

    PLACE: ClassVar[str] = "list"
    BINDINGS: ClassVar = bindings("list")

    @record()
    class Moved(Message):
        """The cursor came to another row."""

        list: LineList[Any]
        row: object
        by_hand: bool
        """True where the user moved it, False where a refresh put it there."""

        @property
        def control(self) -> LineList[Any]:
            """The list, for `on` selectors."""
            return self.list

    @record()
    class Chosen(Message):
        """Enter was pressed on a row, or it was clicked twice."""

        list: LineList[Any]
        row: object

        @property
        def control(self) -> LineList[Any]:
            """The list, for `on` selectors."""
            return self.list

    @record()
    class EndNeared(Message):
        """The cursor or the view nears the end of what is loaded, and there is more."""

        list: LineList[Any]

        @property
        def control(self) -> LineList[Any]:
            """The list, for `on` selectors."""
            return self.list

    keeps_painted: ClassVar[bool] = False
    """True where a row's drawing depends on its record and the look alone: a row that stays is not painted anew."""
    index = var(0)
    """Number of the row under the cursor."""

    def __init__(
        self,
        draw: Draw[RowT],
        key: Callable[[RowT], Hashable],
        look: Look,
        *,
        height: Callable[[int], int] = lambda _width: 1,
        title: str = "",
        empty: str = "Nothing here yet.",
        id: str | None = None,  # noqa: A002  # Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(look, id=id, classes=classes)
        self._draw = draw
        self._key = key
        self._height_at = height
        self._height = 1
        self._name = title
        self._rows: tuple[RowT, ...] = ()
        self._index_of: dict[Hashable, int] = {}
        self._painted: dict[tuple[Hashable, bool, bool], tuple[RowT, list[Strip]]] = {}
        """By a row's key, whether the cursor is on it, and whether the list is in use: the row as it was painted."""
        self._empty = empty
        self._more = False
        self._asked = False
        self.arrived_above = 0
        """Rows that came in above the view since the top was last seen."""
        self.rests = False
        """True keeps the cursor on the first row, whichever that is, until it is moved by hand."""
        self._picked: dict[Hashable, None] = {}
        """Keys of the rows that were selected, in the order in which that was done."""
        self._show_title()

    # --- what the owner does ----------------------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[RowT, ...]:
        """What is loaded."""
        return self._rows

    @property
    def row(self) -> RowT | None:
        """The row under the cursor."""
        return self._rows[self.index] if 0 <= self.index < len(self._rows) else None

    @property
    def has_more(self) -> bool:
        """Whether there are rows beyond those that are loaded."""
        return self._more

    @property
    def picked(self) -> tuple[RowT, ...]:
        """The selected rows, in the order of the list."""
        return tuple(self._rows[number] for number in sorted(self._index_of[key] for key in self._picked))

    def pick(self, row: RowT) -> None:
        """Select a row, or not any more where it is selected."""
        key = self._key(row)
        if key in self._picked:
            del self._picked[key]
        else:
            self._picked[key] = None
        self._show_title()
        self.redraw()

    def pick_none(self) -> None:
        """Select nothing any more."""
        self._picked.clear()
        self._show_title()
        self.redraw()

    def say(self, empty: str) -> None:
        """Set the words that stand where there is no row."""
        if empty != self._empty:
            self._empty = empty
            if not self._rows:
                self.refresh()

    def show(self, rows: Sequence[RowT], *, more: bool = False, in_place: bool = False) -> None:
        """Show other rows. The cursor stays on its row, and that row on its line of the screen, where it still exists.

        `more`: there are rows beyond these; `EndNeared` is posted when the cursor comes near. `in_place`: the cursor
        stays at its place in the order, whichever row comes there.
        """
        rows = tuple(rows)
        self._more, self._asked = more, False
        if rows == self._rows:
            return
        before, old, shown = self.row, self.index, self._in_view()
        fresh = {self._key(row): number for number, row in enumerate(rows)}
        self._rows, self._index_of = rows, fresh
        self._picked = {key: None for key in self._picked if key in fresh}
        found = fresh.get(self._key(before)) if before is not None else 0
        if self.rests and rows:
            found = 0
        elif in_place:
            found = None
        new = found if found is not None else min(old, max(len(rows) - 1, 0))
        top = self.scroll_offset.y
        follow = (self.has_focus or top > 0) and found is not None
        shift = (new - old) * self._height if follow else 0
        self.arrived_above = self.arrived_above + max(new - old, 0) if follow and shift > 0 else self.arrived_above
        self._measure()
        self.set_reactive(LineList.index, new)
        if shift:
            self.scroll_to(y=top + shift, animate=False, force=True)
        self._show_title()
        if not self.keeps_painted:
            self._painted.clear()
        if shift or not self.keeps_painted:
            self.refresh()
        else:
            self._refresh_what_changed(shown)
        if before is None or found is None or self.rests:
            self._tell_moved(by_hand=False)

    def _in_view(self) -> tuple[int, int, dict[int, RowT]]:
        """Where the view begins, the row under the cursor by its number, and the rows that are seen."""
        top = self.scroll_offset.y
        first, last = top // self._height, (top + self.size.height) // self._height
        return top, self.index, dict(enumerate(self._rows[first : last + 1], start=first))

    def _refresh_what_changed(self, before: tuple[int, int, dict[int, RowT]]) -> None:
        """Paint anew the rows that look otherwise than before; all, where another part of the list is seen."""
        top, index, seen = self._in_view()
        if (top, len(seen)) != (before[0], len(before[2])) or not seen:
            self.refresh()
            return
        changed = {number for number, row in seen.items() if before[2].get(number) != row}
        if index != before[1]:
            changed |= {index, before[1]}
        for number in changed:
            self.refresh_lines(number * self._height, self._height)

    def append(self, rows: Sequence[RowT], *, more: bool) -> None:
        """Add the next page at the end; rows that are there already are left out."""
        self._more, self._asked = more, False
        fresh = [row for row in rows if self._key(row) not in self._index_of]
        for number, row in enumerate(fresh, start=len(self._rows)):
            self._index_of[self._key(row)] = number
        self._rows = (*self._rows, *fresh)
        self._measure()
        self._show_title()
        self.refresh()

    def select(self, key: Hashable) -> bool:
        """Put the cursor on the row with this key; False where it is not loaded."""
        found = self._index_of.get(key)
        if found is None:
            return False
        self.index = found
        return True

    def redraw(self) -> None:
        """Draw all rows anew: what their drawing depends on beside the record has changed."""
        self._painted.clear()
        self.refresh()

    def retitle(self, title: str) -> None:
        """Give the list another title; it may hold words from outside."""
        self._name = safe_text(title)
        self._show_title()

    # --- moving -----------------------------------------------------------------------------------------------------

    def validate_index(self, index: int) -> int:
        """Keep the cursor within the rows."""
        return max(0, min(index, len(self._rows) - 1))

    def watch_index(self, old: int, new: int) -> None:
        """Repaint the two rows and keep the cursor in view."""
        if old == new:
            return
        self.rests = False
        for number in (old, new):
            self.refresh_lines(number * self._height, self._height)
        self._keep_in_view()
        self._show_title()
        self._ask_for_more(new)
        self._tell_moved(by_hand=True)

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows."""
        self.index += by

    def action_edge(self, side: int) -> None:
        """Go to the first (-1) or the last loaded row (1)."""
        self.index = 0 if side < 0 else len(self._rows) - 1

    def action_page(self, direction: int) -> None:
        """Move by what fits the view, less one row."""
        self.index += direction * max(self.size.height // self._height - 1, 1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer selecting where the screen has something to do with what is selected."""
        if action == "select":
            can = getattr(self.screen, "can_select", None)
            return can is not None and bool(can())
        return super().check_action(action, parameters)

    def action_select(self) -> None:
        """Select the row under the cursor, or not any more, and go to the next."""
        if (row := self.row) is not None:
            self.pick(row)
            self.index += 1
            self.screen.refresh_bindings()

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if (row := self.row) is not None:
            self.post_message(self.Chosen(self, row))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse clicked; a second click opens."""
        place = event.get_content_offset(self)
        if place is None:
            return
        number = (self.scroll_offset.y + place.y) // self._height
        if number < len(self._rows):
            self.index = number
            if event.chain == 2:
                self.action_choose()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for more where the wheel comes near the end."""
        super().watch_scroll_y(old_value, new_value)
        if new_value == 0 and self.arrived_above:
            self.arrived_above = 0
            self._show_title()
        self._ask_for_more((round(new_value) + self.size.height) // self._height)

    def _ask_for_more(self, seen: int) -> None:
        if self._more and not self._asked and self._rows and seen >= len(self._rows) - AHEAD:
            self._asked = True
            self.post_message(self.EndNeared(self))

    def _tell_moved(self, *, by_hand: bool) -> None:
        if (row := self.row) is not None:
            self.post_message(self.Moved(self, row, by_hand))

    def _keep_in_view(self) -> None:
        top, first = self.scroll_offset.y, self.index * self._height
        last = first + self._height
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif last > top + self.size.height:
            self.scroll_to(y=min(first, last - self.size.height), animate=False, force=True)

    # --- drawing ----------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Rows may be taller or shorter at another width."""
        self._painted.clear()
        first = self.scroll_offset.y // self._height
        self._measure()
        self.scroll_to(y=first * self._height, animate=False, force=True)
        self._keep_in_view()

    def on_focus(self) -> None:
        """Draw the cursor and the title as those of the list in use; a refresh may have left the cursor out of view."""
        self._keep_in_view()
        self._show_title()
        self.refresh()

    def on_blur(self) -> None:
        """Draw the cursor and the title as those of a list that waits."""
        self._show_title()
        self.refresh()

    def _measure(self) -> None:
        width = self.scrollable_content_region.width
        self._height = max(1, self._height_at(width))
        self.virtual_size = Size(width, len(self._rows) * self._height)

    def _show_title(self) -> None:
        glyphs = self._look.glyphs
        pointer = glyphs.pointer if self.has_focus and self._look.plain else ""
        self.border_title = Content(self._look.words(f"{pointer}{self._name}")) if self._name else None
        parts = [f"{len(self._picked)} selected"] if self._picked else []
        parts += [f"{glyphs.up}{self.arrived_above} new"] if self.arrived_above else []
        if self._rows and self._name:
            parts.append(f"{self.index + 1}/{len(self._rows)}{'+' if self._more else ''}")
        self.border_subtitle = Content(f" {glyphs.separator} ".join(parts)) if parts else None

    def render_line(self, y: int) -> Strip:
        """Paint one line of the view."""
        inkwell = self.inkwell
        width = self.scrollable_content_region.width
        base = self.visual_style
        if not self._rows:
            return self._empty_line(y, width, inkwell)
        number, part = divmod(self.scroll_offset.y + y, self._height)
        if number >= len(self._rows):
            return inkwell.paint(Content(""), base, width)
        return self._strips(number, width, inkwell)[part]

    def _strips(self, number: int, width: int, inkwell: Inkwell) -> list[Strip]:
        here, row = number == self.index, self._rows[number]
        token = (self._key(row), here, here and self.has_focus)
        painted = self._painted.get(token)
        if painted is not None and (painted[0] is row or painted[0] == row):
            return painted[1]
        if len(self._painted) > _CACHED:
            self._painted.clear()
        base = self.visual_style
        if here:
            base += inkwell.style("cursor" if self.has_focus else "cursor-away")
        strips = self._paint(row, width, base, inkwell, here=here)
        self._painted[token] = row, strips
        return strips

    def _paint(self, row: RowT, width: int, base: Style, inkwell: Inkwell, *, here: bool) -> list[Strip]:
        lines = list(self._draw(row, width - 1, self._look))[: self._height]
        lines += [Content("")] * (self._height - len(lines))
        glyphs, picked = self._look.glyphs, self._key(row) in self._picked
        pointer = (glyphs.pointer_picked if picked else glyphs.pointer) if here else glyphs.picked if picked else " "
        margins = [pointer, *" " * (self._height - 1)]
        return [inkwell.paint(Content(margin) + line, base, width) for margin, line in zip(margins, lines, strict=True)]

    def _empty_line(self, y: int, width: int, inkwell: Inkwell) -> Strip:
        lines = Content(self._empty).wrap(max(width - 2, 1))
        line = lines[y] if y < len(lines) else Content("")
        return inkwell.paint((Content(" ") + line).stylize("dim"), self.visual_style, width)
