"""The position that stands on a line: the views that hold it, and what they come to together."""

from __future__ import annotations

from collections.abc import Sequence

from tagger.views import View


class Standing:
    """Views of one stance, the one that set the position first. What is asked again and again is kept up with them."""

    __slots__ = ("best", "utterances", "views")

    def __init__(self, first: View) -> None:
        self.views = [first]
        self.best = first
        """The view that counts most: by rank, then confidence, then day; of likes the first."""
        self.utterances = {e.utterance for e in first.evidence}
        """Different things said that hold it."""

    @property
    def first(self) -> View:
        """The view that set it."""
        return self.views[0]

    @property
    def last(self) -> View:
        """The view that held it up last."""
        return self.views[-1]

    @property
    def rank(self) -> int:
        """The highest rank that holds it."""
        return self.best.rank

    def add(self, view: View) -> None:
        """Let another view hold it."""
        self.views.append(view)
        self.utterances.update(e.utterance for e in view.evidence)
        if _weight(view) > _weight(self.best):
            self.best = view


def strongest_of(views: Sequence[View]) -> View:
    """The view that counts most, as `Standing.best` has it. Raises ValueError where there is none."""
    return max(views, key=_weight)


def _weight(view: View) -> tuple[object, ...]:
    return (view.rank, view.confidence, view.day)
