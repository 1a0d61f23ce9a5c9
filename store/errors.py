"""What can go wrong in the memory. Every message is a sentence for the user and says what to do.

StoreError
├── NewerDatabase       written by a later Standpoint
├── ForeignFile         not a Standpoint database
├── DamagedDatabase     SQLite says that the file is malformed
├── ReadOnlyDatabase    the file or its folder cannot be written
├── DatabaseBusy        another process held the lock for longer than we wait
├── InUse               another process has it open, where it must be closed
├── DiskFull            no room left
├── QueryTooSlow        a search took longer than we let it
├── NotFound            no such feed, article, statement or change
├── RefusedReview       a verdict that says nothing, or names what there is not
└── DuplicateFeed       the address is subscribed already
"""

from __future__ import annotations


class StoreError(Exception):
    """Base of all errors of the memory; the command line ends with exit code 5."""


class NewerDatabase(StoreError):
    """The file was written by a later version of Standpoint."""


class ForeignFile(StoreError):
    """The file is something else than a Standpoint database."""


class DamagedDatabase(StoreError):
    """SQLite cannot make sense of the file."""


class ReadOnlyDatabase(StoreError):
    """The file or its folder cannot be written."""


class DatabaseBusy(StoreError):
    """Another process held the lock for longer than we wait."""


class InUse(StoreError):
    """Another process has the database open, and it must be closed for what was asked; exit code 4."""


class DiskFull(StoreError):
    """No room is left on the device."""


class QueryTooSlow(StoreError):
    """A search took longer than we let it."""


class NotFound(StoreError):
    """No such feed, article, statement or change."""


class DuplicateFeed(StoreError):
    """The address is subscribed already."""


class RefusedReview(StoreError):
    """The verdict corrects nothing, names what there is not, or is none."""
