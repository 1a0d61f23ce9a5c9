"""Connections: kept for the next request while the server keeps them, and secured by the name that was asked for."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from feeds.fetch import Fetched, Fetcher, FetchFailed
from feeds.limits import Limits

BODY = bytes(range(256)) * 4000
"""More than a socket gives at once, and than is kept waiting."""


class Server:
    """Answers any request with BODY on a connection that stays open, for so many requests."""

    def __init__(self, requests: int = 99) -> None:
        self.requests = requests
        self.connections = 0
        self.port = 0
        self.writers: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        try:
            for _ in range(self.requests):
                await reader.readuntil(b"\r\n\r\n")
                writer.write(b"HTTP/1.1 200 X\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def served(requests: int = 99, context: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    made = Server(requests)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=context)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for writer in made.writers:
            writer.transport.abort()


async def home(host: str, port: int) -> tuple[str, ...]:
    return ("127.0.0.1",)


async def test_a_connection_serves_as_long_as_the_server_keeps_it() -> None:
    async with served(requests=2) as server:
        allowed = (f"127.0.0.0/8:{server.port}",)
        asks = Fetcher(allowed, resolver=home)
        for _ in range(5):
            got = await asks.get(f"http://127.0.0.1:{server.port}/")
            assert isinstance(got, Fetched), got
            assert got.body == BODY
            # The end of a connection is heard of in the loop's next round.
            await asyncio.sleep(0.05)
        assert server.connections == 3
        # Another name is another connection, wherever it leads.
        got = await asks.get(f"http://other.test:{server.port}/")
        assert isinstance(got, Fetched)
        assert server.connections == 4
        await asks.aclose()
        # Nothing is open but what the server holds.
        assert await asyncio.wait_for(_all_closed(server), 5.0)


async def _all_closed(server: Server) -> bool:
    for writer in server.writers:
        await writer.wait_closed()
    return True


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for news.test, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", str(key), "-out", str(made), "-days", "2", "-subj", "/CN=news.test"]
    subprocess.run([*command, "-addext", "subjectAltName=DNS:news.test"], check=True, capture_output=True)
    return made, key


async def test_tls_holds_the_name_that_was_asked_for(certificate: tuple[Path, Path]) -> None:
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(*certificate)
    async with served(context=own) as server:

        async def ask(host: str, context: ssl.SSLContext | None) -> Fetched | FetchFailed:
            asks = Fetcher((f"127.0.0.0/8:{server.port}",), resolver=home, context=context)
            got = await asks.get(f"https://{host}:{server.port}/")
            again = await asks.get(f"https://{host}:{server.port}/")
            assert type(again) is type(got)
            await asks.aclose()
            return got

        trusting = ssl.create_default_context(cafile=certificate[0])
        got = await ask("news.test", trusting)
        assert isinstance(got, Fetched), got
        assert got.body == BODY
        assert server.connections == 1
        for host, context in (("other.test", trusting), ("news.test", None)):
            refused = await ask(host, context)
            assert isinstance(refused, FetchFailed)
            assert f"certificate of {host} is not valid" in refused.error


async def test_a_server_that_speaks_no_tls_and_one_that_says_nothing() -> None:
    async def rubbish(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"no handshake at all, whatever you say\r\n" * 10)
        await reader.read()
        writer.close()

    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        await reader.read()
        writer.close()

    for answers, sentence in ((rubbish, "No secure connection"), (silence, "within 0.5 seconds")):
        server = await asyncio.start_server(answers, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        asks = Fetcher((f"127.0.0.0/8:{port}",), resolver=home, limits=Limits(feed_total=0.5))
        got = await asks.get(f"https://news.test:{port}/")
        assert isinstance(got, FetchFailed)
        assert sentence in got.error, got.error
        await asks.aclose()
        server.close()
