"""What can be taken back: one stack for the whole desk. Pure."""

from __future__ import annotations

from collections.abc import Callable

from store.model.record import record

DEPTH = 100
"""So many steps are remembered."""


@record(frozen=True)
class Step:
    """One thing that was done."""

    words: str
    """What is said once it is taken back: a sentence."""
    back: Callable[[], object]
    """Takes it back. Blocks, so it is called in a thread; may raise StoreError."""


class Undo:
    """The steps of this sitting, the last on top."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def __bool__(self) -> bool:
        return bool(self._steps)

    def push(self, words: str, back: Callable[[], object]) -> None:
        """Remember how to take something back."""
        self._steps.append(Step(words, back))
        del self._steps[:-DEPTH]

    def pop(self) -> Step | None:
        """Give the last step and forget it; None where there is none."""
        return self._steps.pop() if self._steps else None
