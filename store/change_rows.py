"""Changes as records with their evidence: three queries and the statements' five for any number of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from store.folding import fold
from store.model.ledger import Change
from store.model.rows import ChangeRow, EvidenceRow
from store.model.words import ChangeKind, ChangeStatus, Grade, Stance
from store.rows import POSITION, REVIEWED, ids, moment, position
from store.sqlite import sqlite3
from store.statement_rows import statement_rows


def change_rows(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> tuple[ChangeRow, ...]:
    """Changes from whole rows of `changes`, in their order."""
    evidence = _evidence(connection, rows)
    names = _names(connection)
    questions = dict(connection.execute("SELECT id, question FROM issues").fetchall())
    return tuple(_record(row, evidence[row["id"]], names, questions.get(row["issue"], row["issue"])) for row in rows)


def _names(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT id, name FROM actors").fetchall())


def _evidence(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> dict[int, list[EvidenceRow]]:
    pieces = connection.execute(
        f"SELECT e.change_id, e.side, e.ordinal, {POSITION} FROM change_evidence e "  # noqa: S608 - own words only
        f"JOIN positions p ON p.id = e.position_id JOIN statements s ON s.id = p.statement_id {REVIEWED} "
        "WHERE e.change_id IN (SELECT value FROM json_each(?)) ORDER BY e.change_id, e.side DESC, e.ordinal",
        (ids(row["id"] for row in rows),),
    ).fetchall()
    statements = statement_rows(connection, {piece["statement_id"] for piece in pieces})
    found: dict[int, list[EvidenceRow]] = defaultdict(list)
    for piece in pieces:
        found[piece["change_id"]].append(EvidenceRow(piece["side"], statements[piece["statement_id"]], position(piece)))
    return found


def _record(row: sqlite3.Row, evidence: Sequence[EvidenceRow], names: dict[str, str], question: str) -> ChangeRow:
    after = {
        fold(piece.statement.outlet) or str(piece.statement.article_id) for piece in evidence if piece.side == "after"
    }
    return ChangeRow(
        id=row["id"],
        change=Change(
            kind=ChangeKind(row["kind"]),
            principal=row["principal"],
            actor=row["actor"],
            issue=row["issue"],
            from_stance=Stance(row["from_stance"]),
            to_stance=Stance(row["to_stance"]),
            from_date=date.fromisoformat(row["from_date"]),
            to_date=date.fromisoformat(row["to_date"]),
            grade=Grade(row["grade"]),
            status=ChangeStatus(row["status"]),
            confidence=row["confidence"],
            why=row["why"],
            before=tuple(piece.position.id for piece in evidence if piece.side == "before"),
            after=tuple(piece.position.id for piece in evidence if piece.side == "after"),
            undo=row["undo"],
        ),
        principal_name=names.get(row["principal"], row["principal"]),
        actor_name=names.get(row["actor"], row["actor"] or ""),
        issue_question=question,
        evidence=tuple(evidence),
        found=moment(row["found"]),
        seen=bool(row["seen"]),
        more_outlets=max(0, len(after) - 1),
    )
