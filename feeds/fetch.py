"""Asking the press for bytes: the one module that knows httpx.

A fetch that fails is a value. Redirects are followed here, hop by hop, so that each is checked; bodies are unpacked
here, so that none outgrows its limit; one deadline covers everything, because a server may drip.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import httpcore
import httpx

from feeds.connect import AddressRefused, CheckedBackend, NameUnknown, Resolver, system_resolver
from feeds.decode import Body, BodyDamaged, BodyTooLarge
from feeds.hints import Hints, hints
from feeds.limits import MIB, Limits
from feeds.links import SCHEMES, host_of
from feeds.network import AllowedHosts
from store.model import Clock

Purpose = Literal["feed", "article"]

_ACCEPT: dict[Purpose, str] = {
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, */*;q=0.1",
    "article": "text/html, application/xhtml+xml, */*;q=0.1",
}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_CONNECTIONS = 100
_UNUSABLE = "The address leads to what is no proper web address."


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer worth reading: 2xx, or 304 with `unchanged` set and no body."""

    url: str
    """Where the answer came from, after redirects."""
    http: int
    body: bytes
    content_type: str
    etag: str | None
    last_modified: str | None
    hints: Hints
    unchanged: bool = False
    moved_to: str | None = None
    """The last address reached through permanent redirects alone; None where there were none."""


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """No answer, or none worth reading. `error` is a sentence for people and holds no secrets."""

    error: str
    http: int | None = None
    hints: Hints = field(default_factory=Hints)
    gone: bool = False
    """The server answered 410."""


def default_user_agent() -> str:
    """Who we are, as servers see it."""
    try:
        number = version("standpoint")
    except PackageNotFoundError:
        number = "0"
    return f"Standpoint/{number} (terminal feed reader)"


def _now() -> datetime:
    return datetime.now(UTC)


class _CheckedTransport(httpx.AsyncBaseTransport):
    """httpx's way to httpcore, through connections that are checked."""

    def __init__(self, backend: CheckedBackend, context: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=_CONNECTIONS,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    """A response's bytes as they come off the wire."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()


class _Refused(Exception):
    """A hop that is not taken, or an answer that is not read: carries the value to give back."""

    def __init__(self, failure: FetchFailed) -> None:
        self.failure = failure
        super().__init__(failure.error)


class Fetcher:
    """Fetches within the limits. Bound to the event loop that first uses it; `aclose` ends it.

    `allow_hosts` are the user's exceptions from the address check, `per_host` how many requests one host sees at once,
    `resolver` and `context` (TLS) are there for tests. No proxy and no setting is taken from the environment.
    """

    def __init__(
        self,
        allow_hosts: Iterable[str] = (),
        user_agent: str = "",
        per_host: int = 1,
        limits: Limits | None = None,
        clock: Clock = _now,
        *,
        resolver: Resolver = system_resolver,
        context: ssl.SSLContext | None = None,
    ) -> None:
        _silence()
        self.limits = limits or Limits()
        self.per_host = per_host
        self._agent = user_agent or default_user_agent()
        self._clock = clock
        self._slots: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(per_host))
        backend = CheckedBackend(AllowedHosts.parse(allow_hosts), resolver, self.limits.connect)
        # The transport is used without httpx's client, which would judge redirects, keep cookies and log addresses.
        self._transport = _CheckedTransport(backend, context or httpx.create_ssl_context(trust_env=False))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, kind: Purpose = "feed"
    ) -> Fetched | FetchFailed:
        """Fetch an address, conditionally where validators are given (they are sent byte for byte)."""
        headers = {"user-agent": self._agent, "accept": _ACCEPT[kind], "accept-encoding": Body.OFFERED}
        if etag:
            headers["if-none-match"] = etag
        if last_modified:
            headers["if-modified-since"] = last_modified
        errand = _Errand(headers, kind)
        total = self.limits.feed_total if kind == "feed" else self.limits.article_total
        try:
            errand.begin(url)
            return await self._follow(errand, total)
        except _Refused as refused:
            return refused.failure
        except TimeoutError:
            return FetchFailed(f"{errand.host} did not finish its answer within {total:g} seconds.")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpcore.NetworkError) as error:
            return FetchFailed(_sentence(error, errand.host))
        except (httpcore.TimeoutException, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            return FetchFailed(_sentence(error, errand.host))
        except ValueError:
            return FetchFailed(_UNUSABLE)
        except OSError as error:
            return FetchFailed(f"{errand.host} could not be read: {type(error).__name__}.")

    async def _follow(self, errand: _Errand, total: float) -> Fetched | FetchFailed:
        left = total
        for _ in range(self.limits.redirects + 1):
            errand.check()
            # Waiting for the host's other feeds is nobody's fault and counts for nothing.
            async with self._slots[errand.host]:
                begun = asyncio.get_running_loop().time()
                async with asyncio.timeout(left):
                    answer = await self._hop(errand)
                left -= asyncio.get_running_loop().time() - begun
            if answer is not None:
                return answer
        raise _Refused(FetchFailed(f"More than {self.limits.redirects} redirects, the last to {errand.host}."))

    async def _hop(self, errand: _Errand) -> Fetched | FetchFailed | None:
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

    def _check_headers(self, response: httpx.Response, errand: _Errand) -> None:
        size = sum(len(name) + len(value) + 4 for name, value in response.headers.raw)
        if size > self.limits.headers:
            raise _Refused(FetchFailed(f"{errand.host} sent more than {self.limits.headers // 1024} KiB of headers."))

    async def _answer(self, response: httpx.Response, errand: _Errand) -> Fetched | FetchFailed:
        told = hints({name.lower(): value for name, value in response.headers.items()}, self._clock())
        status = response.status_code
        if status == 304:
            return self._fetched(response, errand, told, b"")
        if not 200 <= status < 300:
            return FetchFailed(_refusal(response, errand.host), status, told, gone=status == 410)
        return self._fetched(response, errand, told, await self._body(response, errand))

    async def _body(self, response: httpx.Response, errand: _Errand) -> bytes:
        limit = self.limits.feed_body if errand.kind == "feed" else self.limits.article_body
        try:
            body = Body(_header(response, "content-encoding"), limit)
            async for chunk in response.aiter_raw():
                body.feed(chunk)
            return body.finish()
        except BodyTooLarge:
            size = f"{limit / MIB:g} MiB" if limit >= MIB else f"{limit:,} bytes"
            raise _Refused(
                FetchFailed(
                    f"The answer of {errand.host} is larger than {size}; it was not read.", response.status_code
                )
            ) from None
        except BodyDamaged as error:
            raise _Refused(
                FetchFailed(f"The answer of {errand.host} cannot be unpacked: {error}.", response.status_code)
            ) from None

    def _fetched(self, response: httpx.Response, errand: _Errand, told: Hints, body: bytes) -> Fetched:
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


class _Errand:
    """One fetch on its way from hop to hop."""

    def __init__(self, headers: dict[str, str], kind: Purpose) -> None:
        self.kind = kind
        self.headers = headers
        self.url = ""
        self.moved_to: str | None = None
        self._permanent = True

    def begin(self, url: str) -> None:
        """Take the first address, its credentials apart. Raises ValueError where it is none."""
        self.url, user = _without_user(url)
        if user:
            self.headers["authorization"] = user

    @property
    def host(self) -> str:
        """The host of the present hop."""
        return host_of(self.url) or "the address"

    def check(self) -> None:
        """Raise _Refused where the present address is none that may be asked."""
        parts = urlsplit(self.url)
        if parts.scheme not in SCHEMES:
            raise _Refused(FetchFailed(f"Only http and https are fetched, not “{parts.scheme[:20]}:”."))
        if not parts.hostname:
            raise _Refused(FetchFailed("The address names no host."))

    def redirect(self, status: int, location: str) -> None:
        """Go on to where a redirect points; credentials go no further than their origin."""
        if not location:
            raise _Refused(FetchFailed(f"{self.host} answered {status} but not where to go.", status))
        # Many servers send UTF-8 where the standard wants it escaped.
        where = location.encode("latin-1").decode("utf-8", "replace")
        target, _ = _without_user(urljoin(self.url, where))
        if _origin(target) != _origin(self.url):
            self.headers.pop("authorization", None)
        self._permanent = self._permanent and status in _PERMANENT
        self.url = target
        if self._permanent:
            self.moved_to = target


def _without_user(url: str) -> tuple[str, str]:
    """Split an address into itself without user part, and the Authorization header that the part stands for."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, ""
    pair = unquote(user).encode("utf-8", "replace")
    if b":" not in pair:
        pair += b":"
    bare = urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))
    return bare, "Basic " + base64.b64encode(pair).decode("ascii")


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _header(response: httpx.Response, name: str) -> str:
    """Give a header as it came, the first where it came twice; Latin-1, so that it can be sent back byte for byte."""
    wanted = name.encode("ascii")
    return next((v.decode("latin-1") for k, v in response.headers.raw if k.lower() == wanted), "")


