"""The certificates that this system trusts, loaded once: that takes longer than most tests."""

from __future__ import annotations

import ssl
from functools import cache


@cache
def trust() -> ssl.SSLContext:
    """The system's own."""
    return ssl.create_default_context()
