"""The real program, run as its users run it, in a home of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EXECUTABLE = Path(sys.executable).parent / "standpoint"


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Program:
    """Runs `standpoint` with `home` as its home folder and, unless other arguments say so, one database."""

    home: Path
    environ: dict[str, str] = field(
        default_factory=lambda: {"STANDPOINT_POLL_WORKERS": "1", "STANDPOINT_DESK_WELCOME": "false"}
    )
    """One worker a poll, for each costs a second to start; no welcome before the desk."""
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """The database that runs use."""
        return self.home / "s.db"

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """This process's environment without what would lead out of the home folder."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("STANDPOINT_", "XDG_", "COVERAGE_")) and name not in {"NO_COLOR", "BROWSER"}
        }
        return {**kept, "HOME": str(self.home), "STANDPOINT_DB": str(self.database), **self.environ, **(extra or {})}

    def run(
        self, *arguments: str | Path, stdin: bytes = b"", extra: Mapping[str, str] | None = None, timeout: float = 60
    ) -> Ended:
        """Run to the end."""
        done = subprocess.run(
            [EXECUTABLE, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env=self.environment(extra),
            cwd=self.home,
            timeout=timeout,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str | Path, extra: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start and return the process, its three streams as pipes; `close` ends it at the latest."""
        process = subprocess.Popen(
            [EXECUTABLE, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment(extra),
            cwd=self.home,
        )
        self.started.append(process)
        return process

    def close(self) -> None:
        """End what was started and still runs."""
        for process in self.started:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    with contextlib.suppress(BrokenPipeError):
                        stream.close()
