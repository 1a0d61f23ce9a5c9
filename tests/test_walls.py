"""The walls of the house hold: by the linter's reading of the imports, and by what a process has really loaded."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import tui.commands

ROOT = Path(__file__).parent.parent
SLOW = {"httpx", "httpcore", "feedparser", "trafilatura", "lxml", "courlan", "sqlite_utils", "rapidfuzz", "textual"}
DESK_LOADS_NONE_OF = (SLOW - {"textual"}) | {"ahocorasick_rs", "listparser", "tomlkit"}


def loaded_by(code: str, *arguments: str) -> set[str]:
    """Names of all modules that a fresh interpreter holds after running `code`."""
    program = f"{code}\nimport json, sys\nprint(json.dumps(sorted(name for name, one in sys.modules.items() if one)))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    names: set[str] = set(json.loads(done.stdout.splitlines()[-1]))
    return names


def roots(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def below_the_screen() -> Iterator[str]:
    for package in ("store", "feeds", "tagger", "seeds"):
        yield package
        yield from (f"{package}.{found.name}" for found in pkgutil.iter_modules([str(ROOT / package)]))
    yield from (
        "tui.cli",
        "tui.wiring",
        "tui.settings",
        "tui.desk",
        "tui.intake",
        "tui.logs",
        "tui.output",
        "tui.shapes",
    )
    yield from (f"tui.commands.{found.name}" for found in pkgutil.iter_modules(tui.commands.__path__))


def test_the_contracts_of_the_project_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout


def test_nothing_below_the_screen_loads_textual() -> None:
    # feeds.worker is a program: importing it is harmless, running it is not done here.
    code = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)"
    assert "textual" not in roots(loaded_by(code, *below_the_screen()))


def test_the_command_line_alone_loads_nothing_slow() -> None:
    loaded = roots(loaded_by("import tui.cli"))
    assert loaded & (SLOW | {"tagger", "asyncio"}) == set()


@pytest.mark.parametrize("arguments", [["-V"], ["-h"], ["feeds", "list", "--json"], ["articles", "--json"], ["matrix"]])
def test_quick_commands_load_neither_client_nor_tagger(tmp_path: Path, arguments: list[str]) -> None:
    code = "import sys\nfrom tui.cli import run\nrun(sys.argv[1:])"
    database = new_database(tmp_path)
    loaded = roots(loaded_by(code, "--db", str(database), *arguments))
    assert loaded & (SLOW | {"tagger"}) == set()


def new_database(folder: Path) -> Path:
    """An empty database, made by another process, for making one loads more than opening one."""
    path = folder / "s.db"
    code = (
        "import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\nfrom store.library import Library\n"
        "Library.open(Path(sys.argv[1]), clock=lambda: datetime.now(UTC)).set_meta('seeded', 'before')"
    )
    subprocess.run([sys.executable, "-P", "-c", code, str(path)], cwd=ROOT, check=True)
    return path


def test_the_way_to_the_desk_s_first_frame_loads_nothing_of_the_poller(tmp_path: Path) -> None:
    code = """
import asyncio, sys
from pathlib import Path
from tui.wiring import Choices, Wiring
wiring = Wiring(Choices(database=Path(sys.argv[1]), offline=True), {})
async def show(app):
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
with wiring.library() as library:
    desk = wiring.desk(library)
    from tui.app import StandpointApp
    asyncio.run(show(StandpointApp(desk)))
"""
    loaded = loaded_by(code, str(new_database(tmp_path)))
    assert "textual" in loaded
    assert roots(loaded) & DESK_LOADS_NONE_OF == set()
    assert {name for name in loaded if name.startswith("tagger.")} <= {"tagger.errors"}
    assert {"feeds.fetch", "feeds.parse", "feeds.poll", "feeds.workers"} & loaded == set()
