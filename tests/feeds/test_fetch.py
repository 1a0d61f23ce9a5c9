"""What servers can do to us, and what is said of it. Limits are shrunk so that nothing waits long."""

from __future__ import annotations

import asyncio
import gzip
import logging
import re
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import httpcore
import pytest

from feeds import trouble
from feeds.fetch import Fetched, Fetcher, FetchFailed
from feeds.limits import Limits
from tests.support.webserver import Asked, WebServer, answer, item, rss, web_server

NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)
SMALL = Limits(feed_body=50_000, article_body=20_000, headers=8_000, connect=0.4, feed_total=0.6, article_total=0.6)
FEED = rss(item(1))


@pytest.fixture
async def web() -> AsyncIterator[WebServer]:
    async with web_server() as server:
        yield server


Make = Callable[..., Fetcher]


@pytest.fixture(scope="module")
def trust() -> ssl.SSLContext:
    return ssl.create_default_context()


@pytest.fixture
async def make(web: WebServer, trust: ssl.SSLContext) -> AsyncIterator[Make]:
    made: list[Fetcher] = []

    def fetcher(**options: object) -> Fetcher:
        settings: dict[str, object] = {"limits": SMALL, "clock": lambda: NOW, "context": trust, **options}
        made.append(Fetcher(settings.pop("allow_hosts", web.allow), **settings))  # type: ignore[arg-type]
        return made[-1]

    yield fetcher
    for one in made:
        await one.aclose()


async def good(fetcher: Fetcher, url: str, **options: str) -> Fetched:
    answered = await fetcher.get(url, **options)  # type: ignore[arg-type]
    assert isinstance(answered, Fetched), answered
    return answered


async def bad(fetcher: Fetcher, url: str, **options: str) -> FetchFailed:
    answered = await fetcher.get(url, **options)  # type: ignore[arg-type]
    assert isinstance(answered, FetchFailed), answered
    return answered


