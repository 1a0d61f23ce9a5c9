"""The reviews' side of the ledger's shelf: giving verdicts, taking them back, and what they come to."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from store.db import Database
from store.late import Late
from store.model.words import Clock, Stance
from store.rows import stamp

if TYPE_CHECKING:
    from store import decisive, review_lists, reviews
    from store.decisive import ChangesRule, Decisive
    from store.model.review import Merged, QueueRow, RateRow, ReviewRow
else:
    decisive, review_lists = Late("store.decisive"), Late("store.review_lists")
    reviews = Late("store.reviews")


class Reviews:
    """Verdicts and their lists. All methods may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Made by `Library.open`, as part of the ledger."""
        self._database = database
        self._clock = clock
        self._deciding = threading.Lock()
        self._decisive: Decisive | None = None
        """Kept for the rule that the queue was last asked with."""

    def review(  # noqa: PLR0913 - a verdict has that many parts
        self,
        position_id: int,
        verdict: str,
        *,
        stance: Stance | None = None,
        issue: str | None = None,
        actor: str | None = None,
        condition: str | None = None,
        said_on: date | None = None,
        text: str | None = None,
        note: str = "",
        who: str = "",
    ) -> None:
        """Keep the verdict of the analyst `who`: "confirmed", "corrected" (to what is given), "rejected" or "noted".

        It holds for these words of this actor in this article, also after re-tagging; actor, day and words hold for
        the whole statement, the rest for this position. A rejection or correction (its day and words apart) holds for
        the same words of this actor in other articles as well, where no verdict was given. A note leaves the verdict
        as it is. Raises NotFound, or RefusedReview where a correction corrects nothing or names what there is not.
        """
        correction = reviews.Correction(stance, issue, actor, condition, said_on, text, note)
        with self._database.write() as connection:
            reviews.keep(connection, position_id, verdict, correction, who, stamp(self._clock()))

    def undo(self, position_id: int) -> bool:
        """Take back the last review of a position, so that the one before it holds again; False where there is none."""
        with self._database.write() as connection:
            return reviews.undo(connection, position_id, stamp(self._clock()))

    def queue(self, limit: int, *, rule: ChangesRule | None = None) -> tuple[QueueRow, ...]:
        """The positions most worth a look: (effect on a shown change) × (1 − confidence), the highest first.

        `rule` says which changes evidence documents; without it no position is known to bear a change alone.
        """
        if rule is not None and (self._decisive is None or self._decisive.rule is not rule):
            self._decisive = decisive.Decisive(rule)
        with self._database.read() as connection, self._deciding:
            return review_lists.queue(connection, limit, self._decisive if rule is not None else None)

    def history(self, position_id: int) -> tuple[ReviewRow, ...]:
        """All verdicts on a position, the latest last, taken back ones too."""
        with self._database.read() as connection:
            return review_lists.history(connection, position_id)

    def copies(self, position_id: int) -> tuple[int, ...]:
        """The positions of the same stance on the same issue in the same words of other articles, by id."""
        with self._database.read() as connection:
            return review_lists.copies(connection, position_id)

    def last_judged(self, who: str) -> int | None:
        """The position that the analyst `who` judged last, of those verdicts that are in force; None without any."""
        with self._database.read() as connection:
            return review_lists.last_judged(connection, who)

    def rates(self) -> tuple[RateRow, ...]:
        """How often the verdicts in force accept what each rule, and each actor's words, were read as."""
        with self._database.read() as connection:
            return review_lists.rates(connection)

    def export_reviews(self) -> tuple[dict[str, Any], ...]:
        """All verdicts as JSON objects for another analyst's database, the oldest first."""
        from store import review_merge  # noqa: PLC0415  # two commands ask: the desk's start does not

        with self._database.read() as connection:
            return tuple(review_merge.exported(connection))

    def import_reviews(self, lines: Iterable[Mapping[str, Any]]) -> Merged:
        """Merge what `export_reviews` gave elsewhere: the latest verdict holds, all are kept, conflicts are told.

        All or nothing. Raises RefusedReview at the first line that is no verdict.
        """
        from store import review_merge  # noqa: PLC0415  # two commands ask: the desk's start does not

        with self._database.write() as connection:
            return review_merge.merge(connection, lines)
