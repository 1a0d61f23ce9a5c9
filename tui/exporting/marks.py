"""Text from outside made harmless in Markdown, HTML and XML: it is text there, never markup."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from store.plain import safe_text
from tui.links import public_url

_ACTS = re.compile(r"[\\`*_\[\]<>&|~!$#]")
"""What acts within a line of CommonMark, its tables and common extensions; any of it may stand after a backslash."""
_BEGINS = re.compile(r"([-+=>:]|\d+[.)])")
"""What makes a list, a heading or a quotation at the beginning of a line."""
_KEPT = "/:?#[]@!$&'*+,;=%~-._"
"""What stands in an address as it is; the rest is written in percent signs, so that it cannot end the link."""


def md(text: str) -> str:
    """Text on one line of Markdown."""
    found = _ACTS.sub(lambda sign: f"\\{sign[0]}", safe_text(text))
    begun = _BEGINS.match(found)
    return f"{found[: begun.end() - 1]}\\{found[begun.end() - 1 :]}" if begun else found


def md_link(words: str, url: str) -> str:
    """A link where there is an address that may be shown, else the words alone."""
    shown = public_url(url)
    return f"[{md(words)}](<{_plain(shown)}>)" if shown else md(words)


def ml(text: str) -> str:
    """Text in HTML or XML, in an attribute too."""
    return html.escape(safe_text(text), quote=True)


def ml_url(url: str) -> str:
    """An address for an attribute or an element; "" where there is none that may be shown."""
    return html.escape(_plain(public_url(url)), quote=True)


def _plain(url: str) -> str:
    return quote(safe_text(url), safe=_KEPT)
