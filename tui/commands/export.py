"""export: a list as a file that others read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from store.model.rows import Query
from tui import output
from tui.commands.asking import Asks, joined
from tui.commands.narrowing import narrowed, query
from tui.commands.verb import OK, pass_wiring, say
from tui.exporting.files import write_file
from tui.exporting.lists import FORMS, written
from tui.look import Look
from tui.wiring import Wiring

if TYPE_CHECKING:
    from store.library import Library

_KINDS = ("statements", "articles", "changes")


@click.command(cls=Asks)
@narrowed
@click.option("--what", type=click.Choice(_KINDS), default="statements", show_default=True, help="Which list.")
@click.option("--format", "form", type=click.Choice(FORMS), default="md", show_default=True, help="The file's form.")
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="Write to this file.")
@click.option("--force", is_flag=True, help="Take the place of a file that is there.")
@pass_wiring
def export(wiring: Wiring, /, *, what: str, form: str, target: Path | None, force: bool, **narrowing: Any) -> int:
    """Write a list as Markdown, CSV, JSON or RSS, with citations.

    To standard output, or with --output to a file, which takes no other's place unasked.
    """
    with wiring.existing_library() as library:
        asked = query(wiring, library, speaking=what != "articles", **narrowing)
        title = f"{what.capitalize()}: {joined(narrowing['words'])}" if narrowing["words"] else what.capitalize()
        text = written(_rows(library, what, asked), form, look_of(wiring, library), title=title, now=wiring.clock())
    put(text, target, force=force)
    return OK


def _rows(library: Library, what: str, asked: Query) -> Iterable[object]:
    if what == "statements":
        return library.statements.page(asked)
    return library.ledger.changes(asked) if what == "changes" else library.articles.rows(asked)


def look_of(wiring: Wiring, library: Library) -> Look:
    """The names that a file calls things by."""
    facts = library.names.facts() or wiring.watchlist.facts()
    names = {one.id: one.name for one in facts.actors}
    return Look(
        today=wiring.clock().astimezone().date(), names=names, questions={i.id: i.question for i in facts.issues}
    )


def put(text: str, target: Path | None, *, force: bool) -> None:
    """Write to a file and say which, or to standard output. Raises ExportRefused."""
    if target is None:
        output.write_text(text)
    else:
        say(f"Written to {write_file(target, text, replace=force)}.")
