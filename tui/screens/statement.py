"""One statement: its sentence in context, its positions, who else carried it, and the rules that read it."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from store.model.reading import Span
from store.model.rows import PositionRow, StatementRow, StatementView
from store.model.words import SaidBasis
from tui import cells
from tui.bindings import bindings
from tui.look import Look, day, moment, since
from tui.messages import OpenArticle
from tui.room import Room
from tui.screens.judging import Judged, Judging
from tui.widgets.lines import LineList
from tui.widgets.sheet import Block, Mark, Sheet, joined


def dated(row: StatementRow, look: Look) -> str:
    """Write when it was said, and how that is known."""
    if row.said_on is not None and row.said_basis is SaidBasis.STATED:
        when = f"said {day(row.said_on, look.today)}"
    else:
        when = "the day it was said is not in the text"
    published = f"published {since(row.published, look)}" if row.published else "its article bears no date"
    return f"{when}; {published}; fetched {moment(row.fetched, look.today)}"


def context_of(view: StatementView) -> Block:
    """Write the paragraph that a statement stands in, with source, cue and content marked."""
    start, length = view.context_start, len(view.context)

    def mark(span: Span | None, ink: str) -> list[Mark]:
        if span is None or span.end <= start or span.start >= start + length:
            return []
        return [Mark(max(span.start - start, 0), min(span.end - start, length), ink)]

    contents = view.spans or (Span(view.start, view.end),)
    marks = [found for span in contents for found in mark(span, "mark-statement")]
    marks += mark(view.cue_span, "mark-cue") + mark(view.speaker_span, "mark-speaker")
    return Block(view.context, marks=tuple(marks), indent=2)


def position_blocks(one: PositionRow, look: Look) -> list[Block]:
    """Write a position: stance, issue, how sure, by which rule, on what condition."""
    verdict = cells.verdict_pieces(one, look)
    head = joined(
        *cells.stance_pieces(one.stance, look),
        (f"  {one.issue}", "issue"),
        (f"  confidence {cells.confidence(one.confidence)}", "dim"),
        *((("  ", ""), *verdict) if verdict else ()),
        indent=2,
    )
    stance, *rest = head.marks
    blocks = [replace(head, marks=(replace(stance, key=one.id), *rest))]
    if question := look.questions.get(one.issue):
        blocks.append(Block(cells.safe(question), "dim", indent=4))
    if one.condition:
        blocks.append(joined(("condition: ", "dim"), (cells.safe(one.condition), ""), indent=4))
    factors = ", ".join(f"{name} {cells.confidence(value)}" for name, value in one.factors)
    blocks.append(Block(f"rule {one.rule}" + (f" = {factors}" if factors else ""), "dim", indent=4))
    return blocks


def blocks_of(view: StatementView, look: Look) -> list[Block]:
    """Write all that is known of a statement."""
    row = view.row
    whom = look.name_of(row.principal) if row.principal and row.principal != row.speaker else ""
    blocks = [
        joined((cells.speaker(row, look), "heading"), (f"  for {cells.safe(whom)}" if whom else "", "dim")),
        Block(dated(row, look), "dim"),
    ]
    if view.speaker_text and cells.safe(view.speaker_text) != cells.safe(row.speaker_name):
        blocks.append(joined(("named in the text as ", "dim"), (cells.safe(view.speaker_text), "")))
    if len(row.speakers) > 1:
        blocks.append(joined(("together with ", "dim"), (", ".join(look.name_of(one) for one in row.speakers[1:]), "")))
    if row.about:
        blocks.append(joined(("reports the stance of ", "dim"), (cells.safe(look.name_of(row.about)), "strong")))
    if row.is_digest:
        blocks.append(Block("Read from a digest: our own words, not the original's.", "digest"))
    blocks += [Block(""), context_of(view), Block("")]
    if row.positions:
        blocks.append(Block("Positions", "heading"))
        blocks += [block for one in row.positions for block in position_blocks(one, look)]
    else:
        blocks.append(Block("It takes no position on any issue of the watchlist.", "dim"))
    rules = ", ".join(view.rules) or "none noted"
    blocks += [
        Block(""),
        joined(("Read by ", "dim"), (f"{rules}; {row.kind.value}, cue “{cells.safe(row.cue)}”", "dim")),
    ]
    return blocks


class StatementScreen(Judging):
    """What one speaker said, and how that is known."""

    PLACE: ClassVar[str] = "statement verdict record back"
    BINDINGS: ClassVar = bindings("statement")
    AUTO_FOCUS = "#text"
    heading: ClassVar[str] = "Statement"

    def __init__(self, room: Room, statement_id: int) -> None:
        super().__init__(room)
        self._statement_id = statement_id
        self._view: StatementView | None = None

    def body(self) -> ComposeResult:
        """Lay the statement and, below it, the articles that carry it."""
        look = self.room.look
        with Container(classes="side"):
            yield Sheet(look, title="Statement", id="text", classes="most")
            yield LineList[StatementRow](
                _draw_carrier,
                lambda row: row.id,
                look,
                height=lambda _width: 2,
                title="In these articles",
                empty="Reading …",
                id="carriers",
                classes="foot",
            )

    def reload(self) -> None:
        """Read the statement."""
        self.run_worker(self._fill(), name="read the statement", group="statement", exclusive=True)

    async def _fill(self) -> None:
        view = await self.read(lambda: self.room.library.statements.view(self._statement_id))
        sheet = self.part("#text", Sheet)
        if view is None:
            if self._view is None:
                sheet.show([Block("This statement could not be read; the line at the top says why.", "warning")])
            return
        self._view = view
        sheet.show(blocks_of(view, self.room.look))
        self.part("#carriers", LineList).show((view.row, *(one for one in view.others if one.id != view.row.id)))
        self.refresh_bindings()

    def subject(self) -> object | None:
        """Act on the article under the cursor where the list is in use, else on the statement."""
        focused = self.focused
        return focused.row if isinstance(focused, LineList) and focused.row is not None else self._view

    def judged(self) -> Judged | None:
        """Act on the position that was gone to, else on the first; on that of the other report where it is in use."""
        subject = self.subject()
        row = subject.row if isinstance(subject, StatementView) else subject
        if not isinstance(row, StatementRow) or not row.positions:
            return None
        marked = self.part("#text", Sheet).current
        position = next((one for one in row.positions if one.id == marked), row.positions[0])
        return Judged(row, position)

    def action_next_mark(self, by: int) -> None:
        """Go to the next position or the one before."""
        if self.part("#text", Sheet).jump(by) is None:
            self.tell("It takes no position.")
        self.refresh_bindings()

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Ask for the article, at its statement."""
        if isinstance(message.row, StatementRow):
            self.post_message(OpenArticle(message.row.article_id, message.row.id))

    def on_sheet_chosen(self, _message: Sheet.Chosen) -> None:
        """Ask for the article that the statement was read in."""
        if self._view is not None:
            self.post_message(OpenArticle(self._view.row.article_id, self._view.row.id))


def _draw_carrier(row: StatementRow, width: int, look: Look) -> list[Content]:
    outlet = cells.safe(row.outlet) or "no outlet"
    when = moment(row.published or row.fetched, look.today)
    digest = "digest " if row.is_digest else ""
    ell = look.glyphs.ellipsis
    head = [(digest, "digest"), (outlet, "strong"), (f"  {cells.safe(row.title)}", "")]
    return [
        cells.row_line(width, head, [(when, "date")], ell),
        cells.row_line(width, [("  ", ""), (cells.quoted(row), "dim")], (), ell),
    ]
