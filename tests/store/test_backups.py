"""Backups: when they are made, which are kept, what a restored one is, and what is refused."""

from __future__ import annotations

import os
import shutil
import sqlite3 as plain_sqlite
import stat
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from store import backups
from store.db import APPLICATION_ID
from store.errors import DamagedDatabase, ForeignFile, InUse, NewerDatabase, StoreError
from store.library import Library
from store.migrations import migrations
from store.opening import VERSION
from tests.support.damage import spoil
from tests.support.memory import NOW, Hands, arrival, opened, poll

ROOT = Path(__file__).parents[2]


def filled(folder: Path, clock: Hands | None = None, *names: str) -> Library:
    library = opened(folder, clock)
    feed = library.feeds.add("https://news.example/feed")
    poll(library, feed, *(arrival(name) for name in names or ("one",)))
    return library


def days(path: Path) -> list[str]:
    return [one.day.isoformat() for one in backups.kept(path)]


def articles(path: Path) -> int:
    with Library.open(path, clock=Hands(), mode="read") as library:
        return library.totals().articles


def test_one_backup_a_day_and_three_kept(tmp_path: Path) -> None:
    clock = Hands()
    with filled(tmp_path, clock) as library:
        made = library.back_up()
        assert made is not None
        assert made.path.name == f"standpoint-{NOW.date()}.db"
        assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
        assert articles(made.path) == 1
        clock.forward(hours=11)
        assert library.back_up() is None
        for _ in range(4):
            clock.forward(days=1)
            assert library.back_up() is not None
        assert days(library.path) == ["2025-12-05", "2025-12-04", "2025-12-03"]
        assert len(list(made.path.parent.iterdir())) == 3
        feed = library.feeds.list()[0]
        poll(library, feed, arrival("two"))
        again = library.back_up(again=True)
        assert again is not None
        assert articles(again.path) == 2
        assert len(days(library.path)) == 3


def test_a_clock_a_year_ahead_or_a_day_back_costs_no_backup_of_the_days_between(tmp_path: Path) -> None:
    clock = Hands()
    with filled(tmp_path, clock) as library:
        library.back_up()
        clock.forward(days=365)
        for _ in range(3):
            clock.forward(days=1)
            library.back_up()
        clock.now = NOW
        kept = set(days(library.path))
        clock.forward(days=-1)
        library.back_up()
        clock.forward(days=1)
        library.back_up()
        for number in range(1, 3):
            clock.now = NOW + timedelta(days=number)
            assert library.back_up() is not None
        assert days(library.path) == ["2025-12-03", "2025-12-02", "2025-12-01"]
        assert len(kept) == 3


