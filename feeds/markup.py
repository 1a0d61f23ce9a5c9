"""HTML to plain text, in one pass over libxml2's events: no tree, no recursion, no regular expression over markup."""

from __future__ import annotations

import re
from collections.abc import Mapping

from feeds import quickmarkup
from feeds.limits import MIB, TEXT
from store.plain import even_body, safe_body

# One entry's markup; what lies beyond is not read. The longest articles are a fiftieth of it.
LONGEST = 2 * MIB

_PARAGRAPHS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dir",
            "div",
            "dl",
        ),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *(
            "hgroup",
            "hr",
            "html",
            "li",
            "main",
            "menu",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
        ),
        *("tfoot", "thead", "tr", "ul"),
    )
)
_UNREAD = frozenset(
    (
        *("applet", "audio", "button", "canvas", "datalist", "frameset", "head", "iframe", "math", "meter"),
        *("noembed", "noframes", "noscript", "object", "progress", "script", "select", "style", "svg", "template"),
        *("textarea", "title", "video", "xmp"),
    )
)
_CELLS = frozenset(("td", "th"))
_HIDING = re.compile(r"display\s?:\s?none|visibility\s?:\s?hidden", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_NO_BREAKS = dict.fromkeys(map(ord, "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), " ")
"""In markup a line's end is a blank; other white space is evened out with the rest."""
_MARKUP = re.compile(r"</?[a-zA-Z!][^<>]*>|&#?\w{1,31};")


def html_to_text(html: str) -> str:
    """Give the text of HTML, hostile or broken: paragraphs, list items and quotations split by an empty line.

    Scripts, styles and hidden parts are left out, links become their words, entities the characters they stand for.
    """
    if not has_markup(html):
        return _plain(html)
    if len(html) < TEXT:
        try:
            return quickmarkup.read(html)
        except quickmarkup.Doubt:
            pass
    return of_record(html)


def of_record(html: str) -> str:
    """Read with libxml2, which has the answer for whatever is odd."""
    # The one sanctioned late import: the desk's way to its first frame leads past this module.
    from lxml import etree  # noqa: PLC0415

    collector = _Collector()
    parser = etree.HTMLParser(target=collector, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    data = html[:LONGEST].replace("\x00", "").encode("utf-8", "replace")
    try:
        parser.feed(b"<body>" + data)
        parser.close()
    except etree.LxmlError:
        # Whatever came before the parser gave up is kept.
        pass
    return safe_body("".join(collector.parts), TEXT)


def title_text(html: str) -> str:
    """Give the text of a title, which may be plain text or hold markup and entities."""
    return html_to_text(html).replace("\n", " ") if has_markup(html) else html


def has_markup(text: str) -> bool:
    """True where a text holds something like a tag or a reference."""
    return ("<" in text or "&" in text) and _MARKUP.search(text) is not None


def _plain(text: str) -> str:
    """Give text without markup; it has paragraphs where lines are left empty, else single breaks are blanks."""
    even = even_body(text if "\n\n" in text else text.replace("\n", " "))
    if even is not None and len(even) <= TEXT:
        return even
    return safe_body(text if "\n\n" in text else _SPACE.sub(" ", text), TEXT)


class _Collector:
    """What libxml2 reports to; gathers words and breaks."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._unread = 0
        """How many open elements, from the outermost unread one down."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._unread or tag in _UNREAD or _hidden(attributes):
            self._unread += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _CELLS:
            self.parts.append(" ")

    def end(self, tag: str) -> None:
        if self._unread:
            self._unread -= 1
        elif tag in _PARAGRAPHS:
            self.parts.append("\n\n")

    def data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(data.translate(_NO_BREAKS) if _BREAK.search(data) else data)

    def comment(self, text: str) -> None:
        """Leave comments out."""

    def close(self) -> None:
        """Nothing to give back: the parts are read from outside."""


def _hidden(attributes: Mapping[str, str]) -> bool:
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").strip().lower() == "true"
        or _HIDING.search(attributes.get("style", "")) is not None
    )
