"""What reads by the packaged watchlist, compiled once a process, and not before somebody reads."""

from __future__ import annotations

from functools import cache

from tagger.reader import Reader
from tagger.stance import StanceReader
from tagger.watchlist import Watchlist, load


@cache
def watchlist() -> Watchlist:
    """The packaged watchlist."""
    return load()


@cache
def reader() -> Reader:
    """Reads whole articles; what it read before changes nothing (tests/tagger/test_properties.py)."""
    return Reader(watchlist())


@cache
def stance_reader() -> StanceReader:
    """Reads clauses."""
    return StanceReader(watchlist())
