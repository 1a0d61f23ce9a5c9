"""The real program, headless: what it prints, what it ends with, and what it never does."""

from __future__ import annotations

import csv
import io
import json
import shlex
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.support.loopback import Answer, Loopback
from tests.support.program import EXECUTABLE, Program

TEXT = (
    "Pakistan will send troops to Gaza\n\n"
    "ISLAMABAD: “We are ready to send troops to the International Stabilization Force in Gaza,” Foreign Minister Ishaq "
    "Dar said on Saturday.\n\n“We will not take part in disarming Hamas,” Dar added.\n"
)
RECORD = {
    "id": "r1",
    "url": "https://news.example/1",
    "outlet": "The Example",
    "title": "Pakistan will send troops to Gaza",
    "published": "2025-11-30",
    "text": TEXT,
}
COMMANDS = {
    "articles", "backup", "brief", "changes", "completion", "doctor", "export", "feeds", "import", "matrix", "poll",
    "positions", "restore", "retag", "review", "search", "serve", "statements", "tag", "tell", "views", "watchlist",
}  # fmt: skip


@pytest.fixture
def web(program: Program, web: Loopback) -> Loopback:
    """A web for what is not about reading."""
    program.follow_little()
    return web


@pytest.fixture
def filled(program: Program) -> Program:
    program.take_in(RECORD)
    return program


# --- in general


def test_help_lists_the_commands_and_no_others(program: Program) -> None:
    told = program.run("-h")
    listed = told.out.partition("Commands:\n")[2]
    assert {line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " "} == COMMANDS
    assert told.code == 0
    assert list(program.home.iterdir()) == []


def test_the_version_is_one_line(program: Program) -> None:
    told = program.run_cold("-V")
    assert told.out.startswith("standpoint 0.")
    assert told.code == 0


@pytest.mark.parametrize(
    "words", ["completion bash", "feeds list", "poll", "positions", "retag", "search disarming", "tell list"]
)
def test_it_begins_in_a_new_interpreter_as_in_one_that_is_warm(filled: Program, words: str) -> None:
    """The commands that no page of the documentation runs; those of the pages are run cold as well."""
    warm, cold = filled.run(*words.split()), filled.run_cold(*words.split())
    assert (cold.code, cold.out) == (warm.code, warm.out)
    assert cold.code == 0
    assert "Traceback" not in cold.err


def test_without_a_terminal_there_is_no_desk(program: Program) -> None:
    told = program.run()
    assert told.code == 2
    assert told.out == ""
    assert "terminal" in told.err
    assert not program.database.exists()


@pytest.mark.parametrize("command", [["articles"], ["search", "x"], ["feeds", "list"]])
def test_without_a_database_lists_end_with_5_and_create_none(program: Program, command: list[str]) -> None:
    told = program.run(*command)
    assert told.code == 5
    assert str(program.database) in told.err
    assert "Traceback" not in told.err
    assert not program.database.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"no database at all, but long enough to look at\n" * 30, 5), (b"SQLite format 3\0" + b"\xff" * 4096, 5)],
)
def test_a_foreign_or_damaged_file_is_refused_and_left_alone(program: Program, content: bytes, code: int) -> None:
    program.database.write_bytes(content)
    for command in (["articles"], ["import", "--seeds"]):
        told = program.run(*command)
        assert (told.code, told.out) == (code, "")
        assert "Traceback" not in told.err
    assert program.database.read_bytes() == content


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["articles", "--since", "soon"],
        ["articles", "--json", "--csv"],
        ["import"],
        ["poll", "--once", "--follow"],
        ["feeds", "list", "--nope"],
    ],
)
def test_usage_errors_end_with_2(program: Program, arguments: list[str]) -> None:
    told = program.run(*arguments)
    assert told.code == 2
    assert told.out == ""
    assert told.err.startswith("Usage:")


def test_a_broken_setting_ends_with_3_and_says_where(program: Program) -> None:
    config = program.home / "settings.toml"
    config.write_text("[network]\nper_host = 'many'\n")
    told = program.run("--config", config, "articles")
    assert told.code == 3
    assert told.err.startswith(f"{config}:2: ")
    assert len(told.err.splitlines()) == 1


