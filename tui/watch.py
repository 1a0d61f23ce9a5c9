"""What the desk keeps an eye on: the child that polls, and the database's revision. No widgets here."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from store.plain import safe_text
from tui.messages import PollerState

BACK_OFF: Sequence[float] = (1.0, 2.0, 5.0, 15.0, 60.0)
"""Seconds before a poller that ended is started again, for the first, second, … time in a row."""
ASK_AGAIN = 5.0
"""Seconds between looks at the lock while another process polls."""
GIVES_WAY = 5
"""By how much a child of the desk stands behind it where both want the processor (nice): a key must not wait for it."""
_LINE = 1 << 20
"""Bytes that one line of progress may have."""
_ANOTHER = 4
"""Exit code of a poller that found the lock held."""

Tell = Callable[[PollerState], None]
Holder = Callable[[], Mapping[str, object] | None]


def progress(state: PollerState, words: Mapping[str, Any]) -> PollerState:
    """Give the state after one line of the poller's progress; a line that means nothing changes nothing."""
    event = words.get("event")
    if event == "round":
        return PollerState("polling", due=_count(words, "due"), polled=state.polled)
    if event == "done":
        return replace(state, phase="idle", new=_count(words, "new"), failed=_count(words, "failed"))
    if event == "idle":
        return replace(state, phase="idle")
    if event is None and "feed" in words:
        failed = words.get("status") in ("failed", "gone")
        return replace(
            state,
            phase="polling",
            done=state.done + 1,
            due=max(state.due, state.done + 1),
            new=state.new + _count(words, "new"),
            failed=state.failed + failed,
            polled=state.polled + (not failed),
        )
    return state


def _count(words: Mapping[str, Any], key: str) -> int:
    value = words.get(key)
    return value if isinstance(value, int) and value >= 0 else 0


class PollerChild:
    """Starts the poller as a child, reads its progress, starts it again when it dies, ends it on the way out."""

    def __init__(
        self, command: Sequence[str], tell: Tell, holder: Holder, back_off: Sequence[float] = BACK_OFF
    ) -> None:
        self._command = tuple(command)
        self._tell = tell
        self._holder = holder
        self._back_off = tuple(back_off)
        self._state = PollerState()
        self._process: asyncio.subprocess.Process | None = None
        self._ending = False
        self._last_words = ""

    async def run(self) -> None:
        """Keep a poller running until `stop` is called or this is cancelled."""
        failures = 0
        while not self._ending:
            if await asyncio.to_thread(self._holder) is not None:
                self._say(PollerState("elsewhere"))
                await asyncio.sleep(ASK_AGAIN)
                continue
            told = await self._once()
            if self._is_ending():
                return
            failures = 0 if told.heard else failures + 1
            if told.code == _ANOTHER:
                self._say(PollerState("elsewhere"))
                await asyncio.sleep(ASK_AGAIN)
                continue
            wait = self._back_off[min(failures, len(self._back_off) - 1)]
            why = f": {self._last_words}" if self._last_words else ""
            self._say(PollerState("gone", detail=f"poller stopped ({told.code}){why}; again in {wait:.0f} s"))
            await asyncio.sleep(wait)

    async def stop(self, grace: float = 1.0) -> None:
        """End the child: its input is closed, then it is asked, then it is made to. At most twice `grace` seconds."""
        self._ending = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        if process.stdin is not None:
            process.stdin.close()
        for insist in (None, process.terminate, process.kill):
            if insist is not None:
                with contextlib.suppress(ProcessLookupError):
                    insist()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), grace if insist is None else grace / 2)
                return

    def _is_ending(self) -> bool:
        return self._ending

    async def _once(self) -> _Ended:
        self._say(PollerState("starting"))
        try:
            process = self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=_LINE,
            )
        except OSError as error:
            self._last_words = safe_text(error.strerror or "it could not be started", 120)
            return _Ended(-1, heard=False)
        assert process.stdout is not None and process.stderr is not None  # noqa: S101, PT018  # both are pipes
        with contextlib.suppress(OSError):  # it ended already, or the system does not allow it
            # At once, before it has threads and workers: they take it over.
            os.setpriority(os.PRIO_PROCESS, process.pid, GIVES_WAY)
        complaints = asyncio.create_task(self._hear_complaints(process.stderr))
        try:
            heard = await self._hear(process.stdout)
            code = await process.wait()
            await complaints
        except asyncio.CancelledError:
            complaints.cancel()
            await self.stop()
            raise
        return _Ended(code, heard=heard)

    async def _hear(self, lines: asyncio.StreamReader) -> bool:
        heard = False
        while True:
            try:
                line = await lines.readline()
            except ValueError:
                continue  # longer than any line of ours: dropped by the reader
            if not line:
                return heard
            try:
                words = json.loads(line)
            except ValueError:
                continue
            if isinstance(words, dict):
                heard = True
                self._say(progress(self._state, words))

    async def _hear_complaints(self, lines: asyncio.StreamReader) -> None:
        while True:
            try:
                line = await lines.readline()
            except ValueError:
                continue
            if not line:
                return
            if words := safe_text(line.decode("utf-8", "replace"), 120):
                self._last_words = words

    def _say(self, state: PollerState) -> None:
        if state != self._state:
            self._state = state
            self._tell(state)


class _Ended:
    """How a child ended: its exit code, and whether it said anything that made sense."""

    __slots__ = ("code", "heard")

    def __init__(self, code: int, *, heard: bool) -> None:
        self.code = code
        self.heard = heard
