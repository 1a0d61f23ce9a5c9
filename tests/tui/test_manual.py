"""The pages made from commands and keys are those that are kept."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tui import manual
from tui.actions import ACTIONS, display

DOCS = Path(__file__).parents[2] / "docs"
PAGES = manual.pages()


def test_every_page_is_current() -> None:
    stale = [
        name for name, text in PAGES.items() if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != text
    ]
    assert stale == [], "write them anew with: make docs"


def test_no_page_is_left_of_a_command_that_is_no_more() -> None:
    kept = {f"commands/{path.name}" for path in (DOCS / "commands").glob("*.md")}
    assert kept == {name for name in PAGES if name.startswith("commands/")}


def test_every_command_and_option_has_words() -> None:
    for name, text in PAGES.items():
        if name.startswith("commands/standpoint"):
            assert "```\n\n|" not in text, name


def test_every_action_and_key_is_on_the_page_of_keys() -> None:
    text = PAGES["keys.md"]
    for action in ACTIONS:
        for key in action.keys.split(","):
            assert f"`{display(key)}`" in text, key
        assert f"| {action.help} | `{action.id}` |" in text


@pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff on this machine")
def test_the_manual_page_is_set_without_a_warning() -> None:
    set_ = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", DOCS / "man" / "standpoint.1"], capture_output=True, text=True, check=True
    )
    assert set_.stderr == ""
    assert "reader of the pipe has gone" in set_.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash on this machine")
def test_bash_takes_the_completion() -> None:
    subprocess.run(["bash", "-n", DOCS / "completions" / "standpoint.bash"], check=True)
