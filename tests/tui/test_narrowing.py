"""Narrowing the desk: chips in order, each undone by Esc; the query; views; selections and taking back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from store.model.rows import Query
from store.rows import stamp
from tests.support.program import EXECUTABLE, Program
from tests.support.stage import Stage, shown, stage, until, until_shown
from tests.support.terminal import Terminal
from tui.asking.terms import Asked, Term, flag
from tui.look import Look
from tui.narrowing import Narrowing
from tui.widgets.lines import LineList

TERMS = st.sampled_from(
    [
        flag("unread"),
        flag("starred"),
        Term("issue", ("a",)),
        Term("actor", ("x",)),
        Term("since", ("7d",)),
        Term("since", ("8d",)),
    ]
)


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path)
    yield made
    made.library.close()


@given(st.lists(st.tuples(st.sampled_from(["turn", "follow", "less"]), TERMS), max_size=12))
def test_what_is_narrowed_can_always_be_widened(steps: list[tuple[str, Term]]) -> None:
    narrowing = Narrowing()
    for what, term in steps:
        before = narrowing.asked.terms
        if what == "turn":
            narrowing = narrowing.turned(term)
            assert (term in narrowing.asked.terms) is (term not in before)
        elif what == "follow":
            narrowing = narrowing.follow(term.values[0])
            assert narrowing.asked.of("actor")
        else:
            narrowing = narrowing.less()
            assert narrowing.asked.terms == before[:-1]
        assert len(set(narrowing.asked.terms)) == len(narrowing.asked.terms)
        assert len(narrowing.asked.of("since")) <= 1
        assert narrowing.followed is None or narrowing.followed in narrowing.asked.terms
    for _ in range(20):
        narrowing = narrowing.less()
    assert narrowing == Narrowing()


def test_following_takes_the_place_of_the_actor_before() -> None:
    one = Narrowing().follow("a").turned(flag("unread")).follow("b")
    assert one.asked == Asked((Term("actor", ("b",)), flag("unread")))
    assert one.follow(None).asked == Asked((flag("unread"),))


def test_chips_say_what_they_ask() -> None:
    look = Look(names={"dar": "Ishaq Dar", "pak": "Pakistan"})
    terms = [Term("actor", ("dar",)), Term("principal", ("pak",), True), Term("outlet", ("A", "B"))]
    terms += [Term("since", ("7d",))]
    terms += [Term("stance", ("oppose",)), Term("", ("two words",)), Term("", ("tro",), True, True), flag("unread")]
    assert Narrowing(Asked(tuple(terms))).chips(look) == (
        "Ishaq Dar", "not for Pakistan", "in A/B", "since 7d", "✗ oppose", "“two words”", "not “tro*”", "unread"
    )  # fmt: skip


async def test_chips_come_and_go_in_order(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pilot.press("2")
        await pilot.press("n")
        await until_shown(pilot, "Narrow to")
        await pilot.press("1")
        await until(pilot, lambda: "isf-troops" in shown(app).splitlines()[0])
        await pilot.press("U", "S")
        await until_shown(pilot, "Nothing here for isf-troops, unread, starred.")
        await pilot.press("escape")
        await until(pilot, lambda: "starred" not in shown(app).splitlines()[0])
        line = shown(app).splitlines()[0]
        assert line.index("isf-troops") < line.index(" unread ")
        assert app.screen.query_one("#pane-2", LineList).rows
        await pilot.click("#status", offset=(line.index("isf-troops") + 1, 0))
        await until(pilot, lambda: "isf-troops" not in shown(app).splitlines()[0])
        assert " unread " in shown(app).splitlines()[0]
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen.query_one("#pane-4", LineList).rows) == 6)
        assert app.room.narrowing == Narrowing()


async def test_a_query_is_completed_refused_and_taken(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("F", *"issue:nope", "enter")
        await until_shown(pilot, "“nope” is no issue that is known here")
        line = app.screen.query_one("#query", Input)
        assert line.value[slice(*sorted(line.selection))] == "nope"
        await pilot.press(*"dis", "tab")
        assert line.value == "issue:disarm-hamas "
        await pilot.press(*"-actor:fid", "tab", *"is:st", "down", "up", "tab", "enter")
        await until(pilot, lambda: "not Hakan Fidan" in shown(app).splitlines()[0])
        assert str(app.room.narrowing.asked) == "issue:disarm-hamas -actor:hakan-fidan is:starred"
        stories = app.screen.query_one("#pane-4", LineList)
        await until(pilot, lambda: not stories.rows)
        await pilot.press("escape")
        await until(pilot, lambda: [row.title for row in stories.rows] == ["Pakistan offers troops"])


async def test_views_are_saved_opened_by_key_and_brought_back(set_up: Stage) -> None:
    set_up.library.views.save("Arms", "issue:disarm stance:oppose")
    app = set_up.app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("5")
        await until(pilot, lambda: "✗ oppose" in shown(app).splitlines()[0])
        await pilot.press("b", "a")
        await until_shown(pilot, "Save a view")
        await pilot.press(*"Mine", "enter")
        await until(pilot, lambda: len(set_up.library.views.list()) == 2)
        await until_shown(pilot, "6 Mine")
        await pilot.press("d")
        await until(pilot, lambda: len(set_up.library.views.list()) == 1)
        await pilot.press("z")
        await until_shown(pilot, "is back")
        assert set_up.library.views.list()[1].query == "issue:disarm-hamas stance:oppose"
        await pilot.press("escape", "9")
        await until_shown(pilot, "No view is on 9")


async def test_what_came_since_the_last_visit_is_one_key_away(set_up: Stage) -> None:
    set_up.library.set_meta("last_visit", stamp(datetime(2030, 1, 1, tzinfo=UTC)))
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("L")
        await until_shown(pilot, "Nothing here for new.")
        await pilot.press("L")
        await until_shown(pilot, "We are ready")


async def test_several_rows_are_marked_at_once_and_taken_back(set_up: Stage) -> None:
    app = set_up.app()
    read = [row.id for row in set_up.library.articles.stories(Query(on_story=True))][:2]
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pilot.press("4", "space", "space")
        stories = app.screen.query_one("#pane-4", LineList)
        assert [row.id for row in stories.picked] == read
        await until_shown(pilot, "2 selected")
        await pilot.press("m")
        await until(pilot, lambda: all(set_up.library.articles.get(number).read for number in read))
        await until(pilot, lambda: stories.rows[0].read)
        assert [row.id for row in stories.picked] == read
        await pilot.press("y")
        await until(pilot, lambda: len(app.clipboard.splitlines()) == 2)
        await pilot.press("z")
        await until(pilot, lambda: not any(set_up.library.articles.get(number).read for number in read))
        await pilot.press("escape")
        assert not stories.picked


async def test_the_next_of_a_kind_is_gone_to_from_anywhere(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        first = set_up.library.articles.stories(Query(on_story=True))[0]
        set_up.library.articles.mark([first.id], read=True)
        await until(pilot, lambda: app.screen.query_one("#pane-4", LineList).rows[0].read)
        await pilot.press("u")
        await until(pilot, lambda: app.focused is app.screen.query_one("#pane-4"))
        assert app.screen.query_one("#pane-4", LineList).index == 1
        await pilot.press("C")
        await until(pilot, lambda: app.focused is app.screen.query_one("#pane-3"))
        await pilot.press("D")
        await until_shown(pilot, "There is no divergence here.")


async def test_search_speaks_the_same_language(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("slash", *"act", "tab", *"dar", "tab", *"stance:oppose")
        await until_shown(pilot, "We are not ready to disarm Hamas")
        await until(pilot, lambda: len(app.screen.query_one("#statements", LineList).rows) == 1)
        assert app.screen.query_one("#words", Input).value == "actor:ishaq-dar stance:oppose"
        await pilot.press(*" topc:x")
        await until_shown(pilot, "Did you mean topic:?")


@pytest.mark.e2e
def test_the_real_desk_narrows_and_writes_the_brief(program: Program) -> None:
    target = program.home / "day.md"
    environ = program.environment({"STANDPOINT_DESK_WELCOME": "false"})
    with Terminal([EXECUTABLE, "--offline"], environ, columns=80, rows=24) as terminal:
        terminal.wait_for("Ishaq Dar", 60)
        terminal.press("F")
        terminal.wait_for("Narrow to", 30)
        terminal.burst("actor:dar stance:oppose")
        terminal.wait_for("stance:oppose", 30)
        terminal.press("enter")
        terminal.wait_for("✗ oppose ", 30)
        terminal.press("escape")
        terminal.wait_for("Esc widen")
        terminal.press("escape")
        terminal.wait_for("Space narrow  n narrow to", 30)
        terminal.press("B")
        terminal.wait_for("Write the day's page")
        terminal.press("\x15")
        terminal.burst(str(target))
        terminal.press("enter")
        terminal.wait_for("Written to", 30)
        terminal.press("q")
        assert terminal.wait_until_ended() == 0
    text = target.read_text()
    assert text.index("## Changed positions") < text.index("## Divergences") < text.index("## Silences")
    assert "**Pakistan** on isf-troops: undecided" in text
