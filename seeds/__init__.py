"""The seed corpus and the default feeds: data, and what reads it.

Reads packaged files with the standard library alone, and nothing at import.
"""

from __future__ import annotations

from seeds.errors import BrokenSeeds, SeedsError
from seeds.loader import DEFAULT_STORY, DefaultFeed, default_feeds, documents, find, stories

__all__ = [
    "DEFAULT_STORY",
    "BrokenSeeds",
    "DefaultFeed",
    "SeedsError",
    "default_feeds",
    "documents",
    "find",
    "stories",
]
