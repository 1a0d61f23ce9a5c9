"""One change or divergence: both sides beside each other, why it counts, what would undo it, the evidence."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from store.errors import NotFound
from store.model.ledger import Change
from store.model.rows import ChangeRow, EvidenceRow, PositionRow, Query, StatementRow
from store.model.words import ChangeKind, ChangeStatus
from tui import cells
from tui.differences import differing
from tui.look import Look, day
from tui.messages import OpenStatement
from tui.room import Room
from tui.screens.actor import said_day
from tui.screens.judging import Judged, Judging
from tui.screens.statement import dated
from tui.widgets.lines import LineList
from tui.widgets.sheet import Block, Mark, Sheet, joined

_PASSED = 200
"""Positions from one side to the other that are read."""


def head_of(row: ChangeRow, look: Look) -> list[Block]:
    """Write what a change is, how sure, why it counts, what would undo it."""
    one, glyphs = row.change, look.glyphs
    apart = one.kind is ChangeKind.DIVERGENCE
    issue = cells.safe(row.issue_question) or one.issue
    word = "divergence" if apart else one.grade.value
    sure = "possible: for review" if one.status is ChangeStatus.POSSIBLE else "changed"
    return [
        joined((cells.safe(row.principal_name), "heading"), (f"  {issue}", "issue")),
        joined(
            *cells.stance_pieces(one.from_stance, look),
            (f"  {glyphs.between if apart else glyphs.arrow}  ", "strong"),
            *cells.stance_pieces(one.to_stance, look),
            (f"   {word}", "strong"),
            (f"  {sure}", "warning" if one.status is ChangeStatus.POSSIBLE else "good"),
            (f"  confidence {cells.confidence(one.confidence)}", "dim"),
        ),
        joined(("Why it counts: ", "dim"), (cells.safe(one.why), "")),
        joined(("What would undo it: ", "dim"), (cells.safe(one.undo), "")) if one.undo else Block(""),
    ]


def side_of(row: ChangeRow, side: str, look: Look) -> list[Block]:
    """Write one side of a change: who, when, where, the words."""
    one = row.change
    when = one.from_date if side == "before" else one.to_date
    stance = one.from_stance if side == "before" else one.to_stance
    pieces = [piece for piece in row.evidence if piece.side == side]
    head = [(day(when, look.today), "date"), ("  ", ""), *cells.stance_pieces(stance, look)]
    if not pieces:
        return [joined(*head), Block(""), Block("Its evidence is no longer stored.", "warning")]
    first, position = pieces[0].statement, pieces[0].position
    blocks = [
        joined(*head, (f"  {cells.speaker(first, look)}", "name"), (f"  {cells.source(first)}", "dim")),
        Block(cells.quoted(first), marks=_differing(row, side), indent=2),
    ]
    if position.condition:
        blocks.append(joined(("condition: ", "dim"), (cells.safe(position.condition), ""), indent=2))
    return [
        *blocks,
        Block(""),
        Block(cells.safe(first.title), "dim"),
        Block(dated(first, look), "dim"),
        joined((f"confidence {cells.confidence(position.confidence)}, rule {position.rule}", "dim")),
    ]


def _differing(row: ChangeRow, side: str) -> tuple[Mark, ...]:
    """Mark the words of one side that the other has not."""
    first = {piece.side: cells.quoted(piece.statement) for piece in reversed(row.evidence)}
    if len(first) < 2:
        return ()
    spans = differing(first["before"], first["after"])[0 if side == "before" else 1]
    return tuple(Mark(span.start, span.end, "mark-differs") for span in spans)


def passed_over(
    row: ChangeRow, positions: Sequence[tuple[StatementRow, PositionRow]]
) -> tuple[tuple[StatementRow, PositionRow], ...]:
    """Give what the principal said on the issue from one side to the other that the change does not rest on."""
    used = {piece.position.id for piece in row.evidence}
    uttered = {piece.statement.id for piece in row.evidence}
    one = row.change
    return tuple(
        (statement, position)
        for statement, position in positions
        if position.id not in used
        and statement.id not in uttered
        and one.from_date <= said_day(statement) <= one.to_date
    )


_GONE = (
    "This change is not in the ledger any more: its evidence, or a verdict on it, settles it otherwise. "
    "z takes the last verdict back."
)


def _same(one: Change, other: Change) -> bool:
    """Say whether two records are of one change: the ledger may have worded or weighed it anew."""
    return _identity(one) == _identity(other)


def _identity(one: Change) -> tuple[object, ...]:
    return one.kind, one.principal, one.issue, one.from_stance, one.to_stance, one.to_date


class ChangeScreen(Judging):
    """Two dated statements beside each other."""

    PLACE: ClassVar[str] = "verdict record back"
    AUTO_FOCUS = "#evidence"
    heading: ClassVar[str] = "Change"

    def __init__(self, room: Room, change_id: int) -> None:
        super().__init__(room)
        self._change_id = change_id
        self._row: ChangeRow | None = None
        self._gone = False

    def body(self) -> ComposeResult:
        """Lay what it is, the two sides, and the evidence."""
        look = self.room.look
        yield Sheet(look, id="what", classes="what")
        with Container(classes="columns sides"):
            yield Sheet(look, title="Before", id="before")
            yield Sheet(look, title="After", id="after")
        yield LineList[EvidenceRow](
            _draw_evidence,
            lambda piece: (piece.side, piece.position.id),
            look,
            height=lambda _width: 2,
            title="Evidence",
            empty="Reading …",
            id="evidence",
            classes="evidence",
        )

    def reload(self) -> None:
        """Read the change."""
        self.run_worker(self._fill(), name="read the change", group="change", exclusive=True)

    async def _fill(self) -> None:
        found = await self.read(self._find)
        if found is None:
            return
        self._gone = not found
        if not found:
            self.part("#what", Sheet).show([Block(_GONE, "warning")])
            pieces = await self.read(self._pieces)
            self.part("#evidence", LineList).show(pieces or ())
            self.refresh_bindings()
            return
        look, fresh, row = self.room.look, self._row is None, found[0]
        self._row, self._change_id = row, row.id
        self.part("#what", Sheet).show(head_of(row, look))
        for side in ("before", "after"):
            self.part(f"#{side}", Sheet).show(side_of(row, side, look))
        if row.change.kind is ChangeKind.DIVERGENCE:
            self.part("#before", Sheet).border_title = Content("One voice")
            self.part("#after", Sheet).border_title = Content("The other voice")
        await self._show_evidence(row)
        self.refresh_bindings()
        if fresh and not row.seen:
            await self.read(lambda: self.room.library.ledger.mark_seen([self._change_id]))

    async def _show_evidence(self, row: ChangeRow) -> None:
        """Show what it rests on and, below that, what was passed over."""
        one, shown = row.change, self.part("#evidence", LineList)
        query = Query(principal=one.principal, issue=one.issue, since=one.from_date, until=one.to_date, limit=_PASSED)
        found = await self.read(lambda: self.room.library.statements.positions(query))
        passed = [EvidenceRow("passed", *pair) for pair in passed_over(row, found or ())]
        shown.retitle(f"Evidence, and {len(passed)} passed over" if passed else "Evidence")
        shown.show((*row.evidence, *passed))

    def _find(self) -> Sequence[ChangeRow]:
        """Read the change; one that went and came back has another number, and its number may be another's."""
        ledger, known = self.room.library.ledger, self._row.change if self._row else None
        try:
            row = ledger.change(self._change_id)
        except NotFound:
            if known is None:
                return ()
        else:
            if known is None or _same(row.change, known):
                return (row,)
        rows = ledger.changes(Query(principal=known.principal, issue=known.issue))
        return [row for row in rows if _same(row.change, known)][:1]

    def _pieces(self) -> Sequence[EvidenceRow]:
        """Read again what the change rested on: a verdict on it may be why it is gone."""
        pieces = []
        for piece in self._row.evidence if self._row else ():
            with contextlib.suppress(NotFound):
                statement, position = self.room.library.statements.position(piece.position.id)
                pieces.append(EvidenceRow(piece.side, statement, position))
        return pieces

    def judged(self) -> Judged | None:
        """Act on the piece of evidence under the cursor; on a side's first where that side is in use."""
        focused = self.focused
        if isinstance(focused, Sheet) and focused.id in ("before", "after") and self._row is not None:
            pieces = [piece for piece in self._row.evidence if piece.side == focused.id]
            return Judged(pieces[0].statement, pieces[0].position) if pieces else None
        piece = self.part("#evidence", LineList).row
        return Judged(piece.statement, piece.position) if isinstance(piece, EvidenceRow) else None

    def subject(self) -> object | None:
        """Act on the change; on a piece of evidence where the cursor is on a later one, or where the change is gone."""
        shown, change = self.part("#evidence", LineList), None if self._gone else self._row
        if self.focused is shown and isinstance(shown.row, EvidenceRow) and (shown.index or change is None):
            return shown.row.statement
        return change

    def subjects(self) -> Sequence[object]:
        """Act on the statements that are selected, else on one record."""
        picked = [piece.statement for piece in self.part("#evidence", LineList).picked]
        return picked or super().subjects()

    def to_export(self) -> Sequence[object]:
        """Export the change with its evidence, or what is selected of that."""
        picked = [piece.statement for piece in self.part("#evidence", LineList).picked]
        return picked or ([self._row] if self._row is not None and not self._gone else self.subjects())

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Ask for the statement."""
        if isinstance(message.row, EvidenceRow):
            self.post_message(OpenStatement(message.row.statement.id))

    def on_sheet_chosen(self, message: Sheet.Chosen) -> None:
        """Ask for the statement of that side."""
        side = message.sheet.id
        pieces = [piece for piece in self._row.evidence if piece.side == side] if self._row else []
        if pieces:
            self.post_message(OpenStatement(pieces[0].statement.id))


def _draw_evidence(piece: EvidenceRow, width: int, look: Look) -> list[Content]:
    row, ell = piece.statement, look.glyphs.ellipsis
    head = [
        (f"{piece.side:<7}", "dim"),
        (cells.said(row, look) + "  ", "date"),
        (cells.speaker(row, look), "name"),
        (f"  {cells.source(row)}", "dim"),
    ]
    words = [("  ", ""), *cells.stance_pieces(piece.position.stance, look), (" ", ""), (cells.quoted(row), "")]
    verdict = cells.verdict_pieces(piece.position, look)
    return [cells.row_line(width, head, verdict, ell), cells.row_line(width, words, (), ell)]
