"""The article in a web page, from bytes that we fetched ourselves. Runs in a worker process."""

from __future__ import annotations

from feeds.clean import safe_body
from feeds.limits import TEXT

SHORT = 1000
"""Characters; an entry with less is a teaser, whose page may hold the article."""


def extract(body: bytes, url: str) -> str | None:
    """Give the article's text, paragraphs split by an empty line; None where the page holds none.

    trafilatura is given bytes, never an address: its downloader knows none of our limits.
    """
    # Late, because it costs half a second and only workers need it.
    from trafilatura import extract as extract_text  # noqa: PLC0415

    text = extract_text(body, url=url, include_comments=False, include_tables=False, favor_precision=True)
    if not text:
        return None
    return safe_body(text.replace("\n", "\n\n"), TEXT) or None
