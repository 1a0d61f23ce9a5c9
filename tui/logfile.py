"""What the log's file is: it rotates, is this user's alone, and holds no passwords."""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

MAX_BYTES = 1_000_000
KEPT = 5
"""Files of MAX_BYTES: the one that is written, and those before it."""

_USERINFO = re.compile(r"(?<=://)[^\s/?#@\"'<>]+@")
_SECRET = re.compile(
    r"(?i)(?<=[?&;])([\w.\-]*(?:token|key|auth|pass|passwd|password|secret|sig|signature|session|code)[\w.\-]*)=[^\s&#\"'<>]+"
)
_QUERY = re.compile(r"(?<=://)[^\s\"'<>]+")
_VALUE = re.compile(r"(?<=[\w.\-\]%~+])=[^\s&;#]*")
_HEADER = re.compile(r"(?i)\b(authorization|proxy-authorization|cookie|set-cookie)(['\"]?\s*[:=,]\s*)[^\r\n]+")


def redact(text: str) -> str:
    """Blot out the user part of addresses, query values that look like secrets, and headers that carry credentials."""
    text = _USERINFO.sub("…@", text)
    text = _SECRET.sub(r"\1=…", text)
    return _HEADER.sub(r"\1\2…", text)


def redact_all(text: str) -> str:
    """As `redact`, and every query value of addresses: nobody can tell what a publisher calls its secrets."""
    return redact(_QUERY.sub(_without_values, text))


def _without_values(query: re.Match[str]) -> str:
    return _VALUE.sub("=…", query[0])


class RedactingFormatter(logging.Formatter):
    """Formats the whole record, trace included, and redacts what came of it."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802  # logging's name
        """The moment in UTC."""
        return datetime.fromtimestamp(record.created, UTC).strftime(datefmt or "%Y-%m-%dT%H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        """One record as the text that is written."""
        return redact_all(super().format(record))


class _Shared(logging.handlers.RotatingFileHandler):
    """A file that rotates for this user alone, though desk and poller write to it at once."""

    def _open(self) -> TextIOWrapper:
        """Open the file, also the new one after a rotation, with the rights of the first."""
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return TextIOWrapper(os.fdopen(handle, "ab"), encoding=self.encoding, write_through=False)

    def emit(self, record: logging.LogRecord) -> None:
        """Write to the file of the name, which another process may have rotated away."""
        if self.stream is not None and not self._in_place(self.stream.fileno()):
            self.stream.close()
            self.stream = self._open()
        super().emit(record)

    def _in_place(self, handle: int) -> bool:
        try:
            there = Path(self.baseFilename).stat()
        except OSError:
            return False
        return os.path.samestat(there, os.fstat(handle))


def open_file(path: Path) -> logging.Handler:
    """Give the handler that writes to the rotating file at `path`, opened with the first record."""
    handler = _Shared(path, maxBytes=MAX_BYTES, backupCount=KEPT - 1, encoding="utf-8", delay=True)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"))
    return handler
