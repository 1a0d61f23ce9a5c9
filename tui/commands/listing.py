"""articles, statements, positions, changes: what is stored, as lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from store.model.rows import StatementRow
from tui import output, shapes
from tui.commands.asking import Asks
from tui.commands.edited import write_edits
from tui.commands.narrowing import Form, formed, narrowed, query, write, write_rows
from tui.commands.verb import OK, pass_wiring
from tui.shapes import Shape
from tui.wiring import Wiring

ARTICLE_COLUMNS = ("id", "published", "outlet", "topics", "title", "url")
STATEMENT_COLUMNS = ("id", "said", "speaker", "outlet", "positions", "text", "url")
POSITION_COLUMNS = ("id", "said", "speaker", "principal", "issue", "stance", "confidence", "outlet", "text", "url")
CHANGE_COLUMNS = ("principal", "issue", "from", "from_date", "to", "to_date", "grade", "status", "why")


@click.command(cls=Asks)
@narrowed
@formed
@pass_wiring
def articles(wiring: Wiring, /, *, as_json: bool, as_csv: bool, **narrowing: Any) -> int:
    """List articles, newest first."""
    form = Form.chosen(as_json=as_json, as_csv=as_csv)
    with wiring.existing_library() as library:
        rows = library.articles.rows(query(wiring, library, **narrowing))
        write(form, map(shapes.article, rows), ARTICLE_COLUMNS, article_cells)
    return OK


def article_cells(shape: Shape) -> Mapping[str, object]:
    """An article's cells for people."""
    return {**shape, "published": _day(shape["published"]), "topics": " ".join(shape["topics"])}


@click.command(cls=Asks)
@narrowed
@formed
@click.option("--explain", "explained", type=int, metavar="ID", help="Tell how this one statement was read.")
@pass_wiring
def statements(wiring: Wiring, /, *, as_json: bool, as_csv: bool, explained: int | None, **narrowing: Any) -> int:
    """List statements, the last said first.

    The same words in several outlets are one.
    """
    form = Form.chosen(as_json=as_json, as_csv=as_csv)
    with wiring.existing_library() as library:
        if explained is not None:
            # The lists need nothing of the tagger.
            from tui.commands.explain import explain  # noqa: PLC0415

            explain(library, explained, as_json=form.json)
            return OK
        page = library.statements.page(query(wiring, library, speaking=True, **narrowing))
        if form.json:
            output.write_json_lines(shapes.stored_statement(library.statements.view(row.id)) for row in page)
        else:
            _write_rows(form, STATEMENT_COLUMNS, [statement_cells(row) for row in page])
    return OK


def statement_cells(row: StatementRow) -> Mapping[str, object]:
    """A statement's cells for people."""
    return {
        "id": row.id,
        "said": said(row),
        "speaker": row.speaker_name,
        "outlet": f"{row.outlet} +{row.more_outlets}" if row.more_outlets else row.outlet,
        "positions": "; ".join(f"{one.issue} {one.stance.value}" for one in row.positions),
        "text": row.text,
        "url": row.url,
    }


def said(row: StatementRow) -> str:
    """The day it was said, with a ~ where the day of publishing stands in."""
    day = shapes.day(row.said_on or (row.published or row.fetched).date()) or ""
    return day if row.said_basis == "stated" else f"~{day}"


@click.command(cls=Asks)
@narrowed
@formed
@click.option(
    "--explain", "explained", type=int, metavar="ID", help="Tell how this one came about, and what became of it."
)
@pass_wiring
def positions(wiring: Wiring, /, *, as_json: bool, as_csv: bool, explained: int | None, **narrowing: Any) -> int:
    """List positions: who stood where on an issue, by which words."""
    form = Form.chosen(as_json=as_json, as_csv=as_csv)
    with wiring.existing_library() as library:
        if explained is not None:
            # The lists need nothing of the tagger.
            from tui.commands.chain import explain_position  # noqa: PLC0415

            explain_position(library, explained, today=wiring.clock().date(), as_json=form.json)
            return OK
        found = library.statements.positions(query(wiring, library, speaking=True, **narrowing))
        if form.json:
            output.write_json_lines(shapes.position_line(row, one) for row, one in found)
        else:
            cells = [
                {
                    **statement_cells(row),
                    "id": one.id,
                    "principal": row.principal,
                    "issue": one.issue,
                    "stance": one.stance.value,
                    "confidence": f"{one.confidence:.2f}",
                }
                for row, one in found
            ]
            _write_rows(form, POSITION_COLUMNS, cells)
    return OK


@click.command(cls=Asks)
@narrowed
@formed
@click.option("--edits", is_flag=True, help="Quotations that outlets edited after publishing, instead.")
@click.option("--explain", "explained", type=int, metavar="ID", help="Tell why this one counts, from the words on.")
@pass_wiring
def changes(
    wiring: Wiring, /, *, as_json: bool, as_csv: bool, edits: bool, explained: int | None, **narrowing: Any
) -> int:
    """List changed positions.

    With --json, both sides of each, in one array. With --edits, the quotations that an outlet added, altered or took
    out when it sent an article again: --since and --until are then about the day on which that was found.
    """
    form = Form.chosen(as_json=as_json, as_csv=as_csv)
    with wiring.existing_library() as library:
        if explained is not None:
            # The lists need nothing of the tagger.
            from tui.commands.chain import explain_change  # noqa: PLC0415

            explain_change(library, explained, today=wiring.clock().date(), as_json=form.json)
            return OK
        wanted = query(wiring, library, speaking=True, **narrowing)
        if edits:
            write_edits(form, library.statements.edits(wanted))
            return OK
        found = [shapes.change(row) for row in library.ledger.changes(wanted)]
    if form.json:
        output.write_json(found)
    elif form.csv:
        output.write_csv(CHANGE_COLUMNS, map(_change_cells, found))
    else:
        for shape in found:
            _tell(shape)
    return OK


def _tell(shape: Shape) -> None:
    """A change for people: what it is, the strongest words of both sides, why it counts."""
    output.write_line(
        f"{shape['id']}  {shape['principal']} · {shape['issue']}: {shape['from_stance']} → {shape['to_stance']} "
        f"({shape['grade']}, {shape['status']}, confidence {shape['confidence']:.2f})"
    )
    for side, day in (("before", shape["from_date"]), ("after", shape["to_date"])):
        strongest = next((one for one in shape["evidence"] if one["side"] == side), None)
        if strongest:
            output.write_line(f"{day}  {strongest['text']} ({strongest['outlet']})", "  ")
    output.write_line(shape["why"], "  ")


def _change_cells(shape: Shape) -> Mapping[str, object]:
    return {**shape, "from": shape["from_stance"], "to": shape["to_stance"]}


def _write_rows(form: Form, columns: tuple[str, ...], rows: Sequence[Mapping[str, object]]) -> None:
    if form.csv:
        output.write_csv(columns, rows)
    else:
        write_rows(columns, rows)


def _day(moment: str | None) -> str:
    return moment[:10] if moment else ""
