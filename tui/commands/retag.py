"""retag: read stored articles again, by the watchlist as it is now."""

from __future__ import annotations

import logging

import click

from tui import output
from tui.commands.verb import OK, Verb, pass_wiring, say
from tui.wiring import Wiring

LOG = logging.getLogger(__name__)


@click.command(cls=Verb)
@click.option("--json", "as_json", is_flag=True, help="A line of progress after each batch: done, and of how many.")
@pass_wiring
def retag(wiring: Wiring, *, as_json: bool) -> int:
    """Read stored articles again.

    Those that were tagged by another watchlist or version; reviews are kept.
    """
    count = 0
    with wiring.existing_library() as library:
        waiting = library.articles.count_untagged(wiring.watchlist.fingerprint) if as_json else 0
        for count in wiring.retag(library):
            LOG.info("%d articles tagged anew", count)
            if as_json:
                output.write_json({"done": count, "of": max(waiting, count)})
    say(f"{count} {'article' if count == 1 else 'articles'} tagged anew.")
    return OK
