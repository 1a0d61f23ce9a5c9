"""Writing data to standard output: JSON lines, CSV and tables. Words go to standard error, elsewhere.

Nothing that is written can drive a terminal: control and direction characters are escaped in JSON and stripped by
`store.plain.safe_text` in tables; CSV cells cannot start a formula.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from store.plain import safe_text

_DANGEROUS = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What JSON lets stand and a terminal may obey or hide: C1, direction marks, tag characters, lone surrogates."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that spreadsheet programs take for a formula (OWASP, CSV Injection)."""


def to_json(value: Any) -> str:
    """One line of JSON, readable as UTF-8, with whatever a terminal might obey escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return _DANGEROUS.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def write_json(value: Any) -> None:
    """Write one JSON line and flush it, so that a reader at the other end of a pipe has it at once."""
    sys.stdout.write(to_json(value) + "\n")
    sys.stdout.flush()


def write_json_lines(values: Iterable[Any]) -> None:
    """Write a JSON line a value."""
    for value in values:
        sys.stdout.write(to_json(value) + "\n")
    sys.stdout.flush()


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], to: TextIO | None = None) -> None:
    """Write a header and a CSV row a mapping; a missing key gives an empty cell, lists are joined by semicolons."""
    writer = csv.writer(to or sys.stdout, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([csv_cell(row.get(column)) for column in columns])


def csv_cell(value: Any) -> str:
    """A cell's text, with a quote in front where a spreadsheet would take it for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return csv_cell("; ".join(str(one) for one in value))
    text = safe_text(str(value))
    if isinstance(value, (int, float)):
        return text
    return f"'{text}" if text.startswith(_FORMULA) else text


def char_width(char: str) -> int:
    """Columns that a character takes on a terminal: 0 for combining and format characters, 2 for wide ones, else 1."""
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def text_width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(char_width, text))


def cut(text: str, width: int) -> str:
    """The text within `width` columns, ending in … where something was cut off."""
    if text_width(text) <= width:
        return text
    kept, used = [], 0
    for char in text:
        used += char_width(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…" if width > 0 else ""


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], width: int | None) -> str:
    """Aligned columns under their names; the last is cut to what `width` leaves (None: not at all).

    Cells are made safe and kept to one line each.
    """
    cells = [[_flat(cell) for cell in row] for row in rows]
    widths = [max([text_width(name), *(text_width(row[at]) for row in cells)]) for at, name in enumerate(columns)]
    if width is not None:
        widths = fit(widths, width - 2 * (len(columns) - 1))
    lines = [_aligned([name.upper() for name in columns], widths), *(_aligned(row, widths) for row in cells)]
    return "\n".join(lines) + "\n"


def fit(widths: Sequence[int], room: int) -> list[int]:
    """Column widths that sum up to `room` at most, unless each is down to 8 columns.

    The last column holds the text: the others give way to it, the widest first, until it has two fifths of the room.
    """
    last = min(widths[-1], max(room * 2 // 5, room - sum(widths[:-1])))
    fitted = _narrowed(widths[:-1], room - last)
    return [*fitted, *_narrowed([last], room - sum(fitted))]


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    fitted = list(widths)
    while sum(fitted) > room:
        at = max(range(len(fitted)), key=lambda index: (fitted[index], index))
        if fitted[at] <= 8:
            break
        fitted[at] -= 1
    return fitted


def _flat(value: object) -> str:
    if value is None:
        return ""
    return " ".join(safe_text(str(value)).split())


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = []
    for cell, width in zip(cells, widths, strict=True):
        shown = cut(cell, width)
        parts.append(shown + " " * (width - text_width(shown)))
    return "  ".join(parts).rstrip()


def write_text(text: str) -> None:
    """Write text of our own as it stands."""
    sys.stdout.write(text)
    sys.stdout.flush()


def write_line(text: str, lead: str = "") -> None:
    """Write one line, made safe for a terminal; before it, words of our own as they stand."""
    write_text(f"{lead}{safe_text(text)}\n")


def write_blank() -> None:
    """Write an empty line."""
    write_text("\n")
