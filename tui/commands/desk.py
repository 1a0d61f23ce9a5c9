"""The desk: what the program does without a command."""

from __future__ import annotations

import gc
import sys

from tui.commands.verb import OK, say
from tui.errors import NoTerminal
from tui.wiring import Wiring


def open_desk(wiring: Wiring) -> int:
    """Open the desk in this terminal and return when it is left.

    Raises NoTerminal where there is none, SettingsError, and StoreError where the database cannot be opened.
    """
    if not _on_a_screen(wiring):
        raise NoTerminal("The desk needs a terminal. For scripts there are commands: standpoint -h")
    if wiring.environ.get("TERM") == "dumb":
        raise NoTerminal("The desk cannot be drawn on a dumb terminal (TERM=dumb). Commands work: standpoint -h")
    if not wiring.database.exists():
        say("First start: the database is created, with the digests and the default feeds.")
    with wiring.existing_library() if wiring.choices.look else wiring.library() as library:
        if library.left_unclean and not wiring.choices.look:
            from tui.upkeep import look_over  # noqa: PLC0415  # after a crash only

            look_over(library, say)
        desk = wiring.desk(library)
        # Textual is loaded only here, after all that can fail has been tried: no other command waits for it.
        from tui.app import StandpointApp  # noqa: PLC0415

        # What has been loaded so far stays: no collection need look at it again.
        gc.freeze()
        gc.enable()
        app = StandpointApp(desk)
        app.run()
        return app.return_code or OK


def _on_a_screen(wiring: Wiring) -> bool:
    """Whether there is something to draw on: a terminal, or a browser that textual-serve draws in."""
    if wiring.choices.look and wiring.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver"):
        return True
    return sys.stdin.isatty() and sys.stdout.isatty()
