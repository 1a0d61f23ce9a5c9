"""What the desk remembers from one day to the next beside the database: the layout of its panes and the theme.

It lies in the state folder as JSON. It is no settings file: nobody writes it by hand, and a broken one is forgotten.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from store.model.record import record
from tui.paths import ensure_folder

PANES = (1, 2, 3, 4)
"""The desk's panes by number, in the order that a new desk has them."""


@record(frozen=True)
class Layout:
    """How the panes of the desk lie."""

    order: tuple[int, ...] = PANES
    """Every pane once; the last that is shown lies below the others, as wide as all of them."""
    hidden: frozenset[int] = frozenset()
    """Never all of them."""
    enlarged: int | None = None
    """The pane that has the whole desk."""

    def shown(self) -> tuple[int, ...]:
        """Give the panes that are seen, in their order."""
        if self.enlarged is not None:
            return (self.enlarged,)
        return tuple(number for number in self.order if number not in self.hidden)

    def with_pane(self, number: int) -> Layout:
        """Bring a pane into view: out of hiding, and in the place of the enlarged one."""
        enlarged = number if self.enlarged is not None else None
        return replace(self, hidden=self.hidden - {number}, enlarged=enlarged)

    def without_pane(self, number: int) -> Layout:
        """Hide a pane, unless it is the last one."""
        hidden = self.hidden | {number}
        return self if len(hidden) == len(self.order) else replace(self, hidden=hidden, enlarged=None)

    def moved(self, number: int, by: int) -> Layout:
        """Let a pane change places with the shown one before (-1) or after it (1)."""
        shown = [one for one in self.order if one not in self.hidden]
        place = shown.index(number) + by
        if not 0 <= place < len(shown):
            return self
        other, order = shown[place], list(self.order)
        here, there = order.index(number), order.index(other)
        order[here], order[there] = other, number
        return replace(self, order=tuple(order))


@record(frozen=True)
class Remembered:
    """All that is remembered."""

    layout: Layout = Layout()
    theme: str = ""
    """The theme that was chosen on the desk; empty where none was."""
    instead_of: str = ""
    """The theme that the settings named when it was chosen: once they name another, they win."""


class Keeper:
    """Reads and writes what is remembered; a folder that cannot be written to costs the memory and nothing else."""

    def __init__(self, path: Path | None) -> None:
        """Keep it at `path`; None remembers while the desk is open and no longer."""
        self._path = path
        self._held: Remembered | None = None

    @property
    def held(self) -> Remembered:
        """What is remembered now."""
        if self._held is None:
            self._held = self._read()
        return self._held

    def keep(self, remembered: Remembered) -> None:
        """Remember this instead."""
        if remembered == self.held:
            return
        self._held = remembered
        if self._path is not None:
            with contextlib.suppress(OSError):
                ensure_folder(self._path)
                fresh = self._path.with_name(f"{self._path.name}.new")
                fresh.write_text(_written(remembered), encoding="utf-8")
                fresh.replace(self._path)

    def _read(self) -> Remembered:
        if self._path is None:
            return Remembered()
        try:
            return _read(json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return Remembered()


def _written(one: Remembered) -> str:
    layout = {"order": one.layout.order, "hidden": sorted(one.layout.hidden), "enlarged": one.layout.enlarged}
    return json.dumps({**asdict(replace(one, layout=Layout())), "layout": layout}, default=list, indent=1)


def _read(shape: object) -> Remembered:
    """Take what fits and leave the rest; raises nothing."""
    if not isinstance(shape, Mapping):
        return Remembered()
    held = shape.get("layout")
    layout = _layout(held) if isinstance(held, Mapping) else Layout()
    theme, instead = shape.get("theme"), shape.get("instead_of")
    return Remembered(layout, theme if isinstance(theme, str) else "", instead if isinstance(instead, str) else "")


def _layout(held: Mapping[object, object]) -> Layout:
    order, hidden, enlarged = held.get("order"), held.get("hidden"), held.get("enlarged")
    known = set(PANES)
    layout = Layout(tuple(order)) if isinstance(order, list) and sorted(map(str, order)) == list("1234") else Layout()
    if set(layout.order) != known:
        layout = Layout()
    for number in hidden if isinstance(hidden, list) else ():
        layout = layout.without_pane(number) if number in known else layout
    return replace(layout, enlarged=enlarged) if isinstance(enlarged, int) and enlarged in known else layout
