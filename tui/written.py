"""Putting a file of the user's in the place of the old one, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from tui.paths import ensure_folder


def put(path: Path, text: str) -> None:
    """Write a file beside the old one, flush it to the disk, and let it take its place; links are followed.

    Raises OSError, and then the old file is as it was.
    """
    path = path.resolve()
    ensure_folder(path)
    fresh = path.with_name(f".{path.name}.new")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    try:
        with fresh.open("w", encoding="utf-8", newline="") as file:
            fresh.chmod(mode)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
