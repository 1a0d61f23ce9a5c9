"""How much of anything is taken from outside. One record, so that tests can shrink it."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB

# Characters of one entry's fields and entries of one poll (design, "Limits and safety").
TITLE = 500
AUTHOR = 200
LINK = 4096
GUID = 1024
ENTRIES = 5000
# The longest text kept of one entry or document; a long article is a tenth of it.
TEXT = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes are decoded bytes; times are seconds."""

    feed_body: int = 15 * MIB
    article_body: int = 10 * MIB
    robots_body: int = MIB
    headers: int = 256 * KIB
    redirects: int = 5
    connect: float = 10.0
    feed_total: float = 30.0
    article_total: float = 45.0
