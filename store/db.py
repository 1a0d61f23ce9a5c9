"""Connections: one writer behind a lock, as many readers as threads ask for at once, and SQLite's errors in sentences.

Everything here is below the records: it knows nothing of articles. The file is in WAL mode, so readers never wait for
the writer and see one state of the database from the first to the last query of a `read` block.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from store.errors import (
    DamagedDatabase,
    DatabaseBusy,
    DiskFull,
    ForeignFile,
    QueryTooSlow,
    ReadOnlyDatabase,
    StoreError,
)
from store.sqlite import sqlite3
from store.wording import holds_phrase

APPLICATION_ID = 0x53544E44
"""Marks the file as ours in its header (sqlite.org/fileformat.html, offset 68); the letters STND."""
PAGE_SIZE = 8192
"""Bytes of a page: most articles fit into half of one, so that less of each is left empty than of SQLite's 4096."""
BUSY_SECONDS = 10.0
"""How long to wait for another process's transaction."""
QUERY_SECONDS = 1.0
"""How long a search may take (design: deadline by progress handler; Datasette's default is the same second)."""
_STEPS = 20_000
"""Instructions of SQLite's machine between two looks at the clock: about a millisecond."""

_SENTENCES: dict[int, tuple[type[StoreError], str]] = {
    3: (ReadOnlyDatabase, "{path} may not be opened: check the permissions of the file and its folder."),
    5: (DatabaseBusy, "Another program has been writing to {path} for too long: try again, or end that program."),
    6: (DatabaseBusy, "Another program has been writing to {path} for too long: try again, or end that program."),
    8: (ReadOnlyDatabase, "{path} cannot be written: check the permissions of the file and its folder."),
    9: (QueryTooSlow, "The search took too long and was stopped: use more or rarer words."),
    10: (DiskFull, "Reading or writing {path} failed: check that the disk has room and is in order, then try again."),
    11: (
        DamagedDatabase,
        "{path} is damaged: put a backup in its place (see `standpoint restore`), or set it aside and start anew.",
    ),
    13: (DiskFull, "There is no room left for {path}: free some space, then try again."),
    14: (ReadOnlyDatabase, "{path} cannot be opened: check that its folder exists and may be written."),
    26: (ForeignFile, "{path} is not a Standpoint database: name another file with --db."),
}
"""By SQLite's primary result code (sqlite.org/rescode.html)."""


def explain(error: sqlite3.Error, path: Path) -> StoreError:
    """The error of ours that says what SQLite's means; `path` is named in the sentence."""
    code = getattr(error, "sqlite_errorcode", None)
    kind, sentence = _SENTENCES.get((code or 0) & 0xFF, (StoreError, f"The database {{path}} refused: {error}."))
    return kind(sentence.format(path=path))


@contextmanager
def wrapped(path: Path) -> Iterator[None]:
    """Let no error of SQLite leave the block: raise ours in its place."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error


def uri(path: Path, mode: str) -> str:
    """The file as an address for SQLite; `mode` is ro, rw, rwc or immutable."""
    option = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    return f"file:{quote(str(path.absolute()))}?{option}"


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection with our settings, transactions begun by hand. SQLite's errors are the caller's to wrap."""
    connection = sqlite3.connect(
        uri(path, mode), uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.create_function("holds_phrase", 3, holds_phrase, deterministic=True)
        if mode in {"ro", "immutable"}:
            # Readers need no functions in the schema; the writer's triggers feed the full-text index, which SQLite
            # before 3.41 takes for one.
            connection.execute("PRAGMA trusted_schema = OFF")
        else:
            # NORMAL in WAL mode survives the death of the process at any moment; only a power cut may take the last
            # transactions with it, and never the file's integrity (sqlite.org/pragma.html#pragma_synchronous).
            connection.execute("PRAGMA synchronous = NORMAL")
            # A poll touches pages all over its indexes: with room for them, each is read once, and written into the
            # file once for many transactions.
            connection.execute("PRAGMA cache_size = -16384")
            connection.execute("PRAGMA wal_autocheckpoint = 2000")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def deadline(connection: sqlite3.Connection, seconds: float | None) -> None:
    """Stop any statement on the connection that runs past `seconds` from now; None lifts it."""
    if seconds is None:
        connection.set_progress_handler(None, 0)
        return
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)


class Database:
    """The open file. Threads may share it; close it once all of them are done."""

    def __init__(self, path: Path, *, writable: bool, mode: str = "ro") -> None:
        """Remember what to open; nothing is opened yet. `mode` is that of the readers: ro or immutable."""
        self.path = path
        self._writable = writable
        self._mode = mode
        self._turn = threading.RLock()
        self._writer: sqlite3.Connection | None = None
        self._idle: list[sqlite3.Connection] = []
        self._idle_turn = threading.Lock()
        self._closed = False

    @contextmanager
    def read(self, *, seconds: float | None = None) -> Iterator[sqlite3.Connection]:
        """A connection that reads one state of the database and belongs to this block alone.

        Past `seconds` a query ends in QueryTooSlow.
        """
        with wrapped(self.path):
            connection = self._reader()
            healthy = False
            try:
                deadline(connection, seconds)
                connection.execute("BEGIN")
                yield connection
                healthy = True
            finally:
                deadline(connection, None)
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._give_back(connection, keep=healthy)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """The writing connection inside one transaction: all of the block is stored, or nothing.

        A block within a block of the same thread joins it. The revision grows where anything was changed.
        """
        if not self._writable:
            raise ReadOnlyDatabase(f"{self.path} was opened for reading only: nothing can be stored.")
        with self._turn, wrapped(self.path):
            connection = self._open_writer()
            joins = connection.in_transaction
            if joins:
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            before = connection.total_changes
            try:
                yield connection
                if connection.total_changes != before:
                    connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close every connection; what is left in the log is written into the file. May be called twice."""
        with self._turn, self._idle_turn, wrapped(self.path):
            self._closed = True
            for connection in self._idle:
                connection.close()
            self._idle.clear()
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _reader(self) -> sqlite3.Connection:
        with self._idle_turn:
            if self._closed:
                raise StoreError(f"{self.path} is closed: open it again before reading.")
            if self._idle:
                return self._idle.pop()
        return connect(self.path, self._mode)

    def _give_back(self, connection: sqlite3.Connection, *, keep: bool) -> None:
        with self._idle_turn:
            if keep and not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def _open_writer(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError(f"{self.path} is closed: open it again before writing.")
        if self._writer is None:
            self._writer = connect(self.path, "rw")
        return self._writer
