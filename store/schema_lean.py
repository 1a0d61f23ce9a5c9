"""What the ninth migration makes of articles, carriers and readings: the same in a third of the room.

Most bytes beyond the texts were moments as ISO text in every index, long hashes in hex, and words stored twice. From
here on a moment of these tables is a number (`store.rows.instant`), the order of statements one number
(`store.rows.said_order`), what is only ever compared a 64-bit hash (`store.folding.key`), and what is repeated
thousandfold stands once in `phrases`. Days alone stay ISO text where they are shown, and moments in all other tables.
"""

# All that is put together here are our own words.
# ruff: noqa: S608

from __future__ import annotations

from store.phrases import CORRECTED_VOICE, KEPT_POSITION
from store.schema_counts import lean_triggers

PHRASES = (
    "CREATE TABLE phrases (id INTEGER PRIMARY KEY, words TEXT NOT NULL UNIQUE) STRICT",
    f"INSERT INTO phrases (id, words) VALUES ({CORRECTED_VOICE}, 'review.speaker'), ({KEPT_POSITION}, 'review.kept')",
)

TABLES = {
    # The text last: what lists read stands on the row's first page.
    "articles": """(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        sort_key INTEGER NOT NULL, published INTEGER, fetched INTEGER NOT NULL,
        date_approximate INTEGER NOT NULL,
        on_story INTEGER NOT NULL DEFAULT 0,
        is_lead INTEGER NOT NULL DEFAULT 1,
        is_read INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0,
        sketched INTEGER NOT NULL DEFAULT 0,
        version INTEGER NOT NULL DEFAULT 1,
        tagged_with INTEGER NOT NULL DEFAULT 0,
        cluster_id INTEGER REFERENCES clusters (id) ON DELETE SET NULL,
        title_key INTEGER NOT NULL, url_key INTEGER NOT NULL,
        content_hash BLOB NOT NULL,
        body_source TEXT NOT NULL,
        outlet TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL, author TEXT NOT NULL,
        external_id TEXT, original_sha256 TEXT,
        published_raw TEXT NOT NULL, said_on TEXT,
        mentions TEXT NOT NULL DEFAULT '',
        text TEXT NOT NULL
    ) STRICT""",
    "article_versions": """(
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        title TEXT NOT NULL, text TEXT NOT NULL, body_source TEXT NOT NULL, content_hash BLOB NOT NULL,
        replaced TEXT NOT NULL, quotes TEXT,
        PRIMARY KEY (article_id, version)
    ) STRICT""",
    # `feed_url` and `feed_name` are those of a removed feed.
    "carriers": """(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        feed_id INTEGER REFERENCES feeds (id) ON DELETE SET NULL,
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        guid INTEGER NOT NULL, title_key INTEGER NOT NULL, content_hash BLOB NOT NULL,
        first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
        feed_url TEXT, feed_name TEXT,
        UNIQUE (feed_id, guid)
    ) STRICT""",
    # No reference: `clusters.leave` takes an article's rows away by its text, without an index by article.
    "article_sketches": """(
        hash INTEGER NOT NULL, article_id INTEGER NOT NULL, PRIMARY KEY (hash, article_id)
    ) STRICT, WITHOUT ROWID""",
    # The actors of these two are numbers of `phrases`; VIEWS give their names.
    "article_names": """(
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        actor INTEGER NOT NULL,
        mentions INTEGER NOT NULL, ordinal INTEGER NOT NULL,
        on_story INTEGER NOT NULL, sort_key INTEGER NOT NULL,
        PRIMARY KEY (article_id, actor)
    ) STRICT, WITHOUT ROWID""",
    # `text` only where it is not what stands in the article from `start` to `end`.
    "statements": """(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        is_lead INTEGER NOT NULL DEFAULT 1, on_story INTEGER NOT NULL, stated INTEGER NOT NULL,
        utterance_id INTEGER REFERENCES utterances (id),
        sort_key INTEGER NOT NULL, created INTEGER NOT NULL,
        fingerprint INTEGER NOT NULL, speaker_key INTEGER NOT NULL, paragraph_key INTEGER NOT NULL,
        kind TEXT NOT NULL, cue TEXT NOT NULL, speaker_text TEXT NOT NULL,
        cue_span INTEGER, speaker_span INTEGER, rules INTEGER NOT NULL, confidence REAL NOT NULL,
        spans TEXT, about TEXT, text TEXT,
        content_key TEXT NOT NULL
    ) STRICT""",
    "voices": """(
        statement_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        actor INTEGER, principal INTEGER, unnamed INTEGER NOT NULL, rank INTEGER NOT NULL, rule INTEGER NOT NULL,
        is_lead INTEGER NOT NULL DEFAULT 1, on_story INTEGER NOT NULL, sort_key INTEGER NOT NULL,
        PRIMARY KEY (statement_id, ordinal)
    ) STRICT, WITHOUT ROWID""",
    "read_voices": """(
        statement_id INTEGER PRIMARY KEY REFERENCES statements (id) ON DELETE CASCADE,
        absent INTEGER NOT NULL, actor INTEGER, principal INTEGER, unnamed INTEGER NOT NULL, rank INTEGER NOT NULL,
        rule INTEGER NOT NULL
    ) STRICT""",
    "positions": """(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        statement_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
        issue TEXT NOT NULL, stance TEXT NOT NULL, confidence REAL NOT NULL,
        rule INTEGER NOT NULL, factors INTEGER NOT NULL, condition TEXT,
        UNIQUE (statement_id, issue)
    ) STRICT""",
    "reviews": """(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        fingerprint INTEGER NOT NULL, issue TEXT NOT NULL,
        article_id INTEGER NOT NULL, first_actor TEXT NOT NULL, content TEXT NOT NULL,
        verdict TEXT NOT NULL,
        stance TEXT, to_issue TEXT, to_actor TEXT, condition TEXT, said_on TEXT, to_text TEXT, note TEXT NOT NULL,
        was_stance TEXT NOT NULL, was_rule TEXT NOT NULL, was_confidence REAL NOT NULL, was_condition TEXT,
        origin TEXT NOT NULL, uid TEXT NOT NULL, who TEXT NOT NULL,
        at TEXT NOT NULL, active INTEGER NOT NULL, undone TEXT
    ) STRICT""",
    "corrections": """(
        fingerprint INTEGER PRIMARY KEY, actor TEXT, said_on TEXT, text TEXT
    ) STRICT""",
    "verdicts": """(
        fingerprint INTEGER NOT NULL, issue TEXT NOT NULL, verdict TEXT NOT NULL,
        stance TEXT, to_issue TEXT, to_actor TEXT, condition TEXT, echo INTEGER NOT NULL,
        PRIMARY KEY (fingerprint, issue)
    ) STRICT, WITHOUT ROWID""",
}
"""The tables that are made anew, by name."""