def test_files_of_others_are_neither_counted_nor_removed(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        folder = backups.folder_of(library.path)
        folder.mkdir()
        for name in ("notes.txt", "other-2025-12-01.db", "standpoint-2025-13-40.db", "standpoint-2025-12-01.db.txt"):
            (folder / name).touch()
        assert library.back_up() is not None
        assert days(library.path) == ["2025-12-01"]
        assert len(list(folder.iterdir())) == 5


def test_a_backup_is_taken_while_others_write(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        writer = plain_sqlite.connect(library.path, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM carriers")
        made = library.back_up()
        writer.execute("ROLLBACK")
        writer.close()
        assert made is not None
        assert articles(made.path) == 1


def test_a_failed_backup_leaves_the_days_and_no_rubbish(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        first = library.back_up()
        assert first is not None
        before = first.path.read_bytes()
        (first.path.parent / f".{first.path.name}.part").write_bytes(b"left by a kill")
        spoil(library.path, "articles")
        with pytest.raises(StoreError):
            library.back_up(again=True)
        assert [one.name for one in first.path.parent.iterdir()] == [first.path.name]
        assert first.path.read_bytes() == before


def test_a_backup_to_a_file_replaces_nothing(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        made = library.back_up(tmp_path / "copy.db")
        assert made is not None
        assert articles(made.path) == 1
        with pytest.raises(StoreError, match="exists already"):
            library.back_up(tmp_path / "copy.db")
        with pytest.raises(StoreError, match="choose another"):
            library.back_up(tmp_path / "nowhere" / "copy.db")


def test_a_restored_backup_takes_the_databases_place_which_is_kept(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        made = library.back_up()
        assert made is not None
        poll(library, library.feeds.list()[0], arrival("two"))
        path = library.path
        with pytest.raises(InUse):
            backups.restore(made.path, path, NOW)
    done = backups.restore(made.path, path, NOW)
    assert (done.articles, done.migrated_from, articles(path)) == (1, None, 1)
    assert done.replaced is not None
    assert articles(done.replaced) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with Library.open(path, clock=Hands()) as library:
        assert poll(library, library.feeds.list()[0], arrival("three")).new == 1
        assert [f for f in library.doctor() if f.level == "error"] == []
    assert backups.restore(done.replaced, path, NOW).replaced != done.replaced
    assert not list(tmp_path.glob(".*"))


def test_a_log_of_the_replaced_database_does_not_meet_the_new_one(tmp_path: Path) -> None:
    """A crash leaves the log beside the file; SQLite would play it into whatever file has the name."""
    with filled(tmp_path) as library:
        made = library.back_up()
        assert made is not None
        path = library.path
        poll(library, library.feeds.list()[0], arrival("two"))
        left = tmp_path / "left"
        left.mkdir()
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", left / f"standpoint.db{end}")
    done = backups.restore(made.path, left / "standpoint.db", NOW)
    assert articles(left / "standpoint.db") == 1
    assert done.replaced is not None
    assert articles(done.replaced) == 2


def test_a_damaged_database_is_replaced_and_kept_as_it_was(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        made = library.back_up()
        path = library.path
    assert made is not None
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3996)
    spoilt = path.read_bytes()
    done = backups.restore(made.path, path, NOW)
    assert articles(path) == 1
    assert done.replaced is not None
    assert done.replaced.read_bytes() == spoilt


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with closing(plain_sqlite.connect(old)) as file:
        file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(Database(file), stop_before="m002_who_reviewed_and_what_was_edited")
        file.commit()
    before = old.read_bytes()
    done = backups.restore(old, tmp_path / "new" / "s.db", NOW)
    assert (done.migrated_from, done.replaced) == (1, None)
    assert old.read_bytes() == before
    assert articles(done.path) == 0


def test_what_is_no_backup_is_refused_and_the_database_left_alone(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        made = library.back_up(tmp_path / "copy.db")
        path = library.path
    assert made is not None
    foreign, newer, damaged, empty = (tmp_path / name for name in ("notes.txt", "newer.db", "damaged.db", "empty.db"))
    foreign.write_text("hello")
    empty.touch()
    for copy in (newer, damaged):
        shutil.copy(made.path, copy)
    with closing(plain_sqlite.connect(newer)) as file:
        file.execute(f"PRAGMA user_version = {VERSION + 1}")
    spoil(damaged, "articles")
    cases = ((foreign, ForeignFile), (newer, NewerDatabase), (damaged, DamagedDatabase), (empty, StoreError))
    names = sorted(one.name for one in tmp_path.iterdir())
    for source, kind in (*cases, (tmp_path / "nothing.db", StoreError)):
        with pytest.raises(kind):
            backups.restore(source, path, NOW)
        assert articles(path) == 1
    assert {one.name for one in tmp_path.iterdir()} - set(names) <= {"standpoint.db-wal", "standpoint.db-shm"}


def killed_at(step: int, source: Path, path: Path) -> bool:
    """Restore in a process that ends at its so manieth touch of the file system; whether it came to the end before."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    left = [step]

    def hook(event: str, arguments: object) -> None:
        if event.startswith(("os.", "open", "fcntl.", "sqlite3.")):
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)

    sys.addaudithook(hook)
    try:
        backups.restore(source, path, NOW)
    finally:
        os._exit(0)


def test_a_kill_at_any_step_of_a_restore_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        made = library.back_up(tmp_path / "copy.db")
        poll(library, library.feeds.list()[0], arrival("two"))
        path = library.path
    assert made is not None
    outcomes = set()
    for step in range(0, 400, 2):
        folder = tmp_path / f"step{step}"
        folder.mkdir()
        shutil.copy(path, folder / "s.db")
        came_through = killed_at(step, made.path, folder / "s.db")
        found = articles(folder / "s.db")
        outcomes.add(found)
        kept = [articles(one) for one in folder.glob("s-replaced-*.db")]
        assert found == 2 or kept == [2], "the old one is there, or kept"
        backups.restore(made.path, folder / "s.db", NOW)
        assert articles(folder / "s.db") == 1
        if came_through:
            break
    assert came_through, "no step was left out"
    assert outcomes == {1, 2}


def test_no_room_for_a_backup_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with filled(tmp_path) as library:
        path = library.path
    code = (
        "import resource, signal, sys; from pathlib import Path; from store.library import Library\n"
        "from tests.support.memory import Hands\n"
        "from store.errors import DiskFull\n"
        "with Library.open(Path(sys.argv[1]), clock=Hands()) as library:\n"
        "    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        "    try: library.back_up()\n"
        "    except DiskFull as error: print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "room" in run.stdout
    assert list(backups.folder_of(path).iterdir()) == []


def test_the_days_are_those_of_utc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    with filled(tmp_path) as library:
        made = library.back_up()
        assert made is not None
        assert made.day == date(2025, 12, 1)
    assert os.environ["TZ"] == "Pacific/Kiritimati"
