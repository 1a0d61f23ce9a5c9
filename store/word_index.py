"""The index of words: the articles of one transaction enter it together, by the transaction's last statement.

A trigger a row cost more than all else that storing an article takes (240 of 400 µs). FTS5 writes what it holds in
memory into the file whenever a statement begins that might have to be taken back alone (`xSavepoint`,
sqlite.org/vtab.html): with a trigger that is each row, and each row's words become a segment of the index, to be merged
with all the others. What is changed or removed later, which is rare, is followed by triggers.
"""

from __future__ import annotations

from store.sqlite import sqlite3


class NewWords:
    """The new articles of a transaction whose words are not in the index yet."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take the writing connection, inside its transaction. `take_in` has to be called before that ends."""
        self._connection = connection
        self._waiting: tuple[int, int] | None = None

    def wait(self, first: int, last: int) -> None:
        """Note the new articles `first` to `last`; nothing between these and those noted before is an older one."""
        self._waiting = (first if self._waiting is None else self._waiting[0], last)

    def take_in(self) -> None:
        """Index what waits. Also to be called before an article's text is changed or removed: the triggers that follow
        it take out what the index must hold.
        """
        if self._waiting is None:
            return
        self._connection.execute(
            "INSERT INTO article_words (rowid, title, text) "
            "SELECT id, title, text FROM articles WHERE id BETWEEN ? AND ? ORDER BY id",
            self._waiting,
        )
        self._waiting = None
