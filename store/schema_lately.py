"""What the eighth migration adds: the ways to what was stored lately, for `is:new` and `came:`."""

from __future__ import annotations

EIGHTH = (
    "CREATE INDEX articles_fetched ON articles (fetched)",
    "CREATE INDEX statements_created ON statements (created)",
)
