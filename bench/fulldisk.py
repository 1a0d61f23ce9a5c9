"""A disk with little room: a file system in memory where we may mount one, else a limit on the size of files."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import DiskFull

Limited = Callable[[Callable[[], object]], bool]
"""Does something with little room; whether it ended in DiskFull. Any other error is ours to see."""


@contextmanager
def room_for(folder: Path, size: int, *, mounted: bool | None = None) -> Iterator[Limited]:
    """Let `folder` hold so many bytes for the block; afterwards it holds the same files, with room.

    `mounted`: by mounting, or by a limit; by mounting where that is allowed if it is not said.
    """
    if mounted is None:
        mounted = os.geteuid() == 0 and _mount(folder, size)
    elif mounted:
        _mount(folder, size)

    def limited(work: Callable[[], object]) -> bool:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                if not mounted:
                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 3, size // 3))
                work()
                code = 0
            except DiskFull:
                code = 7
            finally:
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in {0, 7}, f"it ended with {code}, neither well nor in DiskFull"
        return code == 7

    try:
        yield limited
    finally:
        if mounted:
            kept = folder.with_name(f"{folder.name}-kept")
            shutil.copytree(folder, kept)
            subprocess.run(["umount", str(folder)], check=True)
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            shutil.rmtree(kept)


def _mount(folder: Path, size: int) -> bool:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    return done.returncode == 0
