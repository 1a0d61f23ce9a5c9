"""What the fifth migration adds: counts that are kept instead of counted, by triggers, in whichever transaction.

Counting 100,000 articles for the status line took 60 ms and grew with the store. `tally` holds the totals,
`actor_totals` and `actor_days` what the actors pane shows, `feed_totals` how many articles a feed carried. A voice
counts where its statement stands for its utterance and its article is on the story.
"""

# All that is put together here are our own words.
# ruff: noqa: S608

from __future__ import annotations

_COUNTED = "{0}.actor IS NOT NULL AND {0}.is_lead = 1 AND {0}.on_story = 1"
_UNREAD = "({0}.on_story = 1 AND {0}.is_lead = 1 AND {0}.is_read = 0)"
_DIGEST = "({0}.body_source = 'digest')"
_OTHER = """NOT EXISTS (
    SELECT 1 FROM carriers c WHERE c.article_id = {0}.article_id AND c.feed_id = {0}.feed_id AND c.id <> {0}.id
)"""


_SAID_DAY = "{0}.said_day"
_LEAN_DAY = "date(({0}.sort_key >> 42) + 2451544.5)"
"""The day within the order of a statement since the ninth migration (`store.rows.said_order`)."""


_ACTOR = "{0}.actor"
_LEAN_ACTOR = "(SELECT words FROM phrases WHERE id = {0}.actor)"


def _voice(sign: int, row: str, day: str, actor: str) -> str:
    """Count a voice in or out; a new day or actor begins at the number itself."""
    return f"""
        INSERT INTO actor_days (actor, said_day, statements)
            SELECT {actor.format(row)}, {day.format(row)}, {sign} WHERE {_COUNTED.format(row)}
            ON CONFLICT DO UPDATE SET statements = statements + {sign};
        INSERT INTO actor_totals (actor, statements, mentions)
            SELECT {actor.format(row)}, {sign}, 0 WHERE {_COUNTED.format(row)}
            ON CONFLICT DO UPDATE SET statements = statements + {sign};
    """


def _mention(sign: int, row: str, actor: str) -> str:
    return f"""
        INSERT INTO actor_totals (actor, statements, mentions)
            SELECT {actor.format(row)}, 0, {sign} WHERE {row}.on_story = 1
            ON CONFLICT DO UPDATE SET mentions = mentions + {sign};
    """


def _carrier(sign: int, row: str) -> str:
    """Count an article of a feed in or out, once however often the feed carries it."""
    return f"""
        INSERT INTO feed_totals (feed_id, articles)
            SELECT {row}.feed_id, {sign} WHERE {row}.feed_id IS NOT NULL AND {_OTHER.format(row)}
            ON CONFLICT DO UPDATE SET articles = articles + {sign};
    """


def _trigger(name: str, when: str, body: str) -> str:
    return f"CREATE TRIGGER {name} AFTER {when} BEGIN {body} END"


