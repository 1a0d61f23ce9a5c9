"""What a library asks of SQLite, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from store import db
from store.library import Library
from store.sqlite import sqlite3


@contextmanager
def traced(library: Library) -> Iterator[list[str]]:
    """Collect the statements that the library runs in the block, values filled in."""
    found: list[str] = []
    connect = db.connect

    def watched(*arguments: object) -> sqlite3.Connection:
        connection = connect(*arguments)  # type: ignore[arg-type]
        connection.set_trace_callback(found.append)
        return connection

    inside = library._database
    for connection in (*inside._idle, *([inside._writer] if inside._writer else [])):
        connection.set_trace_callback(found.append)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "connect", watched)
        yield found
