"""The review queue: the positions most worth a look, and how past verdicts came out by rule and by actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from store.model.review import QueueRow, RateRow
from store.model.rows import ChangeRow
from tui import review_cells
from tui.look import Look
from tui.messages import OpenStatement
from tui.room import Room
from tui.screens.judging import Judged, Judging
from tui.widgets.lines import LineList

if TYPE_CHECKING:
    from store.decisive import ChangesRule

QUEUE = 60
"""Positions that are shown: as many as an analyst judges at a sitting. Others come when these are judged."""
_EMPTY = "Nothing waits for a verdict: no change and no cell of the matrix rests on a position that was not judged."


class _Found(NamedTuple):
    """What the screen reads."""

    queue: Sequence[QueueRow]
    changes: Mapping[int, ChangeRow]
    rates: Sequence[RateRow]


class ReviewScreen(Judging):
    """What waits for a verdict, the most worthwhile first."""

    PLACE: ClassVar[str] = "review verdict record back"
    AUTO_FOCUS = "#queue"
    heading: ClassVar[str] = "Review"

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._changes: Mapping[int, ChangeRow] = {}
        self._reading = False
        self._again = False
        self._judging = 0
        """Verdicts on their way. What they do to the order moves rows; the cursor then stays at its place in it."""
        self._in_place = False

    def body(self) -> ComposeResult:
        """Lay the queue and, beside or below it, the rates."""
        look = self.room.look
        with Container(classes="columns"):
            yield LineList[QueueRow](
                self._draw,
                lambda row: row.position.id,
                look,
                height=lambda _width: review_cells.HEIGHT,
                title="Waiting for a verdict",
                empty="Reading …",
                id="queue",
                classes="wide-side",
            )
            yield LineList[RateRow](
                review_cells.rate,
                lambda row: (row.kind, row.key),
                look,
                title="Acceptance",
                empty="No verdict so far.",
                id="rates",
                classes="rates",
            )

    def _draw(self, row: QueueRow, width: int, look: Look) -> list[Content]:
        return review_cells.queued(row, self._changes, width, look)

    @property
    def _queue(self) -> LineList[QueueRow]:
        return self.part("#queue", LineList)

    def reload(self) -> None:
        """Read the queue; while it is being read, note that it is to be read once more."""
        self._in_place = self._in_place or self._judging > 0
        if self._reading:
            self._again = True
            return
        self._reading = True
        in_place, self._in_place = self._in_place, False
        self.run_worker(self._fill(in_place=in_place), name="read the queue", group="queue")

    async def _fill(self, *, in_place: bool) -> None:
        try:
            decisions = self.room.desk.decisions
            if decisions is None or not self._queue.rows:
                # Which change would fall takes seconds to work out of much evidence, once: the order comes to it then.
                self._show(await self.read(lambda: self._find(None)), in_place=in_place)
            if decisions is not None:
                self._show(await self.read(lambda: self._find(decisions.changes)), in_place=in_place)
        finally:
            self._reading = False
        if self._again:
            self._again = False
            self.reload()

    def _show(self, found: _Found | None, *, in_place: bool) -> None:
        if found is None:
            return
        self._changes = found.changes
        self._queue.say(_EMPTY)
        self._queue.show(found.queue, in_place=in_place)
        self._queue.redraw()
        rates = self.part("#rates", LineList)
        rates.show(found.rates)
        self.room.judged = bool(found.rates)
        rates.retitle(review_cells.summary(found.rates))
        self.refresh_bindings()

    def _find(self, rule: ChangesRule | None) -> _Found:
        ledger = self.room.library.ledger
        queue = ledger.queue(QUEUE, rule=rule)
        shown = ledger.named([row.changes[0] for row in queue if row.changes])
        return _Found(queue, {row.id: row for row in shown}, ledger.rates())

    def judged(self) -> Judged | None:
        """Act on the row under the cursor of the queue, from wherever on this screen."""
        row = self._queue.row
        return Judged(row.statement, row.position) if row is not None else None

    def can_select(self) -> bool:
        """Let rows of the queue be selected, those of the rates not."""
        return self.focused is self._queue and super().can_select()

    def judged_together(self) -> Sequence[Judged]:
        """Act on all rows that are selected."""
        picked = self._queue.picked
        return [Judged(row.statement, row.position) for row in picked] if picked else super().judged_together()

    def subjects(self) -> Sequence[object]:
        """Act on the statements of the rows that are selected, else on the one under the cursor."""
        return [row.statement for row in self._queue.picked] or super().subjects()

    def to_export(self) -> Sequence[object]:
        """Export the statements of the queue, or of what is selected in it."""
        return [row.statement for row in self._queue.picked or self._queue.rows]

    def passed(self, one: Judged) -> None:
        """Let the next position come under the cursor at once."""
        self._judging += 1
        self._queue.show([row for row in self._queue.rows if row.position.id != one.position.id])

    def follow(self) -> None:
        """Show the queue that the verdict leaves."""
        super().follow()
        self._judging -= 1

    def action_undo(self) -> None:
        """Take back the last verdict."""
        self._judging += 1
        super().action_undo()

    def subject(self) -> object | None:
        """Act on the statement under the cursor."""
        row = self._queue.row
        return row.statement if row is not None else None

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Ask for the statement."""
        if isinstance(message.row, QueueRow):
            self.post_message(OpenStatement(message.row.statement.id))
