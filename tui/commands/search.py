"""search: articles and statements by their words."""

from __future__ import annotations

from typing import Any

import click

from tui import output, shapes
from tui.commands.asking import Asks
from tui.commands.listing import said
from tui.commands.narrowing import Form, formed, narrowed, query, write
from tui.commands.verb import OK, pass_wiring
from tui.shapes import Shape
from tui.wiring import Wiring

COLUMNS = ("type", "id", "day", "who", "outlet", "text", "url")


@click.command(cls=Asks)
@narrowed
@formed
@pass_wiring
def search(wiring: Wiring, /, words: tuple[str, ...], *, as_json: bool, as_csv: bool, **narrowing: Any) -> int:
    """Find articles and statements by their words, and by whatever else a query can ask.

    "A phrase" in quotes is looked for as it stands, -word leaves out what has it; actor:dar, issue:disarm-hamas,
    stance:oppose, since:7d and is:unread narrow further.
    """
    form = Form.chosen(as_json=as_json, as_csv=as_csv)
    if not words:
        raise click.UsageError("Say what to look for: standpoint search troops actor:dar")
    with wiring.existing_library() as library:
        found: list[Shape] = [
            {"type": "article", **shapes.article(one)}
            for one in library.articles.rows(query(wiring, library, words=words, **narrowing))
        ]
        page = library.statements.page(query(wiring, library, words=words, speaking=True, **narrowing))
        if form.json:
            output.write_json_lines(found)
            output.write_json_lines(
                {"type": "statement", **shapes.stored_statement(library.statements.view(row.id))} for row in page
            )
            return OK
        for shape in found:
            shape |= {"day": (shape["published"] or "")[:10], "text": shape["title"]}
        found += [
            {"type": "statement", "id": row.id, "day": said(row), "who": row.speaker_name, "outlet": row.outlet}
            | {"text": row.text, "url": row.url}
            for row in page
        ]
    write(form, found, COLUMNS, lambda shape: shape)
    return OK
