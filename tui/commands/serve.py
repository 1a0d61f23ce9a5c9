"""serve: the desk in a browser on this machine, to be looked at."""

from __future__ import annotations

import secrets
import sys

import click

from tui import output
from tui.commands.verb import OK, Verb, pass_wiring, say
from tui.errors import NotInstalled
from tui.wiring import Wiring

PORT = 8737


@click.command(cls=Verb)
@click.option("--port", type=click.IntRange(1024, 65535), default=PORT, show_default=True, help="The port on loopback.")
@pass_wiring
def serve(wiring: Wiring, *, port: int) -> int:
    """Show the desk in a browser on this machine, for a colleague to look at.

    Bound to 127.0.0.1, behind a key in the printed address. Whoever opens it reads what the desk shows and can change
    nothing: no marks, no verdicts, no feeds, no files. Needs the extra: pip install "standpoint[serve]".
    """
    try:
        from tui.serving import LookingGlass  # noqa: PLC0415  # an extra that most do without
    except ModuleNotFoundError as error:
        raise NotInstalled(
            f"Serving needs a package that is not installed ({error.name}). "
            'Install it with: pip install "standpoint[serve]"'
        ) from error
    with wiring.existing_library():
        pass  # what cannot be opened is told here, and not to the browser
    glass = LookingGlass(wiring.looking_command(), port, secrets.token_urlsafe(24))
    output.write_line(glass.address)
    sys.stdout.flush()
    say("The desk is shown there until you press Ctrl+C. Whoever has this address can read it, and change nothing.")
    glass.serve()
    return OK
