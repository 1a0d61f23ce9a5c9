"""What screens with positions on them have in common: verdicts on the one under the cursor, and taking them back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

from store.errors import StoreError
from store.model.record import record
from store.model.review import ReviewRow
from store.model.rows import PositionRow, StatementRow
from tui import cells
from tui.bindings import bindings
from tui.look import Look
from tui.screens.place import Place
from tui.screens.verdict import Correction, CorrectPosition

AnswerT = TypeVar("AnswerT")

_QUOTED = 60
"""Cells of the words that a message about a verdict repeats."""
_WORDS = {"confirmed": "Confirmed", "corrected": "Corrected", "rejected": "Rejected", "noted": "Noted"}


@record(frozen=True)
class Judged:
    """A position that a verdict can be given on, and the statement that it was read in."""

    statement: StatementRow
    position: PositionRow


@record(frozen=True)
class _TakenBack:
    """A verdict that holds no more, and the one that holds now in its place."""

    verdict: ReviewRow
    now: ReviewRow | None


def told(one: Judged, look: Look) -> str:
    """Say in short which position a message is about."""
    words = cells.fit(cells.quoted(one.statement), _QUOTED, look.glyphs.ellipsis).rstrip()
    return f"{cells.speaker(one.statement, look)} on {one.position.issue}: {words}"


class Judging(Place):
    """A screen on which c, e, d and z work."""

    PLACE: ClassVar[str] = "verdict"
    BINDINGS: ClassVar = bindings("verdict")

    def judged(self) -> Judged | None:
        """Give the position that the keys act on, or None."""
        return None

    def passed(self, one: Judged) -> None:
        """Take note that a verdict is on its way: another position may come under the cursor at once."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer verdicts where there is a position, and taking back where one was given."""
        if action in ("confirm", "correct", "reject"):
            return self.judged() is not None
        if action == "undo":
            one = self.judged()
            return self._verdict_given(one) or bool(self.room.undo)
        return super().check_action(action, parameters)

    def _verdict_given(self, one: Judged | None) -> bool:
        return self.room.judged or (one is not None and one.position.review is not None)

    def judged_together(self) -> Sequence[Judged]:
        """Give the positions that confirming and rejecting act on: all that are selected, else the one."""
        one = self.judged()
        return () if one is None else (one,)

    # --- giving -----------------------------------------------------------------------------------------------------

    def action_confirm(self) -> None:
        """Say that the position was read rightly."""
        for one in self.judged_together():
            if one.position.review == "corrected":
                # To confirm is to say that the tagger read it rightly, which would undo the correction.
                self.tell("It is corrected, and so it stands. z takes the correction back.")
            else:
                self._give(one, "confirmed", {})

    def action_reject(self) -> None:
        """Say that the position is none."""
        for one in self.judged_together():
            self._give(one, "rejected", {})

    def action_correct(self) -> None:
        """Ask what shall stand in the place of what was read."""
        one = self.judged()
        if one is None:
            return

        def take(answer: Correction | None) -> None:
            if answer is not None:
                self._give(one, "corrected", answer.parts())

        self.app.push_screen(CorrectPosition(self.room, one.statement, one.position), take)

    def _give(self, one: Judged | None, verdict: str, parts: dict[str, Any]) -> None:
        if one is not None:
            self.passed(one)
            # The application's worker: a verdict is kept even if this screen is left at once.
            self.app.run_worker(self._keep(one, verdict, parts), name="keep a verdict", group="verdict")

    async def _keep(self, one: Judged, verdict: str, parts: dict[str, Any]) -> None:
        room, position = self.room, one.position.id

        def keep() -> bool:
            ledger = room.library.ledger
            held = _held(_in_force(ledger.history(position))) if verdict == "corrected" else {}
            ledger.review(position, verdict, who=room.desk.analyst, **{**held, **parts})
            self._settle()
            return True

        async with room.judging:
            if await self._ask(keep):
                room.judged = True
                self.tell(f"{_WORDS[verdict]}. {told(one, room.look)}")
        self.follow()

    # --- taking back ------------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take back the verdict on the position under the cursor; where it has none, the analyst's last one."""
        one = self.judged()
        if not self._verdict_given(one):
            super().action_undo()
            return
        position = one.position.id if one is not None and one.position.review else None
        self.app.run_worker(self._take_back(position), name="take a verdict back", group="verdict")

    async def _take_back(self, wanted: int | None) -> None:
        async with self.room.judging:
            found = await self._ask(lambda: self._undo(wanted))
            if found:
                self.tell(self._sentence(found[0]))
            elif found is not None:
                self.tell("There is no verdict of yours to take back.")
        self.follow()

    def _undo(self, wanted: int | None) -> tuple[_TakenBack, ...]:
        """Take the verdict in force back; gives none where there is none. Runs in a thread."""
        ledger = self.room.library.ledger
        position = ledger.last_judged(self.room.desk.analyst) if wanted is None else wanted
        verdict = _in_force(ledger.history(position)) if position is not None else None
        if position is None or verdict is None or not ledger.undo(position):
            return ()
        self._settle()
        return (_TakenBack(verdict, _in_force(ledger.history(position))),)

    def _sentence(self, done: _TakenBack) -> str:
        look, verdict = self.room.look, done.verdict
        whose = look.name_of(verdict.actor.lstrip("?~"))
        words = cells.fit(cells.safe(verdict.content), _QUOTED, look.glyphs.ellipsis).rstrip()
        by = f" by {cells.safe(verdict.who)}" if verdict.who else ""
        now = f"{done.now.verdict} holds again" if done.now else "it has no verdict now"
        return f"Taken back: {verdict.verdict}{by}; {now}. {whose} on {verdict.issue}: {words}"

    # --- both -------------------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        if self.room.desk.decisions is not None:
            self.room.desk.decisions.settle()

    async def _ask(self, what: Callable[[], AnswerT]) -> AnswerT | None:
        """Do something with the library in a thread; None where it could not be done, and the reason is told."""
        try:
            return await asyncio.to_thread(what)
        except StoreError as error:
            self.tell(str(error), severity="error")
            return None

    def follow(self) -> None:
        """Show what the ledger says now; the other screens follow its revision."""
        if self in self.app.screen_stack:
            self.reload()
            self.refresh_bindings()


def _held(verdict: ReviewRow | None) -> dict[str, Any]:
    """Give what an earlier correction put in a place: a later one that leaves it alone repeats it."""
    if verdict is None or verdict.verdict != "corrected":
        return {}
    parts = {
        "stance": verdict.stance,
        "issue": verdict.to_issue,
        "actor": verdict.to_actor,
        "condition": verdict.condition,
        "said_on": verdict.said_on,
        "text": verdict.text,
    }
    return {name: part for name, part in parts.items() if part is not None}


def _in_force(rows: tuple[ReviewRow, ...]) -> ReviewRow | None:
    return next((row for row in reversed(rows) if row.active), None)
