"""The program `standpoint`, also started as `python -m tui`."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # Loading modules makes many objects and no garbage; looking for some would take a tenth of the desk's start.
    # Commands and the desk enable it again when they begin their own work.
    gc.disable()
    _fill_streams()
    try:
        from tui.cli import run  # noqa: PLC0415  # so that Ctrl-C while modules load ends as quietly as later

        code = run()
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _fill_streams() -> None:
    """Put nothing in the place of a standard stream that was closed before the program began.

    Python leaves None there, and what is opened next would get its number: a database, that a child then writes to.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number, inheritable=True)
                os.close(opened)
            else:
                os.set_inheritable(number, True)  # noqa: FBT003  # its only form
            setattr(sys, name, open(number, "r" if number == 0 else "w", encoding="utf-8"))  # noqa: PTH123, SIM115


if __name__ == "__main__":
    main()
