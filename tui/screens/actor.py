"""One actor: where it stands issue by issue, as dated lines; what it said; how long it has been silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from store.library import Library
from store.model.record import record
from store.model.rows import ActorRow, ChangeRow, PositionRow, Query, StatementRow
from store.model.story import ActorFact
from store.model.words import SaidBasis, Stance
from tui import cells
from tui.look import Look, day, local_day
from tui.messages import OpenStatement
from tui.panes.pane import PAGE
from tui.room import Room
from tui.screens.intime import InTime
from tui.screens.saying import statement_list
from tui.widgets.lines import LineList
from tui.widgets.sheet import Block, Sheet, joined

_DATED = 400
"""Positions that are read for the dated lines, newest first."""
_COMPANY = 6
"""Names that stand beside an actor's own."""


@record(frozen=True)
class Turn:
    """One stretch of the same stance: when it began, how often it was said, the last statement of it."""

    since: date
    stance: Stance
    times: int
    statement_id: int


@record(frozen=True)
class IssueLine:
    """Where an actor stood on one issue, oldest first."""

    issue: str
    turns: tuple[Turn, ...]
    last: date


def said_day(row: StatementRow) -> date:
    """Give the day of a statement: as the text has it, else the article's own."""
    if row.said_on is not None and row.said_basis is SaidBasis.STATED:
        return row.said_on
    return row.said_on or local_day(row.published or row.fetched)


def issue_lines(positions: Sequence[tuple[StatementRow, PositionRow]]) -> tuple[IssueLine, ...]:
    """Arrange positions by issue as stretches of one stance, the issue spoken of last first."""
    by_issue: dict[str, list[tuple[date, StatementRow, PositionRow]]] = {}
    for row, position in positions:
        if position.review != "rejected":
            by_issue.setdefault(position.issue, []).append((said_day(row), row, position))
    lines = []
    for issue, found in by_issue.items():
        found.sort(key=lambda one: (one[0], one[1].id))
        turns: list[Turn] = []
        for when, row, position in found:
            if turns and turns[-1].stance is position.stance:
                last = turns[-1]
                turns[-1] = Turn(last.since, last.stance, last.times + 1, row.id)
            else:
                turns.append(Turn(when, position.stance, 1, row.id))
        lines.append(IssueLine(issue, tuple(turns), found[-1][0]))
    return tuple(sorted(lines, key=lambda one: (one.last, one.issue), reverse=True))


def silence(last: date | None, today: date) -> str:
    """Say how long nothing was heard."""
    if last is None:
        return "has not been heard on this story"
    days = (today - last).days
    return "spoke today" if days <= 0 else f"has not spoken on this for {days} day{'' if days == 1 else 's'}"


def quiet(last: date, today: date) -> str:
    """Say in short how long nothing was heard."""
    days = (today - last).days
    return "spoke today" if days <= 0 else f"{days} d silent"


def turn_pieces(one: IssueLine, look: Look) -> list[cells.Piece]:
    """Write a line as dated stances, the changes of stance marked by arrows; the last four of them."""
    pieces: list[cells.Piece] = [("  ", "")]
    shown = one.turns[-4:]
    if len(one.turns) > len(shown):
        pieces.append((f"{look.glyphs.ellipsis} ", "dim"))
    for number, turn in enumerate(shown):
        if number:
            pieces.append((f" {look.glyphs.arrow} ", "strong"))
        pieces += [(f"{day(turn.since, look.today)} ", "date"), *cells.stance_pieces(turn.stance, look)]
        if turn.times > 1:
            pieces.append((f" x{turn.times}", "dim"))
    return pieces


def draw_line(one: IssueLine, width: int, look: Look, today: date, changed: int = 0) -> list[Content]:
    """Draw where an actor stood on an issue, and how long it has been silent on it on the day that is shown."""
    ell = look.glyphs.ellipsis
    head = [
        (one.issue, "issue"),
        (f"  {changed} changed" if changed else "", "warning"),
        (f"  {cells.safe(look.questions.get(one.issue, ''))}", "dim"),
    ]
    return [
        cells.row_line(width, head, [(quiet(one.last, today), "dim")], ell),
        cells.row_line(width, turn_pieces(one, look), (), ell),
    ]


@record(frozen=True)
class Found:
    """What was read of an actor."""

    fact: ActorFact | None
    statements: Sequence[StatementRow]
    positions: Sequence[tuple[StatementRow, PositionRow]]
    changes: Sequence[ChangeRow]
    voices: Sequence[ActorRow]
    """Others of its principal that were heard, most statements first."""
    company: Sequence[tuple[str, int]]
    """Ids of those named with it, and in how many articles."""


