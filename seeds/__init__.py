"""The seed corpus and the default feeds: data, and what reads it.

Reads packaged files with the standard library alone, and nothing at import.
"""

from __future__ import annotations

from seeds.errors import BrokenSeeds, SeedsError
from seeds.loader import DefaultFeed, default_feeds, documents, find

__all__ = ["BrokenSeeds", "DefaultFeed", "SeedsError", "default_feeds", "documents", "find"]
