"""The line at the top: what is watched, what it is narrowed to, how the feeds and the poller are."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from store.model.record import record
from store.model.rows import Totals
from tui.cells import Piece, fit, line, safe
from tui.look import Look, bar, moment
from tui.messages import PollerState
from tui.widgets.inked import Inkwell


class StatusLine(Widget):
    """One line, always there, painted from what it was last told."""

    @record()
    class ChipClicked(Message):
        """A chip was clicked."""

        number: int
        """Its place among the chips."""

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._look = look
        self._inkwell: Inkwell | None = None
        self._story = ""
        self._place = ""
        self._chips: tuple[str, ...] = ()
        self._spots: list[tuple[int, int, int]] = []
        """Where each chip begins and ends, and its place among all."""
        self._totals: Totals | None = None
        self._poller = PollerState()
        self._trouble = ""
        self._offline = False
        self._as_of = ""
        self._work = ""

    def tell(
        self,
        *,
        story: str | None = None,
        place: str | None = None,
        chips: tuple[str, ...] | None = None,
        totals: Totals | None = None,
        poller: PollerState | None = None,
        trouble: str | None = None,
        offline: bool | None = None,
        look: Look | None = None,
    ) -> None:
        """Take what is new; what is not given stays."""
        self._story = self._story if story is None else safe(story)
        self._place = self._place if place is None else safe(place)
        self._chips = self._chips if chips is None else tuple(safe(chip) for chip in chips)
        self._totals = totals or self._totals
        self._poller = poller or self._poller
        self._trouble = self._trouble if trouble is None else safe(trouble)
        self._offline = self._offline if offline is None else offline
        if look is not None and look != self._look:
            self._look, self._inkwell = look, None
        self.refresh()

    def tell_day(self, as_of: str) -> None:
        """Take the past day that is shown; "" for now."""
        self._as_of = as_of
        self.refresh()

    def tell_task(self, words: str) -> None:
        """Take how far work in the background is; "" where there is none."""
        if words != self._work:
            self._work = safe(words)
            self.refresh()

    def on_mount(self) -> None:
        """Mix the inks anew when the theme changes."""
        self.app.theme_changed_signal.subscribe(self, self._forget_inks)

    def _forget_inks(self, _theme: object) -> None:
        self._inkwell = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        inkwell = self._inkwell
        if inkwell is None:
            inkwell = self._inkwell = Inkwell(self.app, self._look)
        width = self.size.width
        content = self.words(width) if y == 0 else Content("")
        return inkwell.paint(content, self.visual_style, width)

    def words(self, width: int) -> Content:
        """Write the line at a width; what matters least goes first where it is narrow."""
        left: list[Piece] = [(" standpoint", "heading")]
        if self._place:
            left.append((f"  {self._place}", "strong"))
        elif self._story and self._chips_width() + len(self._story) + 16 < width:
            left.append((f"  {self._story}", "strong"))
        left.extend(self._chip_pieces(sum(cell_len(text) for text, _ in left), width))
        room = width - sum(cell_len(text) for text, _ in left) - 2
        facts = self._facts()
        glyphs = self._look.glyphs
        joint = f" {glyphs.separator} "
        while len(facts) > 1 and sum(cell_len(text) + len(joint) for text, _, _ in facts) - len(joint) > room:
            facts.remove(max(facts, key=lambda fact: fact[2]))
        if facts and room > 0:
            # What matters most is cut rather than left out.
            facts = [(fit(text, room, glyphs.ellipsis).rstrip(), ink, rank) for text, ink, rank in facts]
        right: list[Piece] = []
        for number, (text, ink, _) in enumerate(facts):
            right.extend(((joint if number else "", "dim"), (text, ink)))
        gap = width - sum(cell_len(text) for text, _ in (*left, *right)) - 1
        if gap < 0:
            return Content(fit(line(*left).plain, width, glyphs.ellipsis))
        return line(*left, (" " * gap, ""), *right)

    def _chips_width(self) -> int:
        return sum(cell_len(chip) + 3 for chip in self._chips)

    def _chip_pieces(self, start: int, width: int) -> list[Piece]:
        """Lay the chips; the last of them, which Esc takes away, are there in any case."""
        ellipsis = self._look.glyphs.ellipsis
        room = width - start - 6
        left_out = 0
        while left_out < len(self._chips) - 1 and sum(cell_len(chip) + 3 for chip in self._chips[left_out:]) > room:
            left_out += 1
        pieces: list[Piece] = [(f" {left_out}{ellipsis}", "dim")] if left_out else []
        at = start + sum(cell_len(text) for text, _ in pieces)
        self._spots = []
        for number, chip in enumerate(self._chips[left_out:], start=left_out):
            words = f" {fit(chip, min(cell_len(chip), max(room - 3, 1)), ellipsis)} "
            self._spots.append((at + 1, at + 1 + cell_len(words), number))
            pieces += [(" ", ""), (words, "chip")]
            at += 1 + cell_len(words)
        return pieces

    def on_click(self, event: events.Click) -> None:
        """Tell which chip was clicked."""
        number = next((number for start, end, number in self._spots if start <= event.x < end), None)
        if number is not None:
            self.post_message(self.ChipClicked(number))

    def _facts(self) -> list[tuple[str, str, int]]:
        """List (text, ink, how soon it may be left out)."""
        facts: list[tuple[str, str, int]] = []
        totals = self._totals
        if totals is not None:
            facts.append((f"{totals.feeds} feeds", "", 5))
            if totals.sick:
                facts.append((f"{totals.sick} sick", "error", 3))
        if self._work:
            facts.append((self._work, "issue", 1))
        facts.extend(self._poll_facts())
        if self._trouble:
            facts.append((self._trouble, "warning", 0))
        if totals is not None and totals.unread:
            facts.append((f"{totals.unread} unread", "", 7))
        facts.append((f"as of {self._as_of}", "warning", 0) if self._as_of else ("as of now", "dim", 8))
        return facts

    def _poll_facts(self) -> list[tuple[str, str, int]]:
        poller, totals = self._poller, self._totals
        new = [(f"{poller.new} new", "new", 2)] if poller.new else []
        if self._offline:
            return [("offline: what is stored is shown", "warning", 1)]
        if poller.phase == "polling" and poller.due:
            drawn = bar(poller.done, poller.due, 8, self._look.glyphs)
            return [(f"polling {drawn} {poller.done}/{poller.due}", "issue", 2), *new]
        if poller.phase == "gone":
            return [(poller.detail or "the poller stopped", "warning", 1), *new]
        if poller.phase == "elsewhere":
            return [("another poller runs", "dim", 6), *new]
        if unreachable := self.unreachable(totals, poller):
            return [(unreachable, "warning", 1), *new]
        words = {"starting": "starting the poller", "idle": "waiting for the next round"}.get(poller.phase, "")
        if poller.phase == "idle" and totals is not None and totals.last_polled is not None:
            words = f"polled {moment(totals.last_polled, self._look.today)}"
        return [*([(words, "dim", 6)] if words else []), *new]

    def unreachable(self, totals: Totals | None, poller: PollerState) -> str:
        """Say that no feed answers, where that is so, and when they were asked; else ""."""
        if totals is None or poller.phase != "idle" or not totals.active:
            return ""
        silent = totals.failing >= totals.active or (poller.failed and not poller.polled)
        if not silent:
            return ""
        asked = f", asked {moment(totals.last_polled, self._look.today)}" if totals.last_polled else ""
        return f"feeds unreachable{asked}; what is stored is shown"
