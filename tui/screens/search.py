"""Search as one types: articles and statements that hold the words, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input

from store.model.rows import StatementRow, StoryRow
from store.plain import safe_text
from tui import cells
from tui.asking.book import Book
from tui.asking.complete import offers
from tui.asking.errors import QueryError
from tui.asking.known import views_of
from tui.asking.resolve import query_of, understood
from tui.bindings import bindings
from tui.messages import OpenArticle, OpenStatement
from tui.room import Room
from tui.screens.place import Place
from tui.screens.saying import statement_list
from tui.widgets.lines import LineList

PAUSE = 0.15
"""Seconds without a key before the words are looked for."""
FOUND = 200
"""Rows of each kind that are shown."""
_HOW = "Type words, “two words” in quotes, -word to leave out, or actor:dar issue: since:7d. Tab completes."


class SearchLine(Input):
    """The line for the words: Tab completes what is begun, and leads on where nothing is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    def action_complete(self) -> None:
        """Complete a field or its value; go to the next pane where nothing is begun."""
        begun = self.value[: self.cursor_position]
        if begun and not begun[-1].isspace() and isinstance(self.screen, SearchScreen):
            self.screen.action_complete()
        else:
            self.screen.focus_next()


class SearchScreen(Place):
    """Words, and what holds them."""

    PLACE: ClassVar[str] = "search record back"
    BINDINGS: ClassVar = bindings("search")
    AUTO_FOCUS = "#words"
    heading: ClassVar[str] = "Search"

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._timer: Timer | None = None
        self._words = ""
        self._book: Book | None = None
        """All names, once they are needed and read."""
        self._views: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """Lay the line for the words and the two lists."""
        look = self.room.look
        yield SearchLine(id="words")
        with Container(classes="columns"):
            yield statement_list(look, empty=_HOW)
            yield LineList[StoryRow](
                cells.story,
                lambda row: row.id,
                look,
                height=cells.story_height,
                title="Stories",
                empty=_HOW,
                id="stories",
            )

    def on_input_changed(self, message: Input.Changed) -> None:
        """Look for the words once the hands rest."""
        self._words = message.value.strip()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self.reload, name="search")

    def on_input_submitted(self, _message: Input.Submitted) -> None:
        """Go to what was found."""
        self.action_results()

    def reload(self) -> None:
        """Look for the words."""
        self.run_worker(self._find(self._words), name="search", group="search", exclusive=True)

    async def _find(self, words: str) -> None:
        statements, stories = self._lists()
        line = self.part("#words", Input)
        line.border_subtitle = None
        if not words:
            for shown in (statements, stories):
                shown.say(_HOW)
                shown.show(())
            return
        try:
            found = await self.read(lambda: self._ask(words))
        except QueryError as error:
            # One may still be typing: what was found before stays meanwhile.
            line.border_subtitle = Content(self.room.look.words(safe_text(error.told(), 110)))
            return
        if found is None:
            return
        statements.say("No statement holds these words.")
        statements.show(found[0])
        stories.say("No story holds these words.")
        stories.show(found[1])
        for shown in (statements, stories):
            shown.scroll_to(y=0, animate=False, force=True)

    def _ask(self, words: str) -> tuple[Sequence[StatementRow], Sequence[StoryRow]]:
        """Ask the library; runs in a thread. Raises QueryError."""
        room, library = self.room, self.room.library
        when = room.when()
        try:
            asked = understood(words, self._book or room.book, when, self._views)
        except QueryError:
            if self._book is not None:
                raise
            self._book, self._views = room.full_book(), views_of(library)
            asked = understood(words, self._book, when, self._views)
        said = query_of(asked, when, book=room.book, limit=FOUND)
        return library.statements.page(said), library.articles.stories(query_of(asked, when, limit=FOUND))

    def action_complete(self) -> None:
        """Write the first thing that may come next."""
        line = self.part("#words", Input)
        found = offers(line.value, line.cursor_position, self._book or self.room.book, self._views)
        if found:
            rest = line.value[line.cursor_position :]
            line.value = found[0].text + rest.lstrip()
            line.cursor_position = len(found[0].text)

    def _lists(self) -> tuple[LineList[StatementRow], LineList[StoryRow]]:
        return self.part("#statements", LineList), self.part("#stories", LineList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way down from the words, and back to them."""
        if action in ("results", "words"):
            return isinstance(self.focused, Input) == (action == "results")
        return super().check_action(action, parameters)

    def action_results(self) -> None:
        """Go to the first list that has rows."""
        statements, stories = self._lists()
        self.set_focus(statements if statements.rows or not stories.rows else stories)

    def action_words(self) -> None:
        """Go back to the words."""
        self.set_focus(self.part("#words", Input))

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Ask for the place behind the row."""
        if isinstance(message.row, StatementRow):
            self.post_message(OpenStatement(message.row.id))
        elif isinstance(message.row, StoryRow):
            self.post_message(OpenArticle(message.row.id))
