"""A feed server on loopback that the tests steer: one handler per path, every request kept."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Loopback:
    """The running server; `pages` may be changed at any time."""

    port: int
    pages: dict[str, Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def host(self) -> str:
        """What `network.allow_hosts` must name."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.host}{path}"

    def feed(self, path: str, *titles: str, etag: str = '"v1"') -> str:
        """Serve an RSS feed with an entry a title, conditionally; returns its address."""
        items = "".join(
            f"<item><guid>urn:{path}:{title}</guid><link>https://news.example{path}/{number}</link><title>{title}</title>"
            f"<description>{title} in more words.</description><pubDate>Sat, 29 Nov 2025 10:00:00 GMT</pubDate></item>"
            for number, title in enumerate(titles)
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {path}</title>{items}</channel></rss>'

        def answer(headers: dict[str, str]) -> Answer:
            if headers.get("if-none-match") == etag:
                return 304, {"ETag": etag}, b""
            return 200, {"ETag": etag, "Content-Type": "application/rss+xml"}, body.encode()

        self.pages[path] = answer
        return self.url(path)


@contextmanager
def serving() -> Iterator[Loopback]:
    """Serve on a free port of 127.0.0.1 for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            state.requests.append((self.path, headers))
            page = state.pages.get(self.path.partition("?")[0])
            status, told, body = page(headers) if page else (404, {}, b"")
            self.send_response(status)
            for name, value in {**told, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            with contextlib.suppress(ConnectionError):  # the client may have been stopped
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state = Loopback(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
