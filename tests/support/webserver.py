"""A loopback web server that behaves as badly as a test asks: raw bytes, slowly, wrongly, without end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answer = Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    raw: bytes


def answer(
    body: bytes = b"",
    *,
    status: int = 200,
    head: tuple[str, ...] = (),
    kind: str = "application/xml",
    length: int | None = None,
) -> bytes:
    """A whole response; `length` lies about the body's."""
    lines = [
        f"HTTP/1.1 {status} X",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body) if length is None else length}",
    ]
    return "\r\n".join([*lines, "Connection: close", *head, "", ""]).encode("latin-1") + body


@dataclass
class WebServer:
    """Routes and what was asked. Bytes are sent as they are; a function may do worse."""

    port: int = 0
    routes: dict[str, bytes | Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    busy: int = 0
    most_busy: int = 0
    """The most requests that were under way at once."""

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def allow(self) -> tuple[str, ...]:
        """What to put into `allow_hosts` for this server."""
        return (f"127.0.0.0/8:{self.port}",)

    def count(self, path: str) -> int:
        return sum(asked.path == path for asked in self.asked)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        try:
            raw = await reader.readuntil(b"\r\n\r\n")
            lines = raw.decode("latin-1").split("\r\n")
            pairs = (line.partition(":") for line in lines[1:] if line)
            asked = Asked(lines[0].split(" ")[1], {name.lower(): value.strip() for name, _, value in pairs}, raw)
            self.asked.append(asked)
            route = self.routes.get(asked.path.partition("?")[0], answer(status=404))
            if isinstance(route, bytes):
                writer.write(route)
            else:
                await route(asked, writer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self.busy -= 1
            writer.close()


@asynccontextmanager
async def web_server() -> AsyncIterator[WebServer]:
    """A running server on a port of its own."""
    web = WebServer()
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await web.serve(reader, writer)
        except asyncio.CancelledError:
            # The test is over; a server that goes on dripping is ended here.
            writer.transport.abort()
        finally:
            tasks.discard(task)

    server = await asyncio.start_server(serve, "0.0.0.0")
    web.port = server.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def rss(*items: str, head: str = "") -> bytes:
    """An RSS document of these <item> contents."""
    listed = "".join(f"<item>{item}</item>" for item in items)
    start = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>'
    return f"{start}{head}{listed}</channel></rss>".encode()


def item(number: int, *, title: str = "", text: str = "", link: str = "") -> str:
    """The contents of an <item>."""
    return (
        f"<guid isPermaLink='false'>id-{number}</guid><link>{link or f'https://news.example/{number}'}</link>"
        f"<title>{title or f'Entry number {number} of the day'}</title>"
        "<pubDate>Sat, 29 Nov 2025 10:00:00 GMT</pubDate>"
        f"<description>{text or f'Text of entry {number}.'}</description>"
    )
