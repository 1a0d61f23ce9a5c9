"""What can be wrong with the data that this package brings along."""

from __future__ import annotations


class SeedsError(Exception):
    """Root of this package's errors."""


class BrokenSeeds(SeedsError):
    """The packaged data is missing or cannot be read: the installation is damaged."""
