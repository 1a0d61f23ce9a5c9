"""Which files are opened, which are refused and left alone, and how an older one is brought up to date."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3 as plain_sqlite
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from store.db import APPLICATION_ID, PAGE_SIZE, connect
from store.errors import DamagedDatabase, ForeignFile, NewerDatabase, ReadOnlyDatabase, StoreError
from store.library import Library
from store.migrations import migrations
from store.model.rows import Query
from store.opening import VERSION
from tests.support.memory import NOW, Hands, arrival, opened, poll

ROOT = Path(__file__).parents[2]


def fill(folder: Path) -> Path:
    """A closed database with one article in it."""
    with opened(folder) as library:
        poll(library, library.feeds.add("https://news.example/feed"), arrival("one"))
        return library.path


def print_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refused(path: Path, kind: type[StoreError]) -> str:
    """Both modes refuse the file with that error and leave its bytes; the sentence."""
    before = print_of(path)
    for mode in ("write", "read"):
        with pytest.raises(kind) as caught:
            Library.open(path, clock=Hands(), mode=mode)  # type: ignore[arg-type]
        assert print_of(path) == before
    return str(caught.value)


def test_a_new_database_belongs_to_its_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "folder" / "a.db"
    with Library.open(path, clock=Hands()) as library:
        library.set_meta("seeded", "yes")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert {stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()} == {0o600}
    with plain_sqlite.connect(path) as file:
        assert file.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert file.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    file.close()


def test_what_was_stored_is_there_again(tmp_path: Path) -> None:
    path = fill(tmp_path)
    for mode in ("write", "read"):
        with Library.open(path, clock=Hands(), mode=mode) as library:  # type: ignore[arg-type]
            assert [row.title for row in library.articles.stories(Query())] == ["Title of one"]


def test_an_empty_file_is_made_a_database_in_write_mode_only(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(StoreError, match="no Standpoint database"):
        Library.open(path, clock=Hands(), mode="read")
    assert path.stat().st_size == 0
    with Library.open(path, clock=Hands()) as library:
        assert library.totals().articles == 0


def test_reading_makes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "nothing" / "a.db"
    with pytest.raises(StoreError, match="no Standpoint database"):
        Library.open(path, clock=Hands(), mode="read")
    assert not path.parent.exists()


@pytest.mark.parametrize("content", [b"hello", b"SQLite", b"<rss/>" * 100, b"\x00" * 5000])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(content)
    assert "is not a database" in refused(path, ForeignFile)
    assert list(tmp_path.iterdir()) == [path]


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with plain_sqlite.connect(path) as other:
        other.execute("CREATE TABLE notes (body)")
    other.close()
    assert "another program" in refused(path, ForeignFile)
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ForeignFile, match="not a file"):
        Library.open(tmp_path, clock=Hands())


@pytest.mark.parametrize("in_log", [False, True])
def test_a_newer_database_is_refused(tmp_path: Path, *, in_log: bool) -> None:
    path = fill(tmp_path)
    later = plain_sqlite.connect(path)
    later.execute(f"PRAGMA user_version = {VERSION + 1}")
    if not in_log:
        later.close()
    sentence = refused(path, NewerDatabase)
    assert f"schema {VERSION + 1}" in sentence
    assert f"knows {VERSION}" in sentence
    later.close()


def test_a_database_cut_short_is_refused(tmp_path: Path) -> None:
    path = fill(tmp_path)
    os.truncate(path, path.stat().st_size // 2)
    assert "cut short" in refused(path, DamagedDatabase)
    os.truncate(path, 60)
    assert "cut short" in refused(path, DamagedDatabase)


def test_a_database_with_a_spoilt_table_of_contents_is_refused(tmp_path: Path) -> None:
    path = fill(tmp_path)
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * (PAGE_SIZE - 100))
    assert "damaged" in refused(path, DamagedDatabase)


def test_damage_found_later_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = fill(tmp_path)
    reader = plain_sqlite.connect(path)
    (page,) = reader.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'articles'").fetchone()
    reader.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE_SIZE)
        file.write(b"\xfe" * PAGE_SIZE)
    with Library.open(path, clock=Hands()) as library:
        with pytest.raises(DamagedDatabase, match="put a backup"):
            library.articles.stories(Query())
        assert {f.what for f in library.doctor() if f.level == "error"} & {"integrity", "reading"}


def test_a_crash_while_the_file_was_made_does_not_make_it_foreign(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    connection = connect(path, "rw")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    with Library.open(path, clock=Hands()) as library:
        assert library.totals().articles == 0


def test_what_was_half_written_at_the_first_moment_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    code = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        f"c.execute('PRAGMA application_id = {APPLICATION_ID}'); c.execute('PRAGMA cache_size = 1')\n"
        "c.execute('CREATE TABLE t (x)'); c.execute('BEGIN')\n"
        "c.executemany('INSERT INTO t VALUES (?)', [('x' * 4000,)] * 50); os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    assert (tmp_path / "a.db-journal").stat().st_size > 0
    with Library.open(path, clock=Hands()) as library:
        assert library.totals().articles == 0
    assert not (tmp_path / "a.db-journal").exists()


def test_an_older_database_is_copied_before_it_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fill(tmp_path)
    monkeypatch.setattr("store.opening.VERSION", VERSION + 1)
    with pytest.raises(StoreError, match=r"earlier Standpoint, .* or run `standpoint poll`"):
        Library.open(path, clock=Hands(), mode="read")
    assert list(tmp_path.glob("*-schema*")) == []
    Library.open(path, clock=Hands()).close()
    copy = tmp_path / f"standpoint-schema{VERSION}-{NOW:%Y%m%dT%H%M%S}.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    monkeypatch.undo()
    with Library.open(copy, clock=Hands(), mode="read") as old:
        assert old.totals().articles == 1


def test_migrations_are_as_many_as_the_version_says() -> None:
    code = "from store.migrations import migrations; print(len(migrations._migrations))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) == VERSION


def test_two_processes_may_make_the_same_database(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.db"
    code = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path; from store.library import Library\n"
        "with Library.open(Path(sys.argv[1]), clock=lambda: datetime.now(UTC)) as library:\n"
        "    library.feeds.add('https://news.example/' + sys.argv[2])\n"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(path), str(n)], cwd=ROOT, stderr=subprocess.PIPE)
        for n in range(4)
    ]
    assert [run.communicate()[1] for run in runs] == [b""] * 4
    with Library.open(path, clock=Hands(), mode="read") as library:
        assert library.totals().feeds == 4


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_current_database_is_read_without_loading_sqlite_utils(tmp_path: Path, mode: str) -> None:
    path = fill(tmp_path)
    code = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path; from store.library import Library\n"
        "from store.model.rows import Query\n"
        "with Library.open(Path(sys.argv[1]), clock=lambda: datetime.now(UTC), mode=sys.argv[2]) as library:\n"
        "    assert library.articles.stories(Query()) and library.totals()\n"
        "    library.names.actor_rows(Query())\n"
        "heavy = {'sqlite_utils', 'click', 'httpx', 'feedparser', 'textual', 'rapidfuzz', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), mode], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user may reach: pytest's own are closed to all but the one who runs it."""
    folder = Path(tempfile.mkdtemp(prefix="standpoint-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


OPEN = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from store.errors import StoreError
from store.library import Library

if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    with Library.open(Path(sys.argv[1]), clock=lambda: datetime.now(UTC), mode=sys.argv[2]) as library:
        print(library.totals().articles)
except StoreError as error:
    print(type(error).__name__, error)
"""


def opened_by_somebody(path: Path, mode: str) -> str:
    """Open as a user whom permissions bind, since root may write anywhere; what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(path), mode], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_folder_that_cannot_be_written_can_be_read(open_folder: Path) -> None:
    path = fill(open_folder)
    path.chmod(0o444)
    open_folder.chmod(0o555)
    assert opened_by_somebody(path, "read") == "1"
    written = opened_by_somebody(path, "write")
    assert written.startswith("ReadOnlyDatabase")
    assert "check the permissions" in written


def test_a_log_left_in_a_folder_that_cannot_be_written_is_not_ignored(open_folder: Path) -> None:
    path = fill(open_folder / "work")
    with Library.open(path, clock=Hands()) as library:
        poll(library, library.feeds.list()[0], arrival("two"))
        assert (path.parent / "standpoint.db-wal").stat().st_size > 0
        left = open_folder / "left"
        left.mkdir()
        for name in ("standpoint.db", "standpoint.db-wal"):
            shutil.copy(path.parent / name, left / name)
            (left / name).chmod(0o444)
    left.chmod(0o555)
    told = opened_by_somebody(left / "standpoint.db", "read")
    assert told.startswith("ReadOnlyDatabase")
    assert "standpoint.db-wal" in told


def test_writing_to_what_was_opened_for_reading_is_refused(tmp_path: Path) -> None:
    with (
        Library.open(fill(tmp_path), clock=Hands(), mode="read") as library,
        pytest.raises(ReadOnlyDatabase, match="for reading only"),
    ):
        library.set_meta("seeded", "yes")


def test_a_closed_library_says_so(tmp_path: Path) -> None:
    library = opened(tmp_path)
    library.close()
    library.close()
    with pytest.raises(StoreError, match="is closed"):
        library.totals()
    with pytest.raises(StoreError, match="is closed"):
        library.set_meta("a", "b")


def test_reviews_of_the_first_schema_are_brought_along(tmp_path: Path) -> None:
    """A verdict of the time before analysts had names still holds, and can be merged and taken back."""
    path = tmp_path / "old.db"
    with closing(plain_sqlite.connect(path)) as file:
        migrations.apply(Database(file), stop_before="m002_who_reviewed_and_what_was_edited")
        file.execute(
            "INSERT INTO reviews (fingerprint, issue, article_id, actor, content, verdict, to_actor, note, was_stance, "
            "was_rule, at, active) VALUES ('f', 'isf-troops', 1, 'ishaq-dar', 'words', 'corrected', 'hakan-fidan', '', "
            "'support', 'rule', '2025-11-29T00:00:00.000000+00:00', 1)"
        )
        file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        assert file.execute("PRAGMA user_version").fetchone() == (1,)
        file.commit()
    with Library.open(path, clock=lambda: NOW) as library:
        [line] = library.ledger.export_reviews()
        assert (line["actor"], line["to_actor"], line["who"]) == ("ishaq-dar", "hakan-fidan", "")
        assert line["uid"]
        assert library.ledger.rates()[0].corrected == 1
    assert list(tmp_path.glob("old-schema1-*.db")), "a copy was made first"
