"""The child that reads stored articles again after the watchlist was edited; its progress goes to the status line."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Callable, Sequence

from store.plain import safe_text
from tui.watch import GIVES_WAY

_LINE = 1 << 16


async def reread(command: Sequence[str], tell: Callable[[int, int], None]) -> str:
    """Run the child to its end, telling (done, of how many); gives "" or a sentence about what went wrong.

    Cancelling ends the child.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LINE,
        )
    except OSError as error:
        return f"The stored articles could not be read again: {error.strerror}. Run standpoint retag."
    assert process.stdout is not None and process.stderr is not None  # noqa: S101, PT018  # both are pipes
    with contextlib.suppress(OSError):  # it ended already, or the system does not allow it
        os.setpriority(os.PRIO_PROCESS, process.pid, GIVES_WAY)
    complaints = asyncio.create_task(process.stderr.read(_LINE))
    try:
        async for line in process.stdout:
            with contextlib.suppress(ValueError, KeyError, TypeError):  # a line that is no progress
                words = json.loads(line)
                tell(int(words["done"]), int(words["of"]))
        code = await process.wait()
        last = safe_text((await complaints).decode("utf-8", "replace").strip().rpartition("\n")[2], 160)
    except asyncio.CancelledError:
        complaints.cancel()
        if process.returncode is None:
            process.terminate()
        raise
    return "" if code == 0 else f"Reading the stored articles again ended early ({code}): {last} Run standpoint retag."
