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
from feeds.processes import Source, Worker, source
from feeds.worker import ReadSpec, Setup, dump
from store.model.reading import Draft, Reading

if TYPE_CHECKING:
    from feeds.parse import ParsedFeed

__all__ = ["Pool", "ReadSpec"]

P = ParamSpec("P")
T = TypeVar("T")

_MOST = 4
_JOBS = 2000
"""After so many a worker is replaced, in case a library leaks."""
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
        self._source: Source | None = None
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()

    def prepare(self) -> None:
        """Load what workers need, in a process of its own and without being waited for: work is about to come."""
        # Whoever asks for a worker later tries again, and hears of it.
        with contextlib.suppress(OSError):
            self._workers().prepare()

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
        made_from, self._source = self._source, None
        if made_from is not None:
            await made_from.close()

    async def _job(self, job: tuple[object, tuple[object, ...]], answers: int = 1) -> list[Any]:
        """Give the answers, at least the first; what fails after that is missing."""
        frame = dump(job)
        found: list[Any] = []
        async with self._turn:
            worker = await self._take()
            keep = False
            try:
                worker.jobs += 1
                worker.channel.send(frame)
                while len(found) < answers:
                    kind, value = await worker.channel.answer(self.deadline)
                    keep = kind in _WELL and worker.jobs < _JOBS
                    if kind != "done" and found:
                        break
                    found.append(_result(kind, value, self._memory))
            except TimeoutError:
                keep = False
                if not found:
                    raise WorkerKilled("deadline", f"it took longer than {self.deadline:g} seconds") from None
            except (OSError, EOFError, pickle.UnpicklingError):
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

    async def _take(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.channel.open:
                return worker
            self._all.discard(worker)
            await worker.kill()
        worker = await self._workers().start()
        self._all.add(worker)
        return worker

    def _workers(self) -> Source:
        if self._source is None:
            setup = Setup(tuple(sys.path), os.getpid(), self.deadline, self._memory, self._read)
            self._source = source(setup)
        return self._source


def _result(kind: str, value: Any, memory: int) -> Any:
    if kind == "done":
        return value
    if kind == "raised" and isinstance(value, FeedsError):
        raise value
    if kind == "memory":
        raise WorkerKilled("memory", f"it needed more than {memory // MIB} MiB of memory")
    raise WorkerFailed(str(value))
