"""What can go wrong on the way from the press. Every message is a sentence for the user and says what to do.

FeedsError
├── NotAFeed          what came is no feed
├── BadAddress        not an address that may be subscribed or fetched
├── AnotherPoller     the poll lock is held
├── BadOpml           a subscription list that cannot be read
└── WorkerError
    ├── WorkerKilled  past the deadline or the memory limit, or dead
    └── WorkerFailed  the work itself raised

A feed that cannot be fetched is no exception: `feeds.fetch.FetchFailed` is a value.
"""

from __future__ import annotations


class FeedsError(Exception):
    """Base of all errors of this wing."""


class NotAFeed(FeedsError):
    """What came is no feed; the message says what it is instead."""


class BadAddress(FeedsError):
    """Not an address that may be subscribed or fetched."""


class AnotherPoller(FeedsError):
    """The poll lock is held: `pid` on `host`, since `since` (ISO 8601; all may be unknown)."""

    def __init__(self, *, pid: int | None = None, host: str = "", since: str = "") -> None:
        self.pid = pid
        self.host = host
        self.since = since
        who = f"process {pid}" if pid else "another process"
        where = f" on {host}" if host else ""
        when = f" since {since}" if since else ""
        super().__init__(
            f"This database is already being polled by {who}{where}{when}. Stop that one first, or let it do the work."
        )


class BadOpml(FeedsError):
    """A subscription list that cannot be read."""


class WorkerError(FeedsError):
    """Base of what happens to work given to a worker process."""


class WorkerKilled(WorkerError):
    """The worker was past its deadline or its memory limit, or died; `reason` is "deadline", "memory" or "died"."""

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


class WorkerFailed(WorkerError):
    """The work raised something nobody expected; the message names it."""
