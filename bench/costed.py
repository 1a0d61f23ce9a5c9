"""What a program takes with all that it starts, also where it leaves before them: workers forked on its behalf.

Run as a program of its own, `python bench/costed.py RESULT COMMAND…`: whatever its command leaves behind becomes its
child (Linux), and is waited for. Standard library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_PR_SET_CHILD_SUBREAPER = 36


class Cost(NamedTuple):
    """Of one run."""

    wall: float
    """Seconds until the program itself ended."""
    cpu: float
    """Seconds of processor time of all processes."""
    memory: float
    """MiB that the largest of them held at most."""
    code: int


def wrapped(command: Sequence[str], result: Path) -> list[str]:
    """The command that runs `command` and leaves its cost in `result`."""
    return [sys.executable, str(Path(__file__)), str(result), *command]


def left_in(result: Path) -> Cost:
    """The cost that a wrapped command left."""
    return Cost(*json.loads(result.read_text(encoding="ascii")))


def costed(command: Sequence[str], environ: Mapping[str, str]) -> Cost:
    """Run a command, its output thrown away."""
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-") as folder:
        result = Path(folder) / "cost"
        subprocess.run(
            wrapped(command, result),
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        return left_in(result)


def main(arguments: list[str]) -> int:
    """Run, wait for all, write down."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    began = time.perf_counter()
    process = subprocess.Popen(arguments[1:])
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss
    with contextlib.suppress(ChildProcessError):
        while True:
            _pid, _status, used = os.wait4(-1, 0)
            cpu, memory = cpu + used.ru_utime + used.ru_stime, max(memory, used.ru_maxrss)
    cost = Cost(wall, cpu, memory / 1024, process.returncode)
    Path(arguments[0]).write_text(json.dumps(cost), encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
