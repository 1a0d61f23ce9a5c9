"""What the third migration adds: verdicts that reach equal words in other articles, and marks that no race takes away.

`verdicts` says what holds for each position, by its words' fingerprint: the verdict in force on it, or that on equal
words of the same actor elsewhere (`echo`). `store.verdicts` alone writes it, and with it the voices that analysts put
in the place of those that were read, which `read_voices` keeps.
"""

from __future__ import annotations

CORRECTED_RULE = "review.speaker"
"""Rule of a voice that an analyst put in the place of the one that was read."""

CORRECTED_RANK = 2
"""Its rank where no statement tells the actor's own (spokesperson or office)."""

FIRST_ACTOR = """(SELECT coalesce(v.actor, '~' || v.principal) FROM statement_voices v WHERE v.statement_id = s.id
    AND (v.actor IS NOT NULL OR v.principal IS NOT NULL) ORDER BY v.ordinal LIMIT 1)"""

THIRD = (
    """CREATE TABLE verdicts (
        fingerprint TEXT NOT NULL, issue TEXT NOT NULL, verdict TEXT NOT NULL,
        stance TEXT, to_issue TEXT, to_actor TEXT, condition TEXT, echo INTEGER NOT NULL,
        PRIMARY KEY (fingerprint, issue)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX reviews_content ON reviews (content)",
    # The first letters tell nearly all apart; whole texts would double the table.
    "CREATE INDEX statements_content ON statements (substr(content_key, 1, 40))",
    """INSERT INTO verdicts (fingerprint, issue, verdict, stance, to_issue, to_actor, condition, echo)
        SELECT fingerprint, issue, verdict, stance, to_issue, to_actor, condition, 0 FROM reviews WHERE active = 1""",
    f"""INSERT OR IGNORE INTO verdicts (fingerprint, issue, verdict, stance, to_issue, to_actor, condition, echo)
        SELECT s.fingerprint, r.issue, r.verdict, r.stance, r.to_issue, r.to_actor, r.condition, 1
        FROM reviews r JOIN statements s ON substr(s.content_key, 1, 40) = substr(r.content, 1, 40)
        AND s.content_key = r.content AND s.fingerprint <> r.fingerprint
        WHERE r.active = 1 AND r.verdict IN ('rejected', 'corrected') AND r.first_actor = {FIRST_ACTOR}
        AND r.content LIKE '% % %' ORDER BY r.at DESC, r.uid DESC""",  # noqa: S608 - own words only
    """INSERT OR IGNORE INTO corrections (fingerprint, actor)
        SELECT fingerprint, max(to_actor) FROM verdicts WHERE echo = 1 AND verdict = 'corrected'
        AND to_actor IS NOT NULL GROUP BY fingerprint""",
    """CREATE TABLE read_voices (
        statement_id INTEGER PRIMARY KEY REFERENCES statements (id) ON DELETE CASCADE,
        absent INTEGER NOT NULL, actor TEXT, principal TEXT, unnamed INTEGER NOT NULL, rank INTEGER NOT NULL,
        rule TEXT NOT NULL
    ) STRICT""",
    """INSERT OR IGNORE INTO dirty_pairs (principal, issue)
        SELECT v.principal, p.issue FROM verdicts e JOIN statements s ON s.fingerprint = e.fingerprint
        JOIN positions p ON p.statement_id = s.id JOIN statement_voices v ON v.statement_id = s.id
        WHERE e.echo = 1 AND v.principal IS NOT NULL""",
    """INSERT INTO read_voices (statement_id, absent, actor, principal, unnamed, rank, rule)
        SELECT v.statement_id, 0, v.actor, v.principal, v.unnamed, v.rank, v.rule FROM statement_voices v
        JOIN statements s ON s.id = v.statement_id JOIN corrections k ON k.fingerprint = s.fingerprint
        WHERE v.ordinal = 0 AND k.actor IS NOT NULL""",
    f"""UPDATE statement_voices SET unnamed = 0, rank = {CORRECTED_RANK}, rule = '{CORRECTED_RULE}',
        (actor, principal) = (SELECT k.actor, coalesce(n.principal, n.id) FROM statements s
            JOIN corrections k ON k.fingerprint = s.fingerprint LEFT JOIN actors n ON n.id = k.actor
            WHERE s.id = statement_voices.statement_id)
        WHERE ordinal = 0 AND statement_id IN (SELECT statement_id FROM read_voices)""",  # noqa: S608 - own words only
    """INSERT OR IGNORE INTO dirty_pairs (principal, issue)
        SELECT v.principal, coalesce(e.to_issue, p.issue) FROM verdicts e
        JOIN statements s ON s.fingerprint = e.fingerprint JOIN positions p ON p.statement_id = s.id
        JOIN statement_voices v ON v.statement_id = s.id WHERE e.echo = 1 AND v.principal IS NOT NULL""",
    """CREATE TABLE pair_marks (
        principal TEXT NOT NULL, issue TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (principal, issue)
    ) STRICT, WITHOUT ROWID""",
    "ALTER TABLE states ADD COLUMN said_basis TEXT NOT NULL DEFAULT 'stated'",
    "ALTER TABLE states ADD COLUMN dateless INTEGER NOT NULL DEFAULT 0",
    # What bears no day was settled before the state could say so.
    """INSERT OR IGNORE INTO dirty_pairs (principal, issue)
        SELECT t.principal, t.issue FROM states t JOIN positions p ON p.id = t.position_id
        JOIN statements s ON s.id = p.statement_id WHERE s.said_on IS NULL""",
    "ALTER TABLE article_versions ADD COLUMN quotes TEXT",
)
