"""The poll log: how the latest polls of all feeds ended."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content

from feeds.links import redact_url
from store.model.polling import PollLogRow
from store.model.words import PollStatus
from tui import cells
from tui.feed_cells import poll
from tui.look import Look
from tui.messages import OpenFeed
from tui.screens.place import Place
from tui.widgets.lines import LineList
from tui.widgets.sheet import Block, Sheet, joined

_SHOWN = 1000
"""Polls that are read, the latest first."""
_NAME = 24
"""Cells for a feed's name, where there is room for one."""
_WIDE = 96


class PollLogScreen(Place):
    """Every poll, the latest first, with its error in words."""

    PLACE: ClassVar[str] = "poll-log back"
    AUTO_FOCUS = "#log"
    heading: ClassVar[str] = "Poll log"
    _names: dict[int, str]

    def body(self) -> ComposeResult:
        """Lay the sums and the log."""
        look = self.room.look
        self._names = {}
        yield Sheet(look, id="sums", classes="who")
        yield LineList[PollLogRow](
            self._draw, lambda row: (row.feed_id, row.at), look, title="Polls", empty="Reading …", id="log"
        )

    def reload(self) -> None:
        """Read the log."""
        self.run_worker(self._fill(), name="read the poll log", group="log", exclusive=True)

    async def _fill(self) -> None:
        feeds = self.room.library.feeds
        found = await self.read(lambda: (feeds.list(), feeds.log(limit=_SHOWN)))
        if found is None:
            return
        listed, log = found
        self._names = {one.id: one.outlet or one.title for one in listed}
        shown = self.part("#log", LineList)
        shown.say("Nothing has been polled yet. R asks all feeds now.")
        shown.show(log)
        self.part("#sums", Sheet).show([self._sums(log)])

    def _sums(self, log: tuple[PollLogRow, ...]) -> Block:
        counts = Counter(row.status for row in log)
        joint = f"  {self.room.look.glyphs.separator}  "
        bad = (PollStatus.FAILED, PollStatus.GONE)
        pieces = [(f"The last {len(log)} polls: ", "dim")]
        for status in PollStatus:
            if counts[status]:
                pieces += [(f"{counts[status]} {status.value}", "error" if status in bad else ""), (joint, "dim")]
        pieces.append((f"{sum(row.new for row in log)} new articles", "new"))
        return joined(*pieces)

    def _draw(self, row: PollLogRow, width: int, look: Look) -> list[Content]:
        name = cells.safe(self._names.get(row.feed_id, "") or redact_url(row.url))
        if width < _WIDE:
            short = _NAME // 2
            head = cells.line((cells.fit(name, short, look.glyphs.ellipsis) + " ", "name"))
            return [head + poll(row, width - short - 1, look)[0]]
        head = cells.line((cells.fit(name, _NAME, look.glyphs.ellipsis) + " ", "name"))
        return [head + poll(row, width - _NAME - 1, look)[0]]

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Ask for the feed."""
        if isinstance(message.row, PollLogRow):
            self.post_message(OpenFeed(message.row.feed_id))
