"""retag: read stored articles again, by the watchlist as it is now."""

from __future__ import annotations

import logging

import click

from tui.commands.verb import OK, Verb, pass_wiring, say
from tui.wiring import Wiring

LOG = logging.getLogger(__name__)


@click.command(cls=Verb)
@pass_wiring
def retag(wiring: Wiring) -> int:
    """Read stored articles again.

    Those that were tagged by another watchlist or version; reviews are kept.
    """
    count = 0
    with wiring.existing_library() as library:
        for count in wiring.retag(library):
            LOG.info("%d articles tagged anew", count)
    say(f"{count} {'article' if count == 1 else 'articles'} tagged anew.")
    return OK
