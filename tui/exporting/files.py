"""Writing a file for elsewhere: whole or not at all, and never over another one unasked."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from datetime import date
from pathlib import Path

from tui.errors import ExportRefused

_PLAIN = re.compile(r"[^a-z0-9]+")


def write_file(path: Path, text: str, *, replace: bool = False) -> Path:
    """Write a text, and give the absolute path that it was written to.

    Raises ExportRefused where there is a file already and it shall not be replaced, or where nothing can be written.
    """
    target = Path(os.path.expanduser(path)).absolute()  # noqa: PTH111  # a ~ that leads nowhere stays as it is
    if target.is_dir():
        raise ExportRefused(f"{target} is a folder: name a file in it.")
    if target.exists() and not replace:
        raise ExportRefused(f"{target} is there already.")
    try:
        _put(target, text, replace=replace)
    except FileExistsError as error:
        raise ExportRefused(f"{target} is there already.") from error
    except OSError as error:
        raise ExportRefused(f"{target} cannot be written ({error.strerror}): name another file.") from error
    return target


def _put(target: Path, text: str, *, replace: bool) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".standpoint-")
    partial = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        partial.chmod(0o644)
        if replace:
            partial.replace(target)
        else:
            # A link is refused where the name was taken meanwhile; a rename would take the place of what is there.
            try:
                os.link(partial, target)
            except PermissionError:  # a file system without links
                partial.rename(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            partial.unlink()


def suggested(what: str, today: date, form: str) -> str:
    """A file's name: what it holds, the day, the form."""
    return f"standpoint-{_PLAIN.sub('-', what.lower()).strip('-') or 'list'}-{today.isoformat()}.{form}"
