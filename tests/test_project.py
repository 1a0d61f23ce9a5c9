"""The project as a whole: what the wheel holds, what the pins say, and that the papers speak of things that exist."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import click
import pytest

from tui.cli import root

ROOT = Path(__file__).parents[1]
PACKAGES = {"feeds", "seeds", "store", "tagger", "tui"}
PAPERS = ("README.md", "ARCHITECTURE.md", "docs/dependencies.md")
REQUIREMENTS = ("run", "build", "dev")
SHIPPED = {".py", ".typed", ".toml", ".txt", ".tsv", ".tcss"}
"""Endings of what a package may hold: modules, and the data that they read."""

_PIN = re.compile(
    r"^([a-z0-9-]+)==(\S+)(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)
_MACHINE_PATH = re.compile(r"(?<![\w.~}/$-])/(?:home|root|work|tmp|Users|mnt)/\w")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tracked() -> list[str]:
    """Names of the files under version control that are here; the test is skipped where there is none."""
    asked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode != 0 or not asked.stdout:
        pytest.skip("not a checkout")
    return [name for name in asked.stdout.split("\0") if name and (ROOT / name).is_file()]


def pinned(name: str) -> set[str]:
    return {match[1] for match in _PIN.finditer(read(f"requirements/{name}.txt"))}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Names in the wheel, built here and without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [path] = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return [name for name in archive.namelist() if ".dist-info/" not in name]


def test_the_wheel_brings_the_manual_page_and_the_completions(wheel: list[str]) -> None:
    shared = {name.split(".data/data/")[1] for name in wheel if ".data/data/" in name}

    assert shared == {
        "share/man/man1/standpoint.1",
        "share/bash-completion/completions/standpoint",
        "share/zsh/site-functions/_standpoint",
        "share/fish/vendor_completions.d/standpoint.fish",
    }


def test_the_wheel_holds_our_packages_and_their_data_alone(wheel: list[str]) -> None:
    code = [name for name in wheel if ".data/" not in name]

    assert {PurePosixPath(name).parts[0] for name in code} == PACKAGES
    assert {PurePosixPath(name).suffix for name in code} <= SHIPPED
    assert not [name for name in code if "test" in PurePosixPath(name).name]


def test_the_wheel_leaves_nothing_of_the_packages_out(wheel: list[str]) -> None:
    ours = [name for name in tracked() if PurePosixPath(name).parts[0] in PACKAGES]

    assert set(ours) <= set(wheel)
    assert {"seeds/data/gaza-isf/documents.toml", "seeds/data/gaza-isf/feeds.tsv", "tagger/data/gaza-isf.toml"} <= set(
        wheel
    )
    assert len([name for name in wheel if PurePosixPath(name).match("seeds/data/gaza-isf/0*.txt")]) == 5


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned_and_hashed_and_names_no_place(name: str) -> None:
    text = read(f"requirements/{name}.txt")

    assert pinned(name)
    assert _PIN.sub("", text + "\n").strip() == ""
    assert "://" not in text


def test_what_the_project_asks_for_is_pinned() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    run = {re.split(r"[^a-z0-9-]", line)[0] for line in project["project"]["dependencies"]}
    dev = {re.split(r"[^a-z0-9-]", line)[0] for line in project["dependency-groups"]["dev"]}

    assert run <= pinned("run")
    assert dev <= pinned("dev")


def test_every_dependency_has_its_reason() -> None:
    rows = re.findall(r"^\| ([a-z0-9, -]+) \|", read("docs/dependencies.md"), re.MULTILINE)
    named = [name for row in rows for name in row.split(", ") if name != "package"]

    assert len(named) == len(set(named))
    assert set(named) == pinned("run") | pinned("build") | pinned("dev")


@pytest.mark.parametrize("paper", PAPERS)
def test_what_a_paper_says_to_make_can_be_made(paper: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^    |`|&& )make ([a-z]+)", read(paper), re.MULTILINE))

    assert named <= targets
    if paper == "README.md":
        assert {"run", "test", "wheel"} <= named


@pytest.mark.parametrize("paper", PAPERS)
def test_what_a_paper_links_to_is_here(paper: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", read(paper))

    assert [link for link in links if not (ROOT / paper).parent.joinpath(link).is_file()] == []


def test_the_commands_of_the_readme_exist_with_their_options() -> None:
    lines = re.findall(r"^\$ standpoint ([a-z-]+)([^#\n]*)", read("README.md"), re.MULTILINE)
    assert lines
    for name, rest in lines:
        command = root.get_command(click.Context(root), name)
        assert command is not None, name
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, name


def test_the_readme_is_short() -> None:
    assert len(read("README.md").splitlines()) < 150


def test_no_file_speaks_of_a_place_on_somebodys_machine() -> None:
    found = []
    for name in tracked():
        try:
            text = read(name)
        except UnicodeDecodeError:
            continue
        outside_tests = PurePosixPath(name).parts[0] != "tests"
        if (outside_tests and "../shared" in text) or (outside_tests and _MACHINE_PATH.search(text)):
            found.append(name)

    assert found == []
