"""Which of the positions of a statement stands for it where there is room for one. Pure; lists ask it, and the desk."""

from __future__ import annotations

from collections.abc import Sequence

from store.model.rows import PositionRow

REJECTED = "rejected"
"""The verdict after which a position is none."""


def leading(positions: Sequence[PositionRow]) -> PositionRow | None:
    """Give the position that a row shows: the first that was not rejected, else the first."""
    return next((one for one in positions if one.review != REJECTED), positions[0] if positions else None)
