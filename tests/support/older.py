"""Databases as earlier versions of the program wrote them: the contents of a new one, put into an older schema."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from store.db import APPLICATION_ID
from store.folding import fold, fold_title, key
from store.migrations import migrations
from store.phrases import CORRECTED_VOICE
from store.rows import marks, order_day, span_or_none, stamp

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_WORDS = "(SELECT h.words FROM now.phrases h WHERE h.id = {})"
_SAID = "old_day(s.sort_key)"
_FIRST = f"""(SELECT coalesce(v.actor, '~' || v.principal) FROM (
    SELECT 0 AS ordinal, {_WORDS.format("actor")} AS actor, {_WORDS.format("principal")} AS principal
        FROM now.read_voices WHERE statement_id = s.id
    UNION ALL SELECT ordinal, actor, principal FROM now.statement_voices
        WHERE statement_id = s.id AND rule <> {CORRECTED_VOICE}
    ) v WHERE v.actor IS NOT NULL OR v.principal IS NOT NULL ORDER BY v.ordinal LIMIT 1)"""
_TEXT = 'coalesce(s.text, substr(a.text, s.start + 1, s."end" - s.start))'
_MARK = f"old_mark({_FIRST}, s.speaker_text, s.content_key, s.article_id)"
_REVIEW = "old_hash(first_actor, content, iif(article_id, article_id, origin))"
_MARKED = f"""coalesce((SELECT {_MARK} FROM now.statements s WHERE s.fingerprint = d.fingerprint),
    (SELECT {_REVIEW} FROM now.reviews r WHERE r.fingerprint = d.fingerprint))"""

_OTHERWISE = {
    "articles": {
        "title_key": "old_title(title)",
        "published": "old_moment(published)",
        "fetched": "old_moment(fetched)",
        "sort_key": "old_moment(sort_key)",
        "content_hash": "lower(hex(content_hash))",
        "tagged_with": f"coalesce({_WORDS.format('tagged_with')}, '')",
        "FROM": "now.articles",
    },
    "article_versions": {"content_hash": "lower(hex(content_hash))", "FROM": "now.article_versions"},
    "carriers": {
        "feed_url": "coalesce(c.feed_url, f.url)",
        "feed_name": "coalesce(c.feed_name, nullif(f.outlet, ''), nullif(f.title, ''), f.url)",
        "guid": "old_guid(c.guid)",
        "link": "a.url",
        "title_key": "old_title(a.title)",
        "content_hash": "lower(hex(c.content_hash))",
        "first_seen": "old_moment(c.first_seen)",
        "last_seen": "old_moment(c.last_seen)",
        "id": "c.id",
        "FROM": "now.carriers c JOIN now.articles a ON a.id = c.article_id LEFT JOIN now.feeds f ON f.id = c.feed_id",
    },
    "article_actors": {"sort_key": "old_moment(sort_key)", "FROM": "now.article_actors"},
    "statements": {
        "id": "s.id",
        "spans": "coalesce(s.spans, '[]')",
        "cue_span": "old_span(s.cue_span)",
        "speaker_span": "old_span(s.speaker_span)",
        "said_on": f"iif(s.stated, {_SAID}, NULL)",
        "rules": _WORDS.format("s.rules"),
        "fingerprint": _MARK,
        "speaker_key": f"coalesce({_FIRST}, '?')",
        "paragraph_key": "iif(s.paragraph_key, hex(s.paragraph_key), '')",
        "said_day": _SAID,
        "sort_key": f"{_SAID} || '|' || old_moment(a.sort_key) || '|' || (99999 - s.ordinal)",
        "on_story": "s.on_story",
        "is_lead": "s.is_lead",
        "created": "old_moment(s.created)",
        "text": _TEXT,
        "FROM": "now.statements s JOIN now.articles a ON a.id = s.article_id",
    },
    "statement_voices": {
        "actor": "v.actor",
        "rule": f"coalesce({_WORDS.format('v.rule')}, '')",
        "is_lead": "v.is_lead",
        "on_story": "v.on_story",
        "ordinal": "v.ordinal",
        "said_day": _SAID,
        "sort_key": f"{_SAID} || '|' || old_moment(a.sort_key) || '|' || (99999 - s.ordinal)",
        "created": "old_moment(s.created)",
        "FROM": "now.statement_voices v JOIN now.statements s ON s.id = v.statement_id "
        "JOIN now.articles a ON a.id = s.article_id",
    },
    "read_voices": {
        "actor": _WORDS.format("actor"),
        "principal": _WORDS.format("principal"),
        "rule": f"coalesce({_WORDS.format('rule')}, '')",
        "FROM": "now.read_voices",
    },
    "positions": {
        "rule": _WORDS.format("rule"),
        "factors": _WORDS.format("factors"),
        "FROM": "now.positions",
    },
    "reviews": {
        "fingerprint": _REVIEW,
        "actor": "first_actor",
        "FROM": "now.reviews",
    },
    "verdicts": {"fingerprint": _MARKED, "FROM": "now.verdicts d"},
    "corrections": {"fingerprint": _MARKED, "FROM": "now.corrections d"},
}
"""What an older table's columns are made of, where they are not as they were."""


