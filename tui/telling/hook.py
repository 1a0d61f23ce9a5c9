"""The user's command: an argument list and no shell, JSON on its standard input, little environment, a deadline."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from store.plain import safe_text

_PASSED: Final = frozenset(
    (
        *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR"),
        *("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP"),
        "DBUS_SESSION_BUS_ADDRESS",
    )
)
"""What a command gets of our environment: enough to find programs and the user's desktop, and no one's secrets."""
_SAID = 400
"""Bytes of what it says on standard error that are looked at."""


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What the command gets of an environment."""
    return {name: value for name, value in environ.items() if name in _PASSED or name.startswith("LC_")}


def run(command: Sequence[str], body: str, environ: Mapping[str, str], seconds: float) -> str:
    """Run it to its end, or kill it and all it started after so many seconds.

    Empty, or a sentence on what went wrong.
    """
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                [str(Path(command[0]).expanduser()), *command[1:]],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=environment(environ),
                cwd="/",
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            return safe_text(f"{command[0]} could not be started: {reason}.", _SAID)
        try:
            process.communicate((body + "\n").encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return f"{command[0]} was killed after {seconds:g} seconds."
        if process.returncode == 0:
            return ""
        said.seek(0)
        words = safe_text(said.read(_SAID).decode("utf-8", "replace"))
        return f"{command[0]} ended with {process.returncode}" + (f": {words}" if words else ".")
