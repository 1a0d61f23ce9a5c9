"""Databases that a measurement may write into: a made one, or a copy of one that is named."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.generate import generate


def given_copy(database: Path | None, articles: int, folder: Path) -> Path:
    """A database in `folder`: a copy of `database` with its log, which nobody may be writing; else a made one."""
    target = folder / "copy.db"
    if database is None:
        generate(target, articles)
        return target
    for ending in ("", "-wal"):
        source = database.with_name(database.name + ending)
        if source.exists():
            shutil.copyfile(source, target.with_name(target.name + ending))
    target.chmod(0o600)
    return target
