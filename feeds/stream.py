"""A connection as httpcore wants it, on asyncio's own transports: bytes as they come, TLS on top where it is asked for.

httpcore brings streams of anyio, whose every read and write sets up and takes down what our deadlines do already.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from typing import Any, cast

import httpcore

_FULL = 512 * 1024
"""Bytes waiting to be read from which the server is made to wait."""


class Stream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """One connection. What limits the time that anything may take is the caller's."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parts: deque[bytes] = deque()
        self._waiting = 0
        self._ended = False
        self._trouble: Exception | None = None
        self._reader: asyncio.Future[None] | None = None

    @classmethod
    async def to(cls, address: str, port: int) -> Stream:
        """Connect to an IP address. Raises httpcore.ConnectError."""
        try:
            _, stream = await asyncio.get_running_loop().create_connection(cls, address, port)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        return stream

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport, as asyncio gives it."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Keep what came until it is read."""
        self._parts.append(data)
        self._waiting += len(data)
        if self._waiting > _FULL and self._transport is not None:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """Take note of the end; asyncio closes the connection then."""
        self._ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Take note of the end, and of what brought it about."""
        self._ended = True
        self._trouble = exc
        self._wake()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, ASYNC109 - httpcore's
        """Give what came, at once as much as the network gave at once; b"" at the end. Raises httpcore.ReadError."""
        while not self._parts:
            if self._trouble is not None:
                raise httpcore.ReadError(str(self._trouble)) from self._trouble
            if self._ended:
                return b""
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        data = self._parts.popleft()
        full = self._waiting > _FULL
        self._waiting -= len(data)
        if full and self._waiting <= _FULL and self._transport is not None:
            self._transport.resume_reading()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109 - httpcore's
        """Send; requests are small enough not to be waited for. Raises httpcore.WriteError."""
        if self._ended or self._transport is None:
            raise httpcore.WriteError("the connection is closed")
        self._transport.write(buffer)

    async def aclose(self) -> None:
        """Close at once, without a word to a server that may never answer it."""
        if self._transport is not None:
            self._transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - the signature is httpcore's
    ) -> Stream:
        """Speak TLS from now on, with a server that has a certificate for that name. Raises httpcore.ConnectError."""
        loop = asyncio.get_running_loop()
        plain = cast("asyncio.Transport", self._transport)
        try:
            secured = await loop.start_tls(plain, self, ssl_context, server_hostname=server_hostname)
        except OSError as error:
            plain.abort()
            raise httpcore.ConnectError(str(error)) from error
        except BaseException:
            plain.abort()
            raise
        if secured is None:
            raise httpcore.ConnectError("the connection was closed")
        self._transport = secured
        return self

    def get_extra_info(self, info: str) -> Any:
        """Answer what httpcore asks of an idle connection: whether there is anything to read, be it the end."""
        return bool(self._parts) or self._ended if info == "is_readable" else None

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)
