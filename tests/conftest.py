from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.program import Program

ROOT = Path(__file__).parent.parent


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """The real program in a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    program = Program(home)
    yield program
    program.close()


@pytest.fixture
def shared() -> Path:
    """The annotated data beside the repository; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the annotated data is not here")
    return folder
