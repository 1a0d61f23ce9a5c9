"""Words and marks of one sentence, each with a class letter, quotations folded into one token.

Class letters: d determiner, N capitalised word, n other word, # number, p preposition, o "of", J "to", h subject
pronoun, u object pronoun, w relative pronoun, t "that", x auxiliary, m modal, r adverb, c "and"/"or", b "but",
s subordinator, v known finite verb, g "-ing" word, e "-ed" word, D day or month, a "according", Q quotation, and the
marks , ; : - ( ) themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress

from tagger import lexicon
from tagger.cues import CUES, Form
from tagger.quotes import Quotation

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.
    r"|\d+(?:[,.]\d+)+(?:[^\W_]+)?"  # 250,000
    r"|[^\W_]+(?:[.’'&/‑–-][^\W_]+)*[’']?"  # words, with what joins them
    r"|[,;:()\[\]{}]|--+|[—–―]|(?<=\s)-(?=\s)|[$€£%@#]"
    r"|[‘’'\"“”«»„]+"
)
_MARKS = {
    ",": ",",
    ";": ";",
    ":": ":",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    "—": "-",
    "–": "-",
    "―": "-",
    "-": "-",
}


def _table() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for letter, words in (
        ("v", lexicon.FINITE_VERBS), ("r", lexicon.ADVERBS), ("s", lexicon.SUBORDINATORS), ("d", lexicon.DETERMINERS),
        ("p", lexicon.PREPOSITIONS), ("h", lexicon.SUBJECT_PRONOUNS), ("u", lexicon.OBJECT_PRONOUNS),
        ("w", lexicon.RELATIVES), ("x", lexicon.AUXILIARIES), ("m", lexicon.MODALS), ("c", lexicon.COORDINATORS),
        ("b", lexicon.CONTRASTIVES), ("#", lexicon.NUMBER_WORDS), ("D", lexicon.TIME_WORDS),
        ("r", lexicon.REFLEXIVES),
    ):  # fmt: skip
        for word in words:
            kinds[word] = letter
    for word, cue in CUES.items():
        finite = (cue.form is Form.PAST and not word.endswith("ed")) or cue.form is Form.THIRD
        if finite and not cue.nounish and word not in kinds:
            kinds[word] = "v"
    kinds |= {"of": "o", "to": "J", "that": "t", "her": "d", "according": "a", "than": "d"}
    return kinds


_KINDS = _table()
_PARTICLE = re.compile(r"(?:al|el|ul|ur|an|ad|ar|as|at|az|bin|ben|de)[-’'][A-ZÀ-Þ]")
"""What opens the second half of a name in small letters: "al-Hayya", "el-Sisi", "ur-Rehman"."""
_CASED_ONLY = frozenset({"may", "will", "us", "mark", "sun", "sat", "mar"})


@lru_cache(maxsize=16384)
def _classify(word: str) -> tuple[str, str]:
    """A word in small letters and its class letter."""
    low = word.lower().replace("’", "'")
    return low, _kind(word, low)


def _kind(word: str, low: str) -> str:
    known = _KINDS.get(low)
    first = word[0]
    if known is not None:
        # "May", "Will", "US" are names when capitalised inside a sentence.
        return "N" if low in _CASED_ONLY and first.isupper() else known
    if first.isdigit() or word in "$€£%@#":
        return "#"
    if first.isupper():
        return "D" if low in lexicon.MONTHS else "N"
    if not first.isalpha():
        return _MARKS.get(word, "-" if word.startswith("--") else "'")
    return "N" if _PARTICLE.match(word) else _shape(low)


def _shape(low: str) -> str:
    """Class of an unknown word in small letters, by its ending."""
    if low.endswith("ing") and len(low) > 4 and low not in lexicon.ING_NOUNS:
        return "g"
    if low.endswith("ed") and len(low) > 3 and low not in lexicon.ED_WORDS:
        return "e"
    return "r" if low.endswith("ly") and len(low) > 4 else "n"


class Tokens:
    """One sentence as parallel lists."""

    __slots__ = ("ends", "high", "kinds", "low", "lows", "quotes", "starts", "text")

    def __init__(self, text: str, low: int, high: int, quotes: Sequence[Quotation]) -> None:
        self.text, self.low, self.high = text, low, high
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.lows: list[str] = []
        self.kinds: list[str] = []
        self.quotes: dict[int, Quotation] = {}
        at = low
        for quote in quotes:
            self._words(at, quote.start)
            self.quotes[len(self.starts)] = quote
            self._add(quote.start, min(quote.end, high), "", "Q")
            at = quote.end
        self._words(at, high)

    def _add(self, start: int, end: int, low: str, kind: str) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.lows.append(low)
        self.kinds.append(kind)

    def _words(self, start: int, end: int) -> None:
        if start >= end:
            return
        found = list(_TOKEN.finditer(self.text, start, end))
        if not found:
            return
        lows, kinds = zip(*[_classify(match[0]) for match in found], strict=True)
        if "'" in kinds:
            marks = kinds
            found, lows = list(compress(found, map("'".__ne__, marks))), tuple(compress(lows, map("'".__ne__, marks)))
            kinds = tuple(kind for kind in marks if kind != "'")
        self.starts += [match.start() for match in found]
        self.ends += [match.end() for match in found]
        self.lows += lows
        self.kinds += kinds

    def __len__(self) -> int:
        return len(self.starts)

    def capital(self, i: int) -> bool:
        """Whether token `i` begins with a capital letter."""
        return self.text[self.starts[i]].isupper()

    def possessive(self, i: int) -> bool:
        """Whether token `i` ends in "'s" or "s'"."""
        return self.lows[i].endswith(("'s", "’s", "s'", "s’")) and self.kinds[i] not in "hx"

    def words(self, a: int, b: int) -> str:
        """The text from token `a` up to before token `b`."""
        return self.text[self.starts[a] : self.ends[b - 1]] if a < b else ""
