"""The matrix: who stands where on every issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from store.model import Query, State
from tui import cells
from tui.bindings import bindings
from tui.look import Look, day
from tui.messages import OpenStatement
from tui.room import Room
from tui.screens.place import Place
from tui.widgets.lines import LineList

NAME = 18
"""Cells for a principal's name."""
CELL = 14
"""Cells for one stance: pointer, glyph, blank and the longest word."""
_LOOKED_AT = 500
"""Positions among which the statement behind a state is looked for."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One principal and where it stands."""

    principal: str
    states: tuple[State, ...]

    def on(self, issue: str) -> State | None:
        """Give the state on an issue."""
        return next((state for state in self.states if state.issue == issue), None)


def matrix_rows(states: Sequence[State]) -> tuple[MatrixRow, ...]:
    """Arrange states by principal, those that took most positions first."""
    by_principal: dict[str, list[State]] = {}
    for state in states:
        by_principal.setdefault(state.principal, []).append(state)
    rows = [MatrixRow(principal, tuple(found)) for principal, found in by_principal.items()]
    return tuple(sorted(rows, key=lambda row: (-sum(state.statements for state in row.states), row.principal)))


class MatrixScreen(Place):
    """Principals by issues, as of now."""

    PLACE: ClassVar[str] = "matrix back"
    BINDINGS: ClassVar = bindings("matrix")
    AUTO_FOCUS = "#matrix"
    heading: ClassVar[str] = "Matrix"

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._issues: tuple[str, ...] = tuple(room.look.questions)
        self._column = 0
        self._first = 0

    def body(self) -> ComposeResult:
        """Lay the issues, the principals, and the words about the cell under the cursor."""
        yield Static(id="issues", classes="ruler", markup=False)
        yield LineList[MatrixRow](
            self._draw,
            lambda row: row.principal,
            self.room.look,
            title="Where they stand, as of now",
            empty="No principal has taken a position yet.",
            id="matrix",
        )
        yield Static(id="detail", classes="detail", markup=False)

    @property
    def _list(self) -> LineList[MatrixRow]:
        return self.part("#matrix", LineList)

    def reload(self) -> None:
        """Read the states."""
        self.run_worker(self._fill(), name="read the matrix", group="matrix", exclusive=True)

    async def _fill(self) -> None:
        states = await self.read(lambda: self.room.library.ledger.matrix(as_of=None))
        if states is None:
            return
        known = tuple(self.room.look.questions)
        self._issues = known + tuple(sorted({state.issue for state in states} - set(known)))
        self._list.show(matrix_rows(states))
        self._show_column()

    # --- drawing ----------------------------------------------------------------------------------------------------

    def _fitting(self, width: int) -> int:
        return max((width - NAME) // CELL, 1)

    def _draw(self, row: MatrixRow, width: int, look: Look) -> list[Content]:
        ell = look.glyphs.ellipsis
        pieces: list[cells.Piece] = [(cells.fit(cells.safe(look.name_of(row.principal)), NAME - 1, ell) + " ", "name")]
        here = self._list.row
        for number in range(self._first, min(self._first + self._fitting(width), len(self._issues))):
            state = row.on(self._issues[number])
            chosen = number == self._column and here is not None and here.principal == row.principal
            pieces.append((look.glyphs.pointer if chosen else " ", "key"))
            if state is None:
                pieces.append((" " * (CELL - 1), ""))
            else:
                (text, ink), *_ = cells.stance_pieces(state.stance, look)
                pieces.append((cells.fit(text, CELL - 1, ell), ink))
        return [cells.row_line(width, pieces, (), ell)]

    def _show_column(self) -> None:
        shown, look = self._list, self.room.look
        width = max(shown.size.width - 1, 1)
        fitting = self._fitting(width)
        self._column = max(0, min(self._column, len(self._issues) - 1))
        self._first = max(min(self._first, self._column), self._column - fitting + 1)
        ell = look.glyphs.ellipsis
        names = [
            cells.fit(f" {name}", CELL - 1, ell) + " " for name in self._issues[self._first : self._first + fitting]
        ]
        left = look.glyphs.ellipsis if self._first else ""
        self.part("#issues", Static).update(Content(cells.fit(left, NAME, ell) + "".join(names)))
        shown.redraw()
        self._show_detail()

    def _show_detail(self) -> None:
        row, look = self._list.row, self.room.look
        issue = self._issues[self._column] if self._issues else ""
        if row is None or not issue:
            self.part("#detail", Static).update(Content(""))
            return
        name = cells.safe(look.name_of(row.principal))
        question = cells.safe(look.questions.get(issue, issue))
        state = row.on(issue)
        if state is None:
            said = f"{name} has taken no firm position on this; there is not enough evidence to say where it stands."
        else:
            glyph = look.glyphs.stances[state.stance]
            voice = f", {cells.safe(look.name_of(state.actor))}" if state.actor else ""
            said = (
                f"{name}: {glyph} {state.stance.value} since {day(state.since, look.today)}, last said "
                f"{day(state.last_said, look.today)}{voice}; {state.statements} statements, confidence "
                f"{cells.confidence(state.confidence)}"
            )
        self.part("#detail", Static).update(Content(look.words(f"{issue}: {question}\n{said}")))

    # --- moving -----------------------------------------------------------------------------------------------------

    def action_column(self, by: int) -> None:
        """Go to the issue beside."""
        self._column += by
        self._show_column()

    def on_line_list_moved(self, _message: LineList.Moved) -> None:
        """Describe the other cell."""
        self._show_column()

    def on_resize(self) -> None:
        """Fit as many issues as there is room for."""
        if self.is_mounted:
            self.call_after_refresh(self._show_column)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Ask for the statement behind the state."""
        row = message.row
        state = row.on(self._issues[self._column]) if isinstance(row, MatrixRow) and self._issues else None
        if state is None:
            self.tell("There is no statement behind this cell.")
        else:
            self.run_worker(self._open(state), name="find the statement", group="open", exclusive=True)

    async def _open(self, state: State) -> None:
        query = Query(principal=state.principal, issue=state.issue, limit=_LOOKED_AT)
        found = await self.read(lambda: self.room.library.statements.positions(query))
        position = next((one for _, one in found or () if one.id == state.position_id), None)
        if position is None and found:
            position = found[0][1]
        if position is not None:
            self.post_message(OpenStatement(position.statement_id))
