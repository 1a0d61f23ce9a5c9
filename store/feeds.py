"""The subscriptions: what is polled, when, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from store.db import Database
from store.errors import DuplicateFeed, NotFound, StoreError
from store.model.polling import Feed, Known, PollLogRow, PollOutcome, PollResult
from store.model.words import Clock, FeedState, PollStatus
from store.rows import feed, moment, stamp
from store.rows import ids as listed
from store.sqlite import sqlite3

if TYPE_CHECKING:
    from store.mates import Mates

ACTIVE = FeedState.ACTIVE

_COUNTED = "SELECT f.*, coalesce(t.articles, 0) AS articles FROM feeds f LEFT JOIN feed_totals t ON t.feed_id = f.id "


class Lookup(Protocol):
    """Says what is stored of a feed's entries (see `Articles.known`)."""

    def __call__(self, *, guids: Sequence[str], urls: Sequence[str], titles: Sequence[str], now: datetime) -> Known:
        """Look them up."""


LookAgain = Callable[[PollResult, Lookup], PollResult]


class Feeds:
    """The shelf of feeds. All methods may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Made by `Library.open`."""
        self._database = database
        self._clock = clock
        self._mates: Mates | None = None

    def add(self, url: str, *, title: str = "", outlet: str = "", state: FeedState = ACTIVE, folder: str = "") -> Feed:
        """Subscribe to an address as given; due at once. Raises DuplicateFeed, also for a feed's former address.

        Articles that a removed feed of this address brought are its own again.
        """
        now = stamp(self._clock())
        with self._database.write() as connection:
            taken = _find(connection, url)
            if taken is not None:
                raise DuplicateFeed(f"The feed is subscribed already, as number {taken['id']} ({feed(taken).name}).")
            row = connection.execute(
                "INSERT INTO feeds (url, title, outlet, state, next_due, added, folder) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "RETURNING *",
                (url, title, outlet, state.value, now, now, folder),
            ).fetchone()
            connection.execute(
                "UPDATE OR IGNORE carriers SET feed_id = ? WHERE feed_id IS NULL AND feed_url = ?", (row["id"], url)
            )
            return _counted(connection, row["id"])

    def remove(self, feed_id: int) -> Feed:
        """Unsubscribe; its articles stay. Returns what was removed, raises NotFound."""
        with self._database.write() as connection:
            gone = _counted(connection, feed_id)
            connection.execute(
                "UPDATE carriers SET feed_url = ?, feed_name = ? WHERE feed_id = ?", (gone.url, gone.name, feed_id)
            )
            connection.execute("DELETE FROM feeds WHERE id = ?", (feed_id,))
            return gone

    def set_state(self, feed_id: int, state: FeedState) -> Feed:
        """Pause, resume or give up a feed; resuming clears its errors and makes it due. Raises NotFound."""
        with self._database.write() as connection:
            if state is FeedState.ACTIVE:
                connection.execute(
                    "UPDATE feeds SET state = 'active', errors = 0, last_error = NULL, told_to_wait = 0, next_due = ? "
                    "WHERE id = ? AND state <> 'active'",
                    (stamp(self._clock()), feed_id),
                )
            else:
                connection.execute("UPDATE feeds SET state = ? WHERE id = ?", (state.value, feed_id))
            return _counted(connection, feed_id)

    def set_folder(self, feed_id: int, folder: str) -> Feed:
        """Put a feed into a folder, "" for none; parts of a path are split by "/". Raises NotFound."""
        with self._database.write() as connection:
            connection.execute("UPDATE feeds SET folder = ? WHERE id = ?", (folder, feed_id))
            return _counted(connection, feed_id)

    def merge(self, kept_id: int, gone_id: int) -> tuple[Feed, int]:
        """Make two subscriptions one: the first stays and gets all that the second has (see `store.feed_merges`).

        Gives the feed that stays and the merge's number, which `unmerge` takes. Raises NotFound, or StoreError where
        both are one already.
        """
        from store import feed_merges  # noqa: PLC0415  # the writing side: the desk's start only reads

        if kept_id == gone_id:
            raise StoreError(f"Feed number {kept_id} cannot be merged with itself: name two feeds.")
        with self._database.write() as connection:
            rows = [_row(connection, number) for number in (kept_id, gone_id)]
            number = feed_merges.merge(connection, rows[0], rows[1], self._clock())
            return _counted(connection, kept_id), number

    def unmerge(self, number: int | None = None) -> Feed:
        """Undo that merge, or the latest; the feed that is back. Raises NotFound where there is none."""
        from store import feed_merges  # noqa: PLC0415  # as in merge

        with self._database.write() as connection:
            wanted = feed_merges.last(connection) if number is None else number
            if wanted is None:
                raise NotFound("No feeds were merged, so there is nothing to undo.")
            return _counted(connection, feed_merges.part(connection, wanted, self._clock()))

    def get(self, feed_id: int) -> Feed:
        """One feed, its articles counted. Raises NotFound."""
        with self._database.read() as connection:
            return _counted(connection, feed_id)

    def find(self, url: str) -> Feed | None:
        """The feed of that present or former address."""
        with self._database.read() as connection:
            row = _find(connection, url)
            return None if row is None else _counted(connection, row["id"])

    def list(self) -> tuple[Feed, ...]:
        """All feeds in the order in which they were added, their articles counted."""
        with self._database.read() as connection:
            rows = connection.execute(_COUNTED + "ORDER BY f.id").fetchall()
            return tuple(feed(row, row["articles"]) for row in rows)

    def due(self, now: datetime, *, everything: bool = False, ids: tuple[int, ...] = ()) -> tuple[Feed, ...]:
        """The active feeds to poll now, the longest due first.

        `everything` takes those not due as well, save the ones that their server told to wait; `ids` takes just those.
        """
        return self._due(stamp(now), everything=everything, wanted=ids)

    def _due(self, now: str, *, everything: bool, wanted: tuple[int, ...]) -> tuple[Feed, ...]:
        if wanted:
            clause, parameters = "id IN (SELECT value FROM json_each(?))", [listed(wanted)]
        elif everything:
            clause, parameters = "(told_to_wait = 0 OR next_due <= ?)", [now]
        else:
            clause, parameters = "next_due <= ?", [now]
        with self._database.read() as connection:
            rows = connection.execute(
                f"SELECT * FROM feeds WHERE state = 'active' AND {clause} ORDER BY next_due, id",  # noqa: S608 - clauses above
                parameters,
            ).fetchall()
            return tuple(feed(row) for row in rows)

    def next_due(self) -> datetime | None:
        """When the next active feed is due; None where there is none."""
        with self._database.read() as connection:
            (due,) = connection.execute("SELECT min(next_due) FROM feeds WHERE state = 'active'").fetchone()
            return None if due is None else moment(due)

    def make_due(self, ids: tuple[int, ...] = ()) -> int:
        """Make these active feeds, or all, due now; how many. Those that their server told to wait are left alone."""
        now = stamp(self._clock())
        with self._database.write() as connection:
            cursor = connection.execute(
                "UPDATE feeds SET next_due = ?1 WHERE state = 'active' AND next_due > ?1 AND told_to_wait = 0 "
                "AND (?2 = '[]' OR id IN (SELECT value FROM json_each(?2)))",
                (now, listed(ids)),
            )
            return int(cursor.rowcount)

    def commit_poll(self, result: PollResult) -> PollOutcome:
        """Store everything that a poll brought, in one transaction (see `store.polls`)."""
        return self.commit_polls((result,))[0]

    def commit_polls(self, results: Sequence[PollResult], again: LookAgain | None = None) -> tuple[PollOutcome, ...]:
        """Store several polls in one transaction: all of them, or none where it fails.

        `again` is given each result and what looks its entries up, and gives the result as it is to be stored: what was
        new when it was read may have been brought by another feed since, of the same transaction even.
        """
        # The writing side: the desk's start only reads.
        from store import mates, polls, recognition, word_index  # noqa: PLC0415

        with self._database.write() as connection:
            outcomes = []
            words = word_index.NewWords(connection)
            # Inside the transaction, of which there is one at a time.
            self._mates = self._mates or mates.Mates()
            for result in results:
                known = partial(recognition.known, connection, result.feed_id)
                outcomes.append(polls.commit(connection, again(result, known) if again else result, words, self._mates))
            words.take_in()
            return tuple(outcomes)

    def log(self, *, feed_id: int | None = None, limit: int = 200) -> tuple[PollLogRow, ...]:
        """The poll log of one feed or of all, the latest first."""
        one = "" if feed_id is None else "WHERE feed_id = ?"
        with self._database.read() as connection:
            rows = connection.execute(
                f"SELECT * FROM poll_log {one} ORDER BY id DESC LIMIT ?",  # noqa: S608 - the clause above
                (limit,) if feed_id is None else (feed_id, limit),
            ).fetchall()
        return tuple(
            PollLogRow(
                at=moment(row["at"]),
                feed_id=row["feed_id"],
                url=row["url"],
                status=PollStatus(row["status"]),
                http=row["http"],
                entries=row["entries"],
                new=row["new"],
                changed=row["changed"],
                error=row["error"],
                seconds=row["seconds"],
            )
            for row in rows
        )


def _find(connection: sqlite3.Connection, url: str) -> sqlite3.Row | None:
    found: sqlite3.Row | None = connection.execute(
        "SELECT * FROM feeds WHERE url = ?1 UNION ALL "
        "SELECT f.* FROM feed_aliases a JOIN feeds f ON f.id = a.feed_id WHERE a.url = ?1",
        (url,),
    ).fetchone()
    return found


def _row(connection: sqlite3.Connection, feed_id: int) -> sqlite3.Row:
    found: sqlite3.Row | None = connection.execute("SELECT * FROM feeds WHERE id = ?", (feed_id,)).fetchone()
    if found is None:
        raise NotFound(f"There is no feed number {feed_id}: `standpoint feeds list` shows those there are.")
    return found


def _counted(connection: sqlite3.Connection, feed_id: int) -> Feed:
    row = connection.execute(_COUNTED + "WHERE f.id = ?", (feed_id,)).fetchone()
    if row is None:
        raise NotFound(f"There is no feed number {feed_id}: `standpoint feeds list` shows those there are.")
    return feed(row, row["articles"])