_NAME = "(SELECT h.words FROM phrases h WHERE h.id = {})"
VIEWS = (
    f"""CREATE VIEW article_actors AS SELECT n.article_id, {_NAME.format("n.actor")} AS actor, n.mentions, n.ordinal,
        n.on_story, n.sort_key, n.actor AS actor_number FROM article_names n""",
    f"""CREATE VIEW statement_voices AS SELECT v.statement_id, v.ordinal, {_NAME.format("v.actor")} AS actor,
        {_NAME.format("v.principal")} AS principal, v.unnamed, v.rank, v.rule, v.is_lead, v.on_story, v.sort_key,
        v.actor AS actor_number, v.principal AS principal_number FROM voices v""",
)
"""For reading. Whoever looks for an actor compares the number, which the indexes hold."""

_AS_READ = """(SELECT coalesce(x.actor, '~' || x.principal) FROM (
    SELECT 0 AS ordinal, actor, principal FROM read_voices WHERE statement_id = s.id
    UNION ALL SELECT ordinal, actor, principal FROM statement_voices
        WHERE statement_id = s.id AND rule <> 'review.speaker'
) x WHERE x.actor IS NOT NULL OR x.principal IS NOT NULL ORDER BY x.ordinal LIMIT 1)"""
_MARKS = """(SELECT json_group_array(json_array(m.target, m.start, m."end", m.in_title)) FROM (
    SELECT * FROM mentions WHERE article_id = a.id ORDER BY ordinal) m)"""

