from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.program import Program

ROOT = Path(__file__).parent.parent

# No test depends on how fast the machine is, so neither do the examples that are tried.
settings.register_profile("standpoint", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("standpoint")


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
