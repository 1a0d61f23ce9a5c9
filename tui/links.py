"""Opening an address outside: checked first, then handed to a browser as an argument, never to a shell."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

_DESKTOP: Sequence[tuple[str, ...]] = (("xdg-open",), ("open",), ("wslview",), ("www-browser",))
_TEXT_BROWSERS = frozenset({"lynx", "w3m", "links", "links2", "elinks", "www-browser"})
"""These would take the terminal from under the desk, so they are not used."""


_SECRET = re.compile(
    r"token|passw|pwd|secret|^auth|api_?key|access_?key|^key$|signature|^sig$|session|^sid$|credential", re.IGNORECASE
)
"""In the names of parameters whose values are nobody else's business."""


class LinkRefused(Exception):
    """The address will not be opened; the message says why."""


def checked(url: str) -> str:
    """Give the address back if it may be opened; raises LinkRefused."""
    if not url:
        raise LinkRefused("This has no address to open.")
    if url.startswith("-") or any(ord(sign) <= 32 or 127 <= ord(sign) < 160 for sign in url):
        raise LinkRefused("The address holds characters that no address may hold; it is not opened.")
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        parts, host = None, None
    if parts is None or parts.scheme not in ("http", "https") or not host:
        raise LinkRefused("Only http and https addresses are opened.")
    return url


def public_url(url: str) -> str:
    """Give an article's address for citations and exports: without user part, secret parameters as "…".

    What leads to the article stays, so that the address can be opened. "" where it is none of http and https.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    query = "&".join(_without_secret(pair) for pair in parts.query.split("&")) if parts.query else ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, parts.fragment))


def _without_secret(pair: str) -> str:
    name, sign, value = pair.partition("=")
    return f"{name}=…" if sign and value and _SECRET.search(name) else pair


def browser_commands(environ: Mapping[str, str]) -> list[list[str]]:
    """List the commands to try, those of BROWSER first. An entry without `%s` gets the address as last argument."""
    commands = []
    for entry in environ.get("BROWSER", "").split(os.pathsep):
        try:
            words = shlex.split(entry)
        except ValueError:
            continue
        if words:
            commands.append(words)
    return [*commands, *(list(words) for words in _DESKTOP)]


def open_link(url: str, environ: Mapping[str, str] | None = None) -> None:
    """Open an address in the user's browser and return at once.

    Raises LinkRefused for an address that is not plain http(s), OSError where no browser can be started.
    """
    url = checked(url)
    for words in browser_commands(os.environ if environ is None else environ):
        program = shutil.which(words[0])
        if program is None or Path(words[0]).name in _TEXT_BROWSERS:
            continue
        arguments = [word.replace("%s", url) for word in words[1:] if word != "&"]
        if not any("%s" in word for word in words[1:]):
            arguments.append(url)
        subprocess.Popen(
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return
    raise OSError("No browser was found; name one in the environment variable BROWSER.")
