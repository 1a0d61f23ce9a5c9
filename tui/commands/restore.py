"""restore: a backup in the database's place; what stood there is kept."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tui import output
from tui.commands.verb import OK, USAGE, Verb, pass_wiring, say
from tui.wiring import Wiring


@click.command(cls=Verb)
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@pass_wiring
def restore(wiring: Wiring, *, file: Path | None, yes: bool, as_json: bool) -> int:
    """Put the backup FILE in the place of the database.

    The backup is checked first, and brought up to date where an earlier version made it. The database that it
    replaces is kept beside it under another name. Ends with 4 while a desk, a poller or another command has the
    database open. Without FILE, the backups that there are are listed.
    """
    from store import backups  # noqa: PLC0415  # with the store, which the other commands' help does not need

    if file is None:
        return _list(wiring, as_json=as_json)
    if not yes:
        question = f"Put {file} in the place of {wiring.database}?"
        if not sys.stdin.isatty():
            raise click.UsageError(f"{question} Say so with --yes.")
        click.confirm(question, abort=True, err=True)
    done = backups.restore(file, wiring.database.absolute(), wiring.clock())
    if as_json:
        output.write_json(
            {
                "database": str(done.path),
                "restored": str(done.source),
                "replaced": str(done.replaced) if done.replaced else None,
                "articles": done.articles,
                "migrated_from": done.migrated_from,
            }
        )
        return OK
    say(f"{done.path} is now what {done.source} holds: {done.articles} articles.")
    if done.replaced:
        say(f"What stood there before is kept as {done.replaced}.")
    return OK


def _list(wiring: Wiring, *, as_json: bool) -> int:
    from store import backups  # noqa: PLC0415  # as above

    found = backups.kept(wiring.database.absolute())
    for one in found:
        if as_json:
            output.write_json({"path": str(one.path), "day": one.day.isoformat(), "bytes": one.size})
        else:
            output.write_line(str(one.path), f"{one.day.isoformat()}  {one.size / 1_000_000:8.1f} MB  ")
    say("Name the one to restore." if found else f"There is no backup of {wiring.database} yet: standpoint backup.")
    return USAGE
