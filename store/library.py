"""The facade: opens and checks the file, owns the connections, and carries the shelves."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from store.articles import Articles
from store.db import Database
from store.ledger import Ledger
from store.model.rows import Totals
from store.model.words import Clock
from store.names import Names
from store.opening import for_reading, for_writing
from store.presence import Presence
from store.rows import moment_or_none
from store.statements import Statements

if TYPE_CHECKING:
    from store.backups import Backup
    from store.doctor import Finding
    from store.feeds import Feeds
    from store.pages import Pages
    from store.rereading import Rereading
    from store.retention import Retired
    from store.tellings import Tellings
    from store.views import Views


class Library:
    """The memory of one story. Made by `open`; a context manager that closes itself. Safe to share among threads."""

    path: Path
    clock: Clock
    articles: Articles
    statements: Statements
    ledger: Ledger
    names: Names

    def __init__(self, path: Path, clock: Clock, database: Database, presence: Presence) -> None:
        """Use `Library.open`."""
        self.path = path
        self.clock = clock
        self._database = database
        self._presence = presence
        self.articles = Articles(database, clock)
        self.statements = Statements(database)
        self.ledger = Ledger(database, clock)
        self.names = Names(database)

    @classmethod
    def open(cls, path: Path, *, clock: Clock, mode: Literal["write", "read"] = "write") -> Library:
        """Open the database at `path`.

        "write" makes a new file (0600, its folder 0700) or brings an older one up to date, keeping a copy beside it;
        "read" does neither. A file that is foreign, newer or damaged is refused, its bytes as they were: ForeignFile,
        NewerDatabase, DamagedDatabase, ReadOnlyDatabase, InUse while a backup is put in its place, or StoreError where
        there is nothing to read.
        """
        if mode == "read":
            found = for_reading(path)
            return cls(path, clock, Database(path, writable=False, mode=found), Presence.look_in(path))
        for_writing(path, clock())
        return cls(path, clock, Database(path, writable=True), Presence.enter(path))

    # Shelves that the first frame does not ask are built when somebody does.

    @cached_property
    def feeds(self) -> Feeds:
        """The subscriptions."""
        from store.feeds import Feeds  # noqa: PLC0415

        return Feeds(self._database, self.clock)

    @cached_property
    def pages(self) -> Pages:
        """The pages that are fetched for articles."""
        from store.pages import Pages  # noqa: PLC0415

        return Pages(self._database, self.clock)

    @cached_property
    def rereading(self) -> Rereading:
        """What is read again."""
        from store.rereading import Rereading  # noqa: PLC0415

        return Rereading(self._database, self.clock)

    @cached_property
    def views(self) -> Views:
        """The narrowings kept under names."""
        from store.views import Views  # noqa: PLC0415

        return Views(self._database)

    @cached_property
    def tellings(self) -> Tellings:
        """What the user is told."""
        from store.tellings import Tellings  # noqa: PLC0415

        return Tellings(self._database, self.clock)

    def revision(self) -> int:
        """Grows with every transaction that changed anything, of whichever process."""
        with self._database.read() as connection:
            return int(connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()[0])

    def totals(self) -> Totals:
        """The counts of the status line. Articles count singly, `unread` counts stories."""
        with self._database.read() as connection:
            row = connection.execute(_TOTALS).fetchone()
        return Totals(
            **{name: row[name] for name in row.keys() if name != "last_polled"},  # noqa: SIM118 - a Row looks among its values
            last_polled=moment_or_none(row["last_polled"]),
        )

    def meta(self, key: str) -> str | None:
        """A remark kept under a key; None where there is none."""
        with self._database.read() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row["value"])

    def set_meta(self, key: str, value: str) -> None:
        """Keep a remark under a key, such as "seeded" or "last_visit" (a moment by `store.rows.stamp`)."""
        if key == "revision":
            raise ValueError("the revision grows by itself")
        with self._database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    def doctor(self) -> list[Finding]:
        """Look the database over: what is in order, what is not, and what to do about it."""
        # Only the doctor's own visits pay for loading it.
        from store.doctor import examine  # noqa: PLC0415

        return examine(self.path, self._database, self.clock(), unclean=self.left_unclean)

    @property
    def left_unclean(self) -> bool:
        """Whether a process left this database without closing it, and nobody has checked it since."""
        return self._presence.unclean

    def check(self) -> None:
        """Look through the pages of the database after an unclean exit. Raises DamagedDatabase, which stays noted."""
        # Only what follows a crash pays for loading it.
        from store.upkeep import check  # noqa: PLC0415

        check(self._database)
        self._presence.checked()

    def back_up(self, target: Path | None = None, *, again: bool = False) -> Backup | None:
        """Write a whole copy of the database to `target`; without one, the day's backup, of which three are kept.

        None where the day has one; `again` makes it anew. Raises StoreError; then no file has come or gone.
        """
        from store import backups  # noqa: PLC0415  # once a day

        if target is not None:
            return backups.to_file(self._database, target)
        return (backups.again if again else backups.daily)(self._database, self.clock())

    def retire(self, *, articles_days: int = 0, poll_log_days: int = 0) -> Retired:
        """Remove what feeds brought longer ago than so many days, 0 for nothing; see `store.retention` for what stays.

        A few articles a transaction; a stop at any moment leaves whole ones. Raises StoreError.
        """
        from store import retention  # noqa: PLC0415  # once a day

        return retention.retire(self._database, self.clock(), articles_days, poll_log_days)

    def close(self) -> None:
        """Close all connections. May be called twice."""
        try:
            self._database.close()
        finally:
            self._presence.leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_TOTALS = """
    SELECT (SELECT count(*) FROM feeds) AS feeds,
           (SELECT count(*) FROM feeds WHERE state = 'active') AS active,
           (SELECT count(*) FROM feeds WHERE state = 'active' AND errors >= 10) AS sick,
           (SELECT count(*) FROM feeds WHERE state = 'active' AND errors BETWEEN 1 AND 9) AS failing,
           t.articles, t.on_story, t.statements, t.unread, t.digests,
           (SELECT count(*) FROM changes) AS changes,
           (SELECT max(last_polled) FROM feeds) AS last_polled,
           (SELECT value FROM meta WHERE key = 'revision') AS revision
    FROM tally t
"""
