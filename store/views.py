"""Narrowings that the user keeps under a name. What they ask is text to the store; the face reads and writes it.

They are remarks of the database under keys that begin with `view:`.
"""

from __future__ import annotations

import builtins
import json

from store.db import Database
from store.errors import NotFound
from store.model.rows import View
from store.sqlite import sqlite3

_PREFIX = "view:"
_ALL = "SELECT key, value FROM meta WHERE key >= 'view:' AND key < 'view;'"


class Views:
    """The shelf of saved views. All methods may be called from any thread."""

    def __init__(self, database: Database) -> None:
        """Made by `Library.open`."""
        self._database = database

    def list(self) -> tuple[View, ...]:
        """All views, in the order in which they were first saved."""
        with self._database.read() as connection:
            return tuple(view for _, view in _read(connection))

    def save(self, name: str, query: str) -> View | None:
        """Keep a query under a name, whose letter case tells nothing apart; gives the view that stood there before."""
        with self._database.write() as connection:
            kept = _read(connection)
            before = next(((place, view) for place, view in kept if _key(view.name) == _key(name)), None)
            place = before[0] if before else max((place for place, _ in kept), default=0) + 1
            _write(connection, place, View(name, query))
        return before[1] if before else None

    def rename(self, name: str, wanted: str) -> View | None:
        """Call a view otherwise; it keeps its place. Gives the view of the wanted name that gave way, if there was one.

        Raises NotFound.
        """
        with self._database.write() as connection:
            kept = {_key(view.name): (place, view) for place, view in _read(connection)}
            if _key(name) not in kept:
                raise _missing(name)
            place, view = kept[_key(name)]
            _forget(connection, name)
            _write(connection, place, View(wanted, view.query))
        gone = kept.get(_key(wanted))
        return gone[1] if gone and _key(wanted) != _key(name) else None

    def remove(self, name: str) -> View:
        """Forget a view; gives what it was. Raises NotFound."""
        with self._database.write() as connection:
            found = next((view for _, view in _read(connection) if _key(view.name) == _key(name)), None)
            if found is None:
                raise _missing(name)
            _forget(connection, name)
        return found


def _key(name: str) -> str:
    return f"{_PREFIX}{name.casefold()}"


def _read(connection: sqlite3.Connection) -> builtins.list[tuple[int, View]]:
    kept = [json.loads(row["value"]) for row in connection.execute(_ALL)]
    return sorted(((one["place"], View(one["name"], one["query"])) for one in kept), key=lambda found: found[0])


def _write(connection: sqlite3.Connection, place: int, view: View) -> None:
    value = json.dumps({"name": view.name, "query": view.query, "place": place}, ensure_ascii=False)
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_key(view.name), value))


def _forget(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("DELETE FROM meta WHERE key = ?", (_key(name),))


def _missing(name: str) -> NotFound:
    return NotFound(f"There is no view “{name}”: `standpoint views list` shows those there are.")
