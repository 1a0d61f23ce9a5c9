"""Connections: names are resolved here, every address is checked, and the checked address is the one connected to.

httpcore asks its network backend for a connection to a host; ours resolves, checks and connects to an address, while
the Host header and the name in the certificate stay those of the URL. So a name cannot point elsewhere in between.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable

import httpcore

from feeds.network import AllowedHosts

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


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """httpcore's own connections, to addresses that were checked."""

    def __init__(self, allowed: AllowedHosts, resolver: Resolver, connect_timeout: float) -> None:
        self._allowed = allowed
        self._resolver = resolver
        self._timeout = connect_timeout
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check, connect; at most `connect_timeout` seconds for all three together."""
        try:
            async with asyncio.timeout(self._timeout):
                addresses = await self._permitted(host, port)
                return await self._first(addresses, port, local_address, socket_options)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("connecting took too long") from error

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - the signature is httpcore's
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no feed lives in a socket file."""
        raise AddressRefused("socket files are not reached")

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks between attempts."""
        await asyncio.sleep(seconds)

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

    async def _first(
        self,
        addresses: tuple[str, ...],
        port: int,
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.AsyncNetworkStream:
        last: httpcore.ConnectError | None = None
        for address in addresses:
            try:
                return await self._inner.connect_tcp(address, port, None, local_address, socket_options)
            except httpcore.ConnectError as error:
                last = error
        raise last or httpcore.ConnectError("no address answered")
