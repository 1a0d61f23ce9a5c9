"""What was polled of one feed, and how each poll ended."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from feeds.links import redact_url
from store.model.pages import Asked
from store.model.polling import Feed, PollLogRow
from tui import cells, feed_cells
from tui.look import moment
from tui.room import Room
from tui.screens.feeds import called
from tui.screens.place import Place
from tui.widgets.lines import LineList
from tui.widgets.sheet import Block, Sheet, joined


class LogScreen(Place):
    """One feed's facts and its poll log."""

    AUTO_FOCUS = "#log"
    heading: ClassVar[str] = "Feed"

    def __init__(self, room: Room, feed_id: int) -> None:
        super().__init__(room)
        self._feed_id = feed_id

    def body(self) -> ComposeResult:
        """Lay the facts and the log."""
        look = self.room.look
        yield Sheet(look, title="Feed", id="facts", classes="facts")
        yield LineList[PollLogRow](
            feed_cells.poll, lambda row: row.at, look, title="Polls", empty="It has not been polled yet.", id="log"
        )

    def reload(self) -> None:
        """Read both."""
        self.run_worker(self._fill(), name="read the poll log", group="log", exclusive=True)

    async def _fill(self) -> None:
        found = await self.read(self._look)
        if found is not None:
            feed, log, asked = found
            self.part("#facts", Sheet).show(self._facts(feed, asked))
            self.part("#log", LineList).show(log)

    def _look(self) -> tuple[Feed, tuple[PollLogRow, ...], Asked]:
        """In a thread: the feed, its log, and what came of its entries' pages."""
        library, number = self.room.library, self._feed_id
        return library.feeds.get(number), library.feeds.log(feed_id=number, limit=200), library.pages.asked(number)

    def _facts(self, feed: Feed, asked: Asked) -> list[Block]:
        look = self.room.look
        word, ink = feed_cells.feed_state(feed)
        last, following = feed_cells.feed_times(feed, self.room.desk.clock())
        times = (
            f"polled {last}, next {following}; every {feed.interval // 60} min; added {moment(feed.added, look.today)}"
        )
        blocks = [
            joined(
                (cells.safe(called(feed)), "heading"),
                (f"  {word}", ink),
                (f"  {feed.articles} articles", "dim"),
            ),
            Block(cells.safe(redact_url(feed.url)), "dim"),
            Block(times, "dim"),
        ]
        if told := feed_cells.pages(asked):
            blocks.append(Block(told, "dim"))
        if feed.last_error:
            blocks.append(Block(cells.safe(feed.last_error), "error" if feed.errors else "dim"))
        if feed.moved_to:
            moved = cells.safe(redact_url(feed.moved_to))
            blocks.append(
                Block(f"Its server says that it moved to {moved}; taken over after two good polls.", "warning")
            )
        return blocks
