"""Which sentence and exit code an error ends in."""

from __future__ import annotations

from tui.commands.verb import ANOTHER_INSTANCE, CONFIGURATION, DATABASE, ERROR, USAGE
from tui.errors import NoSuchStory, NoTerminal, SettingsError, TuiError


def explain(error: Exception) -> tuple[str | None, int]:
    """The error's sentence (None where nobody foresaw it) and the exit code of a process that it ends."""
    # Imported only now that something failed: a command that works need not load the trees of rooms it does not enter.
    from feeds.errors import AnotherPoller, FeedsError  # noqa: PLC0415
    from seeds.errors import SeedsError  # noqa: PLC0415
    from store.errors import DuplicateFeed, InUse, NotFound, RefusedReview, StoreError  # noqa: PLC0415
    from tagger.errors import TaggerError, WatchlistError  # noqa: PLC0415

    codes: tuple[tuple[type[Exception], int], ...] = (
        (SettingsError, CONFIGURATION),
        (NoSuchStory, CONFIGURATION),
        (NoTerminal, USAGE),
        (TuiError, ERROR),
        (NotFound, ERROR),
        (DuplicateFeed, ERROR),
        (RefusedReview, ERROR),
        (InUse, ANOTHER_INSTANCE),
        (StoreError, DATABASE),
        (WatchlistError, CONFIGURATION),
        (TaggerError, ERROR),
        (AnotherPoller, ANOTHER_INSTANCE),
        (FeedsError, ERROR),
        (SeedsError, ERROR),
    )
    for kind, code in codes:
        if isinstance(error, kind):
            return str(error), code
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror, ERROR
    return None, ERROR
