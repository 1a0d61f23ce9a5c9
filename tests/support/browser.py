"""A headless Chromium, spoken to over its debugging protocol: enough to open a page, ask it and take its picture."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--enable-unsafe-swiftshader",
    "--remote-debugging-port=0", "--window-size=1300,760",
)  # fmt: skip


def chromium() -> str | None:
    """Where the browser is; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Page:
    """One page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.requested: list[str] = []
        """Every address that the page asked for."""
        self.refused: list[str] = []
        """Those that it was not let load, by its own policy or by the network."""

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """One command and its result; what happens meanwhile is noted."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            message = await self._socket.receive_json(timeout=30)
            self._note(message)
            if message.get("id") == number:
                result: dict[str, Any] = message.get("result", {})
                return result

    def _note(self, message: dict[str, Any]) -> None:
        if message.get("method") == "Network.requestWillBeSent":
            self.requested.append(message["params"]["request"]["url"])
        if message.get("method") == "Network.loadingFailed":
            self.refused.append(message["params"].get("blockedReason") or message["params"]["errorText"])

    async def ask(self, expression: str) -> Any:
        """The value of an expression in the page."""
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer["result"].get("value")

    async def picture(self) -> bytes:
        """The page as PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot", format="png"))["data"])


@contextlib.asynccontextmanager
async def page(address: str, profile: Path) -> AsyncIterator[Page]:
    """Open `address` in a browser of its own."""
    process = _started(profile)
    try:
        port = await _port(profile / "DevToolsActivePort")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                targets = await answer.json(content_type=None)
            target = next(one for one in targets if one["type"] == "page")
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                opened = Page(socket)
                for domain in ("Page", "Network", "Runtime"):
                    await opened.call(f"{domain}.enable")
                await opened.call("Page.navigate", url=address)
                yield opened
    finally:
        process.terminate()
        process.wait(20)


def _started(profile: Path) -> subprocess.Popen[bytes]:
    command = chromium()
    assert command is not None
    return subprocess.Popen(
        [command, *QUIET, f"--user-data-dir={profile}", "about:blank"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def _port(path: Path) -> int:
    for _ in range(300):
        if lines := _lines(path):
            return int(lines[0])
        await asyncio.sleep(0.1)
    raise TimeoutError(f"{path} did not appear")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split() if path.exists() else []
