"""Everything that makes outside text harmless, in one place to import from.

`safe_text` and `safe_body` strip what acts on a terminal, `html_to_text` strips markup, `canonical_url` and
`redact_url` tame addresses, `parse_date` reads moments.
"""

from __future__ import annotations

from feeds.dates import believable, parse_date
from feeds.links import canonical_url, feed_address, redact_url
from feeds.markup import html_to_text, title_text
from store.plain import safe_body, safe_text

__all__ = [
    "believable",
    "canonical_url",
    "feed_address",
    "html_to_text",
    "parse_date",
    "redact_url",
    "safe_body",
    "safe_text",
    "title_text",
]
