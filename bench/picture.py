"""Draws docs/desk.svg, the README's picture: the real desk, with the seed corpus and nothing else in it.

`python -m bench.picture [PATH]`. Clock and size are fixed, so that the picture changes only when the desk does. It is
no measurement, so `python -m bench` passes it over.
"""

from __future__ import annotations

import asyncio
import dataclasses
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tui.app import StandpointApp
from tui.paths import Paths
from tui.wiring import Choices, Wiring

SIZE = (140, 40)
"""Columns and rows."""
NOW = datetime(2025, 12, 22, 8, 0, tzinfo=UTC)
"""The morning after the last of the seeds."""
TARGET = Path(__file__).parents[1] / "docs" / "desk.svg"

_FONT_FACE = re.compile(r"@font-face \{[^}]*\}\s*")


def draw(target: Path) -> None:
    """Write the picture to `target`; no feed is asked, and all else lies in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="standpoint-picture-") as folder:
        svg = asyncio.run(_screenshot(Path(folder)))
    # The fonts would be fetched from elsewhere; the reader's own monospace does.
    target.write_text(_FONT_FACE.sub("", svg), encoding="utf-8")


async def _screenshot(folder: Path) -> str:
    places = Paths(folder / "settings.toml", folder / "watchlist.toml", folder / "standpoint.db", folder / "log")
    wiring = Wiring(Choices(), {}, clock=lambda: NOW, places=places)
    with wiring.library() as library:
        wiring.first_start(library)
        app = StandpointApp(dataclasses.replace(wiring.desk(library), poller_command=None))
        async with app.run_test(size=SIZE) as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
            return app.export_screenshot(title="Standpoint", simplify=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
