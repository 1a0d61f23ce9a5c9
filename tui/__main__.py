"""The program `standpoint`, also started as `python -m tui`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # Loading modules makes many objects and no garbage; looking for some would take a tenth of the desk's start.
    # Commands and the desk enable it again when they begin their own work.
    gc.disable()
    try:
        from tui.cli import run  # noqa: PLC0415  # so that Ctrl-C while modules load ends as quietly as later

        code = run()
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
