"""What the screens share that can show a past day: asking for the day, and coming back to now."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from tui.bindings import bindings
from tui.look import day
from tui.screens.place import Place

if TYPE_CHECKING:
    from tui.screens.askday import Chosen


class InTime(Place):
    """A screen that shows the room's day: all such screens show the same one."""

    PLACE: ClassVar[str] = "in-time"
    BINDINGS: ClassVar = bindings("in-time")
    _shown_day: date | None = None

    def on_mount(self) -> None:
        """Say which day is shown."""
        self._shown_day = self.room.as_of
        self.status.tell_day(self._day_words())

    def on_screen_resume(self) -> None:
        """Go to the day that another screen went to meanwhile."""
        if self._shown_day != self.room.as_of:
            self._turn()

    def action_as_of(self) -> None:
        """Ask for a day."""
        # The question is loaded when it is first asked: the first frame waits for no dialog.
        from tui.screens.askday import AskDay  # noqa: PLC0415

        def take(answer: Chosen | None) -> None:
            if answer is not None:
                self.go_to(answer.day)

        self.app.push_screen(AskDay(self.room), take)

    def go_to(self, wanted: date | None) -> None:
        """Show another day; None for now."""
        if wanted != self.room.as_of:
            self.room.as_of = wanted
            self._turn()

    def _turn(self) -> None:
        self._shown_day = self.room.as_of
        self.status.tell_day(self._day_words())
        self.read_day()
        self.refresh_bindings()

    def _day_words(self) -> str:
        return day(self.room.as_of, date.min) if self.room.as_of else ""

    def read_day(self) -> None:
        """Read what another day shows."""
        self.reload()
