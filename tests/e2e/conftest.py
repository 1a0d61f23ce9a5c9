"""What the tests of the real program share: a web of their own, and a desk with something on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from store.library import Library
from tests.support.loopback import Loopback, serving
from tests.support.memory import made, named
from tests.support.program import Program
from tests.support.stage import fill


@pytest.fixture
def server() -> Iterator[Loopback]:
    """A web server on loopback, which the program has not been told to trust."""
    with serving() as running:
        yield running


@pytest.fixture
def web(program: Program, server: Loopback) -> Loopback:
    """A web server that the program may ask, as often as it likes."""
    program.environ["STANDPOINT_NETWORK_ALLOW_HOSTS"] = server.host
    program.environ["STANDPOINT_NETWORK_HOST_GAP"] = "0"
    return server


@pytest.fixture
def desk_of_one_change(program: Program) -> Program:
    """A program whose database holds two feeds, eight statements, and one change."""
    program.database.write_bytes(made(_one_change))
    return program


def _one_change(library: Library) -> None:
    named(library)
    fill(library)
    library.set_meta("seeded", "by the test")
