"""What the fourth migration adds: folders, how feeds publish, and subscriptions that turn out to be one.

`feeds.habits` is the JSON of `store.model.polling.Habits`; `feeds.same_as` names the subscription that a feed was found
to be the same as. `feed_merges` keeps whatever a merge took apart, so that it can be undone.
"""

from __future__ import annotations

FOURTH = (
    "ALTER TABLE feeds ADD COLUMN folder TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE feeds ADD COLUMN habits TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE feeds ADD COLUMN same_as INTEGER REFERENCES feeds (id) ON DELETE SET NULL",
    """CREATE TABLE feed_merges (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL, kept_id INTEGER NOT NULL, kept_url TEXT NOT NULL,
        gone TEXT NOT NULL, aliases TEXT NOT NULL, carriers TEXT NOT NULL,
        undone TEXT
    ) STRICT""",
    "CREATE INDEX feeds_body ON feeds (body_hash) WHERE body_hash IS NOT NULL",
    "CREATE INDEX feeds_same ON feeds (same_as) WHERE same_as IS NOT NULL",
)
