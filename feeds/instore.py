"""The one way to the database from the event loop: through a thread of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class InStore(Protocol):
    """Runs a function where the library may be asked without holding up the event loop."""

    def __call__(self, function: Callable[[], T], /) -> Awaitable[T]:
        """Run it, and give what it gives."""
