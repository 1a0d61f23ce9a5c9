"""One issue: every principal's line on it, side by side, and what was said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from store.model.rows import ChangeRow, PositionRow, Query, StatementRow
from tui import cells
from tui.look import Look, day
from tui.messages import OpenStatement
from tui.panes.pane import PAGE
from tui.room import Room
from tui.screens.actor import IssueLine, issue_lines, quiet, turn_pieces
from tui.screens.intime import InTime
from tui.screens.saying import statement_list
from tui.widgets.lines import LineList
from tui.widgets.sheet import Block, Sheet, joined

_DATED = 1000
"""Positions that the lines are drawn from, newest first."""


@dataclass(frozen=True, slots=True)
class PrincipalLine:
    """Where one principal stood on the issue, oldest first."""

    principal: str
    line: IssueLine
    changes: int
    """Changes and divergences of it on this issue."""


def principal_lines(
    positions: Sequence[tuple[StatementRow, PositionRow]], changes: Sequence[ChangeRow]
) -> tuple[PrincipalLine, ...]:
    """Draw a line for each principal, the one that spoke last first."""
    by_principal: dict[str, list[tuple[StatementRow, PositionRow]]] = {}
    for row, position in positions:
        if row.principal is not None and row.about is None:
            by_principal.setdefault(row.principal, []).append((row, position))
    lines = [
        PrincipalLine(principal, line, sum(one.change.principal == principal for one in changes))
        for principal, found in by_principal.items()
        for line in issue_lines(found)
    ]
    return tuple(sorted(lines, key=lambda one: (one.line.last, one.principal), reverse=True))


class IssueScreen(InTime):
    """Who stood where on one question, and when."""

    PLACE: ClassVar[str] = "in-time record back"
    AUTO_FOCUS = "#lines"
    heading: ClassVar[str] = "Issue"

    def __init__(self, room: Room, issue: str) -> None:
        super().__init__(room)
        self._issue = issue

    def body(self) -> ComposeResult:
        """Lay the question, the lines and the statements."""
        look = self.room.look
        yield Sheet(look, id="who", classes="who")
        with Container(classes="columns"):
            yield LineList[PrincipalLine](
                self._draw,
                lambda one: one.principal,
                look,
                height=lambda _width: 2,
                title="Where they stand",
                empty="Reading …",
                id="lines",
            )
            yield statement_list(look, empty="Reading …")

    def reload(self) -> None:
        """Read the issue."""
        self.run_worker(self._fill(), name="read the issue", group="issue", exclusive=True)

    async def _fill(self) -> None:
        library, query = self.room.library, Query(issue=self._issue, limit=PAGE, until=self.room.as_of)
        found = await self.read(
            lambda: (
                library.statements.positions(replace(query, limit=_DATED)),
                library.ledger.changes(query),
                library.statements.page(query),
            )
        )
        if found is None:
            return
        positions, changes, statements = found
        lines = principal_lines(positions, changes)
        self.part("#who", Sheet).show(self._head(lines))
        shown, said = self.part("#lines", LineList), self.part("#statements", LineList)
        shown.say("No principal has taken a position on it yet.")
        said.say("Nobody has spoken of it yet.")
        shown.show(lines)
        said.show(statements, more=len(statements) >= PAGE)

    def _head(self, lines: Sequence[PrincipalLine]) -> list[Block]:
        look = self.room.look
        last = max((one.line.last for one in lines), default=None)
        heard = f"last spoken of {day(last, look.today)}" if last else "not spoken of yet"
        return [
            joined(
                (self._issue, "issue"),
                (f"  {cells.safe(look.questions.get(self._issue, ''))}", "heading"),
                (f"  {look.glyphs.separator}  {heard}; {len(lines)} principals", "dim"),
            )
        ]

    def _draw(self, one: PrincipalLine, width: int, look: Look) -> list[Content]:
        ell = look.glyphs.ellipsis
        name = cells.safe(look.name_of(one.principal))
        changed = f"  {one.changes} changed" if one.changes else ""
        silent = quiet(one.line.last, self.room.as_of or look.today)
        return [
            cells.row_line(width, [(name, "name"), (changed, "warning")], [(silent, "dim")], ell),
            cells.row_line(width, turn_pieces(one.line, look), (), ell),
        ]

    async def _extend(self, last: StatementRow) -> None:
        query = Query(issue=self._issue, limit=PAGE, until=self.room.as_of, before=(last.sort_key, last.id))
        rows = await self.read(lambda: self.room.library.statements.page(query))
        shown = self.part("#statements", LineList)
        if rows is not None and shown.rows and shown.rows[-1] is last:
            shown.append(rows, more=len(rows) >= PAGE)

    def on_line_list_end_neared(self, message: LineList.EndNeared) -> None:
        """Read the next page of statements."""
        last = message.list.rows[-1] if message.list.rows else None
        if isinstance(last, StatementRow):
            self.run_worker(self._extend(last), name="read on", group="more", exclusive=True)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Ask for the statement: that of the row, or the last one of the principal."""
        row = message.row
        if isinstance(row, StatementRow):
            self.post_message(OpenStatement(row.id))
        elif isinstance(row, PrincipalLine):
            self.post_message(OpenStatement(row.line.turns[-1].statement_id))
