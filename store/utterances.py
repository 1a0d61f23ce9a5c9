"""The same words by the same speaker in several articles: one utterance.

Two statements are joined where the speaker is the same, the words are equal or near-equal (`store.similar`) and the
days said lie no more than three apart; an utterance is everything that such pairs join. The pairs depend on the two
statements alone, so the groups do not depend on the order of arrival, nor does the statement that stands for each
(their ids do). When a statement goes, those it left behind are grouped anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from store.outlets import publisher
from store.rows import ids
from store.similar import DAYS_APART, Gist, gist, may_be_same, same_words
from store.sqlite import sqlite3


class Said(NamedTuple):
    """What grouping asks of a statement. A tuple: a poll makes thousands."""

    id: int
    speaker: str
    day: date
    content: str
    gist: Gist
    utterance: int | None = None


_Candidates = dict[tuple[str, date], list[Said]]
"""Statements by speaker and day said."""


def near(one: Said, other: Said) -> bool:
    """True where two statements are one utterance."""
    return (
        one.speaker == other.speaker
        and abs((one.day - other.day).days) <= DAYS_APART
        and (one.content == other.content or may_be_same(one.gist, other.gist))
        and same_words(one.content, other.content)
    )


def regroup(connection: sqlite3.Connection, statements: Sequence[int], shrunk: Iterable[int] = ()) -> None:
    """Find the utterances of new statements, and of those left in utterances that lost a member (`shrunk`)."""
    loose = _loosen(connection, statements, sorted(set(shrunk)))
    touched: set[int] = set(shrunk)
    candidates = _candidates(connection, loose)
    home: dict[int, int] = {}
    for one in loose:
        mates = [other for other in _around(candidates, one) if other.id != one.id and near(one, other)]
        groups = {home.get(other.id, other.utterance) for other in mates} - {None}
        groups.update({home[one.id]} if one.id in home else ())
        kept = min((group for group in groups if group is not None), default=None)
        if kept is None:
            kept = _new(connection)
        for other in groups - {kept}:
            connection.execute("UPDATE statements SET utterance_id = ? WHERE utterance_id = ?", (kept, other))
            _rename(home, candidates, other, kept)
            touched.add(other or 0)
        connection.execute("UPDATE statements SET utterance_id = ? WHERE id = ?", (kept, one.id))
        home[one.id] = kept
        touched.add(kept)
    refresh(connection, touched)


def _around(candidates: _Candidates, one: Said) -> Iterable[Said]:
    for days in range(-DAYS_APART, DAYS_APART + 1):
        yield from candidates.get((one.speaker, one.day + timedelta(days=days)), ())


def _rename(home: dict[int, int], candidates: _Candidates, old: int | None, new: int) -> None:
    for statement, group in home.items():
        if group == old:
            home[statement] = new
    for same_day in candidates.values():
        for said in same_day:
            if said.utterance == old and said.id not in home:
                home[said.id] = new


def _loosen(connection: sqlite3.Connection, statements: Sequence[int], shrunk: Sequence[int]) -> list[Said]:
    """The statements to place: the new ones and what is left in the shrunken utterances, out of which it is taken."""
    rows = connection.execute(
        "SELECT id, speaker_key, said_day, content_key FROM statements WHERE id IN (SELECT value FROM json_each(?)) "
        "OR utterance_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (ids(statements), ids(shrunk)),
    ).fetchall()
    connection.execute(
        "UPDATE statements SET utterance_id = NULL WHERE utterance_id IN (SELECT value FROM json_each(?))",
        (ids(shrunk),),
    )
    return [_said(row) for row in rows]


def _said(row: sqlite3.Row, utterance: int | None = None) -> Said:
    number, speaker, day, content = tuple(row)[:4]
    return Said(number, speaker, date.fromisoformat(day), content, gist(content), utterance)


def _candidates(connection: sqlite3.Connection, loose: Sequence[Said]) -> _Candidates:
    """By speaker and day, all statements near enough in time to any of `loose`; one query."""
    found: _Candidates = defaultdict(list)
    for row in connection.execute(
        "SELECT s.id, s.speaker_key, s.said_day, s.content_key, s.utterance_id FROM json_each(?) w "
        "CROSS JOIN statements s ON s.speaker_key = w.value ->> 0 "
        "AND s.said_day BETWEEN w.value ->> 1 AND w.value ->> 2",
        (json.dumps(_windows(loose)),),
    ):
        said = _said(row, row["utterance_id"])
        found[said.speaker, said.day].append(said)
    return found


def _windows(loose: Sequence[Said]) -> list[list[str]]:
    """[speaker, first day, last day] of the stretches in which mates may be found; those of one speaker lie apart."""
    apart = timedelta(days=DAYS_APART)
    found: list[tuple[str, date, date]] = []
    for speaker, day in sorted({(one.speaker, one.day) for one in loose}):
        if found and found[-1][0] == speaker and day - apart <= found[-1][2]:
            found[-1] = (speaker, found[-1][1], day + apart)
        else:
            found.append((speaker, day - apart, day + apart))
    return [[speaker, str(first), str(last)] for speaker, first, last in found]


def _new(connection: sqlite3.Connection) -> int:
    row = connection.execute(
        "INSERT INTO utterances (lead_id, statements, outlets) VALUES (0, 0, 0) RETURNING id"
    ).fetchone()
    return int(row[0])


def refresh(connection: sqlite3.Connection, utterances: Iterable[int]) -> None:
    """Count the outlets of utterances and choose the statement that stands for each: no digest's if it can be helped,
    then the earliest article's. Utterances without a statement go.
    """
    wanted = ids(sorted(set(utterances)))
    members: dict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute(
        "SELECT s.id, s.utterance_id, a.outlet, a.id AS article_id "
        "FROM statements s JOIN articles a ON a.id = s.article_id "
        "WHERE s.utterance_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY s.utterance_id, a.body_source = 'digest', a.sort_key, a.outlet, a.url, s.ordinal, s.id",
        (wanted,),
    ):
        members[row["utterance_id"]].append(row)
    leads: list[int] = []
    followers: list[int] = []
    counts: list[tuple[int, int, int, int]] = []
    for utterance, rows in members.items():
        outlets = {publisher(row["outlet"]) or f"#{row['article_id']}" for row in rows}
        leads.append(rows[0]["id"])
        followers.extend(row["id"] for row in rows[1:])
        counts.append((rows[0]["id"], len(rows), len(outlets), utterance))
    connection.executemany("UPDATE utterances SET lead_id = ?, statements = ?, outlets = ? WHERE id = ?", counts)
    for flag, which in ((1, leads), (0, followers)):
        listed = ids(which)
        connection.execute(
            "UPDATE statements SET is_lead = ?1 WHERE is_lead <> ?1 AND id IN (SELECT value FROM json_each(?2))",
            (flag, listed),
        )
        connection.execute(
            "UPDATE statement_voices SET is_lead = ?1 "
            "WHERE is_lead <> ?1 AND statement_id IN (SELECT value FROM json_each(?2))",
            (flag, listed),
        )
    connection.execute(
        "DELETE FROM utterances WHERE id IN (SELECT value FROM json_each(?1)) "
        "AND NOT EXISTS (SELECT 1 FROM statements s WHERE s.utterance_id = utterances.id)",
        (wanted,),
    )
