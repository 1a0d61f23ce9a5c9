"""What the system says of processes (Linux): who started whom, and how much memory each holds."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import NamedTuple

MIB = 1024
"""Of the kB that the system counts in."""


class Held(NamedTuple):
    """Memory of one process, in MiB."""

    resident: float
    most: float
    """The most that was ever resident."""
    own: float
    """Resident, with its share alone of what it shares with others."""


def below(pid: int) -> dict[int, str]:
    """All processes that one has started, and those have, with the module that each runs as."""
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        parent = waiting.pop()
        with contextlib.suppress(OSError):
            for listed in Path(f"/proc/{parent}/task").glob("*/children"):
                for child in map(int, listed.read_text(encoding="ascii").split()):
                    if child not in found:
                        found[child] = _named(child)
                        waiting.append(child)
    return found


def held(pid: int) -> Held | None:
    """What a process holds; None where it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        shares = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    if "VmRSS" not in status:
        return None
    return Held(_field(status, "VmRSS"), _field(status, "VmHWM"), _field(shares, "Pss"))


def _field(text: str, name: str) -> float:
    line = next(one for one in text.splitlines() if one.startswith(f"{name}:"))
    return int(line.split()[1]) / MIB


def _named(pid: int) -> str:
    """ "feeds.template" of a process that runs as `python -m feeds.template`; else the name of its program."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    if "-m" in words[:-1]:
        return words[words.index("-m") + 1]
    return Path(words[0]).name
