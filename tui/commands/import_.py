"""import: documents from files into the store."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import click

from tui import output
from tui.commands.narrowing import DAY
from tui.commands.verb import ERROR, OK, Verb, pass_wiring, say
from tui.wiring import Wiring


@click.command("import", cls=Verb)
@click.argument("paths", metavar="PATH…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--outlet", default="", help="The publisher, where the files do not say.")
@click.option("--published", type=DAY, help="The day of publishing, as 2025-11-29, where the files do not say.")
@click.option("--seeds", is_flag=True, help="Load the packaged digests.")
@click.option("--json", "as_json", is_flag=True, help="JSON, a line a document.")
@pass_wiring
def import_(
    wiring: Wiring, *, paths: tuple[Path, ...], outlet: str, published: date | None, seeds: bool, as_json: bool
) -> int:
    """Store documents as articles.

    Takes .txt, .md and .html files, and .jsonl of {id, url, outlet, title, published, text}.
    """
    if not paths and not seeds:
        raise click.UsageError("Name the files to import, or give --seeds.")
    # Here, not above: reading documents loads lxml and the tagger, which no other command's start should pay for.
    from feeds.documents import Unreadable, read_documents  # noqa: PLC0415
    from tui.intake import Intake  # noqa: PLC0415

    at = datetime.combine(published, time(), UTC) if published else None
    failed = False
    with wiring.library() as library:
        if seeds:
            say(f"{wiring.load_seeds(library)} digests loaded.")
        wiring.sync_names(library)
        intake = Intake(library, wiring.reader())
        try:
            for document in read_documents(paths, outlet=outlet, published=at):
                if isinstance(document, Unreadable):
                    failed = True
                    _tell(as_json=as_json, what="unreadable", title=str(document.path), reason=document.reason)
                else:
                    taken = intake.take(document)
                    _tell(as_json=as_json, what=taken.word, title=taken.title, article=taken.article_id)
        finally:
            # Also after Ctrl-C or a full disk half-way: what is stored is in the ledger.
            wiring.settle(library)
    return ERROR if failed else OK


def _tell(*, as_json: bool, what: str, title: str, article: int | None = None, reason: str = "") -> None:
    if as_json:
        output.write_json({"result": what, "article": article, "title": title, "reason": reason or None})
    elif reason:
        say(f"{title}: {reason}")
    else:
        output.write_line(title, f"{what:<15} ")
