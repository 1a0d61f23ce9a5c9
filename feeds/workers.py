"""Worker processes with a deadline and a memory limit, for work that hostile input may turn against us.

Not the standard library's executor: a worker that hangs has to be killed alone, while the others go on.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from feeds.errors import FeedsError, WorkerFailed, WorkerKilled
from feeds.limits import MIB
from feeds.worker import LENGTH, ReadSpec, Setup, dump
from store.model.reading import Draft, Reading

if TYPE_CHECKING:
    from feeds.parse import ParsedFeed

__all__ = ["Pool", "ReadSpec"]

P = ParamSpec("P")
T = TypeVar("T")

_MOST = 4
_START = 60.0
"""Seconds that a worker may take to import what it needs, on a machine that is busy."""
_JOBS = 2000
"""After so many a worker is replaced, in case a library leaks."""
_STREAM = 4 * MIB
_WELL = ("done", "raised", "failed")
"""Kinds of answers after which a worker is as good as before."""


class Pool:
    """Runs functions of our modules in processes of their own. Bound to the event loop that first uses it.

    A job that takes longer than `deadline` seconds or more than `memory` bytes costs its worker, which is replaced by
    the next job. `read` says how a worker builds what reads drafts.
    """

    def __init__(
        self,
        size: int | None = None,
        *,
        deadline: float = 20.0,
        memory: int = 1024 * MIB,
        read: ReadSpec | None = None,
    ) -> None:
        self.size = size or min(_MOST, os.cpu_count() or 1)
        self.deadline = deadline
        self._memory = memory
        self._read = read
        self._turn = asyncio.Semaphore(self.size)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a module-level function in a worker.

        Raises WorkerKilled past a limit, WorkerFailed where the work raised, and errors of `feeds.errors` as they are.
        """
        if kwargs:
            raise TypeError("jobs take positional arguments only")
        result: T = (await self._job((function, args)))[0]
        return result

    async def read(self, drafts: Sequence[Draft]) -> tuple[Reading, ...]:
        """Read drafts with the reader that `read` named. Raises as `run` does."""
        found: tuple[Reading, ...] = (await self._job(("read", (tuple(drafts),))))[0]
        return found

    async def bring(
        self, body: bytes, content_type: str, url: str, now: datetime, names: tuple[str, str]
    ) -> tuple[ParsedFeed, tuple[Reading | None, ...]]:
        """Parse a feed and read all its entries (see `feeds.bring`). Raises as `run` does where it cannot be parsed.

        Where reading fails there are no readings.
        """
        found = await self._job(("bring", (body, content_type, url, now, names)), answers=2)
        return found[0], found[1] if len(found) > 1 else (None,) * len(found[0].entries)

    async def close(self) -> None:
        """End all workers, busy or not."""
        workers, self._all = list(self._all), set()
        self._idle.clear()
        for worker in workers:
            await worker.kill()

    async def _job(self, job: tuple[object, tuple[object, ...]], answers: int = 1) -> list[Any]:
        """Give the answers, at least the first; what fails after that is missing."""
        frame = dump(job)
        found: list[Any] = []
        async with self._turn:
            worker = await self._take()
            keep = False
            try:
                await worker.send(frame, self.deadline)
                while len(found) < answers:
                    kind, value = await worker.answer(self.deadline)
                    keep = kind in _WELL and worker.jobs < _JOBS
                    if kind != "done" and found:
                        break
                    found.append(_result(kind, value, self._memory))
            except TimeoutError:
                keep = False
                if not found:
                    raise WorkerKilled("deadline", f"it took longer than {self.deadline:g} seconds") from None
            except (OSError, EOFError, asyncio.IncompleteReadError, pickle.UnpicklingError):
                keep = False
                if not found:
                    raise WorkerKilled("died", "the process that worked on it died") from None
            except asyncio.CancelledError:
                keep = False
                raise
            finally:
                if keep:
                    self._idle.append(worker)
                else:
                    self._all.discard(worker)
                    await asyncio.shield(worker.kill())
        return found

    async def _take(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self._all.discard(worker)
            await worker.kill()
        setup = Setup(tuple(sys.path), os.getpid(), self.deadline, self._memory, self._read)
        worker = await _Worker.start(setup)
        self._all.add(worker)
        return worker


class _Worker:
    """One process and the pipes to it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise WorkerFailed("A worker process came without pipes.")
        self._process = process
        self._to = process.stdin
        self._from = process.stdout
        self.jobs = 0

    @classmethod
    async def start(cls, setup: Setup) -> _Worker:
        """Start a process and wait until it is ready. Raises WorkerFailed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # the current folder is not searched for modules: it may be anybody's
            "-m",
            "feeds.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_STREAM,
        )
        worker = cls(process)
        try:
            await worker.send(dump(setup), _START)
            kind, value = await worker.answer(_START)
        except BaseException as error:
            await asyncio.shield(worker.kill())
            if isinstance(error, TimeoutError | OSError | EOFError | asyncio.IncompleteReadError):
                raise WorkerFailed("A worker process could not be started. Is there memory left?") from error
            raise
        if kind != "ready":
            await worker.kill()
            raise WorkerFailed(f"A worker process could not be set up: {value}")
        worker.jobs = 0
        return worker

    @property
    def alive(self) -> bool:
        """Whether the process still runs, as far as we know."""
        return self._process.returncode is None

    async def send(self, frame: bytes, deadline: float) -> None:
        """Send a frame, in `deadline` seconds at most."""
        self.jobs += 1
        async with asyncio.timeout(deadline):
            self._to.write(frame)
            await self._to.drain()

    async def answer(self, deadline: float) -> tuple[str, Any]:
        """Wait for an answer, `deadline` seconds at most."""
        async with asyncio.timeout(deadline):
            (size,) = LENGTH.unpack(await self._from.readexactly(LENGTH.size))
            answer: tuple[str, Any] = pickle.loads(await self._from.readexactly(size))  # noqa: S301 - our own
            return answer

    async def kill(self) -> None:
        """End the process and collect it."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        self._to.close()
        await self._process.wait()


def _result(kind: str, value: Any, memory: int) -> Any:
    if kind == "done":
        return value
    if kind == "raised" and isinstance(value, FeedsError):
        raise value
    if kind == "memory":
        raise WorkerKilled("memory", f"it needed more than {memory // MIB} MiB of memory")
    raise WorkerFailed(str(value))
