"""The storage loops, a few rounds of each; `python -m bench storage` runs many."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench import fulldisk, storage


def test_killed_while_polling(tmp_path: Path) -> None:
    assert storage.killed_polling(tmp_path, 2, random.Random(1)) > 0


def test_killed_while_migrating(tmp_path: Path) -> None:
    assert storage.killed_migrating(tmp_path, 1, random.Random(2)) > 0


def test_full_disks(tmp_path: Path) -> None:
    assert storage.full_disk(tmp_path, 1, random.Random(3)) > 0
    with fulldisk.room_for(tmp_path, 30_000_000, mounted=False) as limited:
        storage.old_database(tmp_path / "older.db", 1)
        assert limited(lambda: storage._poll_until_full(tmp_path / "s.db"))
    assert len(storage.sound(tmp_path / "s.db")) >= int((tmp_path / "s.db.reported").read_text()) > 0


def test_wrong_clocks(tmp_path: Path) -> None:
    assert storage.wrong_clocks(tmp_path, 10, random.Random(4)) == 10


def test_the_loops_can_fail(tmp_path: Path) -> None:
    """What they assert is wrong where something is gone."""
    storage.wrong_clocks(tmp_path, 3, random.Random(5))
    path = tmp_path / "s.db"
    with storage.closing(storage.sqlite3.connect(path)) as file:
        file.execute("UPDATE articles SET url = 'https://news.example/0'")
        file.commit()
    with pytest.raises(AssertionError, match="twice"):
        storage.sound(path)
