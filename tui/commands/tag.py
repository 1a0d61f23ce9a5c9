"""tag: read documents and print what is in them, without storing anything."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from store.legible import legible
from store.model.reading import Draft, Reading
from tui import given, output, shapes
from tui.commands.verb import ERROR, OK, Verb, pass_wiring, say
from tui.leadingback import led_back
from tui.wiring import Wiring

STDIN = "-"


@click.command(cls=Verb)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="JSON, a line a document.")
@pass_wiring
def tag(wiring: Wiring, paths: tuple[str, ...], *, as_json: bool) -> int:
    """Read documents and store nothing.

    Takes .txt, .md, .html and .jsonl files; - reads JSON lines from standard input.
    """
    read = wiring.reader()
    failed = False
    for document in _documents(paths):
        if isinstance(document, given.Unusable):
            say(str(document))
            failed = True
        elif as_json:
            reading = _read(read, document)
            output.write_json(shapes.tagged(document.id, document.title, document.published, reading))
        else:
            _summarise(document, _read(read, document))
    return ERROR if failed else OK


def _documents(paths: tuple[str, ...]) -> Iterator[given.Given | given.Unusable]:
    for path in paths:
        if path == STDIN:
            yield from given.from_lines(sys.stdin.buffer, "standard input")
        else:
            yield from given.from_path(Path(path))


def _read(read: Callable[[Draft], Reading], document: given.Given) -> Reading:
    clean = legible(document.text)
    reading = read(
        Draft(
            text=clean.text,
            title=legible(document.title).text,
            outlet=document.outlet,
            url=document.url,
            published=document.published_at,
        )
    )
    return led_back(reading, clean, document.text)


def _summarise(document: given.Given, reading: Reading) -> None:
    topics = " ".join(reading.topics) or "no topic"
    output.write_line(f"{document.title or document.id} ({topics})")
    for one in reading.statements:
        stances = "; ".join(f"{each.issue} {each.stance.value}" for each in one.positions)
        output.write_line(f"{one.speaker_text or '?'}: {one.text}" + (f" [{stances}]" if stances else ""), "  ")
