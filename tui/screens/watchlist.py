"""The watchlist: whom and what is watched, as the file has it, and edits that are written back to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from tagger.errors import TaggerError
from tui import cells
from tui.bindings import bindings
from tui.errors import TuiError
from tui.look import Look
from tui.messages import OpenActor, OpenIssue, WatchlistChanged
from tui.screens.place import Place
from tui.screens.watching import AskActor, AskAliases
from tui.widgets.lines import LineList
from tui.widgets.sheet import Block, Sheet, joined

if TYPE_CHECKING:
    from tui.watchlist_file import Watched, WatchedIssue, WatchlistFile, WatchlistView

_NONE = "This desk was opened without a watchlist that can be edited."


class WatchlistScreen(Place):
    """Actors and issues; e edits an actor's names, a adds one."""

    PLACE: ClassVar[str] = "watchlist back"
    BINDINGS: ClassVar = bindings("watchlist")
    AUTO_FOCUS = "#actors"
    heading: ClassVar[str] = "Watchlist"
    _view: WatchlistView | None = None

    def body(self) -> ComposeResult:
        """Lay where the file is, the actors and the issues."""
        look = self.room.look
        yield Sheet(look, id="file", classes="about")
        with Container(classes="columns"):
            yield LineList["Watched"](
                _draw_actor,
                lambda one: one.id,
                look,
                height=lambda _width: 2,
                title="Actors",
                empty="Reading …",
                id="actors",
                classes="wide-side",
            )
            yield LineList["WatchedIssue"](
                _draw_issue,
                lambda one: one.id,
                look,
                height=lambda _width: 2,
                title="Issues",
                empty="Reading …",
                id="issues",
                classes="slim-side",
            )

    def reload(self) -> None:
        """Read the file."""
        self.run_worker(self._fill(), name="read the watchlist", group="watchlist", exclusive=True)

    async def _fill(self) -> None:
        papers = self.room.desk.papers
        if papers is None:
            self.part("#file", Sheet).show([Block(_NONE, "warning")])
            return
        try:
            view = await asyncio.to_thread(papers().watchlist.view)
        except (TaggerError, TuiError) as error:
            self.part("#file", Sheet).show([Block(cells.safe(str(error)), "error")])
            return
        self._view = view
        self.part("#file", Sheet).show(_head(view))
        self.part("#actors", LineList).show(view.actors)
        self.part("#issues", LineList).show(view.issues)
        self.refresh_bindings()

    def _actor(self) -> Watched | None:
        row = self.part("#actors", LineList).row
        return row if self._view is not None and self.focused is self.part("#actors", LineList) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer edits where there is something to edit."""
        if action == "edit_aliases":
            return self._actor() is not None
        if action == "add_actor":
            return self._view is not None
        return super().check_action(action, parameters)

    def on_descendant_focus(self) -> None:
        """Offer what can be done with the list in use."""
        self.refresh_bindings()

    def action_edit_aliases(self) -> None:
        """Ask for the names of the actor under the cursor."""
        one = self._actor()
        if one is None:
            return

        def take(aliases: dict[str, tuple[str, ...]] | None) -> None:
            if aliases is not None:
                self._save(lambda: self._file().set_aliases(one.id, aliases), f"The names of {one.name} are saved")

        self.app.push_screen(AskAliases(self.room, one), take)

    def action_add_actor(self) -> None:
        """Ask for an actor."""
        self.app.push_screen(AskActor(self.room), self._add)

    def _add(self, one: Watched | None) -> None:
        if one is not None:
            self._save(lambda: self._file().add_actor(one), f"{one.name} is on the watchlist")

    def _file(self) -> WatchlistFile:
        papers = self.room.desk.papers
        assert papers is not None  # noqa: S101  # edits are offered only with them
        return papers().watchlist

    def _save(self, edit: Callable[[], None], done: str) -> None:
        self.run_worker(self._keep(edit, done), name="save the watchlist", group="save")

    async def _keep(self, edit: Callable[[], None], done: str) -> None:
        try:
            await asyncio.to_thread(edit)
        except (TaggerError, TuiError) as error:
            self.tell(f"Not saved: {error}", severity="error")
            return
        self.tell(f"{done}. What is stored is read again in the background.")
        self.post_message(WatchlistChanged())
        self.reload()

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Ask for the actor or the issue."""
        one = message.row
        if message.list.id == "actors":
            self.post_message(OpenActor(one.id))  # type: ignore[attr-defined]
        else:
            self.post_message(OpenIssue(one.id))  # type: ignore[attr-defined]


def _head(view: WatchlistView) -> list[Block]:
    blocks = [
        joined((cells.safe(view.story), "heading"), (f"  {len(view.actors)} actors, {len(view.issues)} issues", "dim")),
        Block(cells.safe(str(view.path)), "dim"),
    ]
    if view.packaged:
        blocks.append(Block(f"This one ships; your first edit copies it to {cells.safe(str(view.target))}.", "dim"))
    return blocks


def _draw_actor(one: Watched, width: int, look: Look) -> list[Content]:
    ell = look.glyphs.ellipsis
    names = "; ".join(f"{kind}: {', '.join(map(cells.safe, found))}" for kind, found in one.aliases.items() if found)
    roles = ", ".join(map(cells.safe, one.roles))
    whom = look.name_of(one.principal) if one.principal and one.principal != one.id else ""
    head = [(cells.safe(one.name), "name"), (f"  {one.kind}", "dim"), (f"  for {cells.safe(whom)}" if whom else "", "")]
    below = names or "no aliases"
    return [
        cells.row_line(width, head, [(cells.fit(roles, min(len(roles), width // 3), ell), "dim")], ell),
        cells.row_line(width, [("  ", ""), (below, "dim")], (), ell),
    ]


def _draw_issue(one: WatchedIssue, width: int, look: Look) -> list[Content]:
    ell = look.glyphs.ellipsis
    return [
        cells.row_line(width, [(one.id, "issue")], (), ell),
        cells.row_line(width, [("  ", ""), (cells.safe(one.question), "dim")], (), ell),
    ]
