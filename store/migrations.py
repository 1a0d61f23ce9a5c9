"""The schema's history: small functions, append-only, each in one transaction with the record that it was applied.

Imported only to make a database or to bring an older one up to date: sqlite-utils costs 0.1 to 0.3 s to import, which
the desk does not pay on an existing database.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from store.schema import FIRST
from store.schema_counts import FIFTH
from store.schema_feeds import FOURTH
from store.schema_lately import EIGHTH
from store.schema_pages import SIXTH
from store.schema_reviews import SECOND
from store.schema_tellings import SEVENTH
from store.schema_verdicts import THIRD
from store.sqlite import sqlite3

migrations = Migrations("standpoint")
"""In order. The number of each, counted from one, is the `user_version` it leaves; `opening.VERSION` is the last."""


@migrations()
def m001_the_whole_memory(db: Database) -> None:
    """Feeds, articles, readings, ledger and names."""
    for statement in FIRST:
        db.execute(statement)
    db.execute("PRAGMA user_version = 1")


@migrations()
def m002_who_reviewed_and_what_was_edited(db: Database) -> None:
    """Verdicts with their analyst and more to correct; quotations that outlets edit."""
    for statement in SECOND:
        db.execute(statement)
    db.execute("PRAGMA user_version = 2")


@migrations()
def m003_verdicts_reach_equal_words(db: Database) -> None:
    """Verdicts for equal words, speakers as corrected, marks with their revision, how a state's day is known."""
    for statement in THIRD:
        db.execute(statement)
    db.execute("PRAGMA user_version = 3")


@migrations()
def m004_how_feeds_publish_and_which_are_one(db: Database) -> None:
    """Folders and habits of feeds; subscriptions that are one, and how merging them is undone."""
    for statement in FOURTH:
        db.execute(statement)
    db.execute("PRAGMA user_version = 4")


@migrations()
def m005_counts_are_kept(db: Database) -> None:
    """Totals kept by triggers, and the indexes that only counting needed."""
    for statement in FIFTH:
        db.execute(statement)
    db.execute("PRAGMA user_version = 5")


@migrations()
def m006_pages_behind_short_entries(db: Database) -> None:
    """Which articles' pages were asked for, and which feeds' pages may be."""
    for statement in SIXTH:
        db.execute(statement)
    db.execute("PRAGMA user_version = 6")


@migrations()
def m007_what_the_user_is_told(db: Database) -> None:
    """What feeds brought and nobody was told of yet, and what was told."""
    for statement in SEVENTH:
        db.execute(statement)
    db.execute("PRAGMA user_version = 7")


@migrations()
def m008_ways_to_what_came_lately(db: Database) -> None:
    """Indexes of when articles and statements were stored."""
    for statement in EIGHTH:
        db.execute(statement)
    db.execute("PRAGMA user_version = 8")


def apply(connection: sqlite3.Connection) -> None:
    """Apply what is missing. The caller holds the lock against other processes and wraps SQLite's errors."""
    factory = connection.row_factory
    # sqlite-utils reads its own rows as tuples.
    connection.row_factory = None
    try:
        migrations.apply(Database(connection))
    finally:
        connection.row_factory = factory
