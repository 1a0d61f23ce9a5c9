"""The page behind a short entry."""

from __future__ import annotations

from datetime import date, datetime

from store.model.record import record


@record(frozen=True)
class Wanted:
    """An article whose page is to be fetched, as it is stored."""

    article_id: int
    url: str
    title: str
    outlet: str
    text: str
    published: datetime | None
    said_on: date | None
    tries: int
    """How often the page was asked for before."""


@record(frozen=True)
class Asked:
    """What came of the pages behind a feed's entries."""

    given: int
    """Those that gave their text."""
    refused: int
    note: str
    """Why the latest of these gave none; a site's robots.txt is such a reason. Empty where all did."""
