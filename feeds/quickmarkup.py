"""The plain markup of most entries, read without a parser: well-nested paragraphs, links, lists and emphasis.

What comes out is what `feeds.markup` makes of the same markup with libxml2, in a fifth of the time. Whatever is not
known to come out the same is left to it: tables, forms, hidden parts, elements that do not close in order or whose
beginning closes others, a "<" or "&" that stands for itself, characters that no text holds.

All is done on UTF-8: taking a text apart and joining it again costs half of what it does on wide characters.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html.entities import name2codepoint
from itertools import product
from typing import NamedTuple

from store.plain import is_even, safe_body

_TAG = re.compile(rb"<([^<>]*+)>")
_ATTRIBUTE = r"""[a-zA-Z_:][a-zA-Z0-9_:.-]*+(?: *+= *+(?:"[^"]*+"|'[^']*+'|[^ "'=`]++))?+"""
"""Possessive, as what follows, so that no text is tried twice."""
_BEGINS = re.compile(rf"([a-z][a-z0-9]*+)(?: ++(?!(?i:hidden|aria-hidden|style)){_ATTRIBUTE})++ *+".encode())
"""A start tag with attributes that hide nothing."""
_WRITTEN = re.compile(rf"(/?[a-zA-Z][a-zA-Z0-9]*+)((?: ++(?!(?i:hidden|aria-hidden)){_ATTRIBUTE})*+) *+(/?)".encode())
"""Any tag: its name, its attributes, and the slash of one that ends itself."""
_HIDING = re.compile(rb"display|visibility|[&\\]", re.IGNORECASE)
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_REFERENCE = re.compile(rb"&(?:#(\d{2,6}+);|#x([0-9a-fA-F]{2,5}+);|([a-zA-Z]{2,8}[0-9]{0,2});|[a-zA-Z#])")
_NO_BREAK_SPACE = "\u00a0".encode()

_PARAGRAPH = b"\n\n"
_LINE_FEED = 0x0A
_COMMENT = b"<!-->"
"""Stands for all comments; no tag is written so, for none holds a "<"."""
_SINGLE = {b"br": b"\n", b"img": b"", _COMMENT: b"", b"hr": _PARAGRAPH}
_INLINE = (
    *("a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small", "span"),
    *("strong", "sub", "sup", "time", "u"),
)
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (
    *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "header"),
    *("li", "main", "ol", "p", "section", "ul", *_HEADS),
)
_MARKS = dict.fromkeys(_INLINE, b"") | dict.fromkeys(_BLOCKS, _PARAGRAPH)
"""What an element that is closed puts into the text, before and after it."""
_UNREAD = (b"iframe", b"script")
"""What these hold is left out; it may be text alone."""
_TAGS = frozenset(
    slash + name for slash in (b"", b"/") for name in (*_SINGLE, *_UNREAD, *(name.encode() for name in _MARKS))
)
"""Tags that are no more than a name."""
_LISTS = ("dl", "ol", "ul")
_WITHIN = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)}
_HOLDS_NO_BLOCK = frozenset(("p", *_HEADS))
_DEEPEST = 40
"""Elements within each other; far from where libxml2 would stop."""


class Doubt(Exception):
    """The markup is left to libxml2."""


class _Element(NamedTuple):
    """An element that may be opened: the tag that ends it, what it puts into the text at both ends, what it may hold.

    A single one has no end tag and holds nothing.
    """

    end: bytes
    mark: bytes
    within: dict[bytes, _Element]


def read(html: str) -> str:
    """Give the text of plain markup, safe, as `feeds.markup.html_to_text` does. Raises Doubt."""
    try:
        markup = html.encode()
    except UnicodeEncodeError as error:
        raise Doubt from error
    markup = markup.replace(b"\n", b" ").replace(b"\r", b" ").replace(b"\t", b" ")
    text = _without_tags(markup)
    if b"&" in text:
        text = _REFERENCE.sub(lambda found: _character(found[0]), text)
    if b"\xc2" in text:
        text = text.replace(_NO_BREAK_SPACE, b" ")
    if is_even(text):
        return _even(text).decode()
    if _ODD.search(html):
        raise Doubt
    return safe_body(text.decode())


