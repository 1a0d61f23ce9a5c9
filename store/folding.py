"""How texts are made comparable: folded titles, words, hashes and fingerprints. Pure, standard library only."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_CURLY = "’‘"
_BREAKS = "“”–—"
_PLAIN = {
    code: None if letter in "'`" else letter.lower() if letter.isalnum() else " "
    for code, letter in enumerate(map(chr, range(128)))
}
"""What `fold` makes of each letter of ASCII; four times as fast as looking for words."""

_NEGATIVE = "not no never cannot cant wont dont doesnt didnt isnt arent wasnt werent neither nor without"
NEGATIONS = frozenset(_NEGATIVE.split())
"""Words that turn a sentence round. They count as content: "will send" and "will not send" are no copies."""

_EMPTY = (
    "a an and are as at be been but by can could did do does for from had has have he her his i if in into is "
    "it its may me my of on or our she should so some such than that the their them then there these they this "
    "those to under until up upon was we were what when where which while who will with would you your also s "
    "t"
)
STOPWORDS = frozenset(_EMPTY.split())
"""Words that carry no content."""


def fold(text: str) -> str:
    """Lower case without diacritics or apostrophes, words joined by one space: "Erdoğan’s" becomes "erdogans"."""
    if not text.isascii():
        # What makes most English texts foreign: no letters, and none of them becomes one below.
        for mark in _CURLY:
            text = text.replace(mark, "")
        for mark in _BREAKS:
            text = text.replace(mark, " ")
    if text.isascii():
        return " ".join(text.translate(_PLAIN).split())
    text = _FOREIGN.sub(_without_marks, unicodedata.normalize("NFKD", text))
    return " ".join(_WORD.findall(text.translate(_APOSTROPHES).casefold().replace("ı", "i")))


def _without_marks(run: re.Match[str]) -> str:
    return "".join(letter for letter in run[0] if not unicodedata.combining(letter))


_WORDS_BYTES = 5
_ARTICLE_BITS = 24
_HALF = 1 << 63


@lru_cache(maxsize=8192)
def fold_title(title: str) -> str:
    """A title as the store compares it; empty where it holds no word."""
    return fold(title)


def content_hash(title: str, text: str) -> str:
    """What `Known` compares: the SHA-256 of a title and text, exactly as given."""
    import hashlib  # noqa: PLC0415  # loading OpenSSL costs 3 ms, and the desk hashes nothing

    digest = hashlib.sha256(title.encode("utf-8", "surrogatepass"))
    digest.update(b"\n")
    digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def fingerprint(actor: str, folded: str, article: int | str = "") -> int:
    """Names the same words (folded) by the same actor, in one article where that is given; 64 bits with a sign.

    Reviews hang on it, so that they survive another tagging and another version of the article. Its first 40 bits are
    those of actor and words alone: `same_words_range` finds the fingerprints of equal words in all articles.
    """
    return (_number(f"{actor}\x1f{folded}", _WORDS_BYTES) << _ARTICLE_BITS | _number(str(article), 3)) - _HALF


def same_words_range(actor: str, folded: str) -> tuple[int, int]:
    """The least and the greatest fingerprint that these folded words of an actor may have in any article."""
    first = (_number(f"{actor}\x1f{folded}", _WORDS_BYTES) << _ARTICLE_BITS) - _HALF
    return first, first + (1 << _ARTICLE_BITS) - 1


def key(text: str) -> int:
    """A text as the store compares and indexes it: 64 bits of its hash with a sign; 0 for no text."""
    return _number(text, 8) - _HALF if text else 0


def _number(text: str, size: int) -> int:
    # As fast as the SHA-2 of OpenSSL on short texts, and loads nothing.
    from _blake2 import blake2b  # noqa: PLC0415  # the desk hashes nothing

    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest(), "big")


@lru_cache(maxsize=4096)
def content_words(folded: str) -> tuple[str, ...]:
    """The words of a folded text that carry content, in order; negations are kept."""
    return tuple(word for word in folded.split() if word not in STOPWORDS)
