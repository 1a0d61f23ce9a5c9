"""Modules that are loaded when something of them is used: the desk's first frame waits for none of those."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Late:
    """Stands for a module; to be declared beside an import of it under TYPE_CHECKING."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, wanted: str) -> Any:
        found = getattr(import_module(self._name), wanted)
        setattr(self, wanted, found)
        return found