def _without_tags(markup: bytes) -> bytes:
    """Give what stands between the tags, with a line break or more wherever a paragraph ends."""
    pieces = _TAG.split(markup)
    tags = [tag if tag in _TAGS else _name(tag) for tag in pieces[1::2]]
    for name in _UNREAD:
        if name in tags:
            pieces[2::2] = [b"" if tag == name else text for tag, text in zip(tags, pieces[2::2], strict=True)]
    marks: list[bytes] = []
    around: list[_Element] = []
    inmost = _document()
    end, mark, within = inmost
    for tag in tags:
        if tag == end:
            marks.append(mark)
            inmost = around.pop()
            end, mark, within = inmost
            continue
        opened = within.get(tag)
        if opened is None or len(around) > _DEEPEST:
            raise Doubt
        marks.append(opened.mark)
        if opened.end:
            around.append(inmost)
            inmost = opened
            end, mark, within = inmost
    pieces[1::2] = marks
    text = b"".join(pieces)
    if around or b"<" in text:
        raise Doubt
    return text


@cache
def _document() -> _Element:
    """Give a place in which nothing is open yet."""
    # Told apart by the list that is open inmost, by a link around, by a paragraph or heading around.
    places: dict[tuple[str, bool, bool], dict[bytes, _Element]]
    places = {key: {} for key in product(("", *_LISTS), (False, True), (False, True))}
    for (inmost, linked, whole), within in places.items():
        within.update((name, _Element(b"", mark, {})) for name, mark in _SINGLE.items())
        if whole:
            del within[b"hr"]
        within.update((name, _Element(b"/" + name, b"", {})) for name in _UNREAD)
        for name, mark in _MARKS.items():
            closes_another = (name == "a" and linked) or (mark and whole)
            if not closes_another and inmost in _WITHIN.get(name, ("", *_LISTS)):
                inside = (name if name in _LISTS else "", linked or name == "a", whole or name in _HOLDS_NO_BLOCK)
                within[name.encode()] = _Element(f"/{name}".encode(), mark, places[inside])
    return _Element(b"", b"", places["", False, False])


def _name(tag: bytes) -> bytes:
    """Give a tag's name in lower case, with the slash of an end tag. Raises Doubt where its attributes may hide it."""
    found = _BEGINS.fullmatch(tag)
    if found:
        return found[1]
    if tag.startswith(b"!--") and tag.endswith(b"--") and len(tag) >= 5:
        return _COMMENT
    found = _WRITTEN.fullmatch(tag)
    if found is None or _HIDING.search(tag):
        raise Doubt
    name, attributes, alone = found.groups()
    name = name.lower()
    if (alone and name not in _SINGLE) or (attributes and name[:1] == b"/"):
        raise Doubt
    return name


@lru_cache(maxsize=1024)
def _character(reference: bytes) -> bytes:
    """Give the character that a reference stands for. Raises Doubt for control characters and unknown names."""
    found = _REFERENCE.fullmatch(reference)
    decimal, hexadecimal, name = found.groups() if found else (None, None, None)
    number = int(decimal or 0) if not hexadecimal else int(hexadecimal, 16)
    if name:
        number = name2codepoint.get(name.decode(), 0)
    if number < 0x20 or 0x7F <= number < 0xA0 or number > 0xD7FF:
        raise Doubt
    return chr(number).encode()


def _even(text: bytes) -> bytes:
    """Give paragraphs and lines without blanks around them, and no more than one blank or two line breaks in a row."""
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    paragraphs = [paragraph.strip() for paragraph in text.split(_PARAGRAPH)]
    return _PARAGRAPH.join([_even_lines(one) if _LINE_FEED in one else one for one in paragraphs if one])


def _even_lines(text: bytes) -> bytes:
    text = text.replace(b" \n", b"\n").replace(b"\n ", b"\n")
    while b"\n\n\n" in text:
        text = text.replace(b"\n\n\n", b"\n\n")
    return text
