"""A program in a real pseudo-terminal, and when it showed what."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[ -/]*[0-~])")


class NotShown(Exception):
    """The program ended, or its time was over, before it showed what was waited for."""


class Terminal:
    """Runs a command on a pseudo-terminal of a given size; a context manager that ends it."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], *, columns: int = 120, lines: int = 36
    ) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        os.close(theirs)
        self.written = bytearray()
        self.chunks: list[tuple[float, bytes]] = []
        """What was written, by when it came (`time.perf_counter`)."""

    def shown(self, text: str, timeout: float = 30.0) -> float:
        """Seconds from the start until `text` had been written, escape sequences aside. Raises NotShown."""
        wanted = text.encode()
        deadline = self.started + timeout
        while (left := deadline - time.perf_counter()) > 0:
            ready, _, _ = select.select([self._ours], [], [], left)
            if not ready:
                break
            try:
                chunk = os.read(self._ours, 1 << 16)
            except OSError:  # Linux says EIO where the other side is closed
                chunk = b""
            arrived = time.perf_counter() - self.started
            if not chunk:
                raise NotShown(f"the program ended before it showed {text!r}:\n{self.plain()[-2000:]}")
            self.written += chunk
            self.chunks.append((time.perf_counter(), chunk))
            if wanted in _ESCAPES.sub(b"", bytes(self.written)):
                return arrived
        raise NotShown(f"{text!r} was not shown within {timeout:g} seconds:\n{self.plain()[-2000:]}")

    def press(self, keys: str) -> float:
        """Send keys; when."""
        os.write(self._ours, keys.encode())
        return time.perf_counter()

    def rest(self, seconds: float, *, first: bool = False) -> None:
        """Take in what is written for so long; with `first` no longer than until something came."""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            ready, _, _ = select.select([self._ours], [], [], left)
            if not ready:
                return
            try:
                chunk = os.read(self._ours, 1 << 16)
            except OSError as error:
                raise NotShown(f"the program ended:\n{self.plain()[-2000:]}") from error
            self.chunks.append((time.perf_counter(), chunk))
            self.written += chunk
            if first:
                return

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    def memory(self) -> int:
        """MiB that the program holds (Linux); 0 where that is not told."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return 0
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) // 1024 if found else 0

    def processor(self) -> float:
        """Seconds of processor time that the program's threads took so far (Linux); nan where that is not told."""
        try:
            told = [
                path.read_text(encoding="ascii") for path in Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
            ]
        except OSError:
            return float("nan")
        return sum(int(one.split()[0]) for one in told) / 1e9 if told else float("nan")

    def plain(self) -> str:
        """All that was written, escape sequences aside."""
        return _ESCAPES.sub(b"", bytes(self.written)).decode(errors="replace")

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # As when a window is closed: the program takes its leave. A database that is left in the middle
        # of work would be read through at the next start.
        os.close(self._ours)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
