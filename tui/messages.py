"""What happened and what is asked for, as it travels up from lists and screens to the application.

Names of what happened are in the past tense; requests begin with `Open` and name a place.
"""

from __future__ import annotations

from textual.message import Message

from store.model.record import record
from store.model.rows import Totals


class Open(Message):
    """Asks the application for a place."""


@record()
class OpenActor(Open):
    """Show one actor."""

    actor_id: str


@record()
class OpenStatement(Open):
    """Show one statement."""

    statement_id: int


@record()
class OpenChange(Open):
    """Show one change with both its sides."""

    change_id: int


@record()
class OpenArticle(Open):
    """Show one article, at a statement of it where one is given."""

    article_id: int
    statement_id: int | None = None
    siblings: tuple[int, ...] = ()
    """The articles of the list that it was opened from, in its order: the way to the next and the one before."""


@record()
class OpenIssue(Open):
    """Show one issue with every principal's line."""

    issue: str


@record()
class OpenVersions(Open):
    """Show what was changed in an article after publishing."""

    article_id: int


@record()
class OpenFeed(Open):
    """Show what was polled of one feed."""

    feed_id: int


@record(frozen=True)
class PollerState:
    """What is known of the poller, for the status line."""

    phase: str = "off"
    """off (not wanted), starting, polling, idle, elsewhere (another process polls), gone (it ended and will be started
    again)."""
    done: int = 0
    due: int = 0
    new: int = 0
    """New articles of this round, or of the last one."""
    failed: int = 0
    """Feeds that failed in this round or the last."""
    polled: int = 0
    """Feeds that answered since the desk opened."""
    detail: str = ""
    """A sentence about trouble."""


@record()
class PollerTold(Message):
    """The poller's state changed; only the latest counts."""

    state: PollerState

    def can_replace(self, message: Message) -> bool:
        """Let a newer state take an older one's place in the queue."""
        return isinstance(message, PollerTold)


@record()
class Revised(Message, bubble=False):
    """Something was committed to the database; only the latest counts."""

    revision: int

    def can_replace(self, message: Message) -> bool:
        """Let a newer revision take an older one's place in the queue."""
        return isinstance(message, Revised)


@record()
class TotalsCounted(Message, bubble=False):
    """The totals of the status line were read anew."""

    totals: Totals


@record()
class WatchlistChanged(Message):
    """The watchlist's file was edited here: what is stored is to be read again."""


@record()
class TaskTold(Message, bubble=False):
    """How far work in the background is; "" once it is done."""

    words: str

    def can_replace(self, message: Message) -> bool:
        """Let newer words take older ones' place in the queue."""
        return isinstance(message, TaskTold)