MOVES = {
    "articles": (
        """id, sort_key, published, fetched, date_approximate, on_story, is_lead, is_read, starred, sketched,
        version, tagged_with, cluster_id, title_key, url_key, content_hash, body_source, outlet, title, url,
        author, external_id, original_sha256, published_raw, said_on, mentions, text""",
        f"""a.id, lean_at(a.sort_key), lean_at(a.published), lean_at(a.fetched), a.date_approximate, a.on_story,
        a.is_lead, a.is_read, a.starred, EXISTS (SELECT 1 FROM article_sketches k WHERE k.article_id =
        a.id), a.version, lean_phrase(a.tagged_with), a.cluster_id, lean_key(a.title_key), lean_key(a.url),
        lean_bytes(a.content_hash), a.body_source, a.outlet, a.title, a.url, a.author, a.external_id,
        a.original_sha256, a.published_raw, a.said_on, lean_marks({_MARKS}), a.text FROM articles a ORDER BY
        a.id""",
    ),
    "article_versions": (
        """article_id, version, title, text, body_source, content_hash, replaced, quotes""",
        """article_id, version, title, text, body_source, lean_bytes(content_hash), replaced, quotes FROM
        article_versions""",
    ),
    "carriers": (
        """id, feed_id, article_id, guid, title_key, content_hash, first_seen, last_seen, feed_url, feed_name""",
        """id, feed_id, article_id, lean_key(guid), lean_key(title_key), lean_bytes(content_hash),
        lean_at(first_seen), lean_at(last_seen), iif(feed_id IS NULL, feed_url, NULL), iif(feed_id IS NULL,
        feed_name, NULL) FROM carriers ORDER BY id""",
    ),
    "article_sketches": (
        """hash, article_id""",
        """hash, article_id FROM article_sketches ORDER BY hash, article_id""",
    ),
    "article_names": (
        """article_id, actor, mentions, ordinal, on_story, sort_key""",
        """article_id, lean_phrase(actor), mentions, ordinal, on_story, lean_at(sort_key) FROM article_actors
        ORDER BY article_id""",
    ),
    "statements": (
        """id, article_id, ordinal, start, "end", is_lead, on_story, stated, utterance_id, sort_key, created,
        fingerprint, speaker_key, paragraph_key, kind, cue, speaker_text, cue_span, speaker_span, rules,
        confidence, spans, about, text, content_key""",
        f"""s.id, s.article_id, s.ordinal, s.start, s."end", s.is_lead, s.on_story, s.said_on IS NOT NULL,
        s.utterance_id, lean_order(s.said_day, a.sort_key, s.ordinal), lean_at(s.created),
        lean_mark({_AS_READ}, s.speaker_text, s.content_key, s.article_id), lean_key(s.speaker_key),
        lean_key(s.paragraph_key), s.kind, s.cue, s.speaker_text, lean_span(s.cue_span),
        lean_span(s.speaker_span), lean_phrase(s.rules), s.confidence, nullif(s.spans, '[]'), s.about,
        iif(substr(a.text, s.start + 1, s."end" - s.start) = s.text, NULL, s.text), s.content_key FROM
        statements s JOIN articles a ON a.id = s.article_id ORDER BY s.id""",
    ),
    "voices": (
        """statement_id, ordinal, actor, principal, unnamed, rank, rule, is_lead, on_story, sort_key""",
        """v.statement_id, v.ordinal, lean_phrase(v.actor), lean_phrase(v.principal), v.unnamed, v.rank,
        lean_phrase(v.rule), v.is_lead, v.on_story, s.sort_key FROM statement_voices v JOIN new_statements s
        ON s.id = v.statement_id ORDER BY v.statement_id, v.ordinal""",
    ),
    "read_voices": (
        """statement_id, absent, actor, principal, unnamed, rank, rule""",
        """statement_id, absent, lean_phrase(actor), lean_phrase(principal), unnamed, rank, lean_phrase(rule)
        FROM read_voices""",
    ),
    "positions": (
        """id, statement_id, issue, stance, confidence, rule, factors, condition""",
        """id, statement_id, issue, stance, confidence, lean_phrase(rule), lean_phrase(factors), condition FROM
        positions ORDER BY id""",
    ),
    "reviews": (
        """id, fingerprint, issue, article_id, first_actor, content, verdict, stance, to_issue, to_actor,
        condition, said_on, to_text, note, was_stance, was_rule, was_confidence, was_condition, origin, uid,
        who, at, active, undone""",
        """id, lean_review(fingerprint, first_actor, content, article_id, origin), issue, article_id,
        first_actor, content, verdict, stance, to_issue, to_actor, condition, said_on, to_text, note,
        was_stance, was_rule, was_confidence, was_condition, origin, uid, who, at, active, undone FROM
        reviews ORDER BY id""",
    ),
    "corrections": (
        """fingerprint, actor, said_on, text""",
        """lean_known(fingerprint), actor, said_on, text FROM corrections""",
    ),
    "verdicts": (
        """fingerprint, issue, verdict, stance, to_issue, to_actor, condition, echo""",
        """lean_known(fingerprint), issue, verdict, stance, to_issue, to_actor, condition, echo FROM verdicts""",
    ),
}
"""For each table its columns, and where they come from; in an order in which what is read is there still."""

WHERE_TWICE = {"verdicts": "IGNORE", "corrections": "IGNORE"}
"""What is made of reviews may be made again of them: one that is there twice must not stop the rest."""

