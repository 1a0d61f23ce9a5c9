"""The plain markup of most entries, read without a parser: well-nested paragraphs, links, lists and emphasis.

What comes out is what `feeds.markup` makes of the same markup with libxml2, in a fraction of the time. Whatever is not
known to come out the same is left to it: tables, forms, hidden parts, elements that do not close in order or whose
beginning closes others, a "<" or "&" that stands for itself, characters that no text holds.
"""

from __future__ import annotations

import re
from html.entities import name2codepoint

from store.plain import even_body, safe_body

# Start tags with whole attributes, and end tags. Possessive, so that no text is tried twice.
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][a-zA-Z0-9]{0,15}+)"""
    r"""((?:\s++[a-zA-Z_:][\w:.-]*+(?:\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=`]++))?+)*+)\s*+>"""
)
_EMPTY = re.compile(r"\s?/>")
_SCRIPT = re.compile(r"<script(?:\s[^<>]*+)?+>[^<]*+</script>")
_HIDES = re.compile(r"hidden|style", re.IGNORECASE)
_HIDDEN = re.compile(r"display|visibility|hidden|[&\\]", re.IGNORECASE)
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#(\d{2,6}+)|#x([0-9a-fA-F]{2,5}+)|([a-zA-Z]{2,8}[0-9]{0,2}));")
_LEFT = re.compile(r"&[a-zA-Z#]")

_SINGLE = {"br": "\n", "img": ""}
_INLINE = (
    *("a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small", "span"),
    *("strong", "sub", "sup", "time", "u"),
)
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (
    *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "header"),
    *("li", "main", "ol", "p", "section", "ul", *_HEADS),
)
_MARKS = dict.fromkeys(_INLINE, "") | dict.fromkeys(_BLOCKS, "\n\n")
"""What an element that is closed puts into the text, before and after it."""
_WITHIN = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)}
_DEEPEST = 40
"""Elements within each other, all of which are looked through for each that is opened."""
_HOLDS_NO_BLOCK = frozenset(("p", *_HEADS))


class Doubt(Exception):
    """The markup is left to libxml2."""


def read(html: str) -> str:
    """Give the text of plain markup, safe, as `feeds.markup.html_to_text` does. Raises Doubt."""
    text = _text(html)
    even = even_body(text)
    if even is not None:
        return even
    if _ODD.search(html):
        raise Doubt
    return safe_body(text)


def _text(html: str) -> str:
    """Give the characters, with a line break or more wherever a paragraph ends."""
    html = html.replace("\n", " ").replace("\r", " ")
    if "/>" in html:
        html = _EMPTY.sub(">", html)
    if "<script" in html:
        html = _SCRIPT.sub("", html)
    pieces = _TAG.split(html)
    opened: list[str] = []
    for place in range(1, len(pieces), 4):
        closing, name, attributes = pieces[place : place + 3]
        name = name.lower()
        if closing:
            if attributes or not opened or opened.pop() != name:
                raise Doubt
            pieces[place] = _MARKS[name]
        else:
            if attributes and _HIDES.search(attributes) and _HIDDEN.search(attributes):
                raise Doubt
            mark = _SINGLE.get(name)
            pieces[place] = _opening(name, opened) if mark is None else mark
        pieces[place + 1] = pieces[place + 2] = ""
    text = "".join(pieces)
    if opened or "<" in text:
        raise Doubt
    return _REFERENCE.sub(_character, _checked(text)) if "&" in text else text


def _opening(name: str, opened: list[str]) -> str:
    """Open an element within those that stand open. Raises Doubt where its beginning may close one of them."""
    mark = _MARKS.get(name)
    if mark is None or len(opened) >= _DEEPEST or (name == "a" and "a" in opened):
        raise Doubt
    if mark and opened:
        within = _WITHIN.get(name)
        if not _HOLDS_NO_BLOCK.isdisjoint(opened) or (within and opened[-1] not in within):
            raise Doubt
    elif name in _WITHIN:
        raise Doubt
    opened.append(name)
    return mark


def _checked(text: str) -> str:
    if _LEFT.search(_REFERENCE.sub("", text)):
        raise Doubt
    return text


def _character(reference: re.Match[str]) -> str:
    """Give the character that a reference stands for. Raises Doubt for control characters and unknown names."""
    decimal, hexadecimal, name = reference.groups()
    number = name2codepoint.get(name, 0) if name else int(decimal) if decimal else int(hexadecimal, 16)
    if number < 0x20 or 0x7F <= number < 0xA0 or number > 0xD7FF:
        raise Doubt
    return chr(number)
