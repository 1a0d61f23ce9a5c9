"""From what waits for a verdict, and from the rates of acceptance, to styled text: pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from store.model.review import QueueRow, RateRow
from store.model.rows import ChangeRow
from tui import cells
from tui.cells import Piece
from tui.look import Look

HEIGHT = 3
"""Lines of a row of the queue."""
_DECISIVE = 1.0
"""Effect of a position without which a change falls."""


def queued(row: QueueRow, changes: Mapping[int, ChangeRow], width: int, look: Look) -> list[Content]:
    """Draw a position that waits: who and when; stance and words; what hangs on it."""
    one, position, ell = row.statement, row.position, look.glyphs.ellipsis
    head: list[Piece] = [(f"{cells.said(one, look)}  ", "date"), (cells.speaker(one, look), "name")]
    sure = f"  confidence {cells.confidence(position.confidence)}"
    words: list[Piece] = [("  ", ""), *cells.stance_pieces(position.stance, look), (" ", ""), (cells.quoted(one), "")]
    return [
        cells.row_line(width, head, [(position.issue, "issue"), (sure, "dim")], ell),
        cells.row_line(width, words, cells.verdict_pieces(position, look), ell),
        cells.row_line(width, [("  ", ""), *_why(row, changes, look)], (), ell),
    ]


def _why(row: QueueRow, changes: Mapping[int, ChangeRow], look: Look) -> list[Piece]:
    if not row.changes:
        return [("a cell of the matrix rests on it", "dim")]
    lead = "without it falls: " if row.effect >= _DECISIVE else "bears, with others: "
    change = next((changes[number] for number in row.changes if number in changes), None)
    more = f" +{len(row.changes) - 1}" if len(row.changes) > 1 else ""
    if change is None:
        return [(f"{lead}{len(row.changes)} changes", "warning")]
    one = change.change
    joint = f" {look.glyphs.arrow} "
    return [
        (lead, "warning"),
        (f"{cells.safe(change.principal_name)} ", ""),
        *cells.stance_pieces(one.from_stance, look),
        (joint, "strong"),
        *cells.stance_pieces(one.to_stance, look),
        (more, "dim"),
        (f" on {one.issue}", "issue"),
    ]


def rate(row: RateRow, width: int, look: Look) -> list[Content]:
    """Draw how a rule or an actor came out."""
    name = look.name_of(row.key.lstrip("?~")) if row.kind == "actor" else row.key
    counts = f"  {row.confirmed} of {row.total} accepted {cells.confidence(row.accepted)}"
    return [cells.row_line(width, [(cells.safe(name), "name" if row.kind == "actor" else "")], [(counts, "dim")])]


def summary(rates: Sequence[RateRow]) -> str:
    """Say how many verdicts there are, and how many of them accept what was read."""
    rules = [row for row in rates if row.kind == "rule"]
    total, confirmed = sum(row.total for row in rules), sum(row.confirmed for row in rules)
    return f"Acceptance: {confirmed} of {total}" if total else "Acceptance"
