"""brief: the day's page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from tui.asking.days import moment_of
from tui.asking.known import when_of
from tui.commands.asking import Asks, asked_of, joined, store_query
from tui.commands.completing import complete_query
from tui.commands.export import look_of, put
from tui.commands.verb import OK, pass_wiring
from tui.exporting.brief import FORMS, gather, page_text
from tui.wiring import Wiring


@click.command(cls=Asks)
@click.argument("words", metavar="[QUERY]", nargs=-1, shell_complete=complete_query)
@click.option(
    "--since", default="24h", show_default=True, help="What came since: 24h, 7d, yesterday, 2025-11-29, last."
)
@click.option("--format", "form", type=click.Choice(FORMS), default="md", show_default=True, help="The page's form.")
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="Write to this file.")
@click.option("--force", is_flag=True, help="Take the place of a file that is there.")
@pass_wiring
def brief(wiring: Wiring, /, words: tuple[str, ...], *, since: str, form: str, target: Path | None, force: bool) -> int:
    """Write the day's page: changes, divergences, new statements by issue, silences, sources.

    By when things were stored, so that a late report is on it, with its own dates. "last" is the last time that the
    desk was left.
    """
    now = wiring.clock()
    with wiring.existing_library() as library:
        when = when_of(library, now)
        try:
            start = (
                (when.last_visit or datetime.min.replace(tzinfo=now.tzinfo))
                if since == "last"
                else moment_of(since, when)
            )
        except ValueError as error:
            raise click.BadParameter(f"{error}, or last.", param_hint="--since") from error
        asked = store_query(wiring, library, asked_of(wiring, library, words), speaking=True)
        page = gather(library, asked, since=start, now=now, narrowed=joined(words))
        text = page_text(page, form, look_of(wiring, library))
    put(text, target, force=force)
    return OK
