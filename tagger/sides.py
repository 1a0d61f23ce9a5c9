"""Whose words and whose deeds: which principal a name in a clause belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from tagger.patterns import PatternSet
from tagger.polarity import WE
from tagger.watchlist import Actor
from tagger.wording import Words, read

OWN = "own"
"""The speaker's own side."""
OTHER = "other"
"""Some other side."""

_THING_PREPOSITIONS = frozenset(
    {"in", "to", "on", "into", "from", "against", "for", "across", "inside", "with", "by", "over"}
)


_MANY = frozenset({"countries", "states", "nations", "governments", "capitals"})
"""Nouns for others whom nobody names: "many countries have offered troops"."""

_ASKED = frozenset({"request", "requests", "offer", "invitation", "proposal", "pressure", "blueprint"})
"""Nouns for what somebody asks: the answer to "the American request" is the speaker's."""

_KNOWN = frozenset({"united", "the", "our", "both", "these"})
"""What stands before such a noun where it means somebody named."""


class Sides:
    """The names of all actors, by the principal that they stand for."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._names = PatternSet()
        for actor in actors:
            side = actor.principal or actor.id
            for name in actor.names():
                words = read(name).words
                if words and (len(words) > 1 or len(words[0]) > 2):
                    self._names.add(side, " ".join(words))

    def found(self, words: Words) -> tuple[tuple[int, str], ...]:
        """The names in a text: at which word, and whose side it is; the longest of those that begin together."""
        best: dict[int, tuple[int, str]] = {}
        for hit in self._names.find(words):
            if hit.start not in best or best[hit.start][0] < hit.end:
                best[hit.start] = (hit.end, hit.tag)
        taken = 0
        names: list[tuple[int, str]] = []
        for start in sorted(best):
            if start >= taken:
                names.append((start, best[start][1]))
                taken = best[start][0]
        return tuple(names)


def subjects(
    words: Words, names: Iterable[tuple[int, str]], own: frozenset[str], nouns: Iterable[int]
) -> dict[int, str]:
    """At which words a possible subject stands, and whose side it is: "own" (the speaker's), a principal's id, "other".

    A name behind a preposition ("to Gaza", "with Israel") is no subject, nor is one that tells whose request it is.
    """
    found = {at: OWN for at, word in enumerate(words.words) if word in WE}
    many = (at for at, word in enumerate(words.words) if word in _MANY)
    found.update((at, OTHER) for at in many if not at or words.words[at - 1] not in _KNOWN)
    found.update(dict.fromkeys(nouns, OWN))
    for at, side in names:
        if at and words.words[at - 1] in _THING_PREPOSITIONS:
            continue
        if words.words[at + 1 : at + 2] and words.words[at + 1] in _ASKED:
            continue
        found[at] = OWN if side in own else side
    return found
