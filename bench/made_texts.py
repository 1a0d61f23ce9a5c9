"""Words, sentences and names for made articles: seeded, our own, and spread as in prose (few common, many rare)."""

from __future__ import annotations

from itertools import accumulate
from random import Random
from typing import NamedTuple

from store.folding import fold

_COMMON = (
    "the of to and in a that for on with as by at from it was be an this which would have not government minister "
    "parliament council talks agreement budget border trade security defence court summit region crisis support "
    "measure report official member state union economy reform law vote debate party leader press conference week "
    "month year capital ceasefire troops force mandate plan board aid crossing convoy hospital reconstruction "
    "committee envoy mediator proposal draft resolution session deadline phase withdrawal hostage prisoner exchange "
    "corridor fuel shelter tent water power grid school donor fund pledge technical deputy foreign interior army "
    "brigade battalion observer monitor police training command headquarters airport port delegation visit call "
    "letter statement interview briefing source paper channel agency reporter morning evening night city province "
    "district village camp neighbourhood road bridge market price supply demand harvest winter storm rain heat "
    "before after during between among against within without under over about toward since until because while "
    "new old large small early late public private local national regional joint final partial full further"
)
_BEGINNINGS = "al an ar ba be bo da de do el fa ga gu ha hi ja ka ke la ma me mi na no or pa qa ra sa sha ta u va ya za"
_MIDDLES = "ba bra da dan di far gal ham ka kir la lan li ma mar mi na nar ni qa ra ran ri sa sal shi ta tar ti va zi"
_ENDINGS = "b d d din f h i in k l la m man n na n oon r ra s sh t ta un z"

SENTENCES = 20_000
HALVES = 6_000
NAMES = 12_000


class Piece(NamedTuple):
    """A piece of text with its folded form."""

    text: str
    folded: str


class Texts:
    """The stock from which articles are put together. Equal seeds make equal stocks."""

    def __init__(self, seed: int, *, sentences: int = SENTENCES, halves: int = HALVES, names: int = NAMES) -> None:
        """Make the stock; a quarter of a second for a thousand sentences and halves each would be much."""
        self._random = random = Random(seed)
        self.names = tuple(self._name() for _ in range(names))
        words = [*_COMMON.split(), *(name.lower() for name in self.names[: names // 2])]
        # Zipf's law: the word of rank n is about 1/n as frequent as the first.
        self._words, self._weights = words, list(accumulate(1 / (rank + 3) for rank in range(len(words))))
        self.sentences = tuple(self._sentence(random.randint(9, 22)) for _ in range(sentences))
        self.beginnings = tuple(self._half(random.randint(6, 9)) for _ in range(halves))
        self.endings = tuple(self._half(random.randint(6, 9)) for _ in range(halves))

    def _name(self) -> str:
        random = self._random
        parts = [random.choice(_BEGINNINGS.split())]
        parts += [random.choice(_MIDDLES.split()) for _ in range(random.randint(1, 2))]
        return "".join([*parts, random.choice(_ENDINGS.split())]).capitalize()

    def _some(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def _sentence(self, count: int) -> str:
        words = self._some(count)
        words[count // 2] = self._random.choice(self.names)
        return f"{' '.join(words).capitalize()}."

    def _half(self, count: int) -> Piece:
        """Half of what is said: rare words mostly, so that no two statements are near-equal by chance."""
        words = [self._random.choice(self._words) if place % 3 else self._some(1)[0] for place in range(count)]
        text = " ".join(words)
        return Piece(text, fold(text))
