"""The desk in a browser: textual-serve, behind a key, for this machine alone, and to be looked at only.

textual-serve by itself answers whoever reaches the port, and any page that is open in the same browser may speak to it
over a websocket. So every request must name this server as its host, a websocket must come from its own page, and both
must carry the key that was printed when the server began. What the page may load is this server's own.
"""

from __future__ import annotations

import hmac
import shlex
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from textual_serve.server import Server

COOKIE = "standpoint"
KEY = "key"
HOSTS = ("127.0.0.1", "localhost", "[::1]")

POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self' {websocket}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""Of the page: nothing is loaded from elsewhere, the font that the template asks of a third party included."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class LookingGlass(Server):
    """Serves the desk on a loopback port to whoever has the key."""

    def __init__(self, command: Sequence[str], port: int, key: str) -> None:
        super().__init__(shlex.join(command), host="127.0.0.1", port=port, title="Standpoint")
        self.key = key

    @property
    def address(self) -> str:
        """What is to be opened in the browser."""
        return f"{self.public_url}/?{KEY}={self.key}"

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: the command says where it serves."""

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not self._is_own_host(request.host):
            raise web.HTTPMisdirectedRequest(text="This desk answers to its own address only.")
        origin = request.headers.get("Origin")
        if origin is not None and not self._is_own_host(origin.removeprefix("http://")):
            raise web.HTTPForbidden(text="This desk speaks with its own page only.")
        asked = request.query.get(KEY, "")
        if not self._is_key(asked) and not self._is_key(request.cookies.get(COOKIE, "")):
            raise web.HTTPForbidden(text="Open the address that was printed when this desk began: it carries the key.")
        response = await handler(request)
        if not response.prepared:
            self._seal(response)
        return response

    def _seal(self, response: web.StreamResponse) -> None:
        response.set_cookie(COOKIE, self.key, httponly=True, samesite="Strict")
        websocket = f"ws://{self.host}:{self.port}"
        response.headers["Content-Security-Policy"] = POLICY.format(websocket=websocket)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"

    def _is_key(self, asked: str) -> bool:
        return hmac.compare_digest(asked.encode(), self.key.encode())

    def _is_own_host(self, host: str) -> bool:
        return host in {f"{name}:{self.port}" for name in HOSTS}