def _refusal(response: httpx.Response, host: str) -> str:
    status = response.status_code
    if "cf-mitigated" in response.headers or "x-datadome" in response.headers:
        return f"{host} answered {status} with a check for browsers (a bot wall), which a feed reader cannot pass."
    said = {
        401: "wants a user name and password: put them into the feed's address",
        403: "refuses to give this feed",
        404: "does not have this feed",
        410: "has withdrawn this feed for good",
        429: "says that it was asked too often",
        503: "is not available at the moment",
    }
    what = said.get(status) or ("has an error of its own" if status >= 500 else "gave no feed")
    return f"{host} {what} (HTTP {status})."


def _sentence(error: Exception, host: str) -> str:
    """Say what went wrong, naming the host and nothing else of the address."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"The certificate of {host} is not valid: {cause.verify_message}."
        if isinstance(cause, ssl.SSLError):
            return f"No secure connection to {host} could be made."
        cause = cause.__cause__ or cause.__context__
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return words.format(host=host)
    return f"{host} could not be read: {type(error).__name__}."


_WORDS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (
        AddressRefused,
        "{host} is not an address of the open internet. If it is yours, name it with its port in network.allow_hosts.",
    ),
    (NameUnknown, "The name {host} is not known; is the network there?"),
    ((httpcore.ConnectTimeout, httpx.ConnectTimeout), "{host} could not be reached in time."),
    ((httpcore.ConnectError, httpx.ConnectError), "{host} refuses connections or cannot be reached."),
    ((httpcore.ProtocolError, httpx.ProtocolError), "{host} broke off or does not speak HTTP properly."),
    ((httpcore.NetworkError, httpx.NetworkError), "The connection to {host} broke."),
    ((httpx.InvalidURL, httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol), _UNUSABLE),
)


def _silence() -> None:
    """Keep httpx and httpcore from logging: they print addresses whole, passwords and tokens included."""
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
