"""What the desk asks of its terminal beside what Textual does."""

from __future__ import annotations

import select
from typing import TextIO


def hung_up(stream: TextIO) -> bool:
    """Whether the other side of a stream, such as the terminal of standard input, has gone for good."""
    try:
        watch = select.poll()
        watch.register(stream, 0)
        return any(event & (select.POLLHUP | select.POLLNVAL) for _, event in watch.poll(0))
    except (AttributeError, OSError, ValueError):  # no poll on this system, or no file behind the stream
        return False
