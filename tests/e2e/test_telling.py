"""Telling as its users have it: the real poller, the user's own command, and the bytes that a real terminal gets."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from store.library import Library
from store.model.rows import Query
from tests.support.loopback import Loopback
from tests.support.program import EXECUTABLE, Program
from tests.support.terminal import Terminal

pytestmark = pytest.mark.e2e

DAR = "“Pakistan is not ready to disarm Hamas,” Foreign Minister Ishaq Dar said in Islamabad on Friday."
ASIF = "“We will not take part in disarming Hamas,” Defence Minister Khawaja Asif said in Karachi on Friday."


def publish(web: Loopback, path: str, *items: tuple[str, str, str]) -> str:
    """Serve a feed of (title, text, RFC 822 date); its address."""
    entries = "".join(
        f"<item><guid>{path}-{number}</guid><link>https://news.example{path}/{number}</link>"
        f"<title>{escape(title)}</title><description>{escape(text)}</description><pubDate>{when}</pubDate></item>"
        for number, (title, text, when) in enumerate(items)
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{path}</title>{entries}</channel></rss>'.encode()
    web.pages[path] = lambda _: (200, {"Content-Type": "application/rss+xml"}, body)
    return web.url(path)


def settings(program: Program, text: str) -> None:
    path = program.home / ".config" / "standpoint" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def hook(program: Program) -> Path:
    """Set a command that appends a line for each time it is run; gives where to."""
    kept, script = program.home / "kept.jsonl", program.home / "hook.py"
    script.write_text(f"import sys\nopen({str(kept)!r}, 'a', encoding='utf-8').write(sys.stdin.read())\n", "utf-8")
    settings(
        program,
        f'[tell]\ncommand = ["{sys.executable}", "{script}"]\n\n'
        '[[tell.rule]]\nname = "arms"\nquery = "principal:pakistan issue:disarm-hamas"\nof = "statements"\n\n'
        '[[tell.rule]]\nname = "moves"\nquery = "actor:pakistan"\n',
    )
    return kept


def lines(kept: Path) -> list[Any]:
    return [json.loads(line) for line in kept.read_text("utf-8").splitlines()] if kept.exists() else []


def reject_all(program: Program) -> None:
    with Library.open(program.database, clock=lambda: datetime.now(UTC)) as library:
        for _, one in library.statements.positions(Query()):
            library.ledger.review(one.id, "rejected")


def test_the_users_command_gets_each_thing_once_and_nothing_that_was_rejected(program: Program, web: Loopback) -> None:
    settings(program, "[tell]\ndesk = false\n")
    program.subscribe(publish(web, "/dawn", ("Dar on arms", DAR, "Sat, 29 Nov 2025 10:00:00 GMT")))
    assert "Told" not in program.run("poll", "--once").err
    reject_all(program)
    kept = hook(program)
    program.subscribe(publish(web, "/geo", ("Two on arms", f"{DAR} {ASIF}", "Sat, 29 Nov 2025 11:00:00 GMT")))
    assert "Told: Khawaja Asif: " in program.run("poll", "--once").err
    (given,) = lines(kept)
    (statement,) = given["statements"]
    listed = {one["id"]: one for one in program.run("statements", "--json", "actor:asif").lines}
    assert statement == {**listed[statement["id"]], "told_by": ["arms"]}
    # The same words in another outlet are the same statement.
    program.subscribe(publish(web, "/arab", ("Asif on arms", ASIF, "Sat, 29 Nov 2025 12:00:00 GMT")))
    assert "Told" not in program.run("poll", "--once").err
    assert len(lines(kept)) == 1


def test_the_desk_tells_by_note_bell_and_terminal(program: Program, web: Loopback) -> None:
    settings(
        program,
        "[tell]\nbell = true\nosc9 = true\n\n"
        '[[tell.rule]]\nname = "stories"\nquery = "stabilization"\nof = "stories"\n',
    )
    title = "Stabilization force: \x1b]0;owned\x07Pakistan \u202ewaits"
    publish(web, "/dawn", (title.replace("\x1b", "&#27;").replace("\x07", "&#7;"), "Words.", ""))
    program.subscribe(web.url("/dawn"))
    with Terminal([EXECUTABLE], program.environment()) as terminal:
        terminal.wait_for("News by your rule “stories”", 40)
        terminal.wait_for("Stabilization force: ")
        acting = [one for one in terminal.acting() if not one.startswith("OSC 22")]
        (sent,) = [one for one in acting if one != "U+0007"]
        assert sent.startswith("OSC 9;Standpoint: Stabilization force: ")
        assert acting.count("U+0007") == 1
        terminal.press("q")
        assert terminal.wait_until_ended() == 0
    assert "never" not in program.run("tell", "list").out
