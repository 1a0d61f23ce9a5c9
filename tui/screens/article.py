"""One article: its text with who is named and who speaks marked, and its statements beside it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from store.model.articles import Article, EditRow
from store.model.reading import Span
from store.model.rows import ArticleView, Query, StatementView
from store.model.words import BodySource
from tui import cells
from tui.bindings import bindings
from tui.look import Look, moment, since
from tui.messages import OpenStatement, OpenVersions
from tui.room import Room
from tui.screens.place import Place
from tui.widgets.lines import LineList
from tui.widgets.sheet import Block, Mark, Sheet, joined

_ORIGINS = {
    BodySource.FEED: "as the feed carried it",
    BodySource.PAGE: "fetched from its page",
    BodySource.IMPORT: "imported from a file",
    BodySource.DIGEST: "digest: our own summary, not the original; importing the original puts it in this place",
}


_BESIDE = 1000
"""Stories among which the ones beside an article are looked for where it was opened from no list."""


def head_of(view: ArticleView, look: Look) -> list[Block]:
    """Write what stands above an article's text."""
    one, dot = view.article, f" {look.glyphs.separator} "
    about = "~" if one.date_approximate or one.published is None else ""
    when = about + since(one.published or one.fetched, look)
    facts = [cells.safe(one.outlet) or "no outlet", when]
    if one.author:
        facts.append(cells.safe(one.author))
    blocks = [Block(cells.safe(one.title) or "(no title)", "heading"), joined((dot.join(facts), "dim"))]
    origin = [(f"Text {_ORIGINS[one.body_source]}", "digest" if one.is_digest else "dim")]
    if view.versions > 1:
        origin.append((f"{dot}{view.versions} versions, the latest shown: V shows what was changed", "warning"))
    blocks.append(joined(*origin))
    if view.page_note:
        blocks.append(joined((f"Its page was not taken: {cells.safe(view.page_note)}", "dim")))
    blocks.extend(_edit_blocks(view.edits, look))
    if view.carriers:
        blocks.append(joined((f"Carried by {', '.join(cells.safe(name) for name in view.carriers)}", "dim")))
    topics = ", ".join(one.topics) or "none"
    state = [word for word, said in (("read", one.read), ("starred", one.starred)) if said]
    blocks.append(joined(("Topics ", "dim"), (topics, "issue"), (dot + ", ".join(state) if state else "", "dim")))
    return [*blocks, Block("")]


def _edit_blocks(edits: Sequence[EditRow], look: Look) -> Iterator[Block]:
    """Write what the outlet did to quotations after publishing, with both wordings."""
    for one in edits:
        who = cells.safe(one.speaker_name) or "an unknown speaker"
        yield joined((f"A quotation of {who} was {one.kind}; found {moment(one.found, look.today)}", "warning"))
        if one.before:
            named = f" ({cells.safe(one.before_speaker)})" if one.before == one.after else ""
            yield joined(("  before  ", "dim"), (cells.safe(one.before) + named, ""))
        if one.after:
            yield joined(("  after   ", "dim"), (cells.safe(one.after), ""))


def marks_of(view: ArticleView) -> tuple[Mark, ...]:
    """Mark topics, actors and statements by kind. Statements can be jumped to; where there is none, names can."""
    topics = set(view.article.topics)
    marks: list[Mark] = []
    for one in view.statements:
        contents = one.spans or (Span(one.start, one.end),)
        marks.extend(Mark(span.start, span.end, "mark-statement", one.row.id) for span in contents)
        if one.cue_span is not None:
            marks.append(Mark(one.cue_span.start, one.cue_span.end, "mark-cue"))
    for number, mention in enumerate(view.mentions):
        if not mention.in_title:
            key = None if view.statements else f"mention-{number}"
            ink = "mark-topic" if mention.target in topics else "mark-actor"
            marks.append(Mark(mention.start, mention.end, ink, key))
    sources = [one.speaker_span for one in view.statements if one.speaker_span is not None]
    marks.extend(Mark(span.start, span.end, "mark-speaker") for span in sources)
    return tuple(marks)


def blocks_of(view: ArticleView, look: Look) -> list[Block]:
    """Write an article as blocks of a sheet."""
    text = view.article.text
    body = Block(text, marks=marks_of(view)) if text.strip() else Block(_without_text(view.article), "dim")
    return [*head_of(view, look), body]


def _without_text(article: Article) -> str:
    if article.url:
        return "This article came without text. o opens it in the browser."
    return "This article came without text, and without an address to open."


