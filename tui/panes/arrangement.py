"""How the panes of the desk lie: their order, which are hidden, which has it all."""

from __future__ import annotations

from collections.abc import Mapping

from textual.widget import Widget

from tui.remembered import Layout

_SHARES: Mapping[int, str] = {1: "5fr", 2: "7fr", 3: "6fr", 4: "6fr"}
"""Width of each pane beside others: names need less than words."""


def arrange(container: Widget, panes: Mapping[int, Widget], layout: Layout) -> None:
    """Lay the panes: those shown but the last beside each other, the last below them, as wide as they are together."""
    shown = layout.shown()
    above = shown[:-1] or shown
    container.styles.grid_size_columns = len(above)
    container.styles.grid_columns = " ".join(_SHARES[number] for number in above)
    container.styles.grid_size_rows = 2 if len(shown) > 1 else 1
    container.styles.grid_rows = "3fr 2fr" if len(shown) > 1 else "1fr"
    for number, pane in panes.items():
        pane.display = number in shown
        pane.styles.column_span = len(above) if len(shown) > 1 and number == shown[-1] else 1
    if container.is_attached:
        container.sort_children(key=lambda pane: layout.order.index(getattr(pane, "number", 1)))
