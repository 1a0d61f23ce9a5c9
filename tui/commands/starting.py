"""Where the desk's start spends its time: `standpoint --profile-startup`. Textual is loaded as one of its steps."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.commands.verb import OK, begin
from tui.wiring import Wiring

if TYPE_CHECKING:
    from store.library import Library

_SHOWN = 25
"""Modules that are listed, the slowest first."""
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
_LOADED = "import gc; gc.disable(); import tui.cli, tui.commands.desk, tui.app"


class Phases:
    """What each step took, on the clock and of processor time, in milliseconds."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, float, float]] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done inside."""
        clock, processor = time.perf_counter(), time.process_time()
        yield
        wall, cpu = time.perf_counter() - clock, time.process_time() - processor
        self.taken.append((name, 1000 * wall, 1000 * cpu))


def profile_startup(wiring: Wiring) -> int:
    """Take the desk's steps to its first frame, the frame aside, and print them with the slowest modules to stderr.

    Raises SettingsError, and StoreError where there is no database.
    """
    so_far = 1000 * time.process_time()
    phases = Phases()
    with phases.step("settings and log"):
        begin(wiring)
    with phases.step("open the database"):
        library = wiring.existing_library()
    with library:
        with phases.step("what the desk is given"):
            wiring.desk(library)
        with phases.step("load Textual and the desk"):
            importlib.import_module("tui.app")
        _read(phases, library)
    lines = [f"{'step':<30} {'milliseconds':>12} {'processor':>11}"]
    lines.append(f"{'Python and the command line':<30} {'':>12} {so_far:11.1f}")
    lines += [f"{name:<30} {wall:12.1f} {cpu:11.1f}" for name, wall, cpu in phases.taken]
    lines += ["", f"{'module, without what it loads':<50} milliseconds"]
    lines += [f"{name:<50} {microseconds / 1000:12.1f}" for name, microseconds in _imports()[:_SHOWN]]
    sys.stderr.write("\n".join(lines) + "\n")
    return OK


def _read(phases: Phases, library: Library) -> None:
    """Ask what the first frame shows."""
    from store.model.rows import Query  # noqa: PLC0415  # as all that only the desk needs

    page = Query(limit=80)
    with phases.step("names and totals"):
        library.names.facts()
        library.totals()
    with phases.step("actors"):
        library.names.actor_rows(Query(limit=500))
    with phases.step("statements"):
        library.statements.page(page)
    with phases.step("changes"):
        library.ledger.changes(page)
    with phases.step("stories"):
        library.articles.stories(page)


def _imports() -> list[tuple[str, int]]:
    """Every module of the start with its own microseconds, the slowest first, as another Python tells it."""
    told = subprocess.run(
        [sys.executable, "-P", "-X", "importtime", "-c", _LOADED],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ).stderr
    found = [(match[2], int(match[1])) for match in map(_IMPORT.match, told.splitlines()) if match]
    return sorted(found, key=lambda one: -one[1])
