"""One process at a time in a folder: for making, migrating and replacing databases, and for copies of them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import ReadOnlyDatabase


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait for the folder and keep it for the block; leaves no lock file behind. Raises ReadOnlyDatabase."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise ReadOnlyDatabase(f"The folder {folder} cannot be opened ({error.strerror}): choose another.") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Have the names in the folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
