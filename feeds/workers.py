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
from typing import Any, ParamSpec, TypeVar

from feeds.errors import FeedsError, WorkerFailed, WorkerKilled
from feeds.limits import MIB
from feeds.worker import LENGTH, ReadSpec, Setup, dump
from store.model.reading import Draft, Reading

__all__ = ["Pool", "ReadSpec"]

P = ParamSpec("P")
T = TypeVar("T")

_MOST = 4
_START = 60.0
"""Seconds that a worker may take to import what it needs, on a machine that is busy."""
_JOBS = 2000
"""After so many a worker is replaced, in case a library leaks."""
_STREAM = 4 * MIB


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
        result: T = await self._job((function, args))
        return result

    async def read(self, drafts: Sequence[Draft]) -> tuple[Reading, ...]:
        """Read drafts with the reader that `read` named. Raises as `run` does."""
        found: tuple[Reading, ...] = await self._job(("read", (tuple(drafts),)))
        return found

    async def close(self) -> None:
        """End all workers, busy or not."""
        workers, self._all = list(self._all), set()
        self._idle.clear()
        for worker in workers:
            await worker.kill()

    async def _job(self, job: tuple[object, tuple[object, ...]]) -> Any:
        frame = dump(job)
        async with self._turn:
            worker = await self._take()
            keep = False
            try:
                kind, value = await worker.ask(frame, self.deadline)
                keep = kind in ("done", "raised", "failed") and worker.jobs < _JOBS
            except TimeoutError:
                raise WorkerKilled("deadline", f"it took longer than {self.deadline:g} seconds") from None
            except (OSError, EOFError, asyncio.IncompleteReadError, pickle.UnpicklingError):
                raise WorkerKilled("died", "the process that worked on it died") from None
            finally:
                if keep:
                    self._idle.append(worker)
                else:
                    self._all.discard(worker)
                    await asyncio.shield(worker.kill())
        return _result(kind, value, self._memory)

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
            kind, value = await worker.ask(dump(setup), _START)
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

    async def ask(self, frame: bytes, deadline: float) -> tuple[str, Any]:
        """Send a frame and wait for the answer, `deadline` seconds at most."""
        self.jobs += 1
        async with asyncio.timeout(deadline):
            self._to.write(frame)
            await self._to.drain()
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