TABLES = (
    """CREATE TABLE tally (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        articles INTEGER NOT NULL, on_story INTEGER NOT NULL, unread INTEGER NOT NULL, digests INTEGER NOT NULL,
        statements INTEGER NOT NULL
    ) STRICT""",
    "INSERT INTO tally (one, articles, on_story, unread, digests, statements) VALUES (1, 0, 0, 0, 0, 0)",
    """CREATE TABLE actor_days (
        actor TEXT NOT NULL, said_day TEXT NOT NULL, statements INTEGER NOT NULL, PRIMARY KEY (actor, said_day)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX actor_days_day ON actor_days (said_day, actor, statements)",
    """CREATE TABLE actor_totals (
        actor TEXT PRIMARY KEY, statements INTEGER NOT NULL, mentions INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE feed_totals (feed_id INTEGER PRIMARY KEY, articles INTEGER NOT NULL) STRICT",
)


def _triggers(voices: str, mentions: str, column: str, day: str, actor: str) -> tuple[str, ...]:
    """All that count, of the tables with these names; `column` of a voice tells its day, which `day` takes from a row,
    as `actor` takes whose it is.
    """
    return (
        _trigger(
            "tally_article_new",
            "INSERT ON articles",
            f"UPDATE tally SET articles = articles + 1, on_story = on_story + new.on_story, "
            f"unread = unread + {_UNREAD.format('new')}, digests = digests + {_DIGEST.format('new')};",
        ),
        _trigger(
            "tally_article_gone",
            "DELETE ON articles",
            f"UPDATE tally SET articles = articles - 1, on_story = on_story - old.on_story, "
            f"unread = unread - {_UNREAD.format('old')}, digests = digests - {_DIGEST.format('old')};",
        ),
        _trigger(
            "tally_article_changed",
            "UPDATE OF on_story, is_lead, is_read, body_source ON articles",
            f"UPDATE tally SET on_story = on_story + new.on_story - old.on_story, "
            f"unread = unread + {_UNREAD.format('new')} - {_UNREAD.format('old')}, "
            f"digests = digests + {_DIGEST.format('new')} - {_DIGEST.format('old')};",
        ),
        _trigger(
            "tally_statement_new", "INSERT ON statements", "UPDATE tally SET statements = statements + new.is_lead;"
        ),
        _trigger(
            "tally_statement_gone", "DELETE ON statements", "UPDATE tally SET statements = statements - old.is_lead;"
        ),
        _trigger(
            "tally_statement_changed",
            "UPDATE OF is_lead ON statements",
            "UPDATE tally SET statements = statements + new.is_lead - old.is_lead;",
        ),
        _trigger("tally_voice_new", f"INSERT ON {voices}", _voice(1, "new", day, actor)),
        _trigger("tally_voice_gone", f"DELETE ON {voices}", _voice(-1, "old", day, actor)),
        _trigger(
            "tally_voice_changed",
            f"UPDATE OF actor, is_lead, on_story, {column} ON {voices}",
            _voice(-1, "old", day, actor) + _voice(1, "new", day, actor),
        ),
        _trigger("tally_mention_new", f"INSERT ON {mentions}", _mention(1, "new", actor)),
        _trigger("tally_mention_gone", f"DELETE ON {mentions}", _mention(-1, "old", actor)),
        _trigger("tally_carrier_new", "INSERT ON carriers", _carrier(1, "new")),
        _trigger("tally_carrier_gone", "DELETE ON carriers", _carrier(-1, "old")),
        _trigger(
            "tally_carrier_changed",
            "UPDATE OF feed_id, article_id ON carriers",
            _carrier(-1, "old") + _carrier(1, "new"),
        ),
    )


TRIGGERS = _triggers("statement_voices", "article_actors", "said_day", _SAID_DAY, _ACTOR)


def lean_triggers() -> tuple[str, ...]:
    """The same for the tables as the ninth migration makes them."""
    return _triggers("voices", "article_names", "sort_key", _LEAN_DAY, _LEAN_ACTOR)


def _recount(day: str) -> tuple[str, ...]:
    return (
        """UPDATE tally SET
            articles = (SELECT count(*) FROM articles),
            on_story = (SELECT count(*) FROM articles WHERE on_story = 1),
            unread = (SELECT count(*) FROM articles WHERE on_story = 1 AND is_lead = 1 AND is_read = 0),
            digests = (SELECT count(*) FROM articles WHERE body_source = 'digest'),
            statements = (SELECT count(*) FROM statements WHERE is_lead = 1)""",
        "DELETE FROM actor_days",
        f"""INSERT INTO actor_days (actor, said_day, statements)
            SELECT v.actor, {day.format("v")}, count(*) FROM statement_voices v
            WHERE v.actor IS NOT NULL AND v.is_lead = 1 AND v.on_story = 1 GROUP BY 1, 2""",
        "DELETE FROM actor_totals",
        """INSERT INTO actor_totals (actor, statements, mentions)
            SELECT actor, sum(statements), 0 FROM actor_days GROUP BY actor""",
        """INSERT INTO actor_totals (actor, statements, mentions)
            SELECT actor, 0, count(*) FROM article_actors WHERE on_story = 1 GROUP BY actor
            ON CONFLICT DO UPDATE SET mentions = excluded.mentions""",
        "DELETE FROM feed_totals",
        """INSERT INTO feed_totals (feed_id, articles)
            SELECT feed_id, count(DISTINCT article_id) FROM carriers WHERE feed_id IS NOT NULL GROUP BY feed_id""",
    )


RECOUNT = _recount(_LEAN_DAY)
"""Counts everything anew: once when they are introduced, and after a bulk load without triggers."""

INDEXES = (
    "DROP INDEX voices_counts",
    # What is new since a visit, whatever the size of the store.
    """CREATE INDEX voices_new ON statement_voices (created, actor, said_day)
        WHERE actor IS NOT NULL AND is_lead = 1 AND on_story = 1""",
    "DROP INDEX article_actors_story",
    "DROP INDEX articles_unread",
    # Walked by the list of unread stories; the count is kept.
    "CREATE INDEX articles_unread ON articles (sort_key, id) WHERE is_read = 0 AND is_lead = 1 AND on_story = 1",
    # Nearly all statements are on the story: the index without that column serves as well.
    "DROP INDEX statements_story",
)

WORDS = (
    # Without the index of beginnings of two letters: it took a quarter of the time and the room, and two letters find
    # nothing that anybody looks for.
    "DROP TABLE article_words",
    """CREATE VIRTUAL TABLE article_words USING fts5 (
        title, text, content='articles', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='3'
    )""",
    "INSERT INTO article_words (article_words) VALUES ('rebuild')",
)

FIFTH = (*TABLES, *TRIGGERS, *_recount(_SAID_DAY), *INDEXES, *WORDS)
