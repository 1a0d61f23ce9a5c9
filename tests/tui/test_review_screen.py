"""Verdicts on the desk: the queue, the keys on statements and changes, corrections, and taking back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input

from store.model.rows import Query
from store.model.words import Stance
from tagger.retag import settle
from tests.support.memory import NOW, arrival, poll, position, statement
from tests.support.stage import Stage, read_in, shown, stage, until, until_shown
from tui.widgets.lines import LineList

SIZES = [(80, 24), (140, 40)]


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path)
    made.decides = True
    yield made
    made.library.close()


def verdicts(made: Stage) -> list[str]:
    """The verdicts in force, by issue and stance."""
    found = made.library.statements.positions(Query(limit=50))
    return sorted(f"{one.issue} {one.stance} {one.review}" for _, one in found if one.review)


@pytest.mark.parametrize("size", SIZES)
async def test_the_queue_tells_what_was_read_and_why_it_matters(set_up: Stage, size: tuple[int, int]) -> None:
    app = set_up.app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("v")
        await until_shown(pilot, "without it falls: Pakistan ? undecided → ✓ support")
        screen = shown(app)
        for words in ("Khawaja Asif", "? undecided the matter was under discussion", "confidence .81", "isf-troops"):
            assert words in screen
        assert "a cell of the matrix rests on it" in screen
        assert "No verdict so far." in screen
        await pilot.press("enter")
        await until_shown(pilot, "In these articles")


async def test_a_verdict_empties_the_queue_and_is_counted(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("v")
        queue = app.screen  # the screen's own list, once it is read
        await until(pilot, lambda: len(queue.query_one("#queue", LineList).rows) == 3)
        await pilot.press("c", "c", "c")
        await until_shown(pilot, "Nothing waits for a verdict")
        await until_shown(pilot, "Acceptance: 3 of 3")
        assert len(verdicts(set_up)) == 3
        for left in (2, 1, 0):
            await pilot.press("z")
            await until(pilot, lambda left=left: len(verdicts(set_up)) == left)
        await until(pilot, lambda: len(queue.query_one("#queue", LineList).rows) == 3)
        assert "z undo" not in shown(app).splitlines()[-1]


async def test_several_positions_are_judged_at_once(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("v")
        await until(pilot, lambda: len(app.screen.query_one("#queue", LineList).rows) == 3)
        await pilot.press("space", "space", "d")
        await until(pilot, lambda: len(verdicts(set_up)) == 2)
        assert all(one.endswith("rejected") for one in verdicts(set_up))
        await until(pilot, lambda: len(app.screen.query_one("#queue", LineList).rows) == 1)


@pytest.mark.parametrize("size", SIZES)
async def test_a_rejected_statement_takes_its_change_along_and_z_brings_both_back(
    set_up: Stage, size: tuple[int, int]
) -> None:
    app = set_up.app()
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("3", "enter")
        await until_shown(pilot, "Evidence")
        await until(pilot, lambda: bool(app.screen.query_one("#evidence", LineList).rows))
        await pilot.press("d")
        await until_shown(pilot, "This change is not in the ledger any more")
        await until(pilot, lambda: app.screen.query_one("#evidence", LineList).row.position.review == "rejected")
        assert set_up.library.ledger.changes(Query()) == ()
        assert verdicts(set_up) == ["isf-troops undecided rejected"]
        await pilot.press("z")
        await until_shown(pilot, "Taken back: rejected by analyst; it")
        await until_shown(pilot, "Why it counts")
        assert len(set_up.library.ledger.changes(Query())) == 1
        assert verdicts(set_up) == []


@pytest.mark.parametrize("size", SIZES)
async def test_a_correction_is_asked_for_part_by_part(set_up: Stage, size: tuple[int, int]) -> None:
    app = set_up.app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("v")
        await until_shown(pilot, "under discussion")
        await pilot.press("e")
        await until_shown(pilot, "Said on, as 2025-11-29")
        await pilot.press("enter")
        await until_shown(pilot, "Nothing is corrected.")
        fields = app.screen
        fields.query_one("#actor", Input).value = "Khawaja Asaf"
        await pilot.press("enter")
        await until_shown(pilot, "khawaja-asif?")
        fields.query_one("#actor", Input).value = "hakan"
        fields.query_one("#stance", Input).value = "opp"
        fields.query_one("#said-on", Input).value = "3 Nov"
        await pilot.press("enter")
        await until_shown(pilot, "Write the day as 2025-11-29.")
        fields.query_one("#said-on", Input).value = "2025-11-03"
        fields.query_one("#note", Input).value = "heard otherwise"
        await pilot.press("enter")
        await until(pilot, lambda: verdicts(set_up) == ["isf-troops oppose corrected"])
        (piece,) = set_up.library.ledger.evidence("turkey", "isf-troops")
        assert (piece.actor, piece.stance, piece.said_on.isoformat()) == ("hakan-fidan", Stance.OPPOSE, "2025-11-03")
        (kept,) = set_up.library.ledger.history(piece.position_id)
        assert (kept.who, kept.note) == ("analyst", "heard otherwise")


async def test_a_second_correction_repeats_what_it_leaves(set_up: Stage) -> None:
    position = next(one for _, one in set_up.library.statements.positions(Query(limit=9)) if one.stance == "undecided")
    set_up.library.ledger.review(position.id, "corrected", stance=Stance.OPPOSE, who="another")
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("2", "G", "enter")
        await until_shown(pilot, "✗ oppose  isf-troops  confidence .81  ✎ corrected")
        await pilot.press("c")
        assert len(set_up.library.ledger.history(position.id)) == 1
        await pilot.press("e")
        await until_shown(pilot, "Said on, as")
        app.screen.query_one("#said-on", Input).value = "2025-10-30"
        await pilot.press("enter")
        await until_shown(pilot, "said 30 Oct")
        assert "✗ oppose  isf-troops  confidence .81  ✎ corrected" in shown(app)
        await pilot.press("z")
        await until_shown(pilot, "said 28 Oct")
        await pilot.press("z")
        await until_shown(pilot, "? undecided  isf-troops")
        assert set_up.library.ledger.history(position.id)[-1].undone is not None


async def test_the_cursor_stays_at_its_place_in_the_queue(set_up: Stage) -> None:
    library, text = set_up.library, "Hakan Fidan said that soldiers would go there soon enough."
    weak = position("isf-troops", Stance.SUPPORT, 0.6)
    said = statement(text, "soldiers would go there soon enough", actor="hakan-fidan", positions=(weak,))
    poll(library, library.feeds.list()[0], arrival("weak", text, found=read_in(text, said)))
    settle(library, today=NOW.date())
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("v")
        await until_shown(pilot, "without it falls")
        queue = app.screen.query_one("#queue", LineList)
        first, second, third, last = (row.position.id for row in queue.rows)
        await pilot.press("d")
        # Without its change the second position weighs less than the third.
        await until(pilot, lambda: [row.position.id for row in queue.rows] == [third, second, last])
        assert queue.row.position.id == third
        await pilot.press("z")
        await until(pilot, lambda: [row.position.id for row in queue.rows] == [first, second, third, last])
        assert queue.row.position.id == first


async def test_a_verdict_of_another_day_can_be_taken_back_and_another_s_is_left(set_up: Stage) -> None:
    ledger, rows = set_up.library.ledger, set_up.library.statements.positions(Query(limit=9))
    for number, who in enumerate(("analyst", "analyst", "another")):
        set_up.clock.forward(minutes=1)
        ledger.review(rows[number][1].id, "confirmed", who=who)
    app = set_up.app()
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pilot.press("v")
        await until_shown(pilot, "Acceptance: 3 of 3")
        for left in (2, 1):
            await pilot.press("z")
            await until(pilot, lambda left=left: len(verdicts(set_up)) == left)
        await pilot.press("z")
        await until_shown(pilot, "There is no verdict of yours to take back.")
        assert ledger.history(rows[2][1].id)[-1].active


async def test_verdicts_are_kept_where_the_screen_is_left_at_once(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("v")
        await until_shown(pilot, "under discussion")
        await pilot.press("d", "escape")
        await until(pilot, lambda: len(verdicts(set_up)) == 1)
        await until(pilot, lambda: not set_up.library.ledger.dirty())
