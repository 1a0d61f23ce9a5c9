"""What disks, crashes and other programs do to a database; what the program says to each, and its exit code."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.model.words import FeedState
from store.opening import VERSION
from tests.support.damage import page_of, spoil
from tests.support.loopback import Loopback
from tests.support.memory import arrival, opened, poll
from tests.support.program import EXECUTABLE, Ended, Program
from tests.support.terminal import Terminal


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A program whose database holds one article, `Title of one`."""
    with opened(tmp_path) as library:
        poll(
            library,
            library.feeds.add("https://news.example/feed", state=FeedState.PAUSED),
            arrival("one", "word " * 2000),
        )
    shutil.move(library.path, tmp_path / "s.db")
    for left in tmp_path.glob("standpoint.db*"):
        left.unlink()
    run = Program(tmp_path)
    run.follow_little()
    yield run
    run.close()


def sentence(told: Ended) -> str:
    """What was said: one sentence or two, and no trace."""
    assert "Traceback" not in told.err
    assert told.err.strip().endswith(".")
    return told.err.strip()


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {VERSION + 1}")


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE notes (body)")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def no_database(path: Path) -> None:
    path.write_bytes(b"<rss/>" * 200)


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


UNUSABLE = [
    (newer, "was written by a later Standpoint"),
    (foreign, "is the database of another program"),
    (no_database, "is not a database"),
    (cut, "is cut short"),
]


@pytest.mark.parametrize(("harm", "words"), UNUSABLE)
def test_a_file_that_cannot_be_used_is_refused_everywhere_and_left_alone(
    program: Program, harm: Callable[[Path], None], words: str
) -> None:
    harm(program.database)
    before = program.database.read_bytes()
    for command in ("articles", "poll"):
        told = program.run(command)
        assert told.code == 5
        assert words in sentence(told)
        assert told.out == ""
    if harm is cut:
        with Terminal([EXECUTABLE, "--offline"], program.environment({})) as desk:
            assert desk.wait_until_ended(30) == 5
            assert words in desk.text
    assert program.database.read_bytes() == before


def test_an_empty_file_becomes_a_database_where_something_is_stored(program: Program) -> None:
    program.database.write_bytes(b"")
    assert program.run("poll").code == 0
    assert program.run("articles").code == 0


def test_a_folder_that_cannot_be_made_is_named(program: Program) -> None:
    (program.home / "file").touch()
    told = program.run("--db", program.home / "file" / "s.db", "poll")
    assert told.code == 5
    assert "cannot" in sentence(told)
    assert str(program.home / "file") in told.err


def test_a_missing_folder_is_made_by_what_stores_and_by_nothing_else(program: Program) -> None:
    path = program.home / "a" / "b" / "s.db"
    assert program.run("--db", path, "articles").code == 5
    assert not path.parent.exists()
    assert program.run("--db", path, "poll").code == 0
    assert path.exists()


def test_a_damaged_page_hides_nothing_that_can_be_read(program: Program) -> None:
    program.run("backup")
    spoil(program.database, "articles")
    told = program.run("articles")
    assert told.code == 5
    assert "standpoint restore" in sentence(told)
    assert program.run("feeds", "list").code == 0
    doctor = program.run("doctor")
    assert doctor.code == 5
    assert f"standpoint restore {program.home}/backups/s-" in doctor.out
    [line] = program.run("restore").out.splitlines()
    assert program.run("restore", "--yes", line.split()[-1]).code == 0
    assert "Title of one" in program.run("articles").out


def test_the_desk_on_a_damaged_page_says_so_and_ends_as_it_should(program: Program) -> None:
    spoil(program.database, "articles")
    with Terminal([EXECUTABLE, "--offline"], program.environment({})) as desk:
        desk.wait_for("is damaged")
        desk.press("q")
        assert desk.wait_until_ended(30) in {0, 5}
        assert "Traceback" not in desk.text


def test_a_log_cut_short_costs_what_was_in_it_and_no_more(program: Program) -> None:
    """Only a power cut takes part of the log: what the file holds stays, and whole transactions before the cut."""
    code = (
        "import os, sys; from pathlib import Path; from store.library import Library\n"
        "from tests.support.memory import Hands, arrival, poll\n"
        "library = Library.open(Path(sys.argv[1]), clock=Hands())\n"
        "for n in range(20): poll(library, library.feeds.list()[0], arrival(f'more-{n}'))\n"
        "os._exit(9)\n"
    )
    root = Path(__file__).parents[2]
    python = EXECUTABLE.parent / "python"
    assert subprocess.run([python, "-c", code, program.database], cwd=root, check=False).returncode == 9
    log = program.database.with_name("s.db-wal")
    os.truncate(log, int(log.stat().st_size * 0.7))
    told = program.run("articles", "--json")
    assert told.code == 0
    titles = {line["title"] for line in told.lines}
    assert titles >= {"Title of one"}
    assert len(titles) == len(told.lines)
    polled = program.run("poll")
    assert polled.code == 0
    assert "every page is in order" in polled.err, "the exit was unclean"
    assert "every page is in order" not in program.run("poll").err


