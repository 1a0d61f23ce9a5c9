"""Words as the index of words cuts them, and phrases looked for in texts: the index does not say where a word stands.

An index with every word's place took three times the room and twice the time; phrases are rare, and few articles hold
all the words of one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from store.sqlite import sqlite3

TOKENIZER = "unicode61 remove_diacritics 2"
"""How the index of words cuts a text (sqlite.org/fts5.html, 4.3.1): letters and digits, without case and marks."""

_PLAIN = re.compile(r"[0-9A-Za-z]+")
_ASCII = bytes(range(128))
_QUOTES = "“”‘’–—…".encode()
"""The bytes of what nearly all texts have beyond ASCII."""
_MARKS = re.compile("[\u0300-\u036f]+")


@lru_cache(maxsize=256)
def tokens(words: str) -> tuple[str, ...]:
    """The words as the index holds them, in order; several also of what is written as one: al-Aqsa."""
    if words.isascii():
        return tuple(_PLAIN.findall(words.lower()))
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"CREATE VIRTUAL TABLE cut USING fts5 (words, tokenize='{TOKENIZER}')")
        connection.execute("CREATE VIRTUAL TABLE pieces USING fts5vocab (cut, instance)")
        connection.execute("INSERT INTO cut (words) VALUES (?)", (words.encode("utf-8", "replace").decode(),))
        return tuple(row[0] for row in connection.execute("SELECT term FROM pieces ORDER BY offset"))
    finally:
        connection.close()


def phrase(pieces: Iterable[str], *, prefix: bool) -> str:
    """A phrase as `holds_phrase` takes it."""
    return json.dumps([list(pieces), prefix])


def holds_phrase(title: bytes, text: bytes, wanted: str) -> bool:
    """Whether title or text hold the tokens of a phrase one after the other; given to SQLite under the same name.

    Both come as UTF-8, the letters of ASCII in lower case: so SQLite does most of the work, and Python the rest in
    bytes, which takes 5 µs a kilobyte where reading it as text takes 20.
    """
    phrase_ = _phrase(wanted)
    return any(
        (_may_stand(phrase_, raw) or raw.translate(None, _ASCII).strip(_QUOTES)) and _stands(phrase_, raw.decode())
        for raw in (text, title)
    )


class _Phrase(NamedTuple):
    first: bytes
    rest: re.Pattern[bytes]
    """What follows the first token where letters beyond ASCII are taken for punctuation."""
    whole: re.Pattern[str]


@lru_cache(maxsize=16)
def _phrase(wanted: str) -> _Phrase:
    given, prefix = json.loads(wanted)
    pieces = [re.escape(_bare(piece)) for piece in given]
    end = "" if prefix else r"(?![^\W_])"
    rest = r"[\W_]+".join(["", *pieces[1:]]) + end
    return _Phrase(given[0].encode(), re.compile(rest.encode()), re.compile(pieces[0] + rest))


def _may_stand(wanted: _Phrase, raw: bytes) -> bool:
    at = raw.find(wanted.first)
    while at >= 0:
        if wanted.rest.match(raw, at + len(wanted.first)):
            return True
        at = raw.find(wanted.first, at + 1)
    return False


def _stands(wanted: _Phrase, text: str) -> bool:
    bare = _bare(text.lower())
    # What stands before is looked at here: a pattern that begins with letters is searched for twenty times as fast.
    return any(not (one.start() and bare[one.start() - 1].isalnum()) for one in wanted.whole.finditer(bare))


def _bare(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", text))
