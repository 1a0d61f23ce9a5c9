"""What verdicts come to: for every position what holds of it, and for every statement who spoke, when, in which words.

A verdict is given on one wording in one article. A rejection or correction reaches the same words of the same actor in
every other article as well, so that no copy undoes it; a verdict given there goes before it. The tables `verdicts`,
`corrections` and `read_voices` are made of `reviews` and of nothing else, here alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from store.dirty import mark_dirty, pairs_of_words
from store.folding import fold, same_words_range
from store.phrases import CORRECTED_VOICE, number_of
from store.schema_verdicts import CORRECTED_RANK
from store.sqlite import sqlite3

_TELLING = 3
"""Words from which equal words are known to be the same utterance; "Yes" is said to many questions."""


def first_actor(connection: sqlite3.Connection, statement: int, speaker_text: str) -> str:
    """The key of the first voice as it was read, of a stored statement (as `store.readings.first_actor`)."""
    voice = connection.execute(
        "SELECT (SELECT h.words FROM phrases h WHERE h.id = actor) AS actor, "
        "(SELECT h.words FROM phrases h WHERE h.id = principal) AS principal "
        "FROM (SELECT 0 AS ordinal, actor, principal FROM read_voices WHERE statement_id = ?1 "
        "UNION ALL SELECT ordinal, actor, principal FROM voices WHERE statement_id = ?1 AND rule <> ?2) "
        "WHERE actor IS NOT NULL OR principal IS NOT NULL ORDER BY ordinal LIMIT 1",
        (statement, CORRECTED_VOICE),
    ).fetchone()
    if voice is None:
        return f"?{fold(speaker_text)}"
    return voice["actor"] or f"~{voice['principal']}"


def alike(connection: sqlite3.Connection, actor: str, content: str) -> set[int]:
    """The fingerprints of all statements with these folded words of this actor."""
    if len(content.split()) < _TELLING:
        return set()
    rows = connection.execute(
        "SELECT id, fingerprint, speaker_text FROM statements WHERE fingerprint BETWEEN ? AND ? AND content_key = ?",
        (*same_words_range(actor, content), content),
    ).fetchall()
    return {row["fingerprint"] for row in rows if first_actor(connection, row["id"], row["speaker_text"]) == actor}


def judged(connection: sqlite3.Connection, listed: str) -> set[int]:
    """The fingerprints in these articles that a verdict may concern: it was given on them, or on equal words."""
    rows = connection.execute(
        "SELECT DISTINCT s.fingerprint FROM statements s WHERE s.article_id IN (SELECT value FROM json_each(?)) "
        "AND (EXISTS (SELECT 1 FROM reviews r WHERE r.fingerprint = s.fingerprint) "
        "OR EXISTS (SELECT 1 FROM reviews r WHERE r.content = s.content_key))",
        (listed,),
    )
    return {row["fingerprint"] for row in rows}


def project(connection: sqlite3.Connection, marks: Iterable[int]) -> None:
    """Say anew what holds for the words of these fingerprints; the pairs that they touch are settled anew."""
    for mark in sorted(set(marks)):
        mark_dirty(connection, pairs_of_words(connection, mark))
        statements = connection.execute(
            "SELECT id, speaker_text, content_key FROM statements WHERE fingerprint = ? ORDER BY id", (mark,)
        ).fetchall()
        own = connection.execute(
            "SELECT * FROM reviews WHERE fingerprint = ? AND active = 1 ORDER BY at, id", (mark,)
        ).fetchall()
        echoes = _echoes(connection, mark, statements[0]) if statements else []
        _store(connection, mark, own, echoes)
        _correct(connection, mark, own, echoes)
        for statement in statements:
            _speak(connection, statement["id"], mark)
        mark_dirty(connection, pairs_of_words(connection, mark))


def _echoes(connection: sqlite3.Connection, mark: int, statement: sqlite3.Row) -> list[sqlite3.Row]:
    """Rejections and corrections in force on equal words of the same actor elsewhere, the latest last."""
    if len(statement["content_key"].split()) < _TELLING:
        return []
    return connection.execute(
        "SELECT * FROM reviews WHERE content = ? AND first_actor = ? AND fingerprint <> ? AND active = 1 "
        "AND verdict IN ('rejected', 'corrected') ORDER BY at, uid",
        (statement["content_key"], first_actor(connection, statement["id"], statement["speaker_text"]), mark),
    ).fetchall()


def _store(connection: sqlite3.Connection, mark: int, own: list[sqlite3.Row], echoes: list[sqlite3.Row]) -> None:
    """One's own verdict goes before others'; a note alone is none."""
    held: dict[str, tuple[sqlite3.Row, int]] = {row["issue"]: (row, 1) for row in echoes}
    held.update(
        {row["issue"]: (row, 0) for row in own if row["verdict"] != "noted" or row["issue"] not in held},
    )
    connection.execute("DELETE FROM verdicts WHERE fingerprint = ?", (mark,))
    connection.executemany(
        "INSERT INTO verdicts (fingerprint, issue, verdict, stance, to_issue, to_actor, condition, echo) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (mark, issue, *(row[name] for name in ("verdict", "stance", "to_issue", "to_actor", "condition")), echo)
            for issue, (row, echo) in held.items()
        ],
    )


def _correct(connection: sqlite3.Connection, mark: int, own: list[sqlite3.Row], echoes: list[sqlite3.Row]) -> None:
    """Whose the words are, of which day, and which they are. Day and wording are those of one article alone."""
    latest: dict[str, str] = {}
    judged_here = {row["issue"] for row in own if row["verdict"] != "noted"}
    for row in echoes:
        if row["to_actor"] and row["verdict"] == "corrected" and row["issue"] not in judged_here:
            latest["to_actor"] = row["to_actor"]
    for row in own:
        if row["verdict"] != "rejected":
            latest.update({name: row[name] for name in ("to_actor", "said_on", "to_text") if row[name]})
    connection.execute("DELETE FROM corrections WHERE fingerprint = ?", (mark,))
    if latest:
        connection.execute(
            "INSERT INTO corrections (fingerprint, actor, said_on, text) VALUES (?, ?, ?, ?)",
            (mark, latest.get("to_actor"), latest.get("said_on"), latest.get("to_text")),
        )


def _speak(connection: sqlite3.Connection, statement: int, mark: int) -> None:
    """Let the corrected actor stand as the statement's first voice, or the one that was read where none is."""
    _as_read(connection, statement)
    row = connection.execute(
        "SELECT k.actor, coalesce(n.principal, n.id) AS principal FROM corrections k "
        "LEFT JOIN actors n ON n.id = k.actor WHERE k.fingerprint = ? AND k.actor IS NOT NULL",
        (mark,),
    ).fetchone()
    if row is None:
        return
    connection.execute(
        "INSERT INTO read_voices (statement_id, absent, actor, principal, unnamed, rank, rule) "
        "SELECT s.id, v.statement_id IS NULL, v.actor, v.principal, coalesce(v.unnamed, 0), coalesce(v.rank, 0), "
        "coalesce(v.rule, 0) FROM statements s LEFT JOIN voices v ON v.statement_id = s.id "
        "AND v.ordinal = 0 WHERE s.id = ?",
        (statement,),
    )
    connection.execute(
        "INSERT INTO voices (statement_id, ordinal, actor, principal, unnamed, rank, rule, is_lead, "
        "on_story, sort_key) SELECT id, 0, ?, ?, 0, ?, ?, is_lead, on_story, sort_key "
        "FROM statements WHERE id = ? ON CONFLICT (statement_id, ordinal) DO UPDATE SET "
        "actor = excluded.actor, principal = excluded.principal, unnamed = 0, rank = excluded.rank, "
        "rule = excluded.rule",
        (
            *(number_of(connection, row[name]) for name in ("actor", "principal")),
            CORRECTED_RANK,
            CORRECTED_VOICE,
            statement,
        ),
    )


def _as_read(connection: sqlite3.Connection, statement: int) -> None:
    read = connection.execute("SELECT * FROM read_voices WHERE statement_id = ?", (statement,)).fetchone()
    if read is None:
        return
    if read["absent"]:
        connection.execute("DELETE FROM voices WHERE statement_id = ? AND ordinal = 0", (statement,))
    else:
        connection.execute(
            "UPDATE voices SET actor = ?, principal = ?, unnamed = ?, rank = ?, rule = ? "
            "WHERE statement_id = ? AND ordinal = 0",
            (*(read[name] for name in ("actor", "principal", "unnamed", "rank", "rule")), statement),
        )
    connection.execute("DELETE FROM read_voices WHERE statement_id = ?", (statement,))


def reach(connection: sqlite3.Connection, mark: int) -> set[int]:
    """All fingerprints that verdicts on this one concern: itself, and equal words of its actor."""
    found = {mark}
    for row in connection.execute(
        "SELECT DISTINCT first_actor, content FROM reviews WHERE fingerprint = ?", (mark,)
    ).fetchall():
        found |= alike(connection, row["first_actor"], row["content"])
    return found