class ArticleScreen(Place):
    """The end of the way down: the words themselves."""

    PLACE: ClassVar[str] = "article record back"
    BINDINGS: ClassVar = bindings("article")
    AUTO_FOCUS = "#text"
    heading: ClassVar[str] = "Article"

    def __init__(
        self, room: Room, article_id: int, statement_id: int | None = None, siblings: tuple[int, ...] = ()
    ) -> None:
        super().__init__(room)
        self._article_id = article_id
        self._wanted = statement_id
        self._siblings = siblings
        self._view: ArticleView | None = None

    def body(self) -> ComposeResult:
        """Lay the text and, beside or below it, the statements."""
        look = self.room.look
        with Container(classes="columns"):
            yield Sheet(look, title="Text", id="text", classes="wide-side")
            yield LineList[StatementView](
                _draw_statement,
                lambda one: one.row.id,
                look,
                height=cells.statement_height,
                title="Statements",
                empty="Nobody is quoted or reported in this text.",
                id="statements",
                classes="slim-side",
            )

    def reload(self) -> None:
        """Read the article."""
        self.run_worker(self._fill(), name="read the article", group="article", exclusive=True)

    async def _fill(self) -> None:
        view = await self.read(lambda: self.room.library.articles.view(self._article_id))
        sheet = self.part("#text", Sheet)
        if view is None:
            if self._view is None:
                sheet.show([Block("This article could not be read; the line at the top says why.", "warning")])
            return
        if view.article.id != self._article_id:
            return  # meanwhile another one was gone to
        first, self._view = self._view is None, view
        sheet.show(blocks_of(view, self.room.look))
        sheet.border_title = Content("Text (digest)" if view.article.is_digest else "Text")
        self.part("#statements", LineList).show(view.statements)
        self.refresh_bindings()
        if first:
            if self._wanted is not None:
                self._go_to(self._wanted)
            if not view.article.read and not self.room.desk.settings.look:
                await self.read(lambda: self.room.library.articles.mark([self._article_id], read=True))

    def _go_to(self, key: Hashable) -> None:
        self.part("#text", Sheet).reveal(key)
        self.part("#statements", LineList).select(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the versions where there are several."""
        if action == "versions":
            return self._view is not None and self._view.versions > 1
        return super().check_action(action, parameters)

    def action_versions(self) -> None:
        """Show what was changed after publishing."""
        self.post_message(OpenVersions(self._article_id))

    def action_other_article(self, by: int) -> None:
        """Go to the next article of the list that one came from, or the one before; else of all stories."""
        self.run_worker(self._go_beside(by), name="find the article beside", group="beside", exclusive=True)

    async def _go_beside(self, by: int) -> None:
        if self._article_id not in self._siblings:
            query = Query(on_story=True, limit=_BESIDE)
            rows = await self.read(lambda: self.room.library.articles.stories(query))
            self._siblings = tuple(row.id for row in rows or ())
        if self._article_id not in self._siblings:
            self.tell("This article is not among the newest stories; go back and open one from a list.")
            return
        place = self._siblings.index(self._article_id) + by
        if not 0 <= place < len(self._siblings):
            self.tell("That was the last one." if by > 0 else "That was the first one.")
            return
        self._article_id, self._view, self._wanted = self._siblings[place], None, None
        sheet = self.part("#text", Sheet)
        sheet.show(())
        sheet.scroll_to(y=0, animate=False, force=True)
        self.reload()

    def subject(self) -> object | None:
        """Act on the statement under the cursor where the list is in use, else on the article."""
        focused = self.focused
        if isinstance(focused, LineList) and isinstance(focused.row, StatementView):
            return focused.row
        return self._view

    def action_next_mark(self, by: int) -> None:
        """Jump to the next mark or the one before."""
        key = self.part("#text", Sheet).jump(by)
        if key is None:
            self.tell("Nothing is marked in this text.")
        else:
            self.part("#statements", LineList).select(key)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Let the text follow the cursor in the list."""
        if message.by_hand and isinstance(message.row, StatementView):
            self.part("#text", Sheet).reveal(message.row.row.id)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Ask for the statement."""
        if isinstance(message.row, StatementView):
            self.post_message(OpenStatement(message.row.row.id))

    def on_sheet_chosen(self, message: Sheet.Chosen) -> None:
        """Ask for the statement that is the current mark."""
        if isinstance(message.key, int):
            self.post_message(OpenStatement(message.key))


def _draw_statement(one: StatementView, width: int, look: Look) -> list[Content]:
    return cells.statement(one.row, width, look)
