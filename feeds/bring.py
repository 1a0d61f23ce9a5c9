"""What a worker process makes of a feed that was never read before: its entries, and what is read in each, in one go.

All of them are new, so nobody needs to be asked which ones to read, and no text travels twice between the processes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from feeds.newssearch import understood
from feeds.parse import ParsedFeed, parse
from store.model.polling import Entry
from store.model.reading import Draft, Reading

_READING = 5.0
"""Seconds after which the rest is left to jobs of its own, each with a deadline of its own."""


def bring(
    read: Callable[[Draft], Reading] | None,
    body: bytes,
    content_type: str,
    url: str,
    now: datetime,
    names: tuple[str, str],
) -> Iterator[ParsedFeed | tuple[Reading | None, ...]]:
    """Give what the feed said as soon as it is known, then what was read in its entries, None where nothing was.

    `names` are the outlet that the user gave the feed and the title that it had so far. Raises NotAFeed.
    """
    parsed = parsed_feed(body, content_type, url, now)
    yield parsed
    end = time.monotonic() + _READING
    name = names[0] or parsed.title or names[1]
    yield tuple(_read(read, draft(one, name)) if time.monotonic() < end else None for one in parsed.entries)


def parsed_feed(body: bytes, content_type: str, url: str, now: datetime) -> ParsedFeed:
    """Parse, with what news searches list led back to who published it. Raises NotAFeed."""
    parsed = parse(body, content_type, url, now)
    return replace(parsed, entries=understood(parsed.entries))


def draft(entry: Entry, outlet: str) -> Draft:
    """Make of an entry what the tagger reads; `outlet` is that of entries which name none."""
    return Draft(entry.text, entry.title, entry.outlet or outlet, entry.url, entry.published)


def _read(read: Callable[[Draft], Reading] | None, article: Draft) -> Reading | None:
    try:
        return read(article) if read else None
    except Exception:  # noqa: BLE001 - it is read again in a job of its own, which tells what was wrong
        return None
