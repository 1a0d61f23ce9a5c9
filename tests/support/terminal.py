"""The real program in a real terminal: a pseudo terminal, its bytes, and the screen that they paint."""

from __future__ import annotations

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
from typing import Self

import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "ctrl+p": "\x10",
    "ctrl+c": "\x03",
}
# pyte prints private sequences that it does not know (kitty's keyboard, the terminal's version) as text.
_PRIVATE = rb"\x1b\[[<>=][0-9;]*[a-zA-Z]"
# Colours and weights are half of the bytes, and say nothing of the words.
_WORDLESS = re.compile(rb"\x1b\[[0-9;:]*m|" + _PRIVATE)
_BEGUN = re.compile(rb"\x1b(?:\[[<>=]?[0-9;:]*)?\Z")
"""A sequence whose end has not come yet."""

# What a terminal program of ours sends: cursor, colours and modes (CSI), character sets, keypad, save and restore.
_USUAL = re.compile(
    rb"\x1b\[[0-9;:?<>=$]*[A-Za-z@]|\x1b[()][AB0]|\x1b[=>78c]|[\r\n\t\x08]|\x1b\[\?[0-9;]*\$p|\x1bP[^\x1b]*\x1b\\"
)
_OSC = re.compile(rb"\x1b\]([^\x07\x1b]*)(?:\x07|\x1b\\)")
_ACTING = re.compile(
    "[\x00-\x06\x07\x0b-\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e0fff]"
)


class Terminal:
    """Runs a command in a terminal of `columns` by `rows`; a context manager that ends it."""

    def __init__(
        self,
        command: Sequence[str | Path],
        environ: Mapping[str, str],
        *,
        columns: int = 140,
        rows: int = 40,
        folder: Path | None = None,
    ) -> None:
        self.columns, self.rows = columns, rows
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._bytes: list[bytes] = []
        self._fed = 0
        self._held = b""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        told = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        self.process = subprocess.Popen(
            [str(word) for word in command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**{k: v for k, v in environ.items() if k not in ("COLUMNS", "LINES")}, **told},
            start_new_session=True,
            cwd=folder,
        )
        os.close(slave)
        os.set_blocking(master, False)
        self._master = master
        self.ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._master)

    @property
    def raw(self) -> bytes:
        """Every byte that the program wrote."""
        return b"".join(self._bytes)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        fresh = self._held + b"".join(self._bytes[self._fed :])
        self._fed = len(self._bytes)
        begun = _BEGUN.search(fresh)
        whole = begun.start() if begun else len(fresh)
        self._held = fresh[whole:]
        self._stream.feed(_WORDLESS.sub(b"", fresh[:whole]))
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self, seconds: float) -> None:
        """Take in what comes for some seconds, or until the program ends."""
        end = time.monotonic() + seconds
        while not self.ended and (left := end - time.monotonic()) > 0:
            if not select.select([self._master], [], [], left)[0]:
                return
            try:
                data = os.read(self._master, 1 << 16)
            except BlockingIOError:
                continue
            except OSError:  # the other side is closed
                data = b""
            if data:
                self._bytes.append(data)
            else:
                self.ended = True

    def press(self, *keys: str) -> None:
        """Press keys, one after the other; names of KEYS or the letters themselves."""
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())
            self._rest(0.3 if key == "escape" else 0.03)

    def burst(self, keys: str) -> None:
        """Press many keys at once, as fast hands and pasted words do."""
        os.write(self._master, keys.encode())

    def _rest(self, seconds: float) -> None:
        """Take in what comes; after Esc long enough that the next key makes no Alt of it."""
        end = time.monotonic() + seconds
        while not self.ended and (left := end - time.monotonic()) > 0:
            self.read(left)

    def wait_for(self, words: str, seconds: float = 20) -> str:
        """Wait until words stand on the screen; fails with the screen where they never do."""
        end = time.monotonic() + seconds
        while words not in self.text:
            if self.ended or time.monotonic() > end:
                raise AssertionError(f"{words!r} never came:\n{self.text}")
            self.read(0.1)
        return self.text

    def wait_until_ended(self, seconds: float = 10) -> int:
        """Wait until the program ends; gives its exit code."""
        end = time.monotonic() + seconds
        while not self.ended and time.monotonic() < end:
            self.read(0.1)
        return self.process.wait(max(end - time.monotonic(), 0.1))

    def acting(self) -> list[str]:
        """List the characters that act on a terminal, beside the usual ones, and operating system commands."""
        commands = [found.decode("utf-8", "replace") for found in _OSC.findall(self.raw)]
        rest = _USUAL.sub(b"", _OSC.sub(b"", self.raw)).decode("utf-8", "replace")
        return [*(f"OSC {one}" for one in commands), *(f"U+{ord(sign):04X}" for sign in _ACTING.findall(rest))]

    def colours(self) -> set[str]:
        """List the colours that were set, as the parameters of their sequences."""
        found = set()
        for sequence in re.findall(rb"\x1b\[([0-9;:]*)m", self.raw):
            parts = sequence.decode().split(";")
            if any(part in ("38", "48") or re.fullmatch(r"(3|4|9|10)[0-7]", part) for part in parts):
                found.add(sequence.decode())
        return found
