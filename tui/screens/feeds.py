"""The feeds: how each is, in words; adding, removing, pausing, polling."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content

from feeds.links import redact_url
from store.model.polling import Feed
from store.model.words import FeedState
from tui import feed_cells
from tui.bindings import bindings
from tui.look import Look
from tui.messages import OpenFeed
from tui.room import Room
from tui.screens.addfeed import AddFeed
from tui.screens.dialog import Confirm
from tui.screens.place import Place
from tui.widgets.lines import LineList


def called(feed: Feed) -> str:
    """Name a feed; an address is shown without password and token."""
    return feed.outlet or feed.title or redact_url(feed.url)


class FeedsScreen(Place):
    """All subscriptions and their health."""

    PLACE: ClassVar[str] = "feeds back"
    BINDINGS: ClassVar = bindings("feeds")
    AUTO_FOCUS = "#feeds"
    heading: ClassVar[str] = "Feeds"

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._removed: list[tuple[Feed, int]] = []
        """What was removed or merged at this sitting, and the merge's number; 0 for a removal."""
        self._all: tuple[Feed, ...] = ()

    def body(self) -> ComposeResult:
        """Lay the list."""
        yield LineList[Feed](
            self._draw,
            lambda feed: feed.id,
            self.room.look,
            height=feed_cells.feed_height,
            title="Feeds",
            empty="No feed is subscribed. a adds one by its address.",
            id="feeds",
        )

    def _draw(self, feed: Feed, width: int, look: Look) -> list[Content]:
        times = feed_cells.feed_times(feed, self.room.desk.clock())
        return feed_cells.feed(feed, width, look, redact_url(feed.url), times)

    @property
    def _list(self) -> LineList[Feed]:
        return self.part("#feeds", LineList)

    def reload(self) -> None:
        """Read the feeds."""
        self.run_worker(self._fill(), name="read the feeds", group="feeds", exclusive=True)

    async def _fill(self) -> None:
        feeds = await self.read(self.room.library.feeds.list)
        if feeds is None:
            return
        self._all = feeds
        self._list.show(feeds)
        well = sum(1 for feed in feeds if feed.state is FeedState.ACTIVE and not feed.errors and feed.last_polled)
        bad = sum(1 for feed in feeds if feed.errors or feed.state is FeedState.GONE)
        self._list.retitle(f"Feeds: {well} well, {bad} with trouble, {len(feeds) - well - bad} not polled or paused")
        self.refresh_bindings()

    # --- actions ----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what works on the feed under the cursor."""
        if action == "undo":
            return bool(self._removed)
        if action == "merge_feeds":
            return self._list.row is not None and self._list.row.same_as is not None
        if action in ("remove_feed", "pause_feed"):
            return self._list.row is not None
        if action == "poll_feed":
            return self._list.row is not None and not self.room.desk.settings.offline
        return super().check_action(action, parameters)

    def action_add_feed(self) -> None:
        """Ask for an address and subscribe it."""

        def added(feed: Feed | None) -> None:
            if feed is not None:
                self.tell(f"Added {called(feed)}. It is polled next.")
                self._write(lambda: None, "", then=feed.id)

        self.app.push_screen(AddFeed(self.room), added)

    def action_remove_feed(self) -> None:
        """Ask, then unsubscribe."""
        feed = self._list.row
        if feed is None:
            return

        def answered(yes: bool | None) -> None:  # noqa: FBT001  # Textual hands the answer over
            if yes:
                self._removed.append((feed, 0))
                self._write(
                    lambda: self.room.library.feeds.remove(feed.id), f"Removed {called(feed)}. z takes it back."
                )

        words = f"Unsubscribe {called(feed)}? Its {feed.articles} articles stay."
        self.app.push_screen(Confirm(self.room, "Remove a feed", words), answered)

    def action_undo(self) -> None:
        """Subscribe again what was removed last."""
        if not self._removed:
            return
        feed, merge = self._removed.pop()
        self._write(lambda: self._bring_back(feed, merge), f"{called(feed)} is back.")

    def _bring_back(self, feed: Feed, merge: int) -> None:
        """In a thread: part what was merged, or subscribe again what was removed."""
        feeds = self.room.library.feeds
        if merge:
            feeds.unmerge(merge)
        else:
            feeds.add(feed.url, title=feed.title, outlet=feed.outlet, state=feed.state, folder=feed.folder)

    def action_merge_feeds(self) -> None:
        """Ask, then make one of two subscriptions that turned out to be the same."""
        feed = self._list.row
        if feed is None or feed.same_as is None:
            return
        other = next((one for one in self._all if one.id == feed.same_as), None)
        if other is None:
            return

        def answered(yes: bool | None) -> None:  # noqa: FBT001  # Textual hands the answer over
            if yes:
                self._write(lambda: self._merge(other, feed), f"{called(other)} is one feed now. z parts them again.")

        words = (
            f"{called(feed)} ({redact_url(feed.url)}) is the same feed as {called(other)} ({redact_url(other.url)}). "
            f"Make them one? All articles and marks stay."
        )
        self.app.push_screen(Confirm(self.room, "Two feeds are one", words), answered)

    def _merge(self, kept: Feed, gone: Feed) -> None:
        """In a thread: merge, and remember how it is undone."""
        _, number = self.room.library.feeds.merge(kept.id, gone.id)
        self._removed.append((gone, number))

    def action_pause_feed(self) -> None:
        """Pause a feed, or resume a paused or gone one."""
        feed = self._list.row
        if feed is None:
            return
        wanted = FeedState.PAUSED if feed.state is FeedState.ACTIVE else FeedState.ACTIVE
        words = f"{called(feed)} is paused." if wanted is FeedState.PAUSED else f"{called(feed)} is polled again."
        self._write(lambda: self.room.library.feeds.set_state(feed.id, wanted), words)

    def action_poll_feed(self) -> None:
        """Make a feed due now."""
        feed = self._list.row
        if feed is None:
            return
        if feed.state is not FeedState.ACTIVE:
            self.tell(f"{called(feed)} is {feed.state.value}; p starts it again.", severity="warning")
            return
        words = (
            f"{called(feed)} is due now."
            if not feed.told_to_wait
            else f"{called(feed)} waits: its server asked for that."
        )
        self._write(lambda: self.room.library.feeds.make_due((feed.id,)), words)

    def _write(self, do: Callable[[], object], words: str, *, then: int | None = None) -> None:
        self.run_worker(self._written(do, words, then), name="change the feeds", group="write")

    async def _written(self, do: Callable[[], object], words: str, then: int | None) -> None:
        done = await self.read(lambda: (do(), True)[1])
        if done:
            if words:
                self.tell(words)
            await self._fill()
            if then is not None:
                self._list.select(then)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Ask for the feed's log."""
        if isinstance(message.row, Feed):
            self.post_message(OpenFeed(message.row.id))
