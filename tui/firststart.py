"""A new database: its story's digests are read into it and its default feeds subscribed, once in its life."""
# ruff: noqa: PLC0415  # every start of the desk asks whether this is the first one; only the first loads what it needs

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from store.library import Library
from store.model.words import FeedState

if TYPE_CHECKING:
    from tui.wiring import Wiring

SEEDED = "seeded"
"""The database's note that this was done, and when."""


def first_start_of(wiring: Wiring, library: Library) -> Callable[[], None] | None:
    """What is to be done once the desk is open; None where it was done before. Raises WatchlistError."""
    if library.meta(SEEDED):
        return None
    # Read now, while its errors can still be told on the command line.
    wiring.watchlist  # noqa: B018
    return lambda: first_start(wiring, library)


def first_start(wiring: Wiring, library: Library) -> None:
    """Bring in the digests and subscribe the default feeds. Raises StoreError, SeedsError, WatchlistError."""
    from seeds import default_feeds
    from store.errors import DuplicateFeed

    if library.meta(SEEDED):
        return
    load_seeds(wiring, library)
    for feed in default_feeds(wiring.watchlist.story.id):
        with contextlib.suppress(DuplicateFeed):
            state = FeedState.ACTIVE if feed.on else FeedState.PAUSED
            library.feeds.add(feed.url, outlet=feed.outlet, state=state)
    library.set_meta(SEEDED, wiring.clock().isoformat())


def load_seeds(wiring: Wiring, library: Library) -> int:
    """Tag and store the packaged digests; returns how many. Raises StoreError, SeedsError, WatchlistError."""
    from seeds import documents
    from tui.intake import Intake

    wiring.sync_names(library)
    intake = Intake(library, wiring.reader())
    digests = documents(wiring.watchlist.story.id)
    for digest in digests:
        intake.take(digest)
    wiring.settle(library)
    return len(digests)
