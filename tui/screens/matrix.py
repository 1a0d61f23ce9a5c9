"""The matrix: who stands where on every issue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from store.model.ledger import State
from store.model.record import record
from store.model.rows import PositionRow, Query, StatementRow
from store.model.words import SaidBasis, Stance
from tui import cells
from tui.bindings import bindings
from tui.look import Look, day
from tui.messages import OpenIssue, OpenStatement
from tui.room import Room
from tui.screens.actor import issue_lines, said_day
from tui.screens.intime import InTime
from tui.widgets.lines import LineList

NAME = 18
"""Cells for a principal's name."""
CELL = 14
"""Cells for one stance: pointer, glyph, blank and the longest word."""
_EMPTY = "No position has been taken by this day. t shows another day; Esc comes back to now."
_VOICED = 3000
"""Positions among which the last word of each actor is looked for, newest first."""
_LOOKED_AT = 500
"""Positions among which the statement behind a state is looked for."""
_TALL = 30
"""Lines of the terminal from which a row has a second line, with confidence and silence."""
_REST = 0.1
"""Seconds that stepping from day to day must rest before a day is read."""


@record(frozen=True)
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


def spoken_states(positions: Sequence[tuple[StatementRow, PositionRow]]) -> tuple[State, ...]:
    """Where each named actor stands by its own words, without rejected ones: last stance, since when, how often."""
    pairs: dict[tuple[str, str], list[tuple[StatementRow, PositionRow]]] = {}
    for row, one in positions:
        if row.speaker is not None and row.about is None and one.review != "rejected" and one.stance is not Stance.NONE:
            pairs.setdefault((row.speaker, one.issue), []).append((row, one))
    states = []
    for (speaker, issue), found in pairs.items():
        turn = issue_lines(found)[0]
        row, last = max(found, key=lambda pair: (said_day(pair[0]), pair[0].id))
        states.append(
            State(
                speaker,
                issue,
                last.stance,
                turn.turns[-1].since,
                turn.last,
                last.confidence,
                last.id,
                row.speaker,
                len(found),
            )
        )
    return tuple(states)


class MatrixScreen(InTime):
    """Principals by issues, as of now or of a past day."""

    PLACE: ClassVar[str] = "matrix in-time record back"
    BINDINGS: ClassVar = bindings("matrix")
    AUTO_FOCUS = "#matrix"
    heading: ClassVar[str] = "Matrix"

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._issues: tuple[str, ...] = tuple(room.look.questions)
        self._column = 0
        self._first = 0
        self._timer: Timer | None = None
        self._by_actor = False
        """True where the rows are those who spoke, not those for whom they speak."""

    def body(self) -> ComposeResult:
        """Lay the issues, the principals, and the words about the cell under the cursor."""
        yield Static(id="issues", classes="ruler", markup=False)
        yield LineList[MatrixRow](
            self._draw,
            lambda row: row.principal,
            self.room.look,
            height=lambda _width: 2 if self.app.size.height >= _TALL else 1,
            title="Where they stand, as of now",
            empty="Reading …",
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
        ledger, day_shown, decisions = self.room.library.ledger, self.room.as_of, self.room.desk.decisions
        rule = decisions.states if decisions else None
        by_actor, statements = self._by_actor, self.room.library.statements
        if by_actor:
            query = Query(until=day_shown, limit=_VOICED)
            states = await self.read(lambda: spoken_states(statements.positions(query)))
        else:
            states = await self.read(lambda: ledger.matrix(as_of=day_shown, rule=rule))
        if states is None or day_shown != self.room.as_of or by_actor != self._by_actor:
            return
        self._list.say(_EMPTY)
        as_of = day(day_shown, date.min) if day_shown else "now"
        who = "What each said last" if by_actor else "Where they stand"
        self._list.retitle(f"{who}, as of {as_of}")
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
        below: list[cells.Piece] = [(" " * NAME, "")]
        here = self._list.row
        for number in range(self._first, min(self._first + self._fitting(width), len(self._issues))):
            state = row.on(self._issues[number])
            chosen = number == self._column and here is not None and here.principal == row.principal
            pieces.append((look.glyphs.pointer if chosen else " ", "key"))
            if state is None:
                text, ink, sure = look.glyphs.unknown, "dim", ""
            else:
                (text, ink), *_ = cells.stance_pieces(state.stance, look)
                sure = f"  {cells.confidence(state.confidence)} {self._silent(state)} d"
            pieces.append((cells.fit(text, CELL - 1, ell), ink))
            below.append((cells.fit(f" {sure}", CELL, ell), "dim"))
        return [cells.row_line(width, pieces, (), ell), cells.row_line(width, below, (), ell)]

    def _silent(self, state: State) -> int:
        """Give the days since the principal last spoke on it."""
        return ((self.room.as_of or self.room.look.today) - state.last_said).days

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
            said = f"{name}: {look.glyphs.unknown} not enough evidence to say where it stands."
        else:
            glyph = look.glyphs.stances[state.stance]
            voice = f", {cells.safe(look.name_of(state.actor))}" if state.actor else ""
            about = "" if state.said_basis is SaidBasis.STATED else "~"
            said = (
                f"{name}: {glyph} {state.stance.value} since {about}{day(state.since, look.today)}, last said "
                f"{day(state.last_said, look.today)}{voice}; {state.statements} statements, confidence "
                f"{cells.confidence(state.confidence)}; silent for {self._silent(state)} days"
            )
        legend = f"{look.glyphs.unknown} not enough evidence; below a stance: how sure, days of silence"
        self.part("#detail", Static).update(Content(look.words(f"{issue}: {question}\n{said}\n{legend}")))

    # --- moving -----------------------------------------------------------------------------------------------------

    def action_column(self, by: int) -> None:
        """Go to the issue beside."""
        self._column += by
        self._show_column()

    def action_step(self, by: int) -> None:
        """Go to the day beside where a past day is shown, else to the issue beside."""
        shown = self.room.as_of
        if shown is None:
            self.action_column(by)
        elif (wanted := shown + timedelta(days=by)) <= self.room.look.today:
            self.go_to(wanted)

    def action_leap(self, days: int) -> None:
        """Go some days back or on; from now, back into the past. Past today it is now again."""
        today = self.room.look.today
        wanted = (self.room.as_of or today) + timedelta(days=days)
        self.go_to(wanted if wanted < today else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Lead to the issue of the column."""
        return bool(self._issues) if action == "issue" else super().check_action(action, parameters)

    def action_issue(self) -> None:
        """Show every principal's line on the issue of the column."""
        if self._issues:
            self.post_message(OpenIssue(self._issues[self._column]))

    def action_turn(self) -> None:
        """Show those who spoke, or those for whom they speak."""
        self._by_actor = not self._by_actor
        self._list.say("Reading …")
        self.reload()

    def read_day(self) -> None:
        """Read the day once the stepping rests."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_REST, self.reload, name="read the day")

    def action_back(self) -> None:
        """Come back to now; from there, to where one came from."""
        if self.room.as_of is not None:
            self.go_to(None)
        else:
            super().action_back()

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
        actor, principal = (state.principal, None) if self._by_actor else (None, state.principal)
        query = Query(actor=actor, principal=principal, issue=state.issue, until=self.room.as_of, limit=_LOOKED_AT)
        found = await self.read(lambda: self.room.library.statements.positions(query))
        position = next((one for _, one in found or () if one.id == state.position_id), None)
        if position is None and found:
            position = found[0][1]
        if position is not None:
            self.post_message(OpenStatement(position.statement_id))