def test_damage_after_an_unclean_exit_stops_desk_and_poller_before_they_write(program: Program) -> None:
    start, size = page_of(program.database, "articles")
    process = program.start("poll", "--follow", "--json")
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.wait()
    with closing(sqlite3.connect(program.database)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with program.database.open("r+b") as file:
        file.seek(start)
        file.write(b"\xfe" * size)
    told = program.run("poll")
    assert told.code == 5
    assert "standpoint restore" in sentence(told)
    with Terminal([EXECUTABLE, "--offline"], program.environment({})) as desk:
        assert desk.wait_until_ended(30) == 5
        # Where the terminal breaks lines depends on how long the folder's name is.
        assert "standpoint restore" in desk.text.replace("\n", "")
    assert program.run("feeds", "list").code == 0


def limited(program: Program, most: int, *arguments: str) -> Ended:
    """Run where no file may grow past so many bytes, which is what a full disk does to a file."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = subprocess.run(
        [EXECUTABLE, *arguments],
        capture_output=True, env=program.environment({}), cwd=program.home, preexec_fn=limit, timeout=60, check=False,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_full_disk_is_told_and_takes_nothing(program: Program) -> None:
    big = program.home / "big.txt"
    big.write_text("Rain fell on the hills.\n\n" * 30_000)
    told = limited(program, 500_000, "import", str(big))
    assert told.code in {1, 5}
    assert "room" in sentence(told)
    told = limited(program, 100_000, "backup")
    assert told.code == 5
    assert "room" in sentence(told)
    assert list((program.home / "backups").iterdir()) == []
    assert [line["title"] for line in program.run("articles", "--json").lines] == ["Title of one"]
    assert program.run("import", big).code == 0


def test_what_another_holds_is_named(program: Program) -> None:
    made = program.run("backup", program.home / "copy.db")
    assert made.code == 0
    process = program.start("poll", "--follow", "--json")
    assert process.stdout is not None
    process.stdout.readline()
    told = program.run("poll")
    assert told.code == 4
    assert f"process {process.pid}" in sentence(told)
    told = program.run("restore", "--yes", program.home / "copy.db")
    assert told.code == 4
    assert f"process {process.pid}" in sentence(told)
    assert program.run("articles").code == 0, "readers go on"
    process.terminate()
    assert process.wait(20) == 0
    assert program.run("restore", "--yes", program.home / "copy.db").code == 0


def test_restoring_asks_where_nobody_can_answer_for_a_word(program: Program) -> None:
    program.run("backup", program.home / "copy.db")
    told = program.run("restore", program.home / "copy.db")
    assert told.code == 2
    assert "--yes" in told.err
    told = program.run("restore", "--yes", program.home / "nothing.db")
    assert told.code == 5
    assert "does not exist" in sentence(told)
    told = program.run("restore", "--yes", "--json", program.home / "copy.db")
    assert told.lines[0]["articles"] == 1


def test_a_poll_makes_the_days_backup_and_removes_what_the_settings_ask_for(program: Program, web: Loopback) -> None:
    program.environ["STANDPOINT_RETENTION_POLL_LOG_DAYS"] = "30"
    program.subscribe(web.feed("/a", "Troops for Gaza"))
    told = program.run("poll", "--once")
    [made] = (program.home / "backups").iterdir()
    assert str(made) in told.err
    assert "1 lines of the poll log" in told.err, "that of the fixture is years old"
    assert "backup" not in program.run("poll", "--once", "--all").err
    assert "Removed as too old" in program.run("doctor").out


def test_a_follower_makes_the_days_backup(program: Program) -> None:
    process = program.start("poll", "--follow", "--json")
    for _ in range(200):
        if list(program.home.glob("backups/s-*.db")):
            break
        time.sleep(0.05)
    process.terminate()
    assert process.wait(20) == 0
    assert len(list(program.home.glob("backups/s-*.db"))) == 1
