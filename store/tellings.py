"""What the user is told: what waits to be looked at, what was told and by which rule, and who took it up.

Each telling is taken up by one desk and handed to the user's command once: whoever does it writes that down first.
"""

from __future__ import annotations

import builtins
import json
from collections.abc import Iterable, Mapping, Sequence

from store.db import Database
from store.model.telling import Telling, Waiting
from store.model.words import Clock
from store.rows import ids, moment, moment_or_none, stamp, stamp_or_none
from store.sqlite import sqlite3

_KEPT = 500
"""Tellings that are kept, the latest."""
_UNREAD = "SELECT 1 FROM articles a WHERE a.id = untold.article_id AND a.tagged_with = 0"
"""An article whose reading is still to come is told of when it has come."""
_SCREEN = "shown IS NULL"


class Tellings:
    """The shelf of tellings. All methods may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Made by `Library.open`."""
        self._database = database
        self._clock = clock

    def waiting(self) -> Waiting:
        """What feeds brought since the last `keep`, read and not yet told of."""
        with self._database.read() as connection:
            rows = connection.execute(
                f"SELECT seq, article_id FROM untold WHERE NOT EXISTS ({_UNREAD}) ORDER BY seq"  # noqa: S608 - own words only
            ).fetchall()
        return Waiting(rows[-1]["seq"] if rows else 0, tuple(dict.fromkeys(row["article_id"] for row in rows)))

    def told(self, rule: str, keys: Iterable[str]) -> frozenset[str]:
        """Which of these keys a rule has told."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT key FROM told WHERE rule = ? AND key IN (SELECT value FROM json_each(?))", (rule, ids(keys))
            ).fetchall()
        return frozenset(row["key"] for row in rows)

    def utterances(self, statements: Sequence[int]) -> Mapping[int, int]:
        """By statement: the utterance that it is one report of. Those without one are left out."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT id, utterance_id FROM statements WHERE utterance_id IS NOT NULL "
                "AND id IN (SELECT value FROM json_each(?))",
                (ids(statements),),
            ).fetchall()
        return {row["id"]: row["utterance_id"] for row in rows}

    def keep(self, upto: int, telling: Telling | None, told: Iterable[tuple[str, str]] = ()) -> Telling | None:
        """Note in one transaction what was told, as (rule, key), and that all up to `upto` was looked at.

        Gives the telling with its id.
        """
        with self._database.write() as connection:
            connection.execute(
                f"DELETE FROM untold WHERE seq <= ? AND NOT EXISTS ({_UNREAD})",  # noqa: S608 - own words only
                (upto,),
            )
            connection.executemany("INSERT OR IGNORE INTO told (rule, key) VALUES (?, ?)", list(told))
            if telling is None:
                return None
            number = connection.execute(_INSERT, _columns(telling)).fetchone()[0]
            connection.execute("DELETE FROM tellings WHERE id <= ?", (number - _KEPT,))
        return _with_id(telling, number)

    def claim(self) -> tuple[Telling, ...]:
        """Take up what no desk has shown yet, the oldest first. No other desk will be given it."""
        with self._database.read() as connection:
            # Asked at every revision: nothing is written where nothing waits.
            if connection.execute(f"SELECT 1 FROM tellings WHERE {_SCREEN} LIMIT 1").fetchone() is None:  # noqa: S608
                return ()
        with self._database.write() as connection:
            rows = connection.execute(
                f"UPDATE tellings SET shown = ? WHERE {_SCREEN} RETURNING *",  # noqa: S608 - own words only
                (stamp(self._clock()),),
            ).fetchall()
        return tuple(sorted(map(_record, rows), key=lambda one: one.id))

    def next_for_command(self) -> Telling | None:
        """Take up the oldest telling that the user's command was not given yet, and note that it is given it now."""
        with self._database.read() as connection:
            if connection.execute("SELECT 1 FROM tellings WHERE hook = 'waiting' LIMIT 1").fetchone() is None:
                return None
        with self._database.write() as connection:
            row = connection.execute(
                "UPDATE tellings SET hook = 'given' WHERE id = (SELECT min(id) FROM tellings WHERE hook = 'waiting') "
                "RETURNING *"
            ).fetchone()
        return None if row is None else _record(row)

    def note(self, telling_id: int, note: str) -> None:
        """Remember how the user's command ended."""
        with self._database.write() as connection:
            connection.execute("UPDATE tellings SET note = ? WHERE id = ?", (note, telling_id))

    def list(self, *, limit: int) -> builtins.list[Telling]:
        """What was told, the latest first."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT * FROM tellings ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
        return [_record(row) for row in rows]


_INSERT = (
    "INSERT INTO tellings (at, words, lines, rules, count, ways, shown, body, hook) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)


def _columns(one: Telling) -> tuple[object, ...]:
    lists = [json.dumps(value, ensure_ascii=False) for value in (one.lines, one.rules)]
    for_screen = set(one.ways) - {"command"}
    shown = stamp_or_none(one.shown) if for_screen else stamp(one.at)
    hook = "waiting" if one.body else None
    return (stamp(one.at), one.words, *lists, one.count, json.dumps(one.ways), shown, one.body or None, hook)


def _with_id(one: Telling, number: int) -> Telling:
    return Telling(number, one.at, one.words, one.lines, one.rules, one.count, one.ways, one.shown, one.body, one.note)


def _record(row: sqlite3.Row) -> Telling:
    return Telling(
        id=row["id"],
        at=moment(row["at"]),
        words=row["words"],
        lines=tuple(json.loads(row["lines"])),
        rules=tuple(json.loads(row["rules"])),
        count=row["count"],
        ways=tuple(json.loads(row["ways"])),
        shown=moment_or_none(row["shown"]),
        body=row["body"] or "",
        note=row["note"],
    )