def drip(first: bytes, piece: bytes, pause: float) -> Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]:
    async def send(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return send


async def silence(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


class TestAnswers:
    async def test_body_and_headers_come_as_sent(self, web: WebServer, make: Make) -> None:
        web.routes["/f"] = answer(FEED, head=('ETag: W/"a b\xe9"', "Last-Modified: whenever you like"))
        got = await good(make(), web.url("/f"))
        assert (got.body, got.http, got.unchanged) == (FEED, 200, False)
        assert (got.etag, got.last_modified) == ('W/"a b\xe9"', "whenever you like")

    async def test_validators_go_back_byte_for_byte(self, web: WebServer, make: Make) -> None:
        web.routes["/f"] = answer(status=304, head=('ETag: "newer"',))
        got = await good(make(), web.url("/f"), etag='W/"a b\xe9"', last_modified="whenever you like")
        assert b'if-none-match: W/"a b\xe9"\r\n' in web.asked[0].raw.replace(b"If-None-Match", b"if-none-match")
        assert web.asked[0].headers["if-modified-since"] == "whenever you like"
        assert got.unchanged
        assert got.etag == '"newer"'

    async def test_nothing_changed_is_no_answer_to_the_first_question(self, web: WebServer, make: Make) -> None:
        web.routes["/f"] = answer(status=304)
        assert "never read before" in (await bad(make(), web.url("/f"))).error

    async def test_says_who_it_is_and_keeps_no_cookies(self, web: WebServer, make: Make) -> None:
        web.routes["/f"] = answer(FEED, head=("Set-Cookie: id=1; Path=/",))
        fetcher = make()
        await good(fetcher, web.url("/f"))
        await good(fetcher, web.url("/f"))
        assert web.asked[1].headers["user-agent"].startswith("Standpoint/")
        assert "mozilla" not in web.asked[1].headers["user-agent"].lower()
        assert "cookie" not in web.asked[1].headers

    @pytest.mark.parametrize(
        ("encoding", "packed"),
        [
            ("gzip", gzip.compress(FEED)),
            ("x-gzip", gzip.compress(FEED[:50]) + gzip.compress(FEED[50:])),
            ("gzip", gzip.compress(FEED) + b"\0\0padding"),
            ("deflate", zlib.compress(FEED)),
            ("deflate", zlib.compress(FEED)[2:-4]),
            ("identity", FEED),
        ],
    )
    async def test_unpacks(self, web: WebServer, make: Make, encoding: str, packed: bytes) -> None:
        web.routes["/f"] = answer(packed, head=(f"Content-Encoding: {encoding}",))
        assert (await good(make(), web.url("/f"))).body == FEED

    async def test_offers_only_what_it_can_unpack(self, web: WebServer, make: Make) -> None:
        web.routes["/f"] = answer(b"x", head=("Content-Encoding: br",))
        assert "unpacked" in (await bad(make(), web.url("/f"))).error
        assert web.asked[0].headers["accept-encoding"] == "gzip, deflate"

    async def test_user_name_and_password_of_the_address_are_sent(self, web: WebServer, make: Make) -> None:
        web.routes["/f"] = answer(FEED)
        await good(make(), f"http://me:p%40ss@127.0.0.1:{web.port}/f")
        assert web.asked[0].headers["authorization"] == "Basic bWU6cEBzcw=="

    async def test_one_request_at_a_time_to_a_host(self, web: WebServer, make: Make) -> None:
        async def slowly(asked: Asked, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.03)
            writer.write(answer(FEED))

        web.routes["/f"] = slowly
        fetcher = make()
        await asyncio.gather(*(good(fetcher, web.url(f"/f?{n}")) for n in range(5)))
        assert web.most_busy == 1

    async def test_waiting_for_the_host_is_not_counted_against_the_deadline(self, web: WebServer, make: Make) -> None:
        async def slowly(asked: Asked, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.25)
            writer.write(answer(FEED))

        web.routes["/f"] = slowly
        fetcher = make()
        await asyncio.gather(*(good(fetcher, web.url(f"/f?{n}")) for n in range(4)))


class TestLimits:
    @pytest.mark.parametrize(
        "route",
        [
            silence,
            drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.05),
            drip(b"HTTP/1.1 103 Early Hints\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.05),
            drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.05),
            drip(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b"x", 0.05),
        ],
        ids=["silent", "headers", "hints", "chunks", "body"],
    )
    async def test_a_slow_server_is_left_at_the_deadline(self, web: WebServer, make: Make, route: object) -> None:
        web.routes["/f"] = route  # type: ignore[assignment]
        failed = await bad(make(), web.url("/f"))
        assert failed.error == "127.0.0.1 did not finish its answer within 0.6 seconds."

    async def test_an_endless_body_is_cut(self, web: WebServer, make: Make) -> None:
        web.routes["/f"] = drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 9_000, 0)
        assert "larger than 50,000 bytes" in (await bad(make(), web.url("/f"))).error

    @pytest.mark.parametrize("encoding", ["gzip", "deflate"])
    async def test_a_bomb_is_not_unpacked(self, web: WebServer, make: Make, encoding: str) -> None:
        bomb = (gzip.compress if encoding == "gzip" else zlib.compress)(bytes(40_000_000))
        assert len(bomb) < SMALL.feed_body
        web.routes["/f"] = answer(bomb, head=(f"Content-Encoding: {encoding}",))
        assert "larger than 50,000 bytes" in (await bad(make(), web.url("/f"))).error

    async def test_packed_bytes_that_unpack_to_nothing_count(self, web: WebServer, make: Make) -> None:
        empty = gzip.compress(b"")
        web.routes["/f"] = drip(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", empty * 400, 0)
        assert "larger than" in (await bad(make(), web.url("/f"))).error

    async def test_articles_have_their_own_limit(self, web: WebServer, make: Make) -> None:
        web.routes["/f"] = answer(b"x" * 30_000)
        assert len((await good(make(), web.url("/f"))).body) == 30_000
        assert "larger than 20,000 bytes" in (await bad(make(), web.url("/f"), kind="article")).error

    async def test_headers_are_limited(self, web: WebServer, make: Make) -> None:
        web.routes["/f"] = answer(FEED, head=tuple(f"X-{n}: {'y' * 100}" for n in range(90)))
        assert "headers" in (await bad(make(), web.url("/f"))).error
        web.routes["/g"] = drip(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"b" * 5_000 + b"\r\n", 0)
        assert "HTTP properly" in (await bad(make(), web.url("/g"))).error


class TestBroken:
    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            (answer(FEED, length=len(FEED) + 10), "broke off"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc", "broke off"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "broke off"),
            (b"SSH-2.0-OpenSSH_9\r\n", "broke off"),
            (b"", "broke off"),
            (answer(gzip.compress(FEED)[:-20], head=("Content-Encoding: gzip",)), "cut off"),
            (answer(b"plain", head=("Content-Encoding: gzip",)), "not packed as its header says"),
        ],
    )
    async def test_is_named(self, web: WebServer, make: Make, sent: bytes, said: str) -> None:
        web.routes["/f"] = sent
        assert said in (await bad(make(), web.url("/f"))).error

    @pytest.mark.parametrize(
        ("status", "head", "said"),
        [
            (404, "X: y", "does not have this feed (HTTP 404)"),
            (500, "X: y", "an error of its own (HTTP 500)"),
            (401, "X: y", "user name and password"),
            (403, "cf-mitigated: challenge", "bot wall"),
        ],
    )
    async def test_refusals_are_sentences(self, web: WebServer, make: Make, status: int, head: str, said: str) -> None:
        web.routes["/f"] = answer(b"no", status=status, head=(head,))
        failed = await bad(make(), web.url("/f"))
        assert said in failed.error
        assert failed.http == status
        assert not failed.gone

    async def test_gone_and_told_to_wait(self, web: WebServer, make: Make) -> None:
        web.routes["/gone"] = answer(status=410)
        web.routes["/wait"] = answer(status=429, head=("Retry-After: 120",))
        assert (await bad(make(), web.url("/gone"))).gone
        assert (await bad(make(), web.url("/wait"))).hints.retry_after == 120

    async def test_nobody_listens(self, make: Make) -> None:
        failed = await bad(make(allow_hosts=["127.0.0.1:9"]), "http://127.0.0.1:9/f")
        assert failed.error == "127.0.0.1 refuses connections or cannot be reached."


