"""Where paragraphs begin and end."""

from __future__ import annotations


def paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the paragraph, or the run of paragraphs, around `start` to `end` begins and ends."""
    first = text.rfind("\n\n", 0, start)
    last = text.find("\n\n", end)
    return (0 if first < 0 else first + 2), (len(text) if last < 0 else last)
