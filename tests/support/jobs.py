"""Work that tests give to worker processes: honest, hanging, greedy, deadly, wrong."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from store.model.reading import Draft, Mention, Reading


def square(number: int) -> int:
    return number * number


def process_id() -> int:
    return os.getpid()


def hang() -> None:
    """Hold the interpreter's lock, as a runaway pattern does."""
    re.match(r"(a+)+$", "a" * 60 + "b")


def sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def greedy(size: int) -> int:
    return len(bytearray(size))


def die() -> None:
    os._exit(3)


def wrong() -> None:
    raise KeyError("what")


def unpicklable() -> Callable[[], None]:
    return lambda: None


def loud() -> int:
    sys.stdout.write("not a frame\n" * 1000)
    sys.stdout.flush()
    os.write(1, b"nor this")
    return 7


def reader_for(argument: str) -> Callable[[Draft], Reading]:
    """A reader that mentions the first word, and cannot stand a certain one."""

    def read(draft: Draft) -> Reading:
        if "poison" in draft.text:
            hang()
        if "defect" in draft.text:
            raise ValueError("a defect")
        return Reading(mentions=(Mention(argument or "a", 0, 1),), tagged_with="test")

    return read


def broken_reader_for(argument: str) -> Callable[[Draft], Reading]:
    raise ValueError(f"no watchlist {argument}")


def reader_of_gaza(argument: str) -> Callable[[Draft], Reading]:
    """A reader to which whatever names Gaza is on the story."""

    def read(draft: Draft) -> Reading:
        named = "Gaza" in draft.title + draft.text
        return Reading(topics=("gaza",) if named else (), on_story=named, tagged_with=argument or "test")

    return read


def surroundings() -> tuple[int, int, list[str]]:
    """The process that started this one, how many threads that has, and the kinds of what this one holds open."""
    parent = os.getppid()
    handles = []
    for handle in Path("/proc/self/fd").iterdir():
        # The folder's own is closed by the time that it is looked at.
        with contextlib.suppress(OSError):
            handles.append(str(handle.readlink()).partition(":")[0])
    return parent, sum(1 for _ in Path(f"/proc/{parent}/task").iterdir()), sorted(handles)
