"""The same words by the same speaker in several articles: one utterance.

Two statements are joined where the speaker is the same, the words are equal or near-equal (`store.similar`) and the
days said lie no more than three apart; an utterance is everything that such pairs join. The pairs depend on the two
statements alone, so the groups do not depend on the order of arrival, nor does the statement that stands for each
(their ids do). When a statement goes, those it left behind are grouped anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from store.mates import Mates, Said
from store.outlets import publisher
from store.rows import ids, order_day
from store.similar import DAYS_APART, gist, may_be_same, same_words
from store.sqlite import sqlite3


def near(one: Said, other: Said) -> bool:
    """True where two statements are one utterance."""
    return (
        one.speaker == other.speaker
        and abs((one.day - other.day).days) <= DAYS_APART
        and (one.content == other.content or may_be_same(one.gist, other.gist))
        and same_words(one.content, other.content)
    )


def regroup(
    connection: sqlite3.Connection,
    statements: Sequence[int],
    shrunk: Iterable[int] = (),
    mates: Mates | None = None,
) -> None:
    """Find the utterances of new statements, and of those left in utterances that lost a member (`shrunk`).

    `mates` is what the caller remembers of earlier ones.
    """
    left = sorted(set(shrunk))
    loose = _loosen(connection, statements, left)
    if not loose:
        refresh(connection, left)
        return
    groups = _Groups(_last_id(connection))
    for one, others in _mates(connection, loose, mates or Mates()):
        groups.place(one, others)
    refresh(connection, {*left, *groups.write(connection, set(statements))})


class _Groups:
    """Which utterance each statement comes into, and which of them become one."""

    def __init__(self, last: int) -> None:
        self._home: dict[int, int] = {}
        """Of the statements that were placed."""
        self._last = self._first = last
        self._into: dict[int, int] = {}
        """Utterances that became part of another."""

    def place(self, one: Said, others: Iterable[Said]) -> None:
        """Put a statement into the utterance of others that say the same, or into one of its own."""
        known = (self._home.get(other.id, other.utterance) for other in others)
        groups = {self._now(group) for group in known if group is not None}
        if not groups:
            self._last += 1
            groups = {self._last}
        kept = min(groups)
        for other in groups - {kept}:
            self._into[other] = kept
        self._home[one.id] = kept

    def _now(self, group: int) -> int:
        while group in self._into:
            group = self._into[group]
        return group

    def write(self, connection: sqlite3.Connection, fresh: Set[int]) -> set[int]:
        """Write who belongs together; the utterances that are to be counted.

        A new statement that is alone stands for itself, which its own rows say already, if it is one of `fresh`.
        """
        members: dict[int, list[int]] = defaultdict(list)
        for statement, group in self._home.items():
            members[self._now(group)].append(statement)
        made = {group: those for group, those in members.items() if group > self._first}
        alone = {group: those[0] for group, those in made.items() if len(those) == 1 and those[0] in fresh}
        connection.executemany(
            "INSERT INTO utterances (id, lead_id, statements, outlets) VALUES (?, ?, 1, 1)",
            [(group, alone.get(group, 0)) for group in made],
        )
        connection.executemany(
            "UPDATE statements SET utterance_id = ? WHERE utterance_id = ?",
            [(self._now(group), group) for group in self._into if group <= self._first],
        )
        connection.executemany(
            "UPDATE statements SET utterance_id = ? WHERE id = ?",
            [(group, statement) for group, those in members.items() for statement in those],
        )
        return {*members, *self._into} - alone.keys()


def _mates(
    connection: sqlite3.Connection, loose: Sequence[Said], mates: Mates
) -> Iterable[tuple[Said, Sequence[Said]]]:
    """Each statement with those that are one utterance with it."""
    found = mates.find(connection, loose)
    told = {one.id: one for one in loose}
    told |= _stored(connection, {other for others in found.values() for other in others if other not in told})
    for one in loose:
        others = (told[other] for other in sorted(found[one.id]) if other in told)
        yield one, [other for other in others if near(one, other)]


def _stored(connection: sqlite3.Connection, wanted: Iterable[int]) -> Mapping[int, Said]:
    rows = connection.execute(
        "SELECT id, speaker_key, sort_key, content_key, utterance_id FROM statements "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (ids(wanted),),
    )
    return {row["id"]: _said(row, row["utterance_id"]) for row in rows}


def _loosen(connection: sqlite3.Connection, statements: Sequence[int], shrunk: Sequence[int]) -> list[Said]:
    """The statements to place: the new ones and what is left in the shrunken utterances, out of which it is taken."""
    rows = connection.execute(
        "SELECT id, speaker_key, sort_key, content_key FROM statements WHERE id IN (SELECT value FROM json_each(?)) "
        "OR utterance_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (ids(statements), ids(shrunk)),
    ).fetchall()
    if shrunk:
        connection.execute(
            "UPDATE statements SET utterance_id = NULL WHERE utterance_id IN (SELECT value FROM json_each(?))",
            (ids(shrunk),),
        )
    return [_said(row) for row in rows]


def _said(row: sqlite3.Row, utterance: int | None = None) -> Said:
    number, speaker, order, content = tuple(row)[:4]
    return Said(number, speaker, order_day(order), content, gist(content), utterance)


def _last_id(connection: sqlite3.Connection) -> int:
    """The highest number that an utterance ever had."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'utterances'").fetchone()
    return 0 if row is None else int(row[0])


def refresh(connection: sqlite3.Connection, utterances: Iterable[int]) -> None:
    """Count the outlets of utterances and choose the statement that stands for each: no digest's if it can be helped,
    then the earliest article's. Utterances without a statement go.
    """
    touched = sorted(set(utterances))
    if not touched:
        return
    wanted = ids(touched)
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
            "UPDATE voices SET is_lead = ?1 WHERE is_lead <> ?1 AND statement_id IN (SELECT value FROM json_each(?2))",
            (flag, listed),
        )
    connection.execute(
        "DELETE FROM utterances WHERE id IN (SELECT value FROM json_each(?1)) "
        "AND NOT EXISTS (SELECT 1 FROM statements s WHERE s.utterance_id = utterances.id)",
        (wanted,),
    )
