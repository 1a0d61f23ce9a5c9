"""Connections: names are resolved here, every address is checked, and the checked address is the one connected to.

The Host header and the name in the certificate stay those of the URL, so a name cannot point elsewhere in between.
httpcore's pools are not used: each request would look through all their connections, several times and under locks.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections import deque
from collections.abc import Awaitable, Callable

import httpcore

from feeds.network import AllowedHosts
from feeds.stream import Stream

_KEPT = 64
"""Connections kept at a time, for redirects, for other feeds of the host, for pages."""
_IDLE = 5.0
"""Seconds for which one is kept."""

_Key = tuple[bytes, bytes, int]

Resolver = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""From host and port to IP addresses, best first; raises OSError where the name is unknown."""


class AddressRefused(httpcore.ConnectError):
    """The name leads to loopback, a private network or another address that is not of the open internet."""


class NameUnknown(httpcore.ConnectError):
    """The name could not be resolved."""


async def system_resolver(host: str, port: int) -> tuple[str, ...]:
    """Ask the system, each question in a thread of its own: a name server that hangs must not queue up the others.

    The threads are daemons, so that none of them keeps the program from ending.
    """
    try:
        return _addresses(host, port, socket.AI_NUMERICHOST)
    except OSError:
        pass
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[str, ...]] = loop.create_future()

    def tell(set_it: Callable[..., None], value: object) -> None:
        if not answer.done():
            set_it(value)

    def ask() -> None:
        try:
            found = _addresses(host, port, 0)
        except (OSError, UnicodeError) as error:
            what = error if isinstance(error, OSError) else OSError("no host name")
            _call(loop, tell, answer.set_exception, what)
        else:
            _call(loop, tell, answer.set_result, found)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    return await answer


def _call(loop: asyncio.AbstractEventLoop, function: Callable[..., None], *args: object) -> None:
    try:
        loop.call_soon_threadsafe(function, *args)
    except RuntimeError:
        # The loop is closed: nobody waits for this answer any more.
        return


def _addresses(host: str, port: int, flags: int) -> tuple[str, ...]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    return tuple(dict.fromkeys(str(item[4][0]) for item in found))


class Connections:
    """Opens connections to addresses that were checked, and keeps some that are done with for the next request."""

    def __init__(
        self, allowed: AllowedHosts, resolver: Resolver, connect_timeout: float, context: Callable[[], ssl.SSLContext]
    ) -> None:
        self._allowed = allowed
        self._resolver = resolver
        self._timeout = connect_timeout
        self._context = context
        self._idle: deque[tuple[_Key, httpcore.AsyncHTTP11Connection]] = deque()

    async def get(self, origin: httpcore.Origin) -> httpcore.AsyncHTTP11Connection:
        """Give a connection for one request; to be handed to `done`, or closed. Raises httpcore's errors."""
        kept = await self._kept(origin)
        if kept is not None:
            return kept
        name = origin.host.decode("ascii")
        stream: httpcore.AsyncNetworkStream = await self._connect(name, origin.port)
        if origin.scheme == b"https":
            stream = await stream.start_tls(self._context(), name)
        return httpcore.AsyncHTTP11Connection(origin, stream, _IDLE)

    async def done(self, origin: httpcore.Origin, connection: httpcore.AsyncHTTP11Connection) -> None:
        """Take a connection back whose answer was closed; it is kept where the server left it open."""
        if connection.is_idle():
            self._idle.append((_key(origin), connection))
            if len(self._idle) > _KEPT:
                await self._idle.popleft()[1].aclose()

    async def aclose(self) -> None:
        """Close what is kept."""
        while self._idle:
            await self._idle.popleft()[1].aclose()

    async def _kept(self, origin: httpcore.Origin) -> httpcore.AsyncHTTP11Connection | None:
        # The oldest stand first.
        while self._idle and self._idle[0][1].has_expired():
            await self._idle.popleft()[1].aclose()
        wanted = _key(origin)
        for index, (key, connection) in enumerate(self._idle):
            if key == wanted:
                del self._idle[index]
                if not connection.has_expired():
                    return connection
                await connection.aclose()
                return None
        return None

    async def _connect(self, host: str, port: int) -> Stream:
        """Resolve, check, connect; at most `connect_timeout` seconds for all three together."""
        try:
            async with asyncio.timeout(self._timeout):
                return await self._first(await self._permitted(host, port), port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("connecting took too long") from error

    async def _permitted(self, host: str, port: int) -> tuple[str, ...]:
        try:
            candidates = await self._resolver(host, port)
        except OSError as error:
            raise NameUnknown("the name is not known") from error
        if not candidates:
            raise NameUnknown("the name has no address")
        permitted = tuple(address for address in candidates if self._allowed.allow(host, port, address))
        if not permitted:
            raise AddressRefused("not an address of the open internet")
        return permitted

    async def _first(self, addresses: tuple[str, ...], port: int) -> Stream:
        last: httpcore.ConnectError | None = None
        for address in addresses:
            try:
                return await Stream.to(address, port)
            except httpcore.ConnectError as error:
                last = error
        raise last or httpcore.ConnectError("no address answered")


def _key(origin: httpcore.Origin) -> _Key:
    # Compared with every kept connection, which an Origin takes long for.
    return origin.scheme, origin.host, origin.port