def _found(library: Library, actor_id: str, query: Query) -> Found:
    """Read all of an actor. Runs in a thread."""
    fact = library.names.actor(actor_id)
    heard: tuple[ActorRow, ...] = ()
    if fact is not None and fact.principal:
        rows = library.names.actor_rows(Query(principal=fact.principal, limit=_COMPANY * 4, until=query.until))
        heard = tuple(row for row in rows if row.id != actor_id and row.statements)[:_COMPANY]
    return Found(
        fact,
        library.statements.page(query),
        library.statements.positions(replace(query, limit=_DATED)),
        library.ledger.changes(query),
        heard,
        library.articles.company(actor_id, limit=_COMPANY),
    )


class ActorScreen(InTime):
    """One voice and all it said."""

    PLACE: ClassVar[str] = "in-time record back"
    AUTO_FOCUS = "#statements"
    heading: ClassVar[str] = "Actor"

    def __init__(self, room: Room, actor_id: str) -> None:
        super().__init__(room)
        self._actor_id = actor_id
        self._changed: dict[str, int] = {}

    def body(self) -> ComposeResult:
        """Lay who it is, the positions by issue and the statements."""
        look = self.room.look
        yield Sheet(look, id="who", classes="about")
        with Container(classes="columns"):
            yield LineList[IssueLine](
                self._draw_line,
                lambda one: one.issue,
                look,
                height=lambda _width: 2,
                title="Positions by issue",
                empty="No position on any issue has been read.",
                id="issues",
            )
            yield statement_list(look, empty="Nothing said has been read.")

    def _draw_line(self, one: IssueLine, width: int, look: Look) -> list[Content]:
        return draw_line(one, width, look, self.room.as_of or look.today, self._changed.get(one.issue, 0))

    def reload(self) -> None:
        """Read the actor."""
        self.run_worker(self._fill(), name="read the actor", group="actor", exclusive=True)

    async def _fill(self) -> None:
        library, query = self.room.library, Query(actor=self._actor_id, limit=PAGE, until=self.room.as_of)
        found = await self.read(lambda: _found(library, self._actor_id, query))
        if found is None:
            return
        self._changed = Counter(
            one.change.issue for one in found.changes if self._actor_id in (one.change.actor, one.change.principal)
        )
        self.part("#who", Sheet).show(self._who(found))
        self.part("#issues", LineList).show(issue_lines(found.positions))
        self.part("#statements", LineList).show(found.statements, more=len(found.statements) >= PAGE)

    def _who(self, found: Found) -> list[Block]:
        look, fact = self.room.look, found.fact
        name = fact.name if fact else look.name_of(self._actor_id)
        kind = fact.kind if fact else ""
        whom = look.name_of(fact.principal) if fact and fact.principal and fact.principal != self._actor_id else ""
        last = max((said_day(row) for row in found.statements), default=None)
        spoke = f"last spoke {day(last, look.today)}; " if last else ""
        joint = f"  {look.glyphs.separator}  "
        blocks = [
            joined(
                (cells.safe(name), "heading"),
                (f"  {cells.safe(kind)}" if kind else "", "dim"),
                (f"  speaks for {cells.safe(whom)}" if whom else "", "dim"),
                (
                    f"{joint}{spoke}{silence(last, self.room.as_of or look.today)}",
                    "warning" if last is None else "dim",
                ),
            )
        ]
        if found.voices:
            others = joint.join(f"{cells.safe(one.name)} {one.statements}" for one in found.voices)
            for_whom = "Others who speak for it" if not whom else f"Others who speak for {cells.safe(whom)}"
            blocks.append(joined((f"{for_whom}: ", "dim"), (others, "")))
        if found.company:
            beside = joint.join(f"{cells.safe(look.name_of(one))} {count}" for one, count in found.company)
            blocks.append(joined(("Named with it, in so many articles: ", "dim"), (beside, "")))
        return blocks

    async def _extend(self, last: StatementRow) -> None:
        before = (last.sort_key, last.id)
        query = Query(actor=self._actor_id, limit=PAGE, until=self.room.as_of, before=before)
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
        """Ask for the statement: that of the row, or the last one of the issue."""
        row = message.row
        if isinstance(row, StatementRow):
            self.post_message(OpenStatement(row.id))
        elif isinstance(row, IssueLine):
            self.post_message(OpenStatement(row.turns[-1].statement_id))
