"""The schema's history: small functions, append-only, each in one transaction with the record that it was applied.

Imported only to make a database or to bring an older one up to date: sqlite-utils costs 0.1 to 0.3 s to import, which
the desk does not pay on an existing database.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from store import schema_moves
from store.db import PAGE_SIZE
from store.schema import FIRST
from store.schema_counts import FIFTH
from store.schema_days import TWELFTH
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


@migrations()
def m009_the_same_in_less_room(db: Database) -> None:
    """Moments and orders as numbers, hashes for what is only compared, words once; phrases are looked for in texts."""
    schema_moves.move(db.conn)
    db.execute("PRAGMA user_version = 9")


@migrations(transactional=False)
def m010_larger_pages(db: Database) -> None:
    """Pages of eight kilobytes, and the room that the ninth left empty given back.

    A killed process leaves the file as it was before or as it is after, by SQLite's own journal.
    """
    if db.execute("PRAGMA page_size").fetchone()[0] != PAGE_SIZE or db.execute("PRAGMA freelist_count").fetchone()[0]:
        # In WAL mode no file changes the size of its pages.
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        db.execute("VACUUM")
        db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA user_version = 10")


@migrations()
def m011_new_articles_are_counted_together(db: Database) -> None:
    """What is new is counted, and noted as untold, by one statement a transaction (`store.intake`)."""
    for trigger in ("tally_article_new", "articles_untold_new"):
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute("PRAGMA user_version = 11")


@migrations()
def m012_how_pairs_stood_on_every_day(db: Database) -> None:
    """States by day; all pairs are settled anew, which fills them."""
    for statement in TWELFTH:
        db.execute(statement)
    db.execute("PRAGMA user_version = 12")


def apply(connection: sqlite3.Connection) -> None:
    """Apply what is missing. The caller holds the lock against other processes and wraps SQLite's errors."""
    factory = connection.row_factory
    # sqlite-utils reads its own rows as tuples.
    connection.row_factory = None
    # Tables that are made anew take nothing along with them.
    connection.execute("PRAGMA foreign_keys = OFF")
    # What is sorted on the way is as large as the largest index, and belongs on the disk.
    (kept,) = connection.execute("PRAGMA temp_store").fetchone()
    connection.execute("PRAGMA temp_store = FILE")
    try:
        migrations.apply(Database(connection))
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA temp_store = {kept}")
        connection.row_factory = factory
