"""The real program, run as its users run it, in a home of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.support.memory import opened_at
from tests.support.warm import warm

EXECUTABLE = Path(sys.executable).parent / "standpoint"

LITTLE = """
[story]
id = "little"
name = "A little story"

[[topic]]
id = "rain"
name = "Rain"
strong = ["rain"]
"""
"""A watchlist that takes no time to compile, for what is not about reading."""


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
        """Run to the end, in a fork of a process that has the program's modules loaded."""
        words = [str(EXECUTABLE), *map(str, arguments)]
        code, out, err = warm().run(words, self.environment(extra), self.home, stdin, timeout)
        return Ended(code, out.decode(), err.decode())

    def run_cold(
        self, *arguments: str | Path, stdin: bytes = b"", extra: Mapping[str, str] | None = None, timeout: float = 60
    ) -> Ended:
        """Run to the end in a new interpreter, as a shell does."""
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

    def follow_little(self) -> None:
        """Let what runs from now on follow a story of one word."""
        path = self.home / "little.toml"
        path.write_text(LITTLE, encoding="utf-8")
        self.environ["STANDPOINT_WATCHLIST"] = str(path)

    def subscribe(self, *addresses: str) -> None:
        """Subscribe feeds as they are, without asking them; the digests are not put in later."""
        with opened_at(self.database, lambda: datetime.now(UTC)) as library:
            library.set_meta("seeded", "by the test")
            for address in addresses:
                library.feeds.add(address)

    def take_in(self, record: Mapping[str, Any]) -> Path:
        """Have one record in a new database as `import` brings it; the file it came from."""
        line = json.dumps(record) + "\n"
        self.database.write_bytes(_imported(line))
        path = self.home / "one.jsonl"
        path.write_text(line, encoding="utf-8")
        return path

    def seed(self) -> None:
        """Have the digests in a new database, as `import --seeds` brings them."""
        self.database.write_bytes(_seeded())

    def start(self, *arguments: str | Path, extra: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start and return the process, its three streams as pipes; `close` ends it at the latest."""
        process = subprocess.Popen(
            [EXECUTABLE, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment(extra),
            cwd=self.home,
            preexec_fn=_hear_ctrl_c,  # noqa: PLW1509 - nothing of the tests' threads is needed in between
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


@cache
def _imported(line: str) -> bytes:
    """A database into which one record was imported; made once a process."""
    with TemporaryDirectory() as folder:
        program = Program(Path(folder))
        path = program.home / "one.jsonl"
        path.write_text(line, encoding="utf-8")
        told = program.run("import", path)
        assert (told.code, told.out) == (0, f"new             {json.loads(line)['title']}\n"), told.err
        return program.database.read_bytes()


@cache
def _seeded() -> bytes:
    """A database with the digests; made once a process."""
    with TemporaryDirectory() as folder:
        program = Program(Path(folder))
        told = program.run("import", "--seeds")
        assert told.code == 0, told.err
        return program.database.read_bytes()


def _hear_ctrl_c() -> None:
    """Undo what a shell does to programs in the background: they, and all they start, pass over Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
