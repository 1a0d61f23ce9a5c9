"""Who said what: lists of statements and positions, and one statement in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import search
from store.db import Database
from store.errors import NotFound
from store.late import Late
from store.model.articles import EditRow
from store.model.rows import PositionRow, Query, StatementRow, StatementView
from store.rows import POSITION, SAID_AT, position
from store.statement_rows import statement_rows, statement_views

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store import edit_rows, finding
    from store.sqlite import sqlite3
else:
    edit_rows, finding = Late("store.edit_rows"), Late("store.finding")

_FOUND = "s.id, s.utterance_id"


def _utterance(row: sqlite3.Row) -> int:
    """Equal for rows of one utterance."""
    return int(row["utterance_id"] or -row["id"])


class Statements:
    """The shelf of statements. All methods read, and may be called from any thread."""

    def __init__(self, database: Database) -> None:
        """Made by `Library.open`."""
        self._database = database

    def page(self, query: Query) -> tuple[StatementRow, ...]:
        """The newest said first, by the day said, else published, else first seen; one row an utterance.

        Go on with `Query.before = (row.sort_key, row.id)`. Where the query narrows by words, outlet, topic, issue or
        stance, an utterance that was on an earlier page may come again with another of its statements.
        """
        with self._database.read(seconds=search.seconds(query)) as connection:
            lately = search.few_came(connection, query, "statements_created")
            select = search.statements(query, lately=lately)
            rows: Iterable[sqlite3.Row]
            if select.words:
                rows = finding.newest(connection, select, _FOUND, SAID_AT, query.limit, _utterance)
            else:
                rows = connection.execute(select.sql(_FOUND), select.parameters)
            found: dict[int, int] = {}
            for row in rows:
                if len(found) == query.limit:
                    break
                found.setdefault(_utterance(row), row["id"])
            records = statement_rows(connection, found.values())
            return tuple(records[number] for number in found.values())

    def view(self, statement_id: int) -> StatementView:
        """One statement with its paragraph and the same words in other articles. Raises NotFound."""
        with self._database.read() as connection:
            views = statement_views(connection, "id", statement_id)
        if not views:
            raise NotFound(f"There is no statement number {statement_id}: it may have gone with an earlier version.")
        return views[0]

    def positions(self, query: Query) -> tuple[tuple[StatementRow, PositionRow], ...]:
        """Positions with their statements, the newest said first; one row an utterance, issue and stance.

        Rejected ones are among them, with their review; `Ledger.evidence` leaves those out.
        """
        select = search.positions(query)
        with self._database.read(seconds=search.seconds(query)) as connection:
            found: dict[tuple[int, str, str], PositionRow] = {}
            for row in connection.execute(select.sql(f"{POSITION}, s.utterance_id"), select.parameters):
                if len(found) == query.limit:
                    break
                record = position(row)
                key = (row["utterance_id"] or -record.statement_id, record.issue, record.stance.value)
                found.setdefault(key, record)
            records = statement_rows(connection, {record.statement_id for record in found.values()})
            return tuple((records[record.statement_id], record) for record in found.values())

    def position(self, position_id: int) -> tuple[StatementRow, PositionRow]:
        """One position with its statement. Raises NotFound."""
        with self._database.read() as connection:
            found = connection.execute("SELECT statement_id FROM positions WHERE id = ?", (position_id,)).fetchone()
            if found is None:
                raise NotFound(
                    f"There is no position number {position_id}: `standpoint positions` lists those there are."
                )
            record = statement_rows(connection, [found["statement_id"]])[found["statement_id"]]
            return record, next(one for one in record.positions if one.id == position_id)

    def edits(self, query: Query, *, article_id: int | None = None) -> tuple[EditRow, ...]:
        """Quotations that outlets added, altered or took out after publishing, the newest found first.

        `since` and `until` are about when that was found. Go on with `Query.before = (found, id)`.
        """
        select = search.edits(query)
        if article_id is not None:
            select.where("e.article_id = ?", article_id)
        with self._database.read() as connection:
            return edit_rows.edit_rows(connection, select, query.limit)
