"""What the seventh migration adds: what feeds brought and nobody was told of yet, and what was told.

`untold` is written by triggers in the transaction that stores an article from a feed or its page, and emptied by the
poller when it has looked: so nothing is missed by a crash, and imports, digests and taggings anew, which touch no
feed's text, are never in it. `told` holds by rule what was told, under keys that survive tagging anew.
"""

from __future__ import annotations

SEVENTH = (
    "CREATE TABLE untold (seq INTEGER PRIMARY KEY, article_id INTEGER NOT NULL) STRICT",
    """CREATE TRIGGER articles_untold_new AFTER INSERT ON articles
    WHEN new.body_source IN ('feed', 'page') BEGIN
        INSERT INTO untold (article_id) VALUES (new.id);
    END""",
    """CREATE TRIGGER articles_untold_changed AFTER UPDATE OF content_hash ON articles
    WHEN new.body_source IN ('feed', 'page') BEGIN
        INSERT INTO untold (article_id) VALUES (new.id);
    END""",
    """CREATE TABLE tellings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL, words TEXT NOT NULL, lines TEXT NOT NULL, rules TEXT NOT NULL, count INTEGER NOT NULL,
        ways TEXT NOT NULL, shown TEXT, body TEXT, hook TEXT, note TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE INDEX tellings_unshown ON tellings (id) WHERE shown IS NULL",
    "CREATE INDEX tellings_waiting ON tellings (id) WHERE hook = 'waiting'",
    """CREATE TABLE told (
        rule TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (rule, key)
    ) STRICT, WITHOUT ROWID""",
)