INDEXES = (
    # The id stands in every index by itself, and last.
    "CREATE INDEX articles_all ON articles (sort_key)",
    "CREATE INDEX articles_story ON articles (sort_key) WHERE on_story = 1",
    "CREATE INDEX articles_unread ON articles (sort_key) WHERE is_read = 0 AND is_lead = 1 AND on_story = 1",
    "CREATE INDEX articles_starred ON articles (sort_key) WHERE starred = 1",
    "CREATE INDEX articles_outlet ON articles (outlet, sort_key)",
    "CREATE INDEX articles_url ON articles (url_key) WHERE url_key <> 0",
    "CREATE INDEX articles_title ON articles (title_key) WHERE title_key <> 0",
    "CREATE INDEX articles_untitled ON articles (content_hash) WHERE title_key = 0",
    "CREATE INDEX articles_external ON articles (external_id) WHERE external_id IS NOT NULL",
    "CREATE INDEX articles_original ON articles (original_sha256) WHERE original_sha256 IS NOT NULL",
    "CREATE INDEX articles_tagged ON articles (tagged_with)",
    "CREATE INDEX articles_cluster ON articles (cluster_id) WHERE cluster_id IS NOT NULL",
    "CREATE INDEX articles_digest ON articles (id) WHERE body_source = 'digest'",
    "CREATE INDEX articles_fetched ON articles (fetched)",
    "CREATE INDEX carriers_article ON carriers (article_id, feed_id)",
    "CREATE INDEX carriers_title ON carriers (feed_id, title_key) WHERE title_key <> 0",
    "CREATE INDEX carriers_orphans ON carriers (feed_url) WHERE feed_id IS NULL",
    "CREATE INDEX article_names_newest ON article_names (actor, sort_key, article_id)",
    "CREATE INDEX statements_all ON statements (sort_key)",
    "CREATE INDEX statements_article ON statements (article_id, ordinal)",
    "CREATE INDEX statements_utterance ON statements (utterance_id)",
    "CREATE INDEX statements_speaker ON statements (speaker_key, sort_key)",
    "CREATE INDEX statements_fingerprint ON statements (fingerprint)",
    "CREATE INDEX statements_created ON statements (created)",
    "CREATE INDEX voices_actor ON voices (actor, sort_key, statement_id, is_lead, on_story)",
    "CREATE INDEX voices_principal ON voices (principal, sort_key, statement_id, is_lead, on_story)",
    # Of thousands of changes few are unseen, and few an actor's.
    "CREATE INDEX changes_unseen ON changes (to_date, id) WHERE seen = 0",
    "CREATE INDEX changes_actor ON changes (actor) WHERE actor IS NOT NULL",
    "CREATE UNIQUE INDEX reviews_active ON reviews (fingerprint, issue) WHERE active = 1",
    "CREATE INDEX reviews_key ON reviews (fingerprint, issue, id)",
    "CREATE INDEX reviews_to_issue ON reviews (to_issue) WHERE to_issue IS NOT NULL AND active = 1",
    "CREATE INDEX reviews_to_actor ON reviews (to_actor) WHERE to_actor IS NOT NULL AND active = 1",
    "CREATE UNIQUE INDEX reviews_uid ON reviews (uid)",
    "CREATE INDEX reviews_article ON reviews (article_id)",
    "CREATE INDEX reviews_content ON reviews (content)",
    "CREATE INDEX corrections_actor ON corrections (actor) WHERE actor IS NOT NULL",
)

WORDS = (
    # Which articles hold a word, and not where in them: phrases are looked for in the texts that hold all their words.
    # What is new is taken in at the end of its transaction (`store.word_index`), not by a trigger: one row of a trigger
    # into a virtual table costs as much as five of a batch.
    """CREATE VIRTUAL TABLE article_words USING fts5 (
        title, text, content='articles', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='3',
        detail=none
    )""",
    "INSERT INTO article_words (article_words) VALUES ('rebuild')",
)

TRIGGERS = (
    """CREATE TRIGGER articles_words_gone AFTER DELETE ON articles BEGIN
        INSERT INTO article_words (article_words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    END""",
    """CREATE TRIGGER articles_words_changed AFTER UPDATE OF title, text ON articles BEGIN
        INSERT INTO article_words (article_words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
        INSERT INTO article_words (rowid, title, text) VALUES (new.id, new.title, new.text);
    END""",
    """CREATE TRIGGER articles_untold_new AFTER INSERT ON articles
    WHEN new.body_source IN ('feed', 'page') BEGIN
        INSERT INTO untold (article_id) VALUES (new.id);
    END""",
    """CREATE TRIGGER articles_untold_changed AFTER UPDATE OF content_hash ON articles
    WHEN new.body_source IN ('feed', 'page') BEGIN
        INSERT INTO untold (article_id) VALUES (new.id);
    END""",
    *lean_triggers(),
)
