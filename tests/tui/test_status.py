"""The line at the top: what matters most is there however narrow the terminal is."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from store.model.rows import Totals
from tui.look import Look
from tui.messages import PollerState
from tui.widgets.status import StatusLine

ASKED = datetime(2025, 12, 1, 12, 0, tzinfo=UTC)
TOTALS = Totals(
    feeds=29, active=29, sick=0, failing=29, articles=5, on_story=5, statements=96, changes=1, unread=5, digests=5,
    last_polled=ASKED, revision=3,
)  # fmt: skip


@pytest.mark.parametrize("width", [60, 70, 80, 100, 140])
def test_a_missing_network_is_told_at_every_width(width: int) -> None:
    status = StatusLine(Look(today=ASKED.astimezone(ZoneInfo("UTC")).date()))
    status.tell(story="Gaza · ISF", totals=TOTALS, poller=PollerState(phase="idle", failed=29))
    words = status.words(width).plain
    assert "feeds unreachable" in words
    assert len(words) <= width
    assert ("as of now" in words) == (width >= 140)
