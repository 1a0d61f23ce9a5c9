"""Whether it is our own network that is away, and not the publishers: then no feed is to blame."""

from __future__ import annotations

_ENOUGH = 3
"""Hosts in a row, none of them found and none answering in between, from which it is us."""


class Reach:
    """Remembers which hosts could not be reached since the last answer of any."""

    def __init__(self) -> None:
        self._missed: set[str] = set()

    @property
    def away(self) -> bool:
        """Whether our network seems to be away."""
        return len(self._missed) >= _ENOUGH

    def answered(self) -> None:
        """Take note of an answer, whatever it was."""
        self._missed.clear()

    def missed(self, host: str) -> None:
        """Take note of a host that was not found, or to which no way led."""
        if len(self._missed) < _ENOUGH:
            self._missed.add(host)