class TestRedirects:
    async def test_are_followed_and_permanent_ones_told(self, web: WebServer, make: Make) -> None:
        web.routes["/a"] = answer(status=301, head=("Location: /b?x=1",))
        web.routes["/b"] = answer(status=308, head=("Location: c",))
        web.routes["/c"] = answer(FEED)
        got = await good(make(), web.url("/a"))
        assert (got.url, got.moved_to) == (web.url("/c"), web.url("/c"))

    async def test_behind_a_temporary_one_nothing_is_permanent(self, web: WebServer, make: Make) -> None:
        web.routes["/a"] = answer(status=301, head=("Location: /b",))
        web.routes["/b"] = answer(status=302, head=("Location: /c",))
        web.routes["/c"] = answer(status=301, head=("Location: /d",))
        web.routes["/d"] = answer(FEED)
        assert (await good(make(), web.url("/a"))).moved_to == web.url("/b")

    async def test_five_are_followed_and_no_more(self, web: WebServer, make: Make) -> None:
        for n in range(6):
            web.routes[f"/{n}"] = answer(status=302, head=(f"Location: /{n + 1}",))
        web.routes["/6"] = answer(FEED)
        assert (await good(make(), web.url("/1"))).body == FEED
        assert "More than 5 redirects" in (await bad(make(), web.url("/0"))).error

    async def test_a_loop_ends(self, web: WebServer, make: Make) -> None:
        web.routes["/a"] = answer(status=302, head=("Location: /a",))
        assert "redirects" in (await bad(make(), web.url("/a"))).error
        assert web.count("/a") == 6

    @pytest.mark.parametrize(
        "target", ["file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "data:text/xml,x"]
    )
    async def test_only_to_http(self, web: WebServer, make: Make, target: str) -> None:
        web.routes["/a"] = answer(status=302, head=(f"Location: {target}",))
        assert "Only http and https" in (await bad(make(), web.url("/a"))).error

    async def test_without_a_target(self, web: WebServer, make: Make) -> None:
        web.routes["/a"] = answer(status=302)
        assert "not where to go" in (await bad(make(), web.url("/a"))).error

    @pytest.mark.parametrize(
        "host",
        [
            *("127.0.0.1", "2130706433", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "127.1", "0.0.0.0", "0"),
            *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
            *("10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fc00::1]"),
            *("224.0.0.1", "[ff02::1]", "255.255.255.255", "localhost"),
        ],
    )
    async def test_never_to_addresses_that_are_not_public(self, web: WebServer, make: Make, host: str) -> None:
        async with web_server() as inside:
            inside.routes["/secret"] = answer(b"secret")
            web.routes["/a"] = answer(status=302, head=(f"Location: http://{host}:{inside.port}/secret",))
            failed = await bad(make(), web.url("/a"))
            assert re.search("not an address of the open internet|no proper web address", failed.error)
            assert inside.asked == []

    async def test_credentials_stay_with_their_origin(self, web: WebServer, make: Make) -> None:
        web.routes["/a"] = answer(status=302, head=("Location: /b",))
        web.routes["/b"] = answer(status=302, head=(f"Location: http://x:y@127.0.0.2:{web.port}/c",))
        web.routes["/c"] = answer(FEED)
        await good(make(), f"http://me:pw@127.0.0.1:{web.port}/a")
        assert ["authorization" in asked.headers for asked in web.asked] == [True, True, False]


class TestAddresses:
    async def test_a_name_is_judged_by_where_it_leads(self, web: WebServer, make: Make) -> None:
        async def resolve(host: str, port: int) -> tuple[str, ...]:
            return {"rebound.example": ("127.0.0.1",), "mixed.example": ("10.0.0.1", "127.0.0.1")}[host]

        web.routes["/f"] = answer(FEED)
        closed = make(allow_hosts=[], resolver=resolve)
        assert "open internet" in (await bad(closed, f"http://rebound.example:{web.port}/f")).error
        assert web.asked == []
        opened = make(allow_hosts=[f"127.0.0.1:{web.port}"], resolver=resolve)
        await good(opened, f"http://mixed.example:{web.port}/f")
        assert web.asked[0].headers["host"] == f"mixed.example:{web.port}"

    async def test_a_name_may_be_allowed(self, web: WebServer, make: Make) -> None:
        async def resolve(host: str, port: int) -> tuple[str, ...]:
            return ("127.0.0.1",)

        web.routes["/f"] = answer(FEED)
        await good(
            make(allow_hosts=[f"desk.example:{web.port}"], resolver=resolve), f"http://desk.example:{web.port}/f"
        )

    async def test_unknown_names_and_slow_name_servers(self, make: Make) -> None:
        async def unknown(host: str, port: int) -> tuple[str, ...]:
            raise OSError

        async def slow(host: str, port: int) -> tuple[str, ...]:
            await asyncio.Event().wait()
            return ()

        assert "not known" in (await bad(make(resolver=unknown), "http://no.example/")).error
        assert "in time" in (await bad(make(resolver=slow), "http://no.example/")).error

    @pytest.mark.parametrize(
        "url", ["file:///etc/passwd", "http://", "gopher://a.example/", "", "http://[::1", "http://a.example:99999/"]
    )
    async def test_what_is_no_web_address_is_not_asked(self, make: Make, url: str) -> None:
        assert (await bad(make(), url)).error

    async def test_no_proxy_is_taken_from_the_environment(
        self, web: WebServer, make: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
        web.routes["/f"] = answer(FEED)
        await good(make(), web.url("/f"))


async def test_secrets_of_addresses_reach_no_log_and_no_sentence(
    web: WebServer, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    canary = "c4n4ry"
    caplog.set_level(logging.DEBUG)
    web.routes["/f"] = answer(status=301, head=(f"Location: /g?token={canary}",))
    web.routes["/g"] = answer(b"x", status=500)
    for path in ("/f", "/none"):
        failed = await bad(make(), f"http://u:{canary}@127.0.0.1:{web.port}{path}?key={canary}")
        assert canary not in failed.error
    assert canary not in caplog.text


@pytest.mark.parametrize(
    ("cause", "shut"),
    [
        (ConnectionRefusedError(), True),
        (ssl.SSLCertVerificationError("self-signed certificate"), False),
        (ssl.SSLError(1, "[SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version"), False),
    ],
)
def test_who_speaks_tls_and_is_not_trusted_is_not_shut(cause: OSError, shut: bool) -> None:
    error = httpcore.ConnectError(str(cause))
    error.__cause__ = cause
    assert trouble.shut(error) is shut
