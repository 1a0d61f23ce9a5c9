"""Whether a noun phrase may be a speaker."""

from __future__ import annotations

from tagger import lexicon
from tagger.tokens import Tokens

_PERSON_ENDINGS = (
    "ers",
    "ors",
    "ists",
    "ians",
    "ees",
    "ants",
    "crats",
    "eer",
    "ist",
    "men",
    "women",
    "man",
    "woman",
    "person",
    "people",
)


_AMOUNTS = frozenset(
    {
        "handful",
        "number",
        "couple",
        "pair",
        "lot",
        "series",
        "host",
        "slew",
        "bunch",
        "trio",
        "array",
        "chorus",
        "string",
    }
)
"""Before "of" they count: the head stands behind."""


def person_like(toks: Tokens, a: int, b: int) -> bool:
    """Whether a phrase may be a speaker: a name, a pronoun, or a noun for people or papers."""
    kinds, lows = toks.kinds, toks.lows
    for k in range(a, b):
        if kinds[k] in "Nhw" or lows[k] in lexicon.PEOPLE_NOUNS or (kinds[k] in "n#" and k == b - 1):
            return True
    return False


def person_head(toks: Tokens, a: int, b: int) -> bool:
    """Whether the head of the phrase (its last word before any "of", "for", "in" …) is a name, a pronoun or people."""
    kinds, lows = toks.kinds, toks.lows
    head = a
    for k in range(a, b):
        if kinds[k] == "o" and lows[head] in _AMOUNTS:
            continue
        if kinds[k] in "opJ(,w" and k > a:
            break
        if kinds[k] in "Nnhw#deg":
            head = k
    word = lows[head]
    return (
        kinds[head] in "Nhw"
        or word in lexicon.PEOPLE_NOUNS
        or ("-" in word and not lexicon.PEOPLE_NOUNS.isdisjoint(word.split("-")))
        or kinds[head] == "#"
        or (kinds[head] == "d" and word not in {"the", "a", "an"})
        or word.endswith(_PERSON_ENDINGS)
        or word in {"percent", "half", "third", "majority"}
    )
