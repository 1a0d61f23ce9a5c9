"""The real program in a process of its own whose modules are loaded already, which spares each run half a second.

One process a test session's worker loads what commands load, and forks where a command is to run: the child takes the
streams, folder, environment and arguments that it is given and goes through the program's own `main` to the
interpreter's own end. What a fork cannot show is left to real processes: how modules load, and what a shell passes on.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_ORDER = 1 << 17
"""Bytes of an order at most: arguments, environment and folder."""
_LOADED = (
    *("tui.commands." + path.stem for path in sorted((_ROOT / "tui" / "commands").glob("*.py"))),
    "feeds.follow", "seeds.loader", "store.backups", "store.doctor", "store.feeds", "store.retention", "store.search",
    "store.tellings", "store.views", "tagger.beginning", "tagger.retag", "tui.decisions", "tui.exporting.brief",
    "tui.exporting.files", "tui.exporting.lists", "tui.firststart", "tui.intake", "tui.rereading",
)  # fmt: skip
"""What commands load when they run, and what that brings with it."""


class Warm:
    """The process that has everything loaded. `run` runs one command at a time."""

    def __init__(self) -> None:
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.warm", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=_ROOT,
                # Pipes, as the streams are that its children get: Python asks once what a stream can do.
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )

    def run(
        self, words: Sequence[str], environ: Mapping[str, str], folder: Path, stdin: bytes, timeout: float
    ) -> tuple[int, bytes, bytes]:
        """Run a command line; its exit code (below 0 a signal's number), standard output and standard error.

        Raises subprocess.TimeoutExpired, the process having been killed.
        """
        order = json.dumps({"words": list(words), "environ": dict(environ), "folder": str(folder)}).encode()
        pipes = [os.pipe() for _ in range(3)]
        (theirs_in, ours_in), (ours_out, theirs_out), (ours_err, theirs_err) = pipes
        given = (theirs_in, theirs_out, theirs_err)
        socket.send_fds(self._channel, [order], given)
        for number in given:
            os.close(number)
        process = int(self._told(None))
        end = time.monotonic() + timeout
        with ThreadPoolExecutor(3) as hands:
            hands.submit(_write, ours_in, stdin)
            out, err = hands.submit(_read, ours_out), hands.submit(_read, ours_err)
            try:
                code = int(self._told(max(end - time.monotonic(), 0.0)))
            except TimeoutError as error:
                os.kill(process, signal.SIGKILL)
                self._told(None)
                raise subprocess.TimeoutExpired(list(words), timeout) from error
        return code, out.result(), err.result()

    def _told(self, seconds: float | None) -> bytes:
        self._channel.settimeout(seconds)
        told = self._channel.recv(64)
        if not told:
            raise RuntimeError(f"The process that runs commands has ended:\n{self._process.communicate()[1].decode()}")
        return told

    def close(self) -> None:
        """End the process."""
        self._channel.close()
        self._process.communicate()


@cache
def warm() -> Warm:
    """The one of this process, started when it is first asked for."""
    made = Warm()
    atexit.register(made.close)
    return made


def _write(number: int, data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), open(number, "wb") as stream:
        stream.write(data)


def _read(number: int) -> bytes:
    with open(number, "rb") as stream:
        return stream.read()


def _serve(channel: socket.socket) -> bool:
    """Fork for every order, one after the other. True in the children, which are ready to go on as the program."""
    while True:
        order, streams, _, _ = socket.recv_fds(channel, _ORDER, 3)
        if not order:
            return False
        process = os.fork()
        if not process:
            channel.close()
            _become(json.loads(order), streams)
            return True
        for number in streams:
            os.close(number)
        channel.send(str(process).encode())
        _, status = os.waitpid(process, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(order: dict[str, object], streams: Sequence[int]) -> None:
    """Take what an order gives for this process's own."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(str(order["folder"]))
    os.environ.clear()
    os.environ.update(order["environ"])  # type: ignore[call-overload]
    time.tzset()
    sys.argv = list(order["words"])  # type: ignore[call-overload]


def main() -> None:
    """Load, and serve on the socket whose number is the argument."""
    for name in _LOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    if _serve(socket.socket(fileno=int(sys.argv[1]))):
        from tui.__main__ import main as program  # noqa: PLC0415  # the program's own way begins here

        program()


if __name__ == "__main__":
    main()
