"""What a database needs now and then: a look after an unclean exit, a daily backup, the removal of what is old."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from store.errors import StoreError
from store.library import Library
from tui.settings import Retention

LOG = logging.getLogger(__name__)

_LARGE = 100_000_000
"""Bytes of a database whose check is waited for long enough to wonder."""


def look_over(library: Library, tell: Callable[[str], None]) -> None:
    """Check the database where a process left it without closing it, and tell what was found.

    Raises DamagedDatabase, whose sentence says what to do; nothing should be written to such a file.
    """
    if library.left_unclean:
        if library.path.stat().st_size > _LARGE:
            tell(f"{library.path} was not closed the last time: its pages are being checked, which takes some seconds.")
        library.check()
        told = f"{library.path} was not closed the last time; it was checked, and every page is in order."
        LOG.info(told)
        tell(told)


def keep_up(library: Library, retention: Retention) -> Iterator[str]:
    """Make the day's backup and then remove what the settings ask for; yields a sentence for whatever was done.

    Runs once a day, whoever calls it and however often. What fails is told as well and tried again at the next call: no
    backup is worth an end of polling.
    """
    try:
        if not library.totals().articles:
            return
        made = library.back_up()
        if made is None:
            return
        yield f"The day's backup is {made.path}."
        gone = library.retire(articles_days=retention.articles_days, poll_log_days=retention.poll_log_days)
        if gone:
            told = f"Removed as too old: {gone.articles} articles, {gone.poll_log} lines of the poll log."
            library.set_meta("retention", f"{library.clock().date()}: {told}")
            yield told
    except StoreError as error:
        LOG.warning("The database's upkeep failed: %s", error)
        yield f"The day's backup could not be made. {error}"
