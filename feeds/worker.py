"""The inside of a worker process: takes jobs from a socket, gives results on it.

A worker is forked from `feeds.template`, or started as `python -m feeds.worker` where that cannot be. Either way its
socket to the parent is all that it has. A frame is a length (8 bytes, big-endian) and a pickle. The process ends when
its input does, so it never outlives its parent; on Linux the kernel sees to that even while it computes. Pickles only
ever travel between our own processes.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

LENGTH = struct.Struct(">Q")
_PR_SET_PDEATHSIG = 1
_NICE = 5
"""The desk comes first where processors are few."""
_GARBAGE = 20_000
"""Objects made, and not yet gone, after which garbage is looked for; there is little, for records hold no cycles."""
_GRACE = 5
"""Seconds past the deadline after which the kernel ends a worker whose parent did not."""

Reader = Callable[..., Any] | None


@dataclass(frozen=True, slots=True)
class ReadSpec:
    """How a worker builds what reads drafts: `module.function(argument)`, called once."""

    module: str
    function: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker has to know; a fresh one gets it as its first frame, a template as its first message."""

    path: tuple[str, ...]
    parent: int
    deadline: float
    memory: int
    read: ReadSpec | None


def dump(value: object) -> bytes:
    """Make a frame."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def main() -> None:
    """Be a fresh worker: standard input is the socket."""
    channel = settle_in()
    source = os.fdopen(channel, "rb", closefd=False)
    setup: Setup = _receive(source)
    die_with(setup.parent)
    sys.path[:] = setup.path
    try:
        reader = build(setup.read)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent has to hear of it
        with os.fdopen(channel, "wb") as sink:
            _send(sink, ("broken", f"{type(error).__name__}: {error}"))
        return
    serve(channel, setup, reader)


def settle_in() -> int:
    """Become a process that only its parent ends; gives the socket that standard input was."""
    # Signals to the whole group are the parent's to handle; it ends us when it ends.
    for heard in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(heard, signal.SIG_IGN)
    os.nice(_NICE)
    # Whatever a library reads or prints must not be among the frames.
    channel = os.dup(0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return channel


def serve(channel: int, setup: Setup, reader: Reader) -> None:
    """Do the jobs that come from the socket until it ends."""
    source, sink = os.fdopen(channel, "rb", closefd=False), os.fdopen(channel, "wb")
    _limit_memory(setup.memory)
    # What is loaded stays; looking it over for garbage again and again would take a tenth of the work.
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    gc.enable()
    _send(sink, ("ready", None))
    while True:
        try:
            function, args = _receive(source)
        except (EOFError, ConnectionError):
            return
        signal.alarm(int(setup.deadline) + _GRACE)
        for answer in _bring(args, reader) if function == "bring" else (_run(function, args, reader),):
            _send(sink, answer)
            signal.alarm(int(setup.deadline) + _GRACE)
        signal.alarm(0)


def _bring(args: tuple[Any, ...], reader: Reader) -> Iterator[tuple[str, Any]]:
    """Two answers, or one that says why there are not two."""
    from feeds.bring import bring  # noqa: PLC0415 - it loads the parsers, which other jobs may not need

    answers = bring(reader, *args)
    for _ in range(2):
        answer = _run(next, (answers,), None)
        yield answer
        if answer[0] != "done":
            return


def _run(function: str | Callable[..., Any], args: tuple[Any, ...], reader: Reader) -> tuple[str, Any]:
    try:
        if function == "read":
            if reader is None:
                return "failed", "no reader was set up"
            return "done", tuple(reader(draft) for draft in args[0])
        return "done", cast("Callable[..., Any]", function)(*args)
    except MemoryError:
        return "memory", None
    except RecursionError as error:
        return "failed", f"RecursionError: {error}"
    except Exception as error:  # noqa: BLE001 - a worker survives whatever its work raises
        return _raised(error)


def _raised(error: Exception) -> tuple[str, Any]:
    """Give an error of our own as itself, any other by name: foreign ones often cannot be pickled back."""
    if type(error).__module__ == "feeds.errors":
        return "raised", error
    return "failed", f"{type(error).__name__}: {error}"[:500]


def build(spec: ReadSpec | None) -> Reader:
    """Make what reads drafts. Raises whatever making it raises."""
    if spec is None:
        return None
    made: Callable[..., Any] = getattr(importlib.import_module(spec.module), spec.function)(spec.argument)
    # A factory gives a function, or an object that reads.
    return getattr(made, "read", made)


def _receive(source: BinaryIO) -> Any:
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (size,) = LENGTH.unpack(head)
    return pickle.loads(source.read(size))  # noqa: S301 - from our own parent


def _send(sink: BinaryIO, value: object) -> None:
    try:
        frame = dump(value)
    except (pickle.PicklingError, TypeError, AttributeError, MemoryError) as error:
        frame = dump(("failed", f"the result cannot be sent: {type(error).__name__}"))
    sink.write(frame)
    sink.flush()


def die_with(parent: int) -> None:
    """Ask the Linux kernel to end this process with its parent; elsewhere the end of input has to do."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def _limit_memory(room: int) -> None:
    """Cap the address space at what it is now plus `room` bytes. Where the system has no such cap, do without."""
    if not sys.platform.startswith("linux"):
        return
    import resource  # noqa: PLC0415 - not there on every platform

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    wanted = pages * resource.getpagesize() + room
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


if __name__ == "__main__":
    main()
