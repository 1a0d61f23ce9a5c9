"""The desk in a browser: what is shown, and who is turned away."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.support.browser import chromium, page
from tests.support.program import Program

pytestmark = pytest.mark.e2e


@pytest.fixture
def served(program: Program) -> Iterator[str]:
    """The address of a desk with the digests."""
    program.seed()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = program.start("serve", "--port", str(port))
    assert process.stdout is not None
    yield process.stdout.readline().decode().strip()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)


async def _reached(session: aiohttp.ClientSession, address: str, **headers: str) -> int:
    for _ in range(100):
        try:
            async with session.get(address, headers=headers) as answer:
                return answer.status
        except aiohttp.ClientConnectorError:
            await asyncio.sleep(0.1)
    raise TimeoutError(address)


async def test_only_who_has_the_key_and_comes_from_its_own_page_is_let_in(served: str) -> None:
    bare = served.partition("?")[0]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        assert await _reached(session, served) == 200
        assert await _reached(session, bare) == 403
        assert await _reached(session, f"{bare}?key=guess") == 403
        assert await _reached(session, f"{bare}static/js/textual.js") == 403
        assert await _reached(session, served, Host="evil.example") == 421
        assert await _reached(session, served, Origin="http://evil.example") == 403
        own = urlsplit(served)
        for key, origin in (("guess", f"http://{own.netloc}"), (own.query.removeprefix("key="), "http://evil.example")):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(f"ws://{own.netloc}/ws?key={key}", origin=origin)
            assert refused.value.status == 403
        async with session.get(served) as answer:
            assert "SameSite=Strict" in answer.headers["Set-Cookie"]
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine")
async def test_the_desk_is_drawn_in_a_browser_and_nothing_is_asked_elsewhere(served: str, tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as session:
        assert await _reached(session, served) == 200
    async with page(served, tmp_path / "profile") as shown:
        for _ in range(150):
            if await shown.ask("document.body.classList.contains('-first-byte')"):
                break
            await asyncio.sleep(0.2)
        else:
            pytest.fail("the desk sent nothing to the page")
        await asyncio.sleep(2)
        picture = await shown.picture()
    (tmp_path / "desk.png").write_bytes(picture)
    # An empty page of this size packs to 12 kB, a desk full of words to ten times as much.
    assert len(picture) > 40_000
    hosts = {urlsplit(address).hostname for address in shown.requested if not address.startswith(("data:", "about:"))}
    assert hosts == {"127.0.0.1", "fonts.googleapis.com"}
    assert "csp" in shown.refused
