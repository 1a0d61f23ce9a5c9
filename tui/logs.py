"""The log: where logging goes, and that nothing of it reaches the screen."""

from __future__ import annotations

import logging
from pathlib import Path

from tui.paths import ensure_folder


class _Unopened(logging.Handler):
    """Stands for the file until there is something to write: most starts of the desk have nothing."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._opened: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write to the file."""
        if self._opened is None:
            from tui.logfile import open_file  # noqa: PLC0415  # as the class says

            self._opened = open_file(self.path)
        self._opened.emit(record)

    def close(self) -> None:
        """Close the file, where it was opened."""
        if self._opened is not None:
            self._opened.close()
        super().close()


def keep_quiet() -> None:
    """Log nowhere until `start` says where: by itself, logging would write earlier trouble to the screen."""
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())


def start(path: Path, *, verbose: bool = False) -> logging.Handler:
    """Send all of logging to the rotating file at `path`, and nothing to the screen.

    Where the file cannot be written, nothing is logged: a full disk must not stop the desk. Returns the handler, for
    `stop`.
    """
    handler = _handler(path)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    for chatty in ("httpx", "httpcore", "asyncio", "trafilatura"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    return handler


def current() -> Path | None:
    """The file that is logged to, where there is one."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, _Unopened):
            return handler.path
    return None


def stop(handler: logging.Handler) -> None:
    """Undo `start`."""
    logging.captureWarnings(capture=False)
    logging.getLogger().removeHandler(handler)
    handler.close()


def _handler(path: Path) -> logging.Handler:
    try:
        ensure_folder(path)
        with path.open("a", encoding="utf-8"):
            path.chmod(0o600)
    except OSError:
        return logging.NullHandler()
    return _Unopened(path)
