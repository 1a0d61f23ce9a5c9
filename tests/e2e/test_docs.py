"""The documentation holds: every command in it runs, every field it names is there, every link leads somewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.program import EXECUTABLE, Program

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
_FIELD = re.compile(r"`([a-z_]+)`")

NEEDS_MORE = ("make ", "pipx ", "pip ", "systemctl ", "launchctl ", "litestream ")
"""Beginnings of commands that want what a test has not: a package index, an init system, another program."""


def commands(page: Path) -> list[str]:
    """What a page's console blocks have behind the prompt."""
    blocks = _BLOCK.findall(page.read_text(encoding="utf-8"))
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]


WITH_COMMANDS = [page for page in PAGES if commands(page)]


def home(folder: Path) -> dict[str, str]:
    """An environment with a home of its own and our program first on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "STANDPOINT_"))}
    return kept | {"HOME": str(folder), "PATH": f"{EXECUTABLE.parent}:{os.environ['PATH']}", "NO_COLOR": "1"}


SEEDING = "standpoint import --seeds"
"""How most pages begin."""


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run what a page says in a shell, in a home."""
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=home(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the digests; the other pages that begin so take a copy."""
    folder = tmp_path_factory.mktemp("seeded")
    ended = run(SEEDING, folder)
    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False), ended.stderr
    return folder


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.name)
def test_every_command_of_a_page_runs(page: Path, tmp_path: Path, seeded: Path) -> None:
    for command in commands(page):
        if command.startswith(NEEDS_MORE):
            continue
        if command.startswith(SEEDING) and not list(tmp_path.iterdir()):
            shutil.copytree(seeded, tmp_path, dirs_exist_ok=True)
            continue
        ended = run(command, tmp_path)
        assert ended.returncode == 0, f"{command}\n{ended.stdout[-500:]}{ended.stderr[-500:]}"
        assert "Traceback" not in ended.stderr


def test_there_are_commands_to_run() -> None:
    assert {page.name for page in WITH_COMMANDS} >= {
        "README.md",
        "tutorial.md",
        "scale.md",
        "watchlist.md",
        "changes.md",
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_is_in_the_index() -> None:
    linked = set(_LINK.findall((ROOT / "docs" / "README.md").read_text(encoding="utf-8")))
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"} - linked == set()


@pytest.mark.parametrize(
    ("section", "arguments"),
    [
        ("articles", "articles --json"),
        ("statements", "statements --json"),
        ("positions", "positions --json"),
        ("changes", "changes --json"),
        ("matrix", "matrix --json"),
        ("feeds list", "feeds list --json"),
        ("watchlist show", "watchlist show --json"),
        ("tag", "tag --json note.txt"),
    ],
)
def test_every_field_that_is_named_is_there(section: str, arguments: str, with_a_note: Program) -> None:
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    body = text.split(f"\n## {section}\n")[1].split("\n## ")[0]
    named = set(_FIELD.findall(body)) - VALUES
    ended = with_a_note.run(*shlex.split(arguments))
    assert ended.code == 0
    assert named
    assert named - _keys(ended.lines) == set()


NOTE = """Dar on the International Stabilization Force

“Our troops will not join the stabilization force in Gaza until there is a ceasefire,” Foreign Minister Ishaq Dar said.
"""

VALUES = {
    "direct", "indirect", "mixed", "feed", "page", "import", "digest", "null", "confirmed", "corrected", "rejected",
    "change", "divergence", "changed", "possible", "tag", "spans",
}  # fmt: skip
"""Words in code font that are values or commands, and a field that only some statements have."""


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for part in value.values() for key in _keys(part)}
    if isinstance(value, list):
        return {key for part in value for key in _keys(part)}
    return set()


@pytest.fixture(scope="module")
def with_a_note(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program in a home with the digests, a feed and a note."""
    program = Program(tmp_path_factory.mktemp("home"))
    program.seed()
    program.subscribe("https://example.org/feed.xml")
    (program.home / "note.txt").write_text(NOTE, "utf-8")
    return program
