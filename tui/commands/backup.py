"""backup: a whole copy of the database, now."""

from __future__ import annotations

from pathlib import Path

import click

from tui import output
from tui.commands.verb import OK, Verb, pass_wiring, say
from tui.wiring import Wiring


@click.command(cls=Verb)
@click.argument("path", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@pass_wiring
def backup(wiring: Wiring, *, path: Path | None, as_json: bool) -> int:
    """Copy the database to PATH, or make the day's backup anew.

    May run while the desk or the poller does. Daily backups are made by themselves, three are kept, in the folder
    `backups` beside the database.
    """
    with wiring.existing_library() as library:
        made = library.back_up(path, again=True)
    if made is None:
        return OK
    if as_json:
        output.write_json({"path": str(made.path), "day": made.day.isoformat(), "bytes": made.size})
    else:
        output.write_line(str(made.path), "")
        say(f"{made.size / 1_000_000:.1f} MB, checked. `standpoint restore` puts it in the database's place.")
    return OK
