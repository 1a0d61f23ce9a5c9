"""What the sixth migration adds: which articles' pages were asked for, and which feeds' pages may be.

`feeds.full_text` is "on", "off", or empty for what the settings say. A row of `pages` without `next_try` is settled.
"""

from __future__ import annotations

SIXTH = (
    "ALTER TABLE feeds ADD COLUMN full_text TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE pages (
        article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
        tries INTEGER NOT NULL, next_try TEXT, note TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT""",
)
