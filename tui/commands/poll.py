"""poll: ask the feeds, once or for as long as it runs."""

from __future__ import annotations

import click

from tui.commands.verb import OK, Verb, pass_wiring
from tui.wiring import Wiring


@click.command(cls=Verb)
@click.option("--once", is_flag=True, help="Poll what is due and end (the default).")
@click.option("--follow", is_flag=True, help="Go on polling whatever falls due, until stopped.")
@click.option("--all", "everything", is_flag=True, help="Also feeds that are not due, save those told to wait.")
@click.option("--feed", "ids", type=int, multiple=True, metavar="ID", help="This feed alone, due or not; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="JSON, a line a feed.")
@click.option("--until-eof", is_flag=True, hidden=True, help="End when standard input is closed.")
@pass_wiring
def poll(
    wiring: Wiring, *, once: bool, follow: bool, everything: bool, ids: tuple[int, ...], as_json: bool, until_eof: bool
) -> int:
    """Ask the feeds for news.

    Ends with 6 where some of them failed, and with 4 where another process polls this database.
    """
    if once and follow:
        raise click.UsageError("--once and --follow exclude each other.")
    if follow and (everything or ids):
        raise click.UsageError("--all and --feed go with --once.")
    wiring.refuse_offline()
    # Only here: asyncio and the poller behind it are what makes this command slow to load.
    from tui import polling  # noqa: PLC0415

    with wiring.library() as library, wiring.poll_lock():
        for one in ids:
            library.feeds.get(one)
        if follow:
            polling.follow(wiring, library, as_json=as_json, until_eof=until_eof)
            return OK
        return polling.once(wiring, library, everything=everything, ids=ids, as_json=as_json)
