"""The tables as the first migration makes them. Never edited once released: later migrations add to it.

Moments are ISO 8601 in UTC with microseconds, days are ISO days, lists are JSON. `sort_key` of an article is the
earlier of published and first seen; of a statement it is the day said, then its article's, then its place in the text.
Both are repeated where a pane walks an index, as are `is_lead` and `on_story`.
"""

from __future__ import annotations

FEEDS = (
    """CREATE TABLE feeds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        url TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        outlet TEXT NOT NULL,
        state TEXT NOT NULL,
        etag TEXT, last_modified TEXT, body_hash TEXT,
        last_polled TEXT, next_due TEXT NOT NULL, last_status TEXT, last_http INTEGER, last_error TEXT,
        errors INTEGER NOT NULL DEFAULT 0,
        interval INTEGER NOT NULL DEFAULT 3600,
        added TEXT NOT NULL,
        moved_to TEXT, moved_seen INTEGER NOT NULL DEFAULT 0,
        told_to_wait INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    "CREATE INDEX feeds_due ON feeds (state, next_due)",
    """CREATE TABLE feed_aliases (
        url TEXT PRIMARY KEY,
        feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX feed_aliases_feed ON feed_aliases (feed_id)",
    """CREATE TABLE poll_log (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL, feed_id INTEGER NOT NULL, url TEXT NOT NULL, status TEXT NOT NULL, http INTEGER,
        entries INTEGER NOT NULL, new INTEGER NOT NULL, changed INTEGER NOT NULL, error TEXT, seconds REAL NOT NULL
    ) STRICT""",
    "CREATE INDEX poll_log_feed ON poll_log (feed_id, id)",
)

ARTICLES = (
    """CREATE TABLE articles (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL, title_key TEXT NOT NULL,
        outlet TEXT NOT NULL, url TEXT NOT NULL, author TEXT NOT NULL,
        external_id TEXT,
        published TEXT, published_raw TEXT NOT NULL, fetched TEXT NOT NULL, sort_key TEXT NOT NULL,
        date_approximate INTEGER NOT NULL,
        said_on TEXT,
        body_source TEXT NOT NULL,
        version INTEGER NOT NULL DEFAULT 1,
        content_hash TEXT NOT NULL,
        original_sha256 TEXT,
        on_story INTEGER NOT NULL DEFAULT 0,
        cluster_id INTEGER REFERENCES clusters (id) ON DELETE SET NULL,
        is_lead INTEGER NOT NULL DEFAULT 1,
        is_read INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0,
        tagged_with TEXT NOT NULL DEFAULT '',
        text TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX articles_newest ON articles (is_lead, sort_key, id)",
    "CREATE INDEX articles_story ON articles (on_story, is_lead, sort_key, id)",
    "CREATE INDEX articles_all ON articles (sort_key, id)",
    "CREATE INDEX articles_outlet ON articles (outlet, sort_key, id)",
    "CREATE INDEX articles_unread ON articles (on_story, is_lead) WHERE is_read = 0",
    "CREATE INDEX articles_starred ON articles (sort_key, id) WHERE starred = 1",
    "CREATE INDEX articles_url ON articles (url) WHERE url <> ''",
    "CREATE INDEX articles_external ON articles (external_id) WHERE external_id IS NOT NULL",
    "CREATE INDEX articles_original ON articles (original_sha256) WHERE original_sha256 IS NOT NULL",
    "CREATE INDEX articles_content ON articles (content_hash)",
    "CREATE INDEX articles_title ON articles (title_key)",
    "CREATE INDEX articles_tagged ON articles (tagged_with)",
    "CREATE INDEX articles_cluster ON articles (cluster_id) WHERE cluster_id IS NOT NULL",
    "CREATE INDEX articles_digest ON articles (id) WHERE body_source = 'digest'",
    """CREATE TABLE article_versions (
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        title TEXT NOT NULL, text TEXT NOT NULL, body_source TEXT NOT NULL, content_hash TEXT NOT NULL,
        replaced TEXT NOT NULL,
        PRIMARY KEY (article_id, version)
    ) STRICT""",
    """CREATE TABLE carriers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        feed_id INTEGER REFERENCES feeds (id) ON DELETE SET NULL,
        feed_url TEXT NOT NULL, feed_name TEXT NOT NULL,
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        guid TEXT NOT NULL, link TEXT NOT NULL, title_key TEXT NOT NULL, content_hash TEXT NOT NULL,
        first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
        UNIQUE (feed_id, guid)
    ) STRICT""",
    "CREATE INDEX carriers_article ON carriers (article_id, feed_id)",
    "CREATE INDEX carriers_link ON carriers (link) WHERE link <> ''",
    "CREATE INDEX carriers_title ON carriers (feed_id, title_key, first_seen)",
    "CREATE INDEX carriers_orphans ON carriers (feed_url) WHERE feed_id IS NULL",
    """CREATE TABLE clusters (
        id INTEGER PRIMARY KEY AUTOINCREMENT, lead_id INTEGER NOT NULL, size INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE article_sketches (
        hash INTEGER NOT NULL,
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        PRIMARY KEY (hash, article_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX article_sketches_article ON article_sketches (article_id)",
    """CREATE VIRTUAL TABLE article_words USING fts5 (
        title, text, content='articles', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
    )""",
    """CREATE TRIGGER articles_words_new AFTER INSERT ON articles BEGIN
        INSERT INTO article_words (rowid, title, text) VALUES (new.id, new.title, new.text);
    END""",
    """CREATE TRIGGER articles_words_gone AFTER DELETE ON articles BEGIN
        INSERT INTO article_words (article_words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    END""",
    """CREATE TRIGGER articles_words_changed AFTER UPDATE OF title, text ON articles BEGIN
        INSERT INTO article_words (article_words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
        INSERT INTO article_words (rowid, title, text) VALUES (new.id, new.title, new.text);
    END""",
)

READINGS = (
    """CREATE TABLE mentions (
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        target TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, in_title INTEGER NOT NULL,
        PRIMARY KEY (article_id, ordinal)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE article_actors (
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        actor TEXT NOT NULL,
        mentions INTEGER NOT NULL, ordinal INTEGER NOT NULL,
        on_story INTEGER NOT NULL, sort_key TEXT NOT NULL,
        PRIMARY KEY (article_id, actor)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX article_actors_newest ON article_actors (actor, sort_key, article_id)",
    "CREATE INDEX article_actors_story ON article_actors (on_story, actor)",
    """CREATE TABLE article_topics (
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        topic TEXT NOT NULL, ordinal INTEGER NOT NULL,
        PRIMARY KEY (article_id, topic)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX article_topics_topic ON article_topics (topic, article_id)",
    """CREATE TABLE utterances (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        lead_id INTEGER NOT NULL, statements INTEGER NOT NULL, outlets INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE statements (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        kind TEXT NOT NULL, cue TEXT NOT NULL, speaker_text TEXT NOT NULL,
        spans TEXT NOT NULL, cue_span TEXT, speaker_span TEXT,
        said_on TEXT, about TEXT, rules TEXT NOT NULL, confidence REAL NOT NULL,
        fingerprint TEXT NOT NULL,
        speaker_key TEXT NOT NULL, paragraph_key TEXT NOT NULL,
        utterance_id INTEGER REFERENCES utterances (id),
        is_lead INTEGER NOT NULL DEFAULT 1,
        on_story INTEGER NOT NULL,
        said_day TEXT NOT NULL, sort_key TEXT NOT NULL,
        created TEXT NOT NULL,
        text TEXT NOT NULL, content_key TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX statements_newest ON statements (is_lead, sort_key, id)",
    "CREATE INDEX statements_story ON statements (on_story, is_lead, sort_key, id)",
    "CREATE INDEX statements_all ON statements (sort_key, id)",
    "CREATE INDEX statements_article ON statements (article_id, ordinal)",
    "CREATE INDEX statements_utterance ON statements (utterance_id)",
    "CREATE INDEX statements_speaker ON statements (speaker_key, said_day)",
    "CREATE INDEX statements_fingerprint ON statements (fingerprint)",
    """CREATE TABLE statement_voices (
        statement_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        actor TEXT, principal TEXT, unnamed INTEGER NOT NULL, rank INTEGER NOT NULL, rule TEXT NOT NULL,
        is_lead INTEGER NOT NULL DEFAULT 1, on_story INTEGER NOT NULL, said_day TEXT NOT NULL, sort_key TEXT NOT NULL,
        created TEXT NOT NULL,
        PRIMARY KEY (statement_id, ordinal)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX voices_actor ON statement_voices (actor, sort_key, statement_id, is_lead, on_story)",
    "CREATE INDEX voices_principal ON statement_voices (principal, sort_key, statement_id, is_lead, on_story)",
    "CREATE INDEX voices_counts ON statement_voices (on_story, is_lead, actor, said_day, created)",
    """CREATE TABLE positions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        statement_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
        issue TEXT NOT NULL, stance TEXT NOT NULL, confidence REAL NOT NULL, rule TEXT NOT NULL,
        condition TEXT, factors TEXT NOT NULL,
        UNIQUE (statement_id, issue)
    ) STRICT""",
    "CREATE INDEX positions_issue ON positions (issue, stance, statement_id)",
)

LEDGER = (
    """CREATE TABLE dirty_pairs (
        principal TEXT NOT NULL, issue TEXT NOT NULL, PRIMARY KEY (principal, issue)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE states (
        principal TEXT NOT NULL, issue TEXT NOT NULL, stance TEXT NOT NULL,
        since TEXT NOT NULL, last_said TEXT NOT NULL, confidence REAL NOT NULL,
        position_id INTEGER NOT NULL, actor TEXT, statements INTEGER NOT NULL,
        PRIMARY KEY (principal, issue)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL, principal TEXT NOT NULL, actor TEXT, issue TEXT NOT NULL,
        from_stance TEXT NOT NULL, to_stance TEXT NOT NULL, from_date TEXT NOT NULL, to_date TEXT NOT NULL,
        grade TEXT NOT NULL, status TEXT NOT NULL, confidence REAL NOT NULL, why TEXT NOT NULL, undo TEXT NOT NULL,
        found TEXT NOT NULL, seen INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    "CREATE INDEX changes_newest ON changes (to_date, id)",
    "CREATE INDEX changes_pair ON changes (principal, issue)",
    """CREATE TABLE change_evidence (
        change_id INTEGER NOT NULL REFERENCES changes (id) ON DELETE CASCADE,
        side TEXT NOT NULL, ordinal INTEGER NOT NULL, position_id INTEGER NOT NULL,
        PRIMARY KEY (change_id, side, ordinal)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE reviews (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        fingerprint TEXT NOT NULL, issue TEXT NOT NULL,
        article_id INTEGER NOT NULL, actor TEXT NOT NULL, content TEXT NOT NULL,
        verdict TEXT NOT NULL,
        stance TEXT, to_issue TEXT, to_actor TEXT, condition TEXT, note TEXT NOT NULL,
        was_stance TEXT NOT NULL, was_rule TEXT NOT NULL,
        at TEXT NOT NULL, active INTEGER NOT NULL, undone TEXT
    ) STRICT""",
    "CREATE UNIQUE INDEX reviews_active ON reviews (fingerprint, issue) WHERE active = 1",
    "CREATE INDEX reviews_key ON reviews (fingerprint, issue, id)",
    "CREATE INDEX reviews_to_issue ON reviews (to_issue) WHERE to_issue IS NOT NULL AND active = 1",
    "CREATE INDEX reviews_to_actor ON reviews (to_actor) WHERE to_actor IS NOT NULL AND active = 1",
)

NAMES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID",
    "INSERT INTO meta (key, value) VALUES ('revision', 0)",
    """CREATE TABLE actors (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, principal TEXT, ordinal INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX actors_principal ON actors (principal)",
    "CREATE TABLE issues (id TEXT PRIMARY KEY, question TEXT NOT NULL, ordinal INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE topics (id TEXT PRIMARY KEY, name TEXT NOT NULL, ordinal INTEGER NOT NULL) STRICT, WITHOUT ROWID",
)

FIRST = (*FEEDS, *ARTICLES, *READINGS, *LEDGER, *NAMES)
"""Everything, in the order in which it is made."""
