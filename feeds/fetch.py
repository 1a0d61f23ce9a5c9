"""Asking the press for bytes: the one module that knows httpx.

A fetch that fails is a value. Redirects are followed here, hop by hop, so that each is checked; bodies are unpacked
here, so that none outgrows its limit; one deadline covers everything, because a server may drip.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import sys
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from types import ModuleType
from typing import cast

import httpcore
import httpx

from feeds import trouble
from feeds.answers import Fetched, FetchFailed, Purpose, Refused
from feeds.connect import Connections, Resolver, system_resolver
from feeds.decode import Body, BodyDamaged, BodyTooLarge
from feeds.errand import Errand
from feeds.hints import Hints, hints
from feeds.hosts import Hosts
from feeds.limits import MIB, Limits
from feeds.network import AllowedHosts
from feeds.rhythm import SHORTEST
from feeds.robots import Remembered
from store.model.words import Clock

__all__ = ["FetchFailed", "Fetched", "Fetcher", "default_user_agent"]

_ACCEPT: dict[Purpose, str] = {
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, */*;q=0.1",
    "article": "text/html, application/xhtml+xml, */*;q=0.1",
    "robots": "text/plain, */*;q=0.1",
}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


def default_user_agent(contact: str = "") -> str:
    """Who we are, as servers see it; `contact` is the page or mail address that the user gives, if any."""
    try:
        number = version("standpoint")
    except PackageNotFoundError:
        number = "0"
    plain = "".join(letter for letter in contact if letter.isascii() and letter.isprintable() and letter not in "()")
    contact = f"+{plain}" if plain else "no contact given"
    return f"Standpoint/{number} (terminal feed reader; {contact})"


def _now() -> datetime:
    return datetime.now(UTC)


class _CheckedTransport(httpx.AsyncBaseTransport):
    """httpx's way to httpcore, through connections that are checked."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
        )
        origin = asked.url.origin
        connection = await self._connections.get(origin)
        answer = await connection.handle_async_request(asked)
        ended = partial(self._connections.done, origin, connection)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer, ended))

    async def aclose(self) -> None:
        await self._connections.aclose()


class _Stream(httpx.AsyncByteStream):
    """A response's bytes as they come off the wire."""

    def __init__(self, answer: httpcore.Response, ended: Callable[[], Awaitable[None]]) -> None:
        self._answer = answer
        self._ended = ended

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(cast("AsyncIterable[bytes]", self._answer.stream))

    async def aclose(self) -> None:
        await self._answer.aclose()
        await self._ended()


