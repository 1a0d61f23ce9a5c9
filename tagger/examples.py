"""The examples that a watchlist's author writes beside an issue, and whether they are read as written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from store.model.reading import Voice
from store.model.words import Stance
from tagger.stance import Context, StanceReader
from tagger.watchlist import Watchlist


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence beside an issue, what is to be read out of it, and what is."""

    issue: str
    text: str
    expected: Stance
    read: Stance
    rule: str
    """The rule that gave the reading; empty where the issue was not found in the sentence."""

    @property
    def holds(self) -> bool:
        """Whether it is read as written."""
        return self.read == self.expected


def examples(watchlist: Watchlist) -> Iterator[Example]:
    """Every example of a watchlist in the file's order, each read as a statement of the principal that `by` names.

    `cue` stands for the words that report it, `before` for the words before it, `context` for what the article is
    about (the story's name where it is not given).
    """
    reader = StanceReader(watchlist)
    for issue in watchlist.issues:
        for one in issue.get("examples", ()):
            positions = reader.positions(
                one["text"],
                cue=one.get("cue", ""),
                voices=(Voice(None, one.get("by")),),
                context=Context(one.get("before", ""), one.get("context", watchlist.story.name)),
            )
            found = next((position for position in positions if position.issue == issue["id"]), None)
            yield Example(
                issue["id"],
                one["text"],
                Stance(one["stance"]),
                found.stance if found else Stance.NONE,
                found.rule if found else "",
            )
