"""The clipboard: the terminal is asked for it (OSC 52), a program of the system too where there is one.

No terminal says whether it obeys, so the words that are given back claim no more than is known.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from tui.paths import ensure_folder

LONGEST = 74_994
"""Bytes that xterm and others take by OSC 52: 100,000 with its frame, in Base64."""
_PATIENCE = 2.0
"""Seconds that a clipboard program may take."""
_PROGRAMS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("HOME", ("pbcopy",)),
    ("TMUX", ("tmux", "load-buffer", "-w", "-")),
)
"""The variable that says that a program can work here, and its arguments; the text goes to its standard input."""
_DEAF = frozenset({"linux", "dumb", "vt100", "vt220"})
"""Values of TERM of terminals that have no clipboard."""


def copy(text: str, tell_terminal: Callable[[str], None], environ: Mapping[str, str], fallback: Path | None) -> str:
    """Copy a text, and say in a sentence where it went. `fallback` is a file for what nobody takes. Blocks shortly."""
    program = next((words for name, words in _PROGRAMS if environ.get(name) and _copied(words, text)), None)
    deaf = environ.get("TERM", "") in _DEAF
    short = len(text.encode()) <= LONGEST
    if short and not deaf:
        tell_terminal(text)
    if program:
        return f"Copied by {program[0]}."
    if short and not deaf:
        return "Sent to the terminal's clipboard (OSC 52)."
    if fallback is None:
        return "Not copied: this terminal has no clipboard, and no clipboard program was found."
    try:
        ensure_folder(fallback)
        fallback.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        return f"Not copied: this terminal takes no such text, and {fallback} cannot be written ({error.strerror})."
    return f"This terminal takes no such text; it was written to {fallback}."


def _copied(words: tuple[str, ...], text: str) -> bool:
    program = shutil.which(words[0])
    if program is None:
        return False
    try:
        done = subprocess.run(
            [program, *words[1:]],
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
