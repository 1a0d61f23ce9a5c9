"""A screen as a text that can be kept and compared: its lines, and where which style stands on them.

`make snapshots` writes them anew; what changed is then seen in the diff like any other text.
"""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path

from rich.segment import Segment
from rich.style import Style

from tui.app import StandpointApp

FOLDER = Path(__file__).parents[1] / "tui" / "snapshots"
RENEW = "STANDPOINT_RENEW_SNAPSHOTS"
"""Environment variable that lets the tests write the snapshots instead of comparing them."""


def lines_of(app: StandpointApp) -> list[list[Segment]]:
    """The segments of each line of the screen in front, those beneath a question included."""
    return [list(line) for line in app.screen._compositor.render_strips()]


def text_of(lines: list[list[Segment]]) -> str:
    """The words alone."""
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)


def styles_of(lines: list[list[Segment]]) -> tuple[str, str]:
    """Which style stands where, as letters with lengths, and what each letter is."""
    letters: dict[str, str] = {}
    rows = []
    for line in lines:
        cells = [(_written(segment.style), segment.cell_length) for segment in line if segment.text]
        row = ""
        for style, run in groupby(cells, key=lambda cell: cell[0]):
            letter = letters.setdefault(style, _letter(len(letters)))
            row += f"{letter}{sum(length for _, length in run)}"
        rows.append(row)
    runs = [f"{row} x{count}" if (count := len(list(same))) > 1 else row for row, same in groupby(rows)]
    return "\n".join(runs), "\n".join(f"{letter} = {style}" for style, letter in letters.items())


def _letter(number: int) -> str:
    return chr(ord("a") + number) if number < 26 else chr(ord("A") + number - 26)


def _written(style: Style | None) -> str:
    if style is None:
        return "none"
    words = [name for name in ("bold", "dim", "italic", "underline", "strike", "reverse") if getattr(style, name)]
    fore = style.color.name if style.color else "default"
    back = style.bgcolor.name if style.bgcolor else "default"
    return " ".join([f"{fore} on {back}", *words])


def section(heading: str, body: str) -> str:
    """One part of a snapshot."""
    return f"== {heading}\n{body}\n"


def compare(name: str, found: str) -> str:
    """Give "" where a snapshot is as it was kept, else a sentence; writes it where that was asked for."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get(RENEW):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
        return ""
    if not path.exists():
        return f"{name}: there is no snapshot; `make snapshots` writes it."
    kept = path.read_text(encoding="utf-8")
    if kept == found:
        return ""
    pairs = zip(kept.splitlines(), found.splitlines(), strict=False)
    where = next((number for number, (one, other) in enumerate(pairs, start=1) if one != other), 0)
    told = [text.splitlines()[where - 1] if where else "(length)" for text in (kept, found)]
    return f"{name}, line {where}:\n  kept  {told[0]}\n  found {told[1]}"
