"""What our widgets share: content with named inks becomes strips, in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.app import App
from textual.content import Content
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from tui.look import ASCII, Look, ascii_only


class Inkwell:
    """Mixes the inks of one theme and paints lines with them."""

    def __init__(self, app: App[object], look: Look) -> None:
        variables = app.theme_variables
        self._inks = {name: Style.parse(words, variables) for name, words in look.inks().items()}
        self._ascii = look.glyphs is ASCII

    def style(self, name: str | Style) -> Style:
        """Give the style of an ink; a name without one is plain."""
        return self._inks.get(name, Style.null()) if isinstance(name, str) else name

    def paint(self, content: Content, base: Style, width: int) -> Strip:
        """Paint one line, cropped or filled to `width` cells."""
        segments = [
            Segment(ascii_only(text) if self._ascii else text, _rich(style))
            for text, style in content.render(base, "", parse_style=self.style)
            if text
        ]
        return Strip(segments).crop_extend(0, width, _rich(base))


@lru_cache(maxsize=1024)
def _rich(style: Style) -> RichStyle:
    return style.rich_style


class InkedView(ScrollView):
    """A scrolling view that paints its lines itself, with inks that follow the theme and the look."""

    def __init__(self, look: Look, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._look = look
        self._mixed: Inkwell | None = None

    @property
    def inkwell(self) -> Inkwell:
        """The inks of the theme in use."""
        if self._mixed is None:
            self._mixed = Inkwell(self.app, self._look)
        return self._mixed

    @property
    def look(self) -> Look:
        """How things look."""
        return self._look

    @look.setter
    def look(self, look: Look) -> None:
        if look != self._look:
            self._look = look
            self._forget_inks()

    def on_mount(self) -> None:
        """Mix the inks anew when the theme changes."""
        self.app.theme_changed_signal.subscribe(self, self._forget_inks)

    def _forget_inks(self, _theme: object = None) -> None:
        self._mixed = None
        self.redraw()

    def redraw(self) -> None:
        """Paint all lines anew."""
        self.refresh()
