"""What can be wrong with a query.

QueryError           a sentence, the place in the text, and what may have been meant
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.asking.terms import Place


class QueryError(ValueError):
    """A query says what nobody understands. Its sentence ends without a full stop."""

    def __init__(self, sentence: str, place: Place, choices: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.place = place
        """Where it went wrong, in code points of the text."""
        self.choices = tuple(choices)
        """What may have been meant, the nearest first."""

    def told(self) -> str:
        """The sentence with the nearest choices."""
        if not self.choices:
            return f"{self.sentence}."
        return f"{self.sentence}. Did you mean {' or '.join(self.choices)}?"

    def pointed(self, text: str, width: int = 76) -> str:
        """Two lines: the text, cut around the place where it is long, and carets under the place."""
        first = max(0, self.place.start - width // 2) if len(text) > width else 0
        shown = "".join(sign if sign.isprintable() else " " for sign in text[first : first + width])
        lead, tail = ("…" if first else ""), ("…" if first + width < len(text) else "")
        at = len(lead) + self.place.start - first
        carets = max(1, min(self.place.end - self.place.start, width - at))
        return f"{lead}{shown}{tail}\n{' ' * at}{'^' * carets}"