class Fetcher:
    """Fetches within the limits. Bound to the event loop that first uses it; `aclose` ends it.

    `allow_hosts` are the user's exceptions from the address check, `per_host` how many requests one host sees at once
    and `gap` the seconds between two of them; `resolver` and `context` (TLS) are there for tests. No proxy and no
    setting is taken from the environment.
    """

    def __init__(
        self,
        allow_hosts: Iterable[str] = (),
        user_agent: str = "",
        per_host: int = 1,
        limits: Limits | None = None,
        clock: Clock = _now,
        *,
        gap: float = 0.0,
        resolver: Resolver = system_resolver,
        context: ssl.SSLContext | None = None,
    ) -> None:
        _silence()
        _without_sniffio()
        self.limits = limits or Limits()
        self.per_host = per_host
        self.robots = Remembered()
        """The rules of the sites that pages were fetched from."""
        self.agent = user_agent or default_user_agent()
        self._clock = clock
        allowed = AllowedHosts.parse(allow_hosts)
        self.hosts = Hosts(per_host, gap, clock, allowed.own)
        """Whose turn it is."""
        self._context = context
        # The transport is used without httpx's client, which would judge redirects, keep cookies and log addresses.
        self._transport = _CheckedTransport(Connections(allowed, resolver, self.limits.connect, self._tls))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    def _tls(self) -> ssl.SSLContext:
        """What certificates are checked by; read when the first is, for that takes a while."""
        if self._context is None:
            self._context = httpx.create_ssl_context(trust_env=False)
            self._context.set_alpn_protocols(["http/1.1"])
        return self._context

    async def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, kind: Purpose = "feed"
    ) -> Fetched | FetchFailed:
        """Fetch an address, conditionally where validators are given (they are sent byte for byte)."""
        headers = {"user-agent": self.agent, "accept": _ACCEPT[kind], "accept-encoding": Body.OFFERED}
        if etag:
            headers["if-none-match"] = etag
        if last_modified:
            headers["if-modified-since"] = last_modified
        errand = Errand(headers, kind)
        total = self.limits.article_total if kind == "article" else self.limits.feed_total
        try:
            errand.begin(url)
            return await self._follow(errand, total)
        except Refused as refused:
            return refused.failure
        except TimeoutError:
            return FetchFailed(f"{errand.host} did not finish its answer within {total:g} seconds.")
        except httpx.InvalidURL:
            return FetchFailed(trouble.UNUSABLE)
        except (httpx.StreamError, *trouble.EXPECTED) as error:
            return FetchFailed(
                trouble.sentence(error, errand.host), unreached=trouble.unreached(error), shut=trouble.shut(error)
            )

    async def _follow(self, errand: Errand, total: float) -> Fetched | FetchFailed:
        left = total
        before = ""
        for _ in range(self.limits.redirects + 1):
            errand.check()
            # Waiting for the host's other feeds is nobody's fault and counts for nothing.
            async with self.hosts.turn(errand.host, at_once=errand.host == before):
                before = errand.host
                self._check_open(errand)
                begun = asyncio.get_running_loop().time()
                async with asyncio.timeout(left):
                    answer = await self._hop(errand)
                left -= asyncio.get_running_loop().time() - begun
            if answer is not None:
                return answer
        raise Refused(FetchFailed(f"More than {self.limits.redirects} redirects, the last to {errand.host}."))

    async def _hop(self, errand: Errand) -> Fetched | FetchFailed | None:
        """One request; None where it led on to another address."""
        # Bytes, because httpx would refuse an ETag that is not ASCII, and it has to go back as it came.
        headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in errand.headers.items()]
        response = await self._transport.handle_async_request(httpx.Request("GET", errand.url, headers=headers))
        try:
            self._check_headers(response, errand)
            if response.status_code in _REDIRECTS:
                errand.redirect(response.status_code, _header(response, "location"))
                return None
            return await self._answer(response, errand)
        finally:
            await response.aclose()

    def _check_open(self, errand: Errand) -> None:
        """Raise Refused while the host wants to be left alone."""
        until = self.hosts.closed_until(errand.host)
        if until is not None:
            now = self._clock()
            told = Hints(retry_after=max(1, int((until - now).total_seconds())))
            what = f"{errand.host} asked to be left alone until {until:%H:%M} UTC; it was not asked."
            raise Refused(FetchFailed(what, hints=told, held=True))

    def _closed(self, status: int, told: Hints, errand: Errand) -> datetime | None:
        """Leave the whole host alone where it says so: 429, or 503 with a time; the moment until which, else None."""
        if status != 429 and not (status == 503 and told.retry_after):
            return None
        until = self._clock() + timedelta(seconds=max(told.retry_after or 0, SHORTEST))
        return until if self.hosts.close(errand.host, until) else None

    def _check_headers(self, response: httpx.Response, errand: Errand) -> None:
        size = sum(len(name) + len(value) + 4 for name, value in response.headers.raw)
        if size > self.limits.headers:
            raise Refused(FetchFailed(f"{errand.host} sent more than {self.limits.headers // 1024} KiB of headers."))

    async def _answer(self, response: httpx.Response, errand: Errand) -> Fetched | FetchFailed:
        told = hints({name.lower(): value for name, value in response.headers.items()}, self._clock())
        status = response.status_code
        if status == 304 and not errand.conditional:
            return FetchFailed(f"{errand.host} says that nothing changed, but it was never read before.", status, told)
        if status == 304:
            return self._fetched(response, errand, told, b"")
        if not 200 <= status < 300:
            closed = self._closed(status, told, errand)
            walled = "cf-mitigated" in response.headers or "x-datadome" in response.headers
            what = trouble.refusal(status, errand.host, walled=walled)
            return FetchFailed(what, status, told, gone=status == 410, closed=closed)
        return self._fetched(response, errand, told, await self._body(response, errand))

    async def _body(self, response: httpx.Response, errand: Errand) -> bytes:
        sizes: dict[Purpose, int] = {
            "feed": self.limits.feed_body,
            "article": self.limits.article_body,
            "robots": self.limits.robots_body,
        }
        limit = sizes[errand.kind]
        try:
            body = Body(_header(response, "content-encoding"), limit)
            async for chunk in response.aiter_raw():
                body.feed(chunk)
            return body.finish()
        except BodyTooLarge:
            size = f"{limit / MIB:g} MiB" if limit >= MIB else f"{limit:,} bytes"
            raise Refused(
                FetchFailed(
                    f"The answer of {errand.host} is larger than {size}; it was not read.", response.status_code
                )
            ) from None
        except BodyDamaged as error:
            raise Refused(
                FetchFailed(f"The answer of {errand.host} cannot be unpacked: {error}.", response.status_code)
            ) from None

    def _fetched(self, response: httpx.Response, errand: Errand, told: Hints, body: bytes) -> Fetched:
        return Fetched(
            url=errand.url,
            http=response.status_code,
            body=body,
            content_type=_header(response, "content-type"),
            etag=_header(response, "etag") or None,
            last_modified=_header(response, "last-modified") or None,
            hints=told,
            unchanged=response.status_code == 304,
            moved_to=errand.moved_to,
        )


def _header(response: httpx.Response, name: str) -> str:
    """Give a header as it came, the first where it came twice; Latin-1, so that it can be sent back byte for byte."""
    wanted = name.encode("ascii")
    return next((v.decode("latin-1") for k, v in response.headers.raw if k.lower() == wanted), "")


def _without_sniffio() -> None:
    """Let httpcore find at once that there is no sniffio; it looks for it in all folders, several times a request."""
    if find_spec("sniffio") is None:
        sys.modules["sniffio"] = cast("ModuleType", None)


def _silence() -> None:
    """Keep httpx and httpcore from logging: they print addresses whole, passwords and tokens included."""
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
