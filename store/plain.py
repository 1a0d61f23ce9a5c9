"""Plain text out of hostile text: what is stored, and what a terminal is given, holds no character that acts.

Standard library only. Both functions are idempotent: cleaned text comes back unchanged, so offsets into it stay true.
"""

from __future__ import annotations

import re
import unicodedata

# ECMA-48: CSI is closed by a final byte; OSC, DCS, SOS, PM and APC run to ST (ESC \ or U+009C), and terminals take BEL
# as well. A string that nobody closes loses its introducer only: what follows may be the article. The inner class stops
# at the next introducer, which keeps the search linear.
_STRING_BODY = r"[^\x07\x1b\x90\x98\x9c-\x9f\n]*(?:\x07|\x1b\\|\x9c)"
SEQUENCE = re.compile(
    rf"\x1b[\]PX^_]{_STRING_BODY}"
    # The 8-bit forms are also what badly decoded quotation marks look like, so an OSC must begin with its number.
    rf"|\x9d\d{_STRING_BODY}"
    rf"|[\x90\x98\x9e\x9f]{_STRING_BODY}"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)

_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

# C0 but newline and tab, DEL, C1; soft hyphen; bidi marks, embeddings, overrides, isolates; zero-width space, word
# joiner, invisible operators, byte order mark; interlinear annotation; noncharacters; language tags; the variation
# selectors that no emoji needs. Zero-width joiners stay: Persian, Indic scripts and emoji are written with them.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef"
    "\ufe00-\ufe0d\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)

# Text and emoji presentation are meant for symbols; after anything else a selector is lone, and a run of them can carry
# hidden bytes.
_LONE_SELECTOR = re.compile(
    "(?<![\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff0-9#*])"
    "[\ufe0e\ufe0f]"
)

# Everything that one of the others may change, but for the order of what is combined.
_ACTING = re.compile(f"{UNSEEN.pattern[:-1]}\u2028\u2029\ud800-\udfff\ufe0e\ufe0f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_GAP = re.compile("\n{3,}")

# What most texts are made of entirely: nothing that acts, no white space but the blank, nothing that NFC changes or
# joins to what stands before it. Latin, Greek, Cyrillic, Hebrew, Arabic without points; punctuation; kana, Han, Hangul.
_EVEN = (
    "\n -~\u00a1-\u00ac\u00ae-\u02ff\u0388-\u0482\u048a-\u052f\u05d0-\u05ea"
    "\u060c\u061b\u061f-\u064a\u0660-\u066f\u0671-\u06d3"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e"
)
_UNEVEN = re.compile(f"[^{_EVEN}]")

_EVEN_ASCII = bytes((0x0A, *range(0x20, 0x7F)))

ELLIPSIS = "…"


def safe_text(text: str, limit: int | None = None) -> str:
    """One line of harmless text in NFC, its spaces single; beyond `limit` characters cut, with an ellipsis."""
    plain = (text.isascii() and text.isprintable()) or not _UNEVEN.search(text)
    harmless = text if plain else _without_acting(text)
    return _cut(" ".join(harmless.split()), limit)


def safe_body(text: str, limit: int | None = None) -> str:
    """Harmless text in NFC with its line breaks (as "\\n", two at most in a row); beyond `limit` characters cut."""
    even = even_body(text)
    if even is None:
        lines = "\n".join(" ".join(line.split()) for line in _without_acting(text).split("\n"))
        even = _GAP.sub("\n\n", lines).strip("\n")
    return _cut(even, limit)


def is_even(text: bytes) -> bool:
    """True for UTF-8 in which every character is harmless as it is and white space is blanks and line feeds."""
    # Nearly all is ASCII, which is thrown out in a quarter of the time that looking at each character takes.
    rest = text.translate(None, _EVEN_ASCII)
    return not rest or _UNEVEN.search(rest.decode()) is None


def even_body(text: str) -> str | None:
    """`safe_body` for a text in which every character is harmless as it is; None where one may not be."""
    try:
        if not is_even(text.encode()):
            return None
    except UnicodeEncodeError:
        return None
    # Each pass at least halves what is too long: passes are few, and cost a tenth of taking lines and words apart.
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip(" \n")


def _without_acting(text: str) -> str:
    """Remove what acts on a terminal or hides from the eye."""
    if _ACTING.search(text) is None:
        return unicodedata.normalize("NFC", text)
    text = _BREAK.sub("\n", SEQUENCE.sub("", text))
    if text.isascii():
        return UNSEEN.sub("", text)
    text = UNSEEN.sub("", _SURROGATE.sub("\ufffd", text))
    # Normalised before the selectors are judged as well as after: composing changes what a selector follows.
    text = _LONE_SELECTOR.sub("", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", text)


def _cut(text: str, limit: int | None) -> str:
    if limit is None or len(text) <= limit:
        return text
    return text[: limit - 1].rstrip() + ELLIPSIS
