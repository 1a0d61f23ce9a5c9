"""The ninth migration at work: each table copied into its lean form, then put in the place of the old one.

Whatever the old form says in words is turned into numbers here, by functions that only this migration gives to SQLite.
"""

# All that is put together here are our own words.

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from store import schema_lean
from store.folding import fingerprint, fold, key
from store.model.reading import Mention
from store.rows import instant, marks_text, said_order
from store.schema_counts import RECOUNT
from store.sqlite import sqlite3

_GONE = ("mentions", "article_actors", "statement_voices")
"""Tables in whose place others stand, of another name."""


def move(connection: sqlite3.Connection) -> None:
    """Make the tables lean, inside the caller's transaction; foreign keys are not enforced meanwhile."""
    for name in _names(connection, "trigger"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("DROP TABLE article_words")
    connection.execute("DROP INDEX article_topics_topic")
    for sql in schema_lean.PHRASES:
        connection.execute(sql)
    phrases = _Phrases(connection)
    _give_functions(connection, phrases)
    highest = dict(tuple(row) for row in connection.execute("SELECT name, seq FROM sqlite_sequence"))
    for table, (columns, source) in schema_lean.MOVES.items():
        connection.execute(f"CREATE TABLE new_{table} {schema_lean.TABLES[table]}")
        otherwise = schema_lean.WHERE_TWICE.get(table, "ABORT")
        connection.execute(f"INSERT OR {otherwise} INTO new_{table} ({columns}) SELECT {source}")
    phrases.write()
    for table in (*schema_lean.MOVES, *_GONE):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for table in schema_lean.MOVES:
        connection.execute(f"ALTER TABLE new_{table} RENAME TO {table}")
    # Ids are not used twice, also where the last one is gone.
    connection.executemany("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", [(n, t) for t, n in highest.items()])
    for sql in (*schema_lean.VIEWS, *schema_lean.INDEXES, *schema_lean.WORDS, *RECOUNT, *schema_lean.TRIGGERS):
        connection.execute(sql)


def _names(connection: sqlite3.Connection, kind: str) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = ?", (kind,)).fetchall()]


def _give_functions(connection: sqlite3.Connection, phrase: _Phrases) -> None:
    marks = _Fingerprints(connection)
    given: tuple[tuple[str, int, Callable[..., Any]], ...] = (
        ("lean_at", 1, _at),
        ("lean_key", 1, key),
        ("lean_bytes", 1, bytes.fromhex),
        ("lean_span", 1, _span),
        ("lean_marks", 1, _marks),
        ("lean_order", 3, _order),
        ("lean_phrase", 1, phrase),
        ("lean_mark", 4, _mark),
        ("lean_review", 5, marks.review),
        ("lean_known", 1, marks.known),
    )
    for name, count, function in given:
        connection.create_function(name, count, function)


def _at(stamp: str | None) -> int | None:
    return None if stamp is None else instant(datetime.fromisoformat(stamp))


def _order(day: str, article: str, place: int) -> int:
    return said_order(date.fromisoformat(day), instant(datetime.fromisoformat(article)), place)


def _span(kept: str | None) -> int | None:
    if kept is None:
        return None
    start, end = json.loads(kept)
    return int(start) << 20 | int(end) - int(start)


def _marks(kept: str) -> str:
    return marks_text([Mention(who, start, end, bool(title)) for who, start, end, title in json.loads(kept)])


def _mark(first: str | None, speaker: str, content: str, article: int) -> int:
    return fingerprint(first or f"?{fold(speaker)}", content, article)


def _old_mark(actor: str, content: str, where: int | str) -> str:
    return hashlib.sha256(f"{actor}\x1f{content}\x1f{where}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


class _Phrases:
    """Numbers for what is said often."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known = {row[1]: row[0] for row in connection.execute("SELECT id, words FROM phrases").fetchall()}

    def __call__(self, words: str | None) -> int | None:
        if not words:
            return None if words is None else 0
        number = self._known.get(words)
        if number is None:
            number = self._known[words] = len(self._known) + 1
        return number

    def write(self) -> None:
        """Write those that were met."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO phrases (id, words) VALUES (?, ?)", [(n, words) for words, n in self._known.items()]
        )


class _Fingerprints:
    """The new fingerprints of what verdicts hang on, by the old ones: 128 bits of a SHA-256 in hex."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._new: dict[str, int] = {}

    def review(self, old: str, actor: str, content: str, article: int, origin: str) -> int:
        """That of a review: reckoned from what it says of its words, where the old one was."""
        for where in (article, origin):
            if (
                hashlib.sha256(f"{actor}\x1f{content}\x1f{where}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
                == old
            ):
                self._new[old] = fingerprint(actor, content, where)
        return self.known(old)

    def known(self, old: str) -> int:
        """That of the statement with the old one; of none, one that no statement has."""
        if old not in self._new:
            row = self._connection.execute(
                "SELECT n.fingerprint FROM statements s JOIN new_statements n ON n.id = s.id WHERE s.fingerprint = ?",
                (old,),
            ).fetchone()
            self._new[old] = fingerprint(old, "") if row is None else int(row[0])
        return self._new[old]
