"""The versions of an article, and what each changed in the one before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from store.model.articles import Version
from tui import cells
from tui.differences import differing, paragraphs
from tui.look import Look, moment
from tui.room import Room
from tui.screens.place import Place
from tui.widgets.lines import LineList
from tui.widgets.sheet import Block, Mark, Sheet


@dataclass(frozen=True, slots=True)
class Step:
    """A version beside the one before it."""

    version: Version
    before: Version | None


def differences(step: Step, look: Look) -> list[Block]:
    """Write what a version changed: the paragraphs that differ, the words that differ marked."""
    if step.before is None:
        return [Block("The first version that was kept; there is none before it to compare it with.", "dim")]
    blocks: list[Block] = []
    if step.before.title != step.version.title:
        blocks += [Block("The title", "heading"), *_pair(step.before.title, step.version.title), Block("")]
    blocks += _body(step.before.text, step.version.text, look)
    return blocks or [Block("Title and text are the same to the letter.", "dim")]


def _body(before: str, after: str, look: Look) -> Iterator[Block]:
    for old, new in paragraphs(before, after):
        if old or new:
            yield from _pair(old, new)
            yield Block("")
        else:
            yield Block(look.glyphs.ellipsis, "dim")


def _pair(old: str, new: str) -> Iterator[Block]:
    left, right = differing(old, new)
    for sign, text, spans, ink in (("- ", old, left, "mark-gone"), ("+ ", new, right, "mark-come")):
        if text:
            marks = [Mark(0, 2, "error" if sign == "- " else "good")]
            marks += [Mark(span.start + 2, span.end + 2, ink) for span in spans]
            yield Block(sign + text, marks=tuple(marks), hang=2)


class VersionsScreen(Place):
    """What an outlet changed after publishing."""

    PLACE: ClassVar[str] = "back"
    AUTO_FOCUS = "#versions"
    heading: ClassVar[str] = "Versions"

    def __init__(self, room: Room, article_id: int) -> None:
        super().__init__(room)
        self._article_id = article_id

    def body(self) -> ComposeResult:
        """Lay the versions and, beside or below them, the differences."""
        look = self.room.look
        with Container(classes="columns"):
            yield LineList[Step](
                self._draw,
                lambda step: step.version.number,
                look,
                height=lambda _width: 2,
                title="Versions",
                empty="Reading …",
                id="versions",
                classes="slim-side",
            )
            yield Sheet(look, title="What it changed", id="text", classes="wide-side")

    def reload(self) -> None:
        """Read the versions."""
        self.run_worker(self._fill(), name="read the versions", group="versions", exclusive=True)

    async def _fill(self) -> None:
        found = await self.read(lambda: self.room.library.articles.versions(self._article_id))
        if found is not None:
            before = (*found[1:], None)
            self.part("#versions", LineList).show([Step(one, other) for one, other in zip(found, before, strict=True)])

    def _draw(self, step: Step, width: int, look: Look) -> list[Content]:
        one, ell = step.version, look.glyphs.ellipsis
        until = f"until {moment(one.replaced, look.today)}" if one.replaced else "stands now"
        head = [(f"{one.number}  ", "strong"), (until, "date"), (f"  {one.body_source.value}", "dim")]
        return [
            cells.row_line(width, head, [(f"{len(one.text):,} characters", "dim")], ell),
            cells.row_line(width, [("   ", ""), (cells.safe(one.title), "")], (), ell),
        ]

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Show the differences of the version under the cursor."""
        if isinstance(message.row, Step):
            self.part("#text", Sheet).show(differences(message.row, self.room.look))
