"""Looking at an address for the desk, which asks the web nothing itself: in a child, as polling is."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from store.model.preview import Looked, Preview

_PATIENCE = 90
"""Seconds; a page whose feeds are looked for takes a dozen requests, each with a gap before it."""


def look_in_child(command: Sequence[str], url: str) -> Looked:
    """Run `feeds add - --preview --json` for an address, which is written to it, so that no list of processes has it.

    Blocks; what goes wrong is told in `error`.
    """
    try:
        done = subprocess.run(
            [*command], input=f"{url}\n", capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return Looked(url, error="It took too long to look at the address.")
    except OSError as error:
        return Looked(url, error=f"The address could not be looked at: {error.strerror}.")
    try:
        found = [json.loads(line) for line in done.stdout.splitlines()]
    except ValueError:
        found = []
    if not found:
        last = (done.stderr.strip().splitlines() or ["nothing was said"])[-1]
        return Looked(url, error=f"The address could not be looked at: {last}")
    if found[0].get("url") is None:
        return Looked(url, error=str(found[0].get("error")), answered=bool(found[0].get("on_page")))
    return Looked(url, tuple(_preview(one, url) for one in found), answered=bool(found[0]["on_page"]))


def _preview(one: dict[str, Any], given: str) -> Preview:
    latest = tuple(
        (item["title"], datetime.fromisoformat(item["published"]) if item["published"] else None)
        for item in one["latest"]
    )
    return Preview(
        # What was given itself is shown without its secrets and subscribed with them.
        url=one["url"] if one["on_page"] else given,
        title=one["title"],
        entries=one["entries"],
        latest=latest,
        read=one["read"],
        on_story=one["on_story"],
        per_day=one["per_day"],
        interval=one["interval"],
        site_url=one["site"],
    )
