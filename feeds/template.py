"""The process that workers are forked from: it has loaded and built what they all need, once. Linux only.

Started by `feeds.processes` as `python -m feeds.template`; standard input is a socket that keeps messages apart. The
first message is a pickle of the set-up; then comes one order after another, and each is answered. It does no job
itself and starts no thread, so a fork of it is safe; it ends with its parent, and its workers with it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import socket
import struct
import sys

from feeds.worker import Reader, Setup, build, die_with, serve, settle_in

ORDER = struct.Struct(">ci")
"""What to do, and with which process (0 for none); answered by a process number, or by a text behind TROUBLE."""
FORK, KILL = b"f", b"k"
TROUBLE = b"!"
_MOST = 1 << 20
"""Bytes of a message at most."""


def main() -> None:
    """Load, then take orders until the parent closes the socket."""
    gc.disable()
    control = socket.socket(fileno=settle_in())
    setup: Setup = pickle.loads(control.recv(_MOST))  # noqa: S301 - from our own parent
    die_with(setup.parent)
    sys.path[:] = setup.path
    try:
        reader = build(setup.read)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent has to hear of it
        control.recv(ORDER.size)
        _answer(control, TROUBLE + f"{type(error).__name__}: {error}".encode()[:4000])
        return
    import feeds.bring  # noqa: F401, PLC0415 - for the workers, who would load the parsers one by one

    # What is shared with the workers is not to be touched by the search for garbage, or each would have a copy.
    gc.freeze()
    _take_orders(control, setup, reader)


def _take_orders(control: socket.socket, setup: Setup, reader: Reader) -> None:
    workers: set[int] = set()
    while True:
        try:
            message, handles, _, _ = socket.recv_fds(control, ORDER.size, 1)
        except ConnectionError:
            message, handles = b"", []
        _collect(workers)
        if not message:
            break
        order, number = ORDER.unpack(message)
        if order == FORK:
            _fork(control, handles[0], setup, reader, workers)
        elif order == KILL:
            _kill(number, workers)
            _answer(control, ORDER.pack(KILL, number))
    for worker in tuple(workers):
        _kill(worker, workers)


def _fork(control: socket.socket, channel: int, setup: Setup, reader: Reader, workers: set[int]) -> None:
    template = os.getpid()
    try:
        worker = os.fork()
    except OSError as error:
        os.close(channel)
        _answer(control, TROUBLE + str(error).encode())
        return
    if worker == 0:
        # Whatever happens in there, the worker must not go on as a second template.
        try:
            control.close()
            die_with(template)
            serve(channel, setup, reader)
        finally:
            os._exit(0)
    os.close(channel)
    workers.add(worker)
    _answer(control, ORDER.pack(FORK, worker))


def _kill(worker: int, workers: set[int]) -> None:
    """End a worker and collect it; one that is gone already had its number given back."""
    if worker in workers:
        workers.discard(worker)
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)


def _collect(workers: set[int]) -> None:
    """Collect workers that ended by themselves."""
    while workers:
        worker, _ = os.waitpid(-1, os.WNOHANG)
        if worker == 0:
            return
        workers.discard(worker)


def _answer(control: socket.socket, message: bytes) -> None:
    # A parent that is gone hears nothing; the next order will be the end.
    with contextlib.suppress(OSError):
        control.send(message)


if __name__ == "__main__":
    main()
