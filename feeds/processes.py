"""Starting worker processes and ending them: forked from a template where that is safe, else each a program of its own.

Fork is safe on Linux and from a process that never had a second thread; elsewhere (macOS, whose libraries do not stand
it) a worker is a fresh interpreter, which takes a second to load what it needs.
"""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Protocol

from feeds.channel import Channel
from feeds.errors import WorkerFailed
from feeds.template import FORK, KILL, ORDER, TROUBLE
from feeds.worker import Setup, dump

_START = 60.0
"""Seconds that loading what workers need may take, on a machine that is busy."""
_ANSWER = 8192
"""Bytes of a template's answer at most."""
_TOO_LITTLE = "A worker process could not be started. Is there memory left?"


class Worker:
    """One worker process. `end` kills it and waits until it is gone."""

    def __init__(self, channel: Channel, end: Callable[[], Awaitable[None]]) -> None:
        self.channel = channel
        self.jobs = 0
        """How many it was given."""
        self._end = end

    async def kill(self) -> None:
        """End the process and collect it."""
        self.channel.close()
        await self._end()


class Source(Protocol):
    """Where workers come from."""

    def prepare(self) -> None:
        """Do what takes long, without being waited for."""

    async def start(self) -> Worker:
        """Start a worker and wait until it is ready. Raises WorkerFailed."""

    async def close(self) -> None:
        """Let go of what workers are made from; they have been killed by then."""


def source(setup: Setup) -> Source:
    """Give the best way to workers that there is here."""
    return Template(setup) if sys.platform.startswith("linux") else Fresh(setup)


class Fresh:
    """Each worker a new interpreter."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup

    def prepare(self) -> None:
        """Nothing can be done in advance."""

    async def start(self) -> Worker:
        """Start an interpreter; as in Source."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                process = _program("feeds.worker", theirs)
            except OSError as error:
                ours.close()
                raise WorkerFailed(_TOO_LITTLE) from error
        channel = await Channel.over(ours)
        channel.send(dump(self._setup))

        async def end() -> None:
            await _end(process)

        return await _ready(Worker(channel, end))

    async def close(self) -> None:
        """Nothing is left behind."""


class Template:
    """Workers forked from one process that has loaded everything."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._turn = asyncio.Lock()
        self._closed = False

    def prepare(self) -> None:
        """Start the template, unless it runs. Raises OSError."""
        if self._closed:
            raise ConnectionResetError
        if self._process is not None and self._process.poll() is None:
            return
        self._drop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._control = ours
            ours.settimeout(0)
            ours.send(pickle.dumps(self._setup))
            self._process = _program("feeds.template", theirs)

    async def start(self) -> Worker:
        """Have a worker forked; as in Source."""
        try:
            ours, theirs = socket.socketpair()
            try:
                with theirs:
                    number = await asyncio.shield(self._ask(FORK, 0, theirs.dup()))
                made_by = self._process
                channel = await Channel.over(ours)
            except BaseException:
                # A worker that was forked all the same finds its socket closed, and ends.
                ours.close()
                raise
        except OSError as error:
            raise WorkerFailed(_TOO_LITTLE) from error

        async def end() -> None:
            # Where the template is gone, its workers are; the next one may have others of their numbers.
            if self._process is made_by:
                with contextlib.suppress(OSError, WorkerFailed):
                    await self._ask(KILL, number)

        return await _ready(Worker(channel, end))

    async def close(self) -> None:
        """End the template."""
        self._closed = True
        if self._process is not None:
            await _end(self._process)
        # Whoever waits for its answer hears of its end first.
        async with self._turn:
            self._drop()

    async def _ask(self, order: bytes, number: int, handle: socket.socket | None = None) -> int:
        """Give an order and wait for the process number it is answered with. Raises OSError and WorkerFailed."""
        async with self._turn:
            with handle or contextlib.nullcontext():
                if handle is not None:
                    self.prepare()
                if self._control is None:
                    raise ConnectionResetError
                socket.send_fds(self._control, [ORDER.pack(order, number)], [handle.fileno()] if handle else [])
            answer = await self._answer(self._control)
        if answer.startswith(TROUBLE):
            what = answer.removeprefix(TROUBLE).decode("utf-8", "replace")
            raise WorkerFailed(f"A worker process could not be set up: {what}")
        return int(ORDER.unpack(answer)[1])

    async def _answer(self, control: socket.socket) -> bytes:
        try:
            async with asyncio.timeout(_START):
                answer = await asyncio.get_running_loop().sock_recv(control, _ANSWER)
        except BaseException:
            # Its answer would be taken for that to another order.
            if self._process is not None:
                self._process.kill()
                self._process.wait()
            self._drop()
            raise
        if not answer:
            raise ConnectionResetError
        return answer

    def _drop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        self._process = None


def _program(module: str, stdin: socket.socket) -> subprocess.Popen[bytes]:
    # -P: the current folder is not searched for modules: it may be anybody's.
    command = [sys.executable, "-P", "-m", module]
    return subprocess.Popen(command, stdin=stdin.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and collect it; the event loop goes on meanwhile."""
    if process.poll() is None:
        process.kill()
        await asyncio.to_thread(process.wait)


async def _ready(worker: Worker) -> Worker:
    """Wait until a worker says that it is ready. Raises WorkerFailed."""
    try:
        kind, value = await worker.channel.answer(_START)
    except BaseException as error:
        await asyncio.shield(worker.kill())
        if isinstance(error, TimeoutError | OSError | EOFError):
            raise WorkerFailed(_TOO_LITTLE) from error
        raise
    if kind != "ready":
        await worker.kill()
        raise WorkerFailed(f"A worker process could not be set up: {value}")
    return worker