def test_a_settings_file_that_is_named_must_be_there(program: Program) -> None:
    told = program.run("--config", "missing.toml", "articles")
    assert (told.code, told.err) == (3, "missing.toml does not exist. Name another settings file with --config.\n")


@pytest.mark.parametrize(
    ("closed", "code"), [("<&-", 0), (">&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 0)], ids=["in", "out", "err", "all"]
)
def test_a_stream_that_is_closed_is_one_that_holds_nothing(program: Program, closed: str, code: int) -> None:
    words = shlex.join([str(EXECUTABLE), "watchlist", "path"])
    done = subprocess.run(
        ["sh", "-c", f"{words} {closed}"], env=program.environment(), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (code, b"")


def test_an_odd_setting_is_a_warning(filled: Program) -> None:
    config = filled.home / "settings.toml"
    config.write_text("[network]\nper_hots = 3\n")
    told = filled.run("--config", config, "articles", "--json")
    assert told.code == 0
    assert "did you mean per_host?" in told.err
    assert len(told.lines) == 1


def test_a_reader_that_has_gone_is_no_drama(program: Program) -> None:
    lines = [json.dumps({**RECORD, "id": f"r{number}"}) for number in range(400)]
    process = program.start("tag", "-", "--json")
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdin.write((lines[0] + "\n").encode())
    process.stdin.flush()
    assert process.stdout.readline().startswith(b"{")
    process.stdout.close()
    try:
        process.stdin.write(("\n".join(lines[1:]) + "\n").encode())
        process.stdin.close()
    except BrokenPipeError:
        pass
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(30) == 141


def test_ctrl_c_ends_with_130_and_without_a_trace(program: Program) -> None:
    process = program.start("tag", "-", "--json")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write((json.dumps(RECORD) + "\n").encode())
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()


def test_completion_is_a_script(program: Program) -> None:
    told = program.run("completion", "bash")
    assert told.code == 0
    subprocess.run(["bash", "-n"], input=told.out.encode(), check=True)
    offered = program.run(
        extra={"_STANDPOINT_COMPLETE": "bash_complete", "COMP_WORDS": "standpoint wat", "COMP_CWORD": "1"}
    )
    assert "watchlist" in offered.out


# --- tag and watchlist


def test_tag_reads_lines_as_they_come_and_touches_no_database(program: Program) -> None:
    process = program.start("tag", "-", "--json")
    assert process.stdin is not None
    assert process.stdout is not None
    for number in range(2):
        process.stdin.write((json.dumps({**RECORD, "id": f"r{number}"}) + "\n").encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == f"r{number}"
    process.stdin.close()
    assert process.wait(30) == 0
    assert not program.database.exists()


def test_tag_has_the_promised_fields_and_offsets(program: Program) -> None:
    odd = "\ufeff\r\n" + TEXT.replace("\n", "\r\n") + "İ🕊\u202e"
    told = program.run("tag", "--json", "-", stdin=json.dumps({**RECORD, "text": odd}).encode())
    (line,) = told.lines
    assert {"id", "title", "published", "topics", "on_story", "actors", "statements"} <= line.keys()
    assert (line["id"], line["published"], line["on_story"]) == ("r1", "2025-11-30", True)
    assert "ishaq-dar" in line["actors"]
    assert line["statements"]
    for statement in line["statements"]:
        assert {"kind", "cue", "speaker", "unnamed", "principal", "said_on", "positions"} <= statement.keys()
        assert odd[statement["start"] : statement["end"]] == statement["text"]
        if statement["speaker_start"] is not None:
            assert odd[statement["speaker_start"] : statement["speaker_end"]] == statement["speaker_text"]
        for position in statement["positions"]:
            assert {"issue", "stance", "confidence", "rule", "condition"} <= position.keys()
    assert {"ishaq-dar"} == {one["speaker"] for one in line["statements"]}


def test_offsets_are_those_of_the_text_as_given(program: Program) -> None:
    head = "Talks on troops for Gaza\n\nForeign Minister Ishaq Dar said Pakistan backs the ceasefire in Gaza.\n\n"
    words = "“It is not our job,” Dar said, “to disarm Hamas in Gaza.”\n"
    plain = head + words
    given = {
        "plain": plain,
        "crlf": plain.replace("\n", "\r\n"),
        "bom": "\ufeff" + plain,
        "nul": plain.replace("Dar", "D\0ar").replace("dis", "dis\xad"),
        "astral": plain.replace("“It", "😀 “It 😀"),
        "marks": plain.replace("Dar", "\u200fDar\u200e").replace("Hamas", "\u202eHa\u200bmas\u202c"),
        "escapes": plain.replace("Dar", "\x1b]8;;http://x\x07Dar\x1b]8;;\x07").replace("job", "\x9b31mjob"),
        "tabs": plain.replace(" ", "\t"),
    }
    lines = "\n".join(json.dumps({"id": key, "title": "T", "text": text}) for key, text in given.items())
    told = program.run("tag", "-", "--json", stdin=lines.encode())
    assert [line["id"] for line in told.lines] == list(given)
    for line in told.lines:
        text = given[line["id"]]
        found = line["statements"]
        assert [one["speaker"] for one in found] == ["ishaq-dar", "ishaq-dar"], line["id"]
        assert ["disarm-hamas", "oppose"] in [[p["issue"], p["stance"]] for p in found[1]["positions"]], line["id"]
        for one in found:
            assert one["text"] == text[one["start"] : one["end"]]
            assert one["speaker_text"] == text[one["speaker_start"] : one["speaker_end"]]
        cut = found[1]["spans"]
        assert (cut[0][0], cut[-1][1]) == (found[1]["start"], found[1]["end"])
        assert [text[start] + text[end - 1] for start, end in cut] == ["“”", "“”"], line["id"]


def test_tag_names_what_it_cannot_read_and_goes_on(program: Program) -> None:
    path = program.home / "many.jsonl"
    path.write_text("no json\n" + json.dumps(RECORD) + "\n")
    told = program.run("tag", "--json", "missing.txt", path)
    assert told.code == 1
    assert [line["id"] for line in told.lines] == ["r1"]
    assert "missing.txt" in told.err
    assert f"{path}:1" in told.err


def test_the_watchlist_shows_its_actors(program: Program) -> None:
    (shape,) = program.run("watchlist", "show", "--json").lines
    actors = {actor["id"]: actor for actor in shape["actors"]}
    assert actors["ishaq-dar"]["principal"] == "pakistan"
    assert {"id", "name", "kind", "principal", "aliases"} <= actors["pakistan"].keys()
    assert {topic["id"] for topic in shape["topics"]} == {"gaza", "isf"}
    assert "disarm-hamas" in {issue["id"] for issue in shape["issues"]}


def test_a_broken_watchlist_ends_with_3_wherever_it_is_used(program: Program) -> None:
    path = program.home / "mine.toml"
    path.write_text("[story]\nid = 'x'\nnaem = 'y'\n")
    for command in (["watchlist", "check", path], ["--watchlist", path, "watchlist", "show"]):
        told = program.run(*command)
        assert told.code == 3
        assert f"{path}:" in told.err
        assert "Traceback" not in told.err


def test_the_packaged_watchlist_is_in_order_and_can_be_located(program: Program) -> None:
    assert program.run("watchlist", "check").code == 0
    assert Path(program.run("watchlist", "path").out.strip()).is_file()


# --- import and lists


def test_what_is_imported_can_be_listed_and_found(filled: Program) -> None:
    (article,) = filled.run("articles", "--json").lines
    assert (article["external_id"], article["outlet"], article["url"]) == ("r1", "The Example", RECORD["url"])
    assert article["published"].startswith("2025-11-30")
    assert article["body_source"] == "import"
    statements = filled.run("statements", "--json", "--actor", "ishaq").lines
    assert {one["speaker"] for one in statements} == {"ishaq-dar"}
    assert all(one["article"] == article["id"] and one["url"] == RECORD["url"] for one in statements)
    found = filled.run("search", "--json", "disarming").lines
    assert {one["type"] for one in found} == {"article", "statement"}
    positions = filled.run("positions", "--json", "--principal", "pakistan", "--issue", "disarm").lines
    assert {(one["issue"], one["stance"]) for one in positions} == {("disarm-hamas", "oppose")}
    assert all(one["statement"]["id"] in {each["id"] for each in statements} for one in positions)
    states = filled.run("matrix", "--json").lines
    assert ("pakistan", "disarm-hamas", "oppose") in {(one["principal"], one["issue"], one["stance"]) for one in states}
    assert filled.run("changes", "--json").lines == [[]]


def test_a_query_narrows_every_list_and_an_error_points_at_the_place(filled: Program) -> None:
    found = filled.run("statements", "--json", "actor:dar", "issue:disarm", "stance:oppose", "-ceasefire").lines
    assert found
    assert all(any(each["stance"] == "oppose" for each in one["positions"]) for one in found)
    whole = filled.run("statements", "--json", 'actor:dar "disarming Hamas" --').lines
    apart = filled.run("statements", "--json", "actor:dar", "disarming Hamas").lines
    assert whole == apart
    assert filled.run("search", "--json", "disarming", "-hamas").lines == []
    assert filled.run("positions", "--json", "--actor", "dar", "-stance:oppose", "issue:disarm").lines == []
    refused = filled.run("changes", "actor:dar", "isue:disarm")
    assert (refused.code, refused.out) == (2, "")
    assert "Did you mean issue: or is:?\n  actor:dar isue:disarm\n            ^^^^\n" in refused.err


def test_lists_and_the_day_s_page_are_written_to_files(filled: Program) -> None:
    target = filled.home / "dar.csv"
    done = filled.run("export", "actor:dar", "--format", "csv", "-o", target)
    assert (done.code, done.out) == (0, "")
    assert f"Written to {target}." in done.err
    rows = list(csv.DictReader(io.StringIO(target.read_text())))
    assert {row["speaker"] for row in rows} == {"ishaq-dar"}
    again = filled.run("export", "actor:dar", "--format", "csv", "-o", target)
    assert again.code == 1
    assert "is there already" in again.err
    assert filled.run("export", "--what", "articles", "--format", "json", "-o", target, "--force").code == 0
    assert json.loads(target.read_text())[0]["outlet"] == "The Example"
    page = filled.run("brief", "issue:disarm", "--since", "7d")
    assert page.out.index("## Changed positions") < page.out.index("## Sources")
    assert "disarm-hamas: **oppose**" in page.out
    assert filled.run("brief", "--since", "soon").code == 2


def test_a_view_is_kept_and_stands_in_queries(filled: Program) -> None:
    saved = filled.run("views", "save", "dar on arms", "actor:dar", "issue:disarm")
    assert "actor:ishaq-dar issue:disarm-hamas" in saved.err
    assert filled.run("views", "list", "--json").lines == [
        {"name": "dar on arms", "query": "actor:ishaq-dar issue:disarm-hamas"}
    ]
    assert filled.run("statements", "--json", '@"dar on arms"').lines
    assert filled.run("views", "remove", "dar on arms").code == 0
    assert filled.run("statements", "@dar").code == 2


def test_a_second_import_is_the_same(filled: Program) -> None:
    again = filled.run("import", "one.jsonl", "--json")
    assert [line["result"] for line in again.lines] == ["same"]
    assert len(filled.run("articles", "--json").lines) == 1


def test_days_and_limits_narrow_lists(filled: Program) -> None:
    assert filled.run("articles", "--json", "--since", "2025-12-01").lines == []
    assert filled.run("articles", "--json", "--until", "2025-11-29").lines == []
    assert len(filled.run("articles", "--json", "--since", "2025-11-30", "--until", "2025-11-30").lines) == 1
    assert len(filled.run("statements", "--json", "--limit", "1").lines) == 1


@pytest.mark.parametrize(
    ("option", "typed", "nearest"),
    [
        ("--actor", "ishaq darr", "ishaq-dar"),
        ("--issue", "disarm-hamass", "disarm-hamas"),
        ("--principal", "pakistn", "pakistan"),
    ],
)
def test_an_unknown_name_is_a_usage_error_with_the_nearest(
    filled: Program, option: str, typed: str, nearest: str
) -> None:
    told = filled.run("statements", option, typed)
    assert told.code == 2
    assert nearest in told.err


def test_an_alias_will_do(filled: Program) -> None:
    assert filled.run("statements", "--json", "--actor", "Islamabad").lines


def test_files_that_cannot_be_read_are_named_and_the_others_stored(program: Program) -> None:
    (program.home / "good.txt").write_text(TEXT)
    (program.home / "bad.bin").write_bytes(b"\x00\x01")
    told = program.run(
        "import", "good.txt", "bad.bin", "missing.txt", "--outlet", "O", "--published", "2025-11-30", "--json"
    )
    assert told.code == 1
    assert sorted(line["result"] for line in told.lines) == ["new", "unreadable", "unreadable"]
    again = program.run("import", "good.txt", "missing.txt")
    assert (again.code, len(again.out.splitlines())) == (1, 1)
    assert again.err.startswith("missing.txt: ")
    (article,) = program.run("articles", "--json").lines
    assert (article["outlet"], article["published"][:10]) == ("O", "2025-11-30")


def test_tables_and_csv_are_harmless(program: Program) -> None:
    hostile = {**RECORD, "title": '=HYPERLINK("x")\x1b]52;c;eA==\x07[@click=app.quit]\u202e', "outlet": "@SUM(A1)"}
    (program.home / "hostile.jsonl").write_text(json.dumps(hostile) + "\n")
    program.run("import", "hostile.jsonl")
    told = program.run("articles", "--csv")
    (row,) = csv.DictReader(io.StringIO(told.out))
    assert row["title"].startswith("'=")
    assert row["outlet"] == "'@SUM(A1)"
    for command in (["articles"], ["articles", "--json"], ["statements"], ["positions", "--csv"]):
        told = program.run(*command)
        assert not {"\x1b", "\x07", "\u202e"} & set(told.out)
        assert told.out


def test_retag_reads_again_after_the_watchlist_changed(filled: Program) -> None:
    packaged = Path(filled.run("watchlist", "path").out.strip())
    mine = filled.home / "mine.toml"
    mine.write_bytes(packaged.read_bytes() + b"\n# mine\n")
    assert "1 article " in filled.run("--watchlist", mine, "retag").err
    assert "0 articles" in filled.run("--watchlist", mine, "retag").err


def test_the_doctor_finds_a_healthy_house_healthy_and_a_sick_one_sick(filled: Program) -> None:
    told = filled.run("doctor", "--json")
    assert told.code == 0
    assert {"settings", "watchlist", "log"} <= {line["what"] for line in told.lines}
    (filled.home / "bad.toml").write_text("[network]\nper_host = -1\n")
    told = filled.run("--config", "bad.toml", "doctor", "--json")
    assert told.code == 3
    assert [line["what"] for line in told.lines if line["level"] == "error"] == ["settings"]
    filled.database.write_bytes(b"text\n" * 2000)
    told = filled.run("doctor")
    assert told.code == 5
    assert "Traceback" not in told.err


def test_the_seed_originals_are_known_by_their_bytes(program: Program, shared: Path) -> None:
    originals = sorted((shared / "seeds").glob("*.txt"))
    told = program.run("import", *originals, "--json")
    assert [line["result"] for line in told.lines] == ["new"] * 5
    dates = {one["title"]: (one["published"][:10], one["outlet"]) for one in program.run("articles", "--json").lines}
    assert dates["Pakistan still deciding on sending troops to the Gaza peace force"] == (
        "2025-10-28",
        "Opinions Network",
    )
    assert len(dates) == 5


def test_the_seed_originals_take_their_digests_places(program: Program, shared: Path) -> None:
    assert program.run("import", "--seeds").code == 0
    before = {one["id"]: one for one in program.run("articles", "--json").lines}
    assert {one["body_source"] for one in before.values()} == {"digest"}
    told = program.run("import", *sorted((shared / "seeds").glob("*.txt")), "--json")
    assert [line["result"] for line in told.lines] == ["replaced digest"] * 5
    after = {one["id"]: one for one in program.run("articles", "--json").lines}
    assert {one["body_source"] for one in after.values()} == {"import"}
    assert {key: (one["title"], one["published"]) for key, one in after.items()} == {
        key: (one["title"], one["published"]) for key, one in before.items()
    }


# --- feeds and poll


def test_feeds_are_added_polled_once_and_not_again(program: Program, web: Loopback) -> None:
    url = web.feed("/a.xml", "One", "Two")
    assert program.run("feeds", "add", url).code == 0
    (first,) = program.run("poll", "--once", "--json").lines
    assert (first["status"], first["http"], first["entries"], first["new"]) == ("ok", 200, 2, 2)
    assert first.keys() == {
        "feed", "url", "status", "http", "entries", "new", "changed", "error", "next_due", "seconds",
    }  # fmt: skip
    assert program.run("poll", "--once", "--json").lines == []
    (second,) = program.run("poll", "--once", "--all", "--json").lines
    assert (second["status"], second["http"], second["new"]) == ("unchanged", 304, 0)
    (listed,) = program.run("feeds", "list", "--json").lines
    assert (listed["url"], listed["state"], listed["etag"], listed["articles"]) == (url, "active", '"v1"', 2)
    assert sorted(one["title"] for one in program.run("articles", "--json").lines) == ["One", "Two"]


def test_a_failing_feed_ends_with_6_and_harms_no_other(program: Program, web: Loopback) -> None:
    program.subscribe(web.feed("/a.xml", "One"), web.url("/missing.xml"))
    told = program.run("poll", "--once", "--json")
    assert told.code == 6
    assert {line["status"] for line in told.lines} == {"ok", "failed"}
    assert program.run("poll", "--feed", "1").code == 0
    assert program.run("poll", "--feed", "77").code == 1


def test_loopback_is_refused_unless_the_settings_name_it(program: Program, server: Loopback) -> None:
    told = program.run("feeds", "add", server.feed("/a.xml", "One"))
    polled = program.run("poll", "--once", "--json")
    assert server.requests == []
    assert told.code == 1 or polled.code == 6


def test_a_paused_feed_rests(program: Program, web: Loopback) -> None:
    url = web.feed("/a.xml", "One")
    program.subscribe(url)
    assert program.run("feeds", "pause", "1").code == 0
    assert program.run("poll", "--all", "--json").lines == []
    assert program.run("feeds", "resume", url).code == 0
    assert len(program.run("poll", "--json").lines) == 1
    assert program.run("feeds", "remove", "1").code == 0
    assert program.run("feeds", "list", "--json").lines == []
    assert len(program.run("articles", "--json").lines) == 1


def test_subscriptions_travel_as_opml(program: Program, web: Loopback) -> None:
    program.subscribe(web.feed("/a.xml", "One"), web.feed("/b.xml", "Two"))
    exported = program.run("feeds", "export")
    (program.home / "feeds.opml").write_text(exported.out)
    told = program.run("--db", "other.db", "feeds", "import", "feeds.opml")
    assert told.code == 0
    urls = {one["url"] for one in program.run("--db", "other.db", "feeds", "list", "--json").lines}
    assert urls == {web.url("/a.xml"), web.url("/b.xml")}
    program.run("--db", "other.db", "feeds", "import", "feeds.opml")
    assert len(program.run("--db", "other.db", "feeds", "list", "--json").lines) == 2


def test_secrets_in_addresses_are_never_told(program: Program, web: Loopback) -> None:
    web.feed("/a.xml", "One")
    url = f"http://reader:canary-1@{web.host}/a.xml?token=canary-2"
    bad = f"http://reader:canary-1@{web.host}/missing.xml?token=canary-2"
    ended = [
        program.run("feeds", "add", url, bad),
        program.run("poll", "--json"),
        program.run("poll", "--all"),
        program.run("feeds", "list"),
        program.run("feeds", "list", "--json"),
        program.run("feeds", "export"),
        program.run("feeds", "add", url),
        program.run("articles", "--json"),
        program.run("doctor"),
    ]
    assert any(path.endswith("token=canary-2") for path, _ in web.requests)
    told = "".join(one.out + one.err for one in ended)
    told += "".join(path.read_text() for path in program.home.rglob("*.log"))
    assert "canary" not in told


def test_a_follower_reads_again_what_another_watchlist_has_read(filled: Program) -> None:
    packaged = Path(filled.run("watchlist", "path").out.strip())
    mine = filled.home / "mine.toml"
    mine.write_bytes(packaged.read_bytes() + b"\n# mine\n")
    before = filled.run("statements", "--json").lines
    follower = filled.start("--watchlist", mine, "poll", "--follow", "--json")
    log = filled.home / ".local" / "state" / "standpoint" / "standpoint.log"
    for _ in range(300):
        if log.exists() and "1 articles tagged anew" in log.read_text():
            break
        time.sleep(0.1)
    else:
        pytest.fail(f"It was never read again: {log.read_text()}")
    follower.terminate()
    assert follower.wait(30) == 0
    assert "0 articles" in filled.run("--watchlist", mine, "retag").err
    assert [one["text"] for one in filled.run("statements", "--json").lines] == [one["text"] for one in before]


def test_one_poller_a_database(program: Program, web: Loopback) -> None:
    program.subscribe(web.feed("/a.xml", "One"))
    follower = program.start("poll", "--follow", "--json", "--until-eof")
    assert follower.stdin is not None
    assert follower.stdout is not None
    events = []
    while not events or events[-1].get("event") != "idle":
        events.append(json.loads(follower.stdout.readline()))
    assert {"event": "round", "due": 1} in events
    assert [event["new"] for event in events if "feed" in event] == [1]
    second = program.run("poll", "--once")
    assert second.code == 4
    assert str(follower.pid) in second.err
    follower.stdin.close()
    assert follower.wait(30) == 0
    assert program.run("poll", "--once").code == 0


@pytest.mark.parametrize("signalled", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_follower_ends_when_it_is_told_to(program: Program, signalled: signal.Signals) -> None:
    follower = program.start("poll", "--follow", "--json")
    assert follower.stdout is not None
    assert json.loads(follower.stdout.readline())["event"] == "idle"
    follower.send_signal(signalled)
    assert follower.wait(30) == 0
    assert follower.stderr is not None
    assert b"Traceback" not in follower.stderr.read()


def test_ctrl_c_in_the_middle_of_a_poll_keeps_what_was_told(program: Program, web: Loopback) -> None:
    hanging, released = threading.Event(), threading.Event()

    def hang(headers: dict[str, str]) -> Answer:
        hanging.set()
        released.wait(30)
        return 200, {}, b""

    web.pages["/slow.xml"] = hang
    program.environ["STANDPOINT_NETWORK_PER_HOST"] = "2"
    program.subscribe(web.feed("/a.xml", "One"), web.url("/slow.xml"))
    process = program.start("poll", "--once", "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    assert json.loads(process.stdout.readline())["new"] == 1
    assert hanging.wait(30)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    released.set()
    assert process.stderr.read().strip() == b""
    assert [one["title"] for one in program.run("articles", "--json").lines] == ["One"]


def test_offline_nothing_is_polled(program: Program, web: Loopback) -> None:
    program.subscribe(web.feed("/a.xml", "One"))
    asked = len(web.requests)
    told = program.run("--offline", "poll", "--all")
    assert told.code == 1
    assert "--offline" in told.err
    assert len(web.requests) == asked


def test_the_executable_is_the_installed_one() -> None:
    assert EXECUTABLE.is_file()
