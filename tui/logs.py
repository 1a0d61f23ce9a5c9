"""The log: a file that rotates, holds no passwords, and never writes to the screen."""

from __future__ import annotations

import logging
import logging.handlers
import re
from datetime import UTC, datetime
from pathlib import Path

from tui.paths import ensure_folder

MAX_BYTES = 1_000_000
KEPT = 5
"""Files of MAX_BYTES: the one that is written, and those before it."""

_USERINFO = re.compile(r"(?<=://)[^\s/?#@\"'<>]+@")
_SECRET = re.compile(
    r"(?i)(?<=[?&;])([\w.\-]*(?:token|key|auth|pass|passwd|password|secret|sig|signature|session|code)[\w.\-]*)=[^\s&#\"'<>]+"
)
_HEADER = re.compile(r"(?i)\b(authorization|proxy-authorization|cookie|set-cookie)(['\"]?\s*[:=,]\s*)[^\r\n]+")


def redact(text: str) -> str:
    """Blot out the user part of addresses, query values that look like secrets, and headers that carry credentials."""
    text = _USERINFO.sub("…@", text)
    text = _SECRET.sub(r"\1=…", text)
    return _HEADER.sub(r"\1\2…", text)


class RedactingFormatter(logging.Formatter):
    """Formats the whole record, trace included, and redacts what came of it."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802  # logging's name
        """The moment in UTC."""
        return datetime.fromtimestamp(record.created, UTC).strftime(datefmt or "%Y-%m-%dT%H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        """One record as the text that is written."""
        return redact(super().format(record))


def start(path: Path, *, verbose: bool = False) -> logging.Handler:
    """Send all of logging to the rotating file at `path`, and nothing to the screen.

    Where the file cannot be written, nothing is logged: a full disk must not stop the desk. Returns the handler, for
    `stop`.
    """
    handler = _handler(path)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"))
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
        if isinstance(handler, logging.handlers.RotatingFileHandler):
            return Path(handler.baseFilename)
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
    return logging.handlers.RotatingFileHandler(
        path, maxBytes=MAX_BYTES, backupCount=KEPT - 1, encoding="utf-8", delay=True
    )
