"""What the second migration adds: who gave a verdict and what it corrects, and the edits that outlets make.

`corrections` repeats of the verdicts in force what concerns a statement as a whole; `store.reviews` alone writes it.
`reviews.origin` tells the article of a verdict in words that hold in any database; `reviews.article_id` is 0 while
that article is not here.
"""

from __future__ import annotations

SECOND = (
    "ALTER TABLE reviews ADD COLUMN uid TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE reviews ADD COLUMN who TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE reviews ADD COLUMN said_on TEXT",
    "ALTER TABLE reviews ADD COLUMN to_text TEXT",
    "ALTER TABLE reviews ADD COLUMN was_confidence REAL NOT NULL DEFAULT 1.0",
    "ALTER TABLE reviews ADD COLUMN was_condition TEXT",
    "ALTER TABLE reviews ADD COLUMN first_actor TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE reviews ADD COLUMN origin TEXT NOT NULL DEFAULT '{}'",
    "UPDATE reviews SET uid = lower(hex(randomblob(16))), first_actor = actor",
    "CREATE UNIQUE INDEX reviews_uid ON reviews (uid)",
    "CREATE INDEX reviews_article ON reviews (article_id)",
    """CREATE TABLE corrections (
        fingerprint TEXT PRIMARY KEY, actor TEXT, said_on TEXT, text TEXT
    ) STRICT, WITHOUT ROWID""",
    """INSERT INTO corrections (fingerprint, actor) SELECT fingerprint, max(to_actor) FROM reviews
        WHERE active = 1 AND to_actor IS NOT NULL GROUP BY fingerprint""",
    "CREATE INDEX corrections_actor ON corrections (actor) WHERE actor IS NOT NULL",
    """CREATE TABLE edits (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        version INTEGER NOT NULL, kind TEXT NOT NULL,
        actor TEXT, speaker_text TEXT NOT NULL, before_speaker TEXT NOT NULL,
        before TEXT NOT NULL, after TEXT NOT NULL, found TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX edits_newest ON edits (found, id)",
    "CREATE INDEX edits_article ON edits (article_id)",
)
