"""The watchlist's names, copied into the database so that lists can show them without reading the file."""

from __future__ import annotations

from datetime import date, timedelta

from store.db import Database
from store.model.rows import ActorRow, Query
from store.model.story import ActorFact, IssueFact, StoryFacts
from store.rows import after_order, day_or_none, first_order, ids, instant, moment
from store.sqlite import sqlite3

_WEEKS = 8
_LEAST, _GREATEST = -(1 << 63), (1 << 63) - 1
"""Before and after all moments and orders."""


class Names:
    """The shelf of names. All methods may be called from any thread."""

    def __init__(self, database: Database) -> None:
        """Made by `Library.open`."""
        self._database = database

    def sync(self, facts: StoryFacts) -> bool:
        """Take over the watchlist; True when its fingerprint is not the stored one: articles need re-tagging."""
        if self.facts() == facts:
            return False
        with self._database.write() as connection:
            before = connection.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
            for table in ("actors", "issues", "topics"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - the names above
            connection.executemany(
                "INSERT INTO actors (id, name, kind, principal, ordinal) VALUES (?, ?, ?, ?, ?)",
                [(a.id, a.name, a.kind, a.principal, place) for place, a in enumerate(facts.actors)],
            )
            connection.executemany(
                "INSERT INTO issues (id, question, ordinal) VALUES (?, ?, ?)",
                [(i.id, i.question, place) for place, i in enumerate(facts.issues)],
            )
            connection.executemany(
                "INSERT INTO topics (id, name, ordinal) VALUES (?, ?, ?)",
                [(*topic, place) for place, topic in enumerate(facts.topics)],
            )
            connection.executemany(
                "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
                [("story", facts.story), ("fingerprint", facts.fingerprint)],
            )
        return before is None or before["value"] != facts.fingerprint

    def facts(self) -> StoryFacts | None:
        """The watchlist as last taken over; None before the first time."""
        with self._database.read() as connection:
            meta = dict(
                connection.execute("SELECT key, value FROM meta WHERE key IN ('story', 'fingerprint')").fetchall()
            )
            if "fingerprint" not in meta:
                return None
            return StoryFacts(
                story=meta["story"],
                actors=tuple(_actor(row) for row in connection.execute("SELECT * FROM actors ORDER BY ordinal")),
                issues=tuple(
                    IssueFact(row["id"], row["question"])
                    for row in connection.execute("SELECT * FROM issues ORDER BY ordinal")
                ),
                topics=tuple(
                    (row["id"], row["name"]) for row in connection.execute("SELECT * FROM topics ORDER BY ordinal")
                ),
                fingerprint=meta["fingerprint"],
            )

    def actor(self, actor_id: str) -> ActorFact | None:
        """One actor; None where the watchlist does not know it."""
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM actors WHERE id = ?", (actor_id,)).fetchone()
        return None if row is None else _actor(row)

    def issue(self, issue_id: str) -> IssueFact | None:
        """One issue; None where the watchlist does not know it."""
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM issues WHERE id = ?", (issue_id,)).fetchone()
        return None if row is None else IssueFact(row["id"], row["question"])

    def outlets(self) -> tuple[str, ...]:
        """The outlets of all stored articles, by name."""
        with self._database.read() as connection:
            return tuple(row["outlet"] for row in connection.execute(_OUTLETS))

    def actor_rows(self, query: Query) -> tuple[ActorRow, ...]:
        """The actors with mentions or statements on the story, most statements first, then most mentions, then by name.

        A statement in several articles counts once. Of the query, `principal`, `text` (in the name), `since` and
        `until` (days said) and `limit` count. "New" is what was stored since the time kept as `last_visit`.
        """
        since = query.since.isoformat() if query.since else ""
        until = query.until.isoformat() if query.until else "9999-12-31"
        with self._database.read() as connection:
            visit = connection.execute("SELECT value FROM meta WHERE key = 'last_visit'").fetchone()
            rows = connection.execute(
                _ACTORS_BETWEEN if query.since or query.until else _ACTORS,
                {
                    "since": since,
                    "until": until,
                    "first": first_order(query.since) if query.since else _LEAST,
                    "after": after_order(query.until) if query.until else _GREATEST,
                    "visit": instant(moment(visit["value"])) if visit else _GREATEST,
                    "principal": query.principal,
                    "name": query.text.strip().lower(),
                    "limit": query.limit,
                },
            ).fetchall()
            weekly = _weekly(connection, [row["id"] for row in rows])
        return tuple(
            ActorRow(
                id=row["id"],
                name=row["name"],
                kind=row["kind"],
                principal=row["principal"],
                statements=row["statements"],
                mentions=row["mentions"],
                new=row["new"],
                last_said=day_or_none(row["last_said"]),
                weekly=weekly[row["id"]],
            )
            for row in rows
        )


_OUTLETS = """
    WITH RECURSIVE known (outlet) AS (
        SELECT min(outlet) FROM articles
        UNION ALL SELECT (SELECT min(outlet) FROM articles WHERE outlet > known.outlet) FROM known
        WHERE known.outlet IS NOT NULL
    )
    SELECT outlet FROM known WHERE outlet <> ''
"""
"""Hops through the index of outlets: as many steps as there are outlets, not articles."""

_NEW = """
    fresh AS MATERIALIZED (
        SELECT (SELECT h.words FROM phrases h WHERE h.id = c.actor) AS actor, c.new FROM (
            SELECT v.actor, count(*) AS new FROM statements s INDEXED BY statements_created
            CROSS JOIN voices v ON v.statement_id = s.id
            WHERE s.created > :visit AND v.actor IS NOT NULL AND v.is_lead = 1 AND v.on_story = 1
              AND v.sort_key >= :first AND v.sort_key < :after GROUP BY v.actor
        ) c
    )
    SELECT n.id, n.name, n.kind, n.principal, coalesce(s.statements, 0) AS statements,
           coalesce(m.mentions, 0) AS mentions, coalesce(f.new, 0) AS new, s.last_said
    FROM actors n LEFT JOIN spoken s ON s.actor = n.id LEFT JOIN actor_totals m ON m.actor = n.id
    LEFT JOIN fresh f ON f.actor = n.id
    WHERE (s.statements > 0 OR m.mentions > 0)
      AND (:principal IS NULL OR n.principal = :principal OR n.id = :principal)
      AND (:name = '' OR instr(lower(n.name), :name) > 0)
    ORDER BY statements DESC, mentions DESC, n.name LIMIT :limit
"""
_ACTORS = f"""
    WITH spoken AS (
        SELECT t.actor, t.statements, (
            SELECT d.said_day FROM actor_days d WHERE d.actor = t.actor AND d.statements > 0
            ORDER BY d.said_day DESC LIMIT 1
        ) AS last_said FROM actor_totals t
    ), {_NEW}
"""  # noqa: S608 - own words only
"""As kept; `since` and `until` take in every day."""
_ACTORS_BETWEEN = f"""
    WITH spoken AS (
        SELECT actor, sum(statements) AS statements, max(said_day) AS last_said FROM actor_days
        WHERE statements > 0 AND said_day BETWEEN :since AND :until GROUP BY actor
    ), {_NEW}
"""  # noqa: S608 - own words only


def _actor(row: sqlite3.Row) -> ActorFact:
    return ActorFact(row["id"], row["name"], row["kind"], row["principal"])


def _weekly(connection: sqlite3.Connection, actors: list[str]) -> dict[str, tuple[int, ...]]:
    """For each actor its statements in the last eight weeks in which the story has any, the oldest week first."""
    weeks: list[tuple[str, str]] = []
    before = "9999-12-31"
    while len(weeks) < _WEEKS:
        latest = connection.execute(
            "SELECT said_day FROM actor_days WHERE said_day < ? AND statements > 0 ORDER BY said_day DESC LIMIT 1",
            (before,),
        ).fetchone()
        if latest is None:
            break
        monday = _monday(date.fromisoformat(latest["said_day"])).isoformat()
        weeks.insert(0, (monday, before))
        before = monday
    # Summed by SQLite, actor by actor as they are kept: by week, each actor's days had to be brought together first.
    sums = "".join(f", {_WEEK}" for _ in weeks)
    found = connection.execute(
        f"SELECT o.value{sums} FROM json_each(?) o",  # noqa: S608 - own words only
        [*(bound for week in weeks for bound in week), ids(actors)],
    )
    return {row[0]: tuple(row)[1:] for row in found}


_WEEK = (
    "coalesce((SELECT sum(d.statements) FROM actor_days d "
    "WHERE d.actor = o.value AND d.said_day >= ? AND d.said_day < ?), 0)"
)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
