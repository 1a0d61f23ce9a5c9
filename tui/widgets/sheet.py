"""Text to read: wrapped to the width, with marks on words, painted by the line. Offsets stay those of the text."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tui.bindings import bindings
from tui.look import Look
from tui.widgets.inked import InkedView
from tui.widgets.wrap import harmless, wrapped

_CACHED = 400


@dataclass(frozen=True, slots=True)
class Mark:
    """Code points `start` to `end` of a block, in an ink. Marks with a key can be jumped to."""

    start: int
    end: int
    ink: str
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text with its marks. Line breaks in it are kept."""

    text: str
    ink: str = ""
    marks: tuple[Mark, ...] = ()
    indent: int = 0
    hang: int = 0
    """Further cells of indent for the second and later lines."""


def joined(*pieces: tuple[str, str], indent: int = 0, hang: int = 0) -> Block:
    """Make one block of pieces of text, each in its own ink."""
    text, marks = "", []
    for words, ink in pieces:
        if ink:
            marks.append(Mark(len(text), len(text) + len(words), ink))
        text += words
    return Block(text, marks=tuple(marks), indent=indent, hang=hang)


class Sheet(InkedView, can_focus=True):
    """A scrolling text with marks, one of which is the current one."""

    PLACE: ClassVar[str] = "sheet"
    BINDINGS: ClassVar = bindings("sheet")

    @dataclass
    class Chosen(Message):
        """Enter was pressed; `key` is that of the current mark, if any."""

        sheet: Sheet
        key: Hashable

        @property
        def control(self) -> Sheet:
            """The sheet, for `on` selectors."""
            return self.sheet

    def __init__(
        self,
        look: Look,
        *,
        title: str = "",
        id: str | None = None,  # noqa: A002  # Textual's own name for it
        classes: str | None = None,
        opens: bool = True,
    ) -> None:
        """`opens`: something stands behind the text; else Enter is left to the screen."""
        super().__init__(look, id=id, classes=classes)
        self._opens = opens
        self._blocks: tuple[Block, ...] = ()
        self._lines: list[tuple[int, int, int]] = []
        """Block, start and end of every line."""
        self._width = 0
        self._painted: dict[int, Strip] = {}
        self._stops: list[tuple[int, int, Hashable]] = []
        """Block, start and key of every mark that can be jumped to."""
        self._at: int | None = None
        self.border_title = Content(title) if title else None

    # --- what the owner does ----------------------------------------------------------------------------------------

    def show(self, blocks: Sequence[Block]) -> None:
        """Show other text; the scroll position and the current mark stay where they can."""
        blocks = tuple(blocks)
        if blocks == self._blocks:
            return
        key = self.current
        self._blocks = blocks
        found: dict[Hashable, tuple[int, int]] = {}
        for number, block in enumerate(blocks):
            for mark in block.marks:
                if mark.key is not None and mark.key not in found:
                    found[mark.key] = (number, mark.start)
        self._stops = sorted((number, start, key) for key, (number, start) in found.items())
        self._at = next((place for place, stop in enumerate(self._stops) if stop[2] == key), None)
        self._wrap()

    @property
    def current(self) -> Hashable:
        """Key of the current mark, or None."""
        return self._stops[self._at][2] if self._at is not None else None

    def jump(self, by: int) -> Hashable:
        """Make the next (1) or previous (-1) mark the current one, round the ends; gives its key, or None."""
        if not self._stops:
            return None
        if self._at is None:
            self._at = self._nearest(by)
        else:
            self._at = (self._at + by) % len(self._stops)
        self._show_current()
        return self.current

    def reveal(self, key: Hashable) -> None:
        """Make the mark with this key the current one, if there is one."""
        found = next((place for place, stop in enumerate(self._stops) if stop[2] == key), None)
        if found is not None and found != self._at:
            self._at = found
            self._show_current()

    def _nearest(self, by: int) -> int:
        top = self.scroll_offset.y
        lines = [self._line_of(number, start) for number, start, _ in self._stops]
        if by > 0:
            return next((place for place, line in enumerate(lines) if line >= top), 0)
        return next((place for place in reversed(range(len(lines))) if lines[place] <= top), len(lines) - 1)

    def _show_current(self) -> None:
        self._painted.clear()
        if self._at is not None:
            number, start, _ = self._stops[self._at]
            line, top, height = self._line_of(number, start), self.scroll_offset.y, self.size.height
            if not top <= line < top + height - 2:
                self.scroll_to(y=max(line - height // 3, 0), animate=False, force=True)
        self.border_subtitle = Content(f"{(self._at or 0) + 1}/{len(self._stops)}") if self._stops else None
        self.refresh()

    def _line_of(self, number: int, offset: int) -> int:
        for place, (block, start, end) in enumerate(self._lines):
            if block == number and start <= offset <= end:
                return place
        return 0

    # --- moving -----------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Scroll by lines."""
        self.scroll_to(y=self.scroll_offset.y + by, animate=False, force=True)

    def action_edge(self, side: int) -> None:
        """Scroll to the beginning (-1) or the end (1)."""
        self.scroll_to(y=0 if side < 0 else len(self._lines), animate=False, force=True)

    def action_page(self, direction: int) -> None:
        """Scroll by a screenful, less two lines."""
        self.action_move(direction * max(self.size.height - 2, 1))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Open only where something stands behind the text."""
        return self._opens if action == "choose" else super().check_action(action, parameters)

    def action_choose(self) -> None:
        """Say that Enter was pressed."""
        self.post_message(self.Chosen(self, self.current))

    def on_click(self, event: events.Click) -> None:
        """Make the mark under the pointer the current one; a second click opens it."""
        place = event.get_content_offset(self)
        line = self.scroll_offset.y + place.y if place is not None else -1
        if not 0 <= line < len(self._lines):
            return
        number, start, end = self._lines[line]
        for mark in self._blocks[number].marks:
            if mark.key is not None and mark.start < end and mark.end > start:
                self.reveal(mark.key)
                if event.chain == 2:
                    self.action_choose()
                return

    # --- drawing ----------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Wrap to the new width, keeping the first word in view."""
        if self.scrollable_content_region.width == self._width:
            return
        top = self._lines[self.scroll_offset.y] if self.scroll_offset.y < len(self._lines) else None
        self._wrap()
        if top is not None and self.scroll_offset.y:
            self.scroll_to(y=self._line_of(top[0], top[1]), animate=False, force=True)

    def redraw(self) -> None:
        """Paint all lines anew."""
        self._painted.clear()
        self.refresh()

    def _wrap(self) -> None:
        self._width = width = self.scrollable_content_region.width
        self._lines = [
            (number, start, end)
            for number, block in enumerate(self._blocks)
            for start, end in wrapped(block.text, width - block.indent - 1, block.hang)
        ]
        self._painted.clear()
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one line of the view."""
        inkwell = self.inkwell
        place = self.scroll_offset.y + y
        base = self.visual_style
        width = self.scrollable_content_region.width
        if place >= len(self._lines):
            return inkwell.paint(Content(""), base, width)
        strip = self._painted.get(place)
        if strip is None:
            if len(self._painted) > _CACHED:
                self._painted.clear()
            strip = self._painted[place] = inkwell.paint(self._content(*self._lines[place]), base, width)
        return strip

    def _content(self, number: int, start: int, end: int) -> Content:
        block = self._blocks[number]
        words = block.text[start:end]
        shown = harmless(words)
        content = Content(shown)
        if block.ink:
            content = content.stylize(block.ink)
        if len(shown) == len(words):  # else signs were taken out, and marks would stand beside their words
            current = self.current
            for mark in block.marks:
                if mark.start < end and mark.end > start:
                    ink = "mark-current" if mark.key is not None and mark.key == current else mark.ink
                    content = content.stylize(ink, max(mark.start - start, 0), min(mark.end, end) - start)
        later = start > 0 and block.text[start - 1] != "\n"
        return Content(" " * (block.indent + 1 + (block.hang if later else 0))) + content