def make_older(path: Path, older: Path, schema: int, guids: Iterable[str] = ()) -> None:
    """Make `older` the database that holds what the new one at `path` does, as a schema of before the tenth had it.

    `guids` are those of its entries: of them, only hashes are kept now.
    """
    with closing(sqlite3.connect(older)) as file:
        file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        steps = [step.name for step in migrations.pending(Database(":memory:"))]
        migrations.apply(Database(file), stop_before=steps[schema])
        _functions(file, {key(guid): guid for guid in guids})
        file.execute("ATTACH ? AS now", (str(path),))
        tables = [row[0] for row in file.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'")]
        for table in tables:
            if not table.startswith(("article_words", "sqlite_", "_sqlite", "tally", "actor_days", "actor_totals")):
                _fill(file, table)
        _fill_mentions(file)
        file.execute("DELETE FROM main.sqlite_sequence")
        file.execute("INSERT INTO main.sqlite_sequence (name, seq) SELECT name, seq FROM now.sqlite_sequence")
        file.commit()


def _fill(file: sqlite3.Connection, table: str) -> None:
    made = _OTHERWISE.get(table, {})
    try:
        known = {row[1] for row in file.execute(f"SELECT * FROM pragma_table_info('{table}', 'now')")}
    except sqlite3.OperationalError:
        return
    if not known:
        return
    columns = [row[1] for row in file.execute(f"PRAGMA main.table_info({table})") if row[1] in known | set(made)]
    values = ", ".join(made.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    if table in {"untold", "meta", "feed_totals"}:
        file.execute(f"DELETE FROM main.{table}")
    file.execute(f"INSERT INTO main.{table} ({names}) SELECT {values} FROM {made.get('FROM', f'now.{table}')}")


def _fill_mentions(file: sqlite3.Connection) -> None:
    for article, kept in file.execute("SELECT id, mentions FROM now.articles").fetchall():
        file.executemany(
            'INSERT INTO mentions (article_id, ordinal, target, start, "end", in_title) VALUES (?, ?, ?, ?, ?, ?)',
            [(article, n, m.target, m.start, m.end, int(m.in_title)) for n, m in enumerate(marks(kept))],
        )


def _functions(file: sqlite3.Connection, guids: dict[int, str]) -> None:
    def old_moment(kept: int | None) -> str | None:
        return None if kept is None else stamp(_EPOCH + timedelta(microseconds=kept))

    def old_span(kept: int | None) -> str | None:
        span = span_or_none(kept)
        return None if span is None else json.dumps([span.start, span.end])

    def old_hash(actor: str, content: str, where: int | str) -> str:
        return hashlib.sha256(f"{actor}\x1f{content}\x1f{where}".encode()).hexdigest()[:32]

    def old_mark(first: str | None, speaker: str, content: str, article: int) -> str:
        return old_hash(first or f"?{fold(speaker)}", content, article)

    file.create_function("old_moment", 1, old_moment)
    file.create_function("old_span", 1, old_span)
    file.create_function("old_hash", 3, old_hash)
    file.create_function("old_mark", 4, old_mark)
    file.create_function("old_title", 1, fold_title)
    file.create_function("old_day", 1, lambda order: order_day(order).isoformat())
    file.create_function("old_guid", 1, lambda kept: guids.get(kept, f"guid {kept}"))
