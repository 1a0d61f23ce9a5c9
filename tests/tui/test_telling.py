"""Rules, what they find, and the bundle that is made of it; on a real library with the tagger's own ledger."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.library import Library
from store.model.articles import Document
from store.model.rows import Query
from store.model.telling import Telling
from store.model.words import Stance
from tests.support.memory import Hands, arrival, opened, poll, position, reading, statement
from tui.errors import SettingsError
from tui.settings import Tell, load
from tui.settings_file import SettingsFile
from tui.telling import hook
from tui.telling.rules import Quiet, Rules, TellRule, hours
from tui.telling.teller import Teller
from tui.telling.terminal import osc9
from tui.wiring import Choices, Wiring

CHANGED = TellRule("pak", "principal:pakistan is:changed")


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def library(tmp_path: Path, clock: Hands) -> Iterator[Library]:
    with opened(tmp_path, clock) as library:
        yield library


def teller(library: Library, *rules: TellRule, **settings: Any) -> Teller:
    wiring = Wiring(Choices(), {}, clock=library.clock)
    settled = lambda: wiring.settle(library)  # noqa: E731
    return Teller(library, lambda: Tell(rule=rules, **settings), library.clock, {"PATH": "/bin"}, dict, settled)


def bring(library: Library, guid: str, stance: Stance, said: date, *, actor: str = "ishaq-dar", more: str = "") -> None:
    """A feed brings an article in which somebody takes a stance on sending troops."""
    words = f"“What we say of troops on {said} in {guid} is {stance.value}{more},”"
    text = f"{words} the minister said."
    one = statement(text, words, actor=actor, said_on=said, positions=(position("isf-troops", stance, 0.95),))
    feed = library.feeds.add(f"https://{guid}.example/feed")
    poll(library, feed, arrival(guid, text, found=reading(one), outlet=guid), at=library.clock())


def a_change(library: Library) -> None:
    bring(library, "geo", Stance.OPPOSE, date(2025, 11, 1))
    bring(library, "dawn", Stance.SUPPORT, date(2025, 11, 29))


def told(telling: Telling | None) -> Telling:
    assert telling is not None
    return telling


def test_a_change_is_told_once(library: Library) -> None:
    one = teller(library, CHANGED)
    bring(library, "geo", Stance.OPPOSE, date(2025, 11, 1))
    assert one.look() is None
    bring(library, "dawn", Stance.SUPPORT, date(2025, 11, 29))
    found = told(one.look())
    assert found.words == "Pakistan · isf-troops: oppose → support (2025-11-29)"
    assert (found.count, found.rules, found.ways) == (1, ("pak",), ("desk",))
    assert one.look() is None
    bring(library, "arab", Stance.SUPPORT, date(2025, 11, 29), more=" again")
    assert one.look() is None, "a confirmation is no other change"
    assert teller(library, CHANGED).look() is None, "nor for another process"


def test_many_are_one_bundle(library: Library) -> None:
    said = TellRule("said", "issue:isf-troops", "statements")
    stories = TellRule("stories", "outlet:dawn", "stories")
    a_change(library)
    found = told(teller(library, CHANGED, said, stories).look())
    assert found.words.startswith("1 change, 2 statements, 1 story. Pakistan · isf-troops: oppose → support")
    assert found.count == len(found.lines) == 4


def test_the_same_words_elsewhere_are_told_once(library: Library) -> None:
    one = teller(library, TellRule("said", "issue:isf-troops", "statements"))
    words = "“We are ready to send our troops to Gaza,”"
    for outlet in ("dawn", "geo", "arab"):
        text = f"{words} the minister told {outlet}."
        said = statement(text, words, said_on=date(2025, 11, 29))
        feed = library.feeds.add(f"https://{outlet}.example/feed")
        poll(library, feed, arrival(outlet, text, found=reading(said), outlet=outlet))
        found = one.look()
        assert (found is not None) == (outlet == "dawn")


def test_a_rejected_position_makes_no_change_and_no_statement_told(library: Library) -> None:
    a_change(library)
    ((row, wrong),) = library.statements.positions(Query(stance=Stance.SUPPORT))
    assert row.outlet == "dawn"
    library.ledger.review(wrong.id, "rejected")
    said = TellRule("said", "actor:ishaq-dar", "statements")
    found = told(teller(library, CHANGED, said).look())
    assert [line.count("oppose") for line in found.lines] == [2]


def test_imports_are_told_by_their_number_where_they_are_many(library: Library, clock: Hands) -> None:
    one = teller(library, TellRule("all", ""), bell=True)
    bring(library, "geo", Stance.OPPOSE, date(2025, 1, 1))
    assert one.look() is None
    clock.forward(minutes=1)
    for month in range(2, 9):
        stance = Stance.SUPPORT if month % 2 == 0 else Stance.OPPOSE
        words = f"“What we say in month {month} is {stance.value},”"
        text = f"{words} the minister said."
        read = reading(
            statement(text, words, said_on=date(2025, month, 1), positions=(position("isf-troops", stance, 0.95),))
        )
        library.articles.put(Document(text=text, title=f"Month {month}", outlet=f"o{month}"), read)
    found = told(one.look())
    assert found.count == 0
    assert found.ways == ("desk",)
    assert re.match(r"[5-9] changes by importing, reading again or verdicts, not told one by one", found.words)
    assert one.look() is None


def test_in_quiet_hours_everything_waits_and_comes_as_one(library: Library, clock: Hands) -> None:
    night = clock.now.astimezone()
    quiet = f"{night - timedelta(hours=1):%H:%M}-{night + timedelta(hours=1):%H:%M}"
    one = teller(library, CHANGED, TellRule("said", "", "statements"), quiet=quiet)
    bring(library, "geo", Stance.OPPOSE, date(2025, 11, 1))
    assert one.look() is None
    bring(library, "dawn", Stance.SUPPORT, date(2025, 11, 29))
    assert one.look() is None
    clock.forward(hours=2)
    assert told(one.look()).count == 3


def test_a_rule_that_is_not_understood_silences_no_other(library: Library) -> None:
    a_change(library)
    found = told(teller(library, TellRule("bad", "actor:nobody-at-all"), CHANGED).look())
    assert found.rules == ("pak",)


def test_the_command_gets_the_fields_of_the_lists(library: Library, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    script = tmp_path / "hook.py"
    script.write_text(f"import sys, pathlib\npathlib.Path({str(kept)!r}).write_bytes(sys.stdin.buffer.read())\n")
    a_change(library)
    one = teller(library, CHANGED, command=(sys.executable, str(script)), desk=False)
    found = told(one.look())
    assert found.ways == ("command",)
    assert library.tellings.claim() == ()
    assert one.deliver() == []
    given = json.loads(kept.read_text("utf-8"))
    (change,) = given["changes"]
    assert (given["telling"], given["count"], given["left_out"], given["apart"]) == (found.id, 1, 0, 0)
    assert (change["principal"], change["to_stance"], change["told_by"]) == ("pakistan", "support", ["pak"])
    assert {each["side"] for each in change["evidence"]} == {"before", "after"}
    kept.unlink()
    assert one.deliver() == []
    assert not kept.exists()


# --- the user's command


def run(code: str, body: str = "{}", seconds: float = 20, **environ: str) -> str:
    return hook.run((sys.executable, "-c", code), body, environ, seconds)


def test_a_command_sees_little_of_the_environment(tmp_path: Path) -> None:
    kept = tmp_path / "env"
    code = f"import os, json; open({str(kept)!r}, 'w').write(json.dumps(dict(os.environ)))"
    assert run(code, PATH="/bin", HOME="/h", LC_ALL="C.UTF-8", STANDPOINT_NETWORK_CONTACT="x", SECRET_TOKEN="y") == ""
    assert set(json.loads(kept.read_text())) - {"LC_CTYPE", "__CF_USER_TEXT_ENCODING"} == {"PATH", "HOME", "LC_ALL"}


def test_a_command_that_goes_wrong_is_told_of() -> None:
    assert run("import sys; sys.exit(3)").endswith("ended with 3.")
    told = run("import sys; sys.stderr.write('it\\x1b[31m failed\\n'); sys.exit(3)")
    assert told.endswith("ended with 3: it failed")
    assert "could not be started" in hook.run(("/no/such/program",), "{}", {}, 5)


def test_a_command_that_does_not_read_or_end_is_killed(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = (
        "import subprocess, sys, time\n"
        f"one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(pid)!r}, 'w').write(str(one.pid))\n"
        "time.sleep(600)"
    )
    assert run(code, body="x" * 1_000_000, seconds=3).endswith("was killed after 3 seconds.")
    stat = Path(f"/proc/{pid.read_text()}/stat")
    until = time.monotonic() + 10
    while stat.exists() and stat.read_text().split()[2] != "Z" and time.monotonic() < until:
        time.sleep(0.05)
    assert not stat.exists() or stat.read_text().split()[2] == "Z"


# --- the terminal


@given(st.text())
def test_no_words_end_the_sequence_early(words: str) -> None:
    sequence = osc9(words, {})
    assert sequence.startswith("\x1b]9;Standpoint: ")
    assert not re.search("[\x00-\x1f\x7f-\x9f]", sequence[4:-1])
    assert sequence[-1] == "\x07"
    wrapped = osc9(words, {"TMUX": "/tmp/tmux-0/default,1,0"})
    assert wrapped == f"\x1bPtmux;\x1b{sequence}\x1b\\"


# --- the settings


def test_rules_are_read_from_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        '[tell]\nbell = true\ncommand = ["/bin/cat"]\nquiet = "22:00-07:00"\n\n'
        '[[tell.rule]]\nname = "IDF"\nquery = "actor:idf"\nof = "statements"\nby = ["command", "desk"]\n\n'
        '[[tell.rule]]\nname = "all"\n'
    )
    told = load(path, {}).tell
    assert told.rule == (TellRule("IDF", "actor:idf", "statements", ("desk", "command")), TellRule("all", ""))
    assert (told.bell, told.command, told.quiet) == (True, ("/bin/cat",), "22:00-07:00")


@pytest.mark.parametrize(
    "rule",
    [
        'query = "x"',
        'name = ""',
        'name = "a"\nof = "feeds"',
        'name = "a"\nby = ["mail"]',
        'name = "a"\nby = []',
        'name = "a"\nquery = 3',
        'name = "a"\nwhen = "now"',
        'name = "a"\n[[tell.rule]]\nname = "A"',
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_its_line(tmp_path: Path, rule: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"[tell]\ndesk = true\n\n[[tell.rule]]\n{rule}\n")
    with pytest.raises(SettingsError, match=r"settings.toml:4: tell.rule must be "):
        load(path, {})


@pytest.mark.parametrize("text", ["25:00-07:00", "22-7", "22:00", "always"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="22:00-07:00"):
        Quiet().from_toml(text)


@pytest.mark.parametrize(
    ("text", "hour", "quiet"),
    [("22:00-07:00", 23, True), ("22:00-07:00", 3, True), ("22:00-07:00", 7, False), ("09:00-17:00", 12, True),
     ("09:00-17:00", 8, False), ("09:00-09:00", 9, False)],
)  # fmt: skip
def test_hours_may_go_over_midnight(text: str, hour: int, *, quiet: bool) -> None:
    found = hours(text)
    assert found is not None
    local = datetime.now(UTC).astimezone().replace(hour=hour, minute=0, second=0)
    assert found.hold(local) is quiet


def test_rules_are_written_beside_what_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("# mine\n[tell]\nbell = true # loud\n")
    file = SettingsFile(Wiring(Choices(config=path), {}))
    one, two = TellRule("a", "is:changed"), TellRule("b", 'outlet:"Al Jazeera"', "stories", ("bell",))
    assert file.put_rule(one) is None
    assert file.put_rule(two) is None
    assert file.put_rule(one._replace(query="is:possible")) == one
    assert load(path, {}).tell.rule == (two, one._replace(query="is:possible"))
    assert file.drop_rule("B") == two
    assert file.drop_rule("b") is None
    text = path.read_text()
    assert "# mine" in text
    assert "# loud" in text
    assert load(path, {}).tell == Tell(bell=True, rule=(one._replace(query="is:possible"),))
    with pytest.raises(ValueError, match="standpoint tell add"):
        Rules().from_env("x")
