"""Our end of the socket to a worker process: frames out, frames in."""

from __future__ import annotations

import asyncio
import pickle
import socket
from collections import deque
from typing import Any, cast

from feeds.worker import LENGTH

_LARGEST = 1 << 30
"""Bytes of an answer at most: a worker has no more memory than that."""


class Channel(asyncio.BufferedProtocol):
    """Frames from and to one worker. What was sent stays in order; one answer is waited for at a time."""

    def __init__(self) -> None:
        self._head = memoryview(bytearray(LENGTH.size))
        self._into = self._head
        self._filled = 0
        self._frames: deque[memoryview] = deque()
        self._waits: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None
        self.open = True
        """False once the process at the other end is gone, or has closed its end."""

    @classmethod
    async def over(cls, end: socket.socket) -> Channel:
        """Speak over this end of a pair of sockets, which is the channel's to close from now on."""
        end.settimeout(0)
        loop = asyncio.get_running_loop()
        _, channel = await loop.create_connection(cls, sock=end)
        return channel

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport, as asyncio gives it."""
        self._transport = cast("asyncio.Transport", transport)

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - the signature is asyncio's
        """Give the room that the next bytes go to: exactly what is missing, so that nothing is copied twice."""
        return self._into[self._filled :]

    def buffer_updated(self, nbytes: int) -> None:
        """Take note of bytes that came."""
        self._filled += nbytes
        if self._filled < len(self._into):
            return
        self._filled = 0
        if self._into is self._head:
            (size,) = LENGTH.unpack(self._head)
            if 0 < size <= _LARGEST:
                self._into = memoryview(bytearray(size))
            else:
                self.close()
            return
        self._frames.append(self._into)
        self._into = self._head
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the signature is asyncio's
        """Take note of the end."""
        self.open = False
        self._wake()

    def send(self, frame: bytes) -> None:
        """Send a frame; what does not fit into the socket goes as the worker takes it."""
        if self._transport is not None:
            self._transport.write(frame)

    async def answer(self, deadline: float) -> tuple[str, Any]:
        """Wait for an answer. Raises TimeoutError after `deadline` seconds, EOFError where none comes any more.

        Raises pickle.UnpicklingError where it is none.
        """
        if not self._frames:
            async with asyncio.timeout(deadline):
                while not self._frames:
                    if not self.open:
                        raise EOFError
                    self._waits = asyncio.get_running_loop().create_future()
                    await self._waits
        answer: tuple[str, Any] = pickle.loads(self._frames.popleft())  # noqa: S301 - from our own worker
        return answer

    def close(self) -> None:
        """Close our end: an idle worker ends at once, a busy one with its job."""
        self.open = False
        if self._transport is not None:
            self._transport.abort()

    def _wake(self) -> None:
        if self._waits is not None and not self._waits.done():
            self._waits.set_result(None)
