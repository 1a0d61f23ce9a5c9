"""The ways down from the desk, and what stands at the end of each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store.folding import content_hash
from store.model.articles import Document
from store.model.rows import Query
from store.model.words import BodySource
from tests.support.memory import NOW, arrival, poll
from tests.support.stage import TEXT, Stage, dar_on_troops, read_in, shown, stage, until, until_shown
from tui import decisions
from tui.screens.actor import issue_lines, silence
from tui.widgets.lines import LineList
from tui.widgets.sheet import Sheet

SIZES = [(80, 24), (140, 40)]


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path)
    yield made
    made.library.close()


@pytest.mark.parametrize("size", SIZES)
async def test_from_actor_to_statement_to_article_and_back(set_up: Stage, size: tuple[int, int]) -> None:
    app = set_up.app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter")
        await until_shown(pilot, "speaks for Pakistan")
        screen = shown(app)
        assert "Positions by issue" in screen
        assert "29 Nov ✓ support" in screen
        assert "has not spoken on this for 2 days" in " ".join(screen.replace("│", "").split())
        await pilot.press("enter")
        await until_shown(pilot, "In these articles")
        await until_shown(pilot, "rule stance-rule = cue .90, stance 1.00")
        await pilot.press("enter")
        await until_shown(pilot, "as the feed carried it")
        for words in ("Islamabad: Ishaq Dar spoke", "Carried by Dawn", "Topics gaza"):
            assert words in shown(app)
        for _ in range(3):
            await pilot.press("escape")
        await until_shown(pilot, "1 Actors")


@pytest.mark.parametrize("size", SIZES)
async def test_a_change_shows_both_sides(set_up: Stage, size: tuple[int, int]) -> None:
    app = set_up.app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("3", "enter")
        await until_shown(pilot, "Two ministers of the field were quoted a month apart.")
        screen = shown(app)
        for words in (
            "? undecided",
            "✓ support",
            "A denial by the prime minister",
            "Before",
            "After",
            "first position",
        ):
            assert words in screen
        assert "the matter was under discussion" in screen
        assert "“We are ready to send troops,”" in screen
        before = next(number for number, line in enumerate(screen.splitlines()) if "─ Before ─" in line)
        after = next(number for number, line in enumerate(screen.splitlines()) if "─ After ─" in line)
        assert (before == after) == (size[0] > 110)
        await pilot.press("j", "enter")
        await until_shown(pilot, "In these articles")
    assert set_up.library.ledger.change(1).seen


async def test_an_article_marks_and_jumps(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("4", "enter")
        await until_shown(pilot, "Islamabad: Ishaq Dar spoke")
        sheet, beside = app.screen.query_one("#text", Sheet), app.screen.query_one("#statements", LineList)
        assert len(beside.rows) == 3
        keys = []
        for key in ("n", "n", "n", "n", "N"):
            await pilot.press(key)
            keys.append(sheet.current)
            assert beside.row.row.id == sheet.current
        assert len(set(keys[:3])) == 3
        assert keys[3] == keys[0]
        assert keys[4] == keys[2]
        strips = app.screen._compositor.render_strips()
        bold = {segment.text for strip in strips for segment in strip if segment.style and segment.style.bold}
        underlined = {
            segment.text for strip in strips for segment in strip if segment.style and segment.style.underline
        }
        assert "Ishaq Dar" in bold
        assert any("We are not ready" in words for words in underlined)
        await pilot.press("enter")
        await until_shown(pilot, "In these articles")
    assert set_up.library.articles.get(1).read


async def test_a_digest_is_said_to_be_one(set_up: Stage) -> None:
    text = "Ishaq Dar said that troops would go."
    document = Document(
        text, "A digest", outlet="Dawn", published=NOW, body_source=BodySource.DIGEST, original_sha256="0" * 64
    )
    set_up.library.articles.put(document, read_in(text))
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        assert "digest" in shown(app)
        await pilot.press("4", "g", "enter")
        await until_shown(pilot, "digest: our own summary, not the original")
        assert "Text (digest)" in shown(app)
        assert "Nobody is quoted or reported in this text." in shown(app)


async def test_an_article_without_text_says_so(set_up: Stage) -> None:
    feed = set_up.library.feeds.list()[0]
    poll(set_up.library, feed, arrival("empty", " ", title="Nothing in it", published=NOW))
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("4", "g", "enter")
        await until_shown(pilot, "This article came without text. o opens it in the browser.")


async def test_long_words_and_wide_letters_wrap(set_up: Stage) -> None:
    feed = set_up.library.feeds.list()[0]
    text = f"{'x' * 300} https://example.org/{'y' * 200}\n\n" + "علي محمد " * 40 + "\n\n" + "한국어" * 60
    poll(set_up.library, feed, arrival("wide", text, title="Wide " + "漢字" * 60, published=NOW, found=read_in(text)))
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("4", "g", "enter")
        await until_shown(pilot, "xxxxxxxxxx")
        sheet = app.screen.query_one("#text", Sheet)
        assert sheet.virtual_size.height > 20
        for strip in app.screen._compositor.render_strips():
            assert strip.cell_length == 80
        seen = ""
        for _ in range(12):
            seen += shown(app)
            await pilot.press("pagedown")
        assert "한국어" in seen
        assert seen.count("y") >= 200


async def test_the_browser_gets_the_address(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("4", "o")
        await until_shown(pilot, "Opened in the browser.")
    assert set_up.opened == ["https://news.example/lead"]


async def test_a_citation_is_copied(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("2", "y")
        await until_shown(pilot, "Sent to the terminal")
        cited = app.clipboard
        await pilot.press("Y")
        await until(pilot, lambda: app.clipboard != cited)
        assert app.clipboard == "“We are ready to send troops,”"
    assert cited.startswith("Ishaq Dar (Pakistan), said 2025-11-29, published 2025-12-01, fetched 2025-12-01: “We are")
    assert "Dawn, “Pakistan offers troops”, https://news.example/lead" in cited
    assert cited.endswith(
        f"[isf-troops: support; text sha256:{content_hash('Pakistan offers troops', TEXT)[:16]}; not reviewed]"
    )


async def test_star_and_read_are_kept(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("4", "s")
        await until(pilot, lambda: set_up.library.articles.get(1).starred)
        await until_shown(pilot, "★")
        await pilot.press("m")
        await until(pilot, lambda: set_up.library.articles.get(1).read)
        stories = app.screen.query_one("#pane-4", LineList)
        await until(pilot, lambda: stories.rows[0].read)
        await pilot.press("u")
        assert stories.index == 1
        await pilot.press("k", "m")
        await until(pilot, lambda: not set_up.library.articles.get(1).read)


@pytest.mark.parametrize("size", SIZES)
async def test_search_finds_as_one_types(set_up: Stage, size: tuple[int, int]) -> None:
    app = set_up.app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("slash", *"disarm")
        await until_shown(pilot, "“We are not ready to disarm Hamas,”")
        assert "Pakistan offers troops" in shown(app)
        assert "Report 1" not in shown(app)
        await pilot.press(*"zzz")
        await until_shown(pilot, "No statement holds these words.")
        await pilot.press(*["backspace"] * 3, "enter")
        await until(pilot, lambda: bool(app.screen.query_one("#statements", LineList).rows))
        app.screen.query_one("#statements", LineList).focus()
        await pilot.press("enter")
        await until_shown(pilot, "In these articles")


@pytest.mark.parametrize("words", ['"', '"unclosed', "AND OR NOT", "a*b^c:d", "-", "-x", "(((", "𐏓 \\ '"])
async def test_search_takes_any_words(set_up: Stage, words: str) -> None:
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash")
        await until(pilot, lambda: bool(app.screen.query("#words")))
        app.screen.query_one("#words").value = words
        await pilot.pause(0.3)
        assert "Search" in shown(app)


async def test_the_matrix_tells_who_stands_where(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await until_shown(pilot, "✓ support")
        screen = shown(app)
        assert "isf-troops" in screen
        assert "disarm-hamas" in screen
        assert "Pakistan: ✓ support since 29 Nov, last said 29 Nov, Ishaq Dar" in screen
        await pilot.press("right")
        await until_shown(pilot, "Pakistan: ✗ oppose")
        await pilot.press("enter")
        await until_shown(pilot, "In these articles")
        await until_shown(pilot, "disarm Hamas,”")


@pytest.mark.parametrize("size", SIZES)
async def test_a_past_day_on_the_desk_and_in_the_matrix(set_up: Stage, size: tuple[int, int]) -> None:
    set_up.decides = True
    app = set_up.app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("t")
        await until_shown(pilot, "As of which day?")
        await pilot.press(*"2026-01-01", "enter")
        await until_shown(pilot, "That day is still to come.")
        await pilot.press("ctrl+u", *"12 Nov", "enter")
        await until_shown(pilot, "Write the day as 2025-11-29.")
        await pilot.press("ctrl+u", *"2025-11-27", "enter")
        await until_shown(pilot, "as of 27 Nov 2025")
        await pilot.press("2")
        await until(pilot, lambda: len(app.screen.query_one("#pane-2", LineList).rows) == 1)
        assert "under discussion" in shown(app)
        assert app.screen.query_one("#pane-3", LineList).rows == ()
        await pilot.press("x")
        await until_shown(pilot, "Where they stand, as of 27 Nov 2025")
        await until_shown(pilot, "Pakistan: ? undecided since 28 Oct")
        assert "silent for 30 days" in shown(app)
        await pilot.press("right")
        await until_shown(pilot, "as of 28 Nov 2025")
        await until_shown(pilot, "silent for 31 days")
        await pilot.press("right")
        await until_shown(pilot, "Pakistan: ✓ support since 29 Nov")
        await pilot.press("left", "l")
        await until_shown(pilot, "Pakistan: … not enough evidence to say where it stands.")
        await pilot.press("escape")
        await until_shown(pilot, "Where they stand, as of now")
        await pilot.press("escape")
        await until_shown(pilot, "We are ready to send troops")
        assert "as of 2" not in shown(app)


async def test_escape_widens_first_and_then_comes_back_to_now(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("t", *"2025-11-12", "enter", "space")
        await until(pilot, lambda: "Ishaq Dar" in shown(app).splitlines()[0])
        await pilot.press("escape")
        await until_shown(pilot, "under discussion")
        assert "as of 12 Nov 2025" in shown(app)
        await pilot.press("escape")
        await until_shown(pilot, "We are ready to send troops")
        assert "as of now" in shown(app)


async def test_help_is_of_the_place(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 120)) as pilot:
        await pilot.press("question_mark")
        await until_shown(pilot, "Narrow the panes to the actor under the cursor.")
        assert "Unsubscribe" not in shown(app)
        assert "speaks of it and takes no stance" in shown(app)
        await pilot.press("escape", "f", "question_mark")
        await until_shown(pilot, "Unsubscribe; its articles stay.")


async def test_help_tells_how_often_this_build_was_right(set_up: Stage) -> None:
    set_up.decides = True
    app = set_up.app()
    async with app.run_test(size=(140, 140)) as pilot:
        await pilot.press("question_mark")
        await until_shown(pilot, "Measured accuracy of this build")
        figures = decisions.accuracy()
        assert len(figures) == 3
        for one in figures:
            assert 0 < one.hits <= one.cases
            assert f"{one.what}: {one.hits:,} of {one.cases:,}, on {one.corpus}" in shown(app)
        assert "✎ corrected" in shown(app)


async def test_the_palette_does_what_it_says(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("ctrl+p")
        await until_shown(pilot, "Go to the actors.")
        await pilot.press(*"matrix")
        await until(pilot, lambda: "Go to the actors." not in shown(app))
        await until_shown(pilot, "See who stands where on every issue.")
        await pilot.press("enter")
        await until_shown(pilot, "Where they stand, as of now")


async def test_a_place_that_is_open_follows_the_database(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("2", "enter")
        await until_shown(pilot, "In these articles")
        carriers = app.screen.query_one("#carriers", LineList)
        assert len(carriers.rows) == 1
        text = "Reprint. “We are ready to send troops,” he said, as Ishaq Dar put it."
        wanted = app.screen.query_one("#text", Sheet)
        found = read_in(text, dar_on_troops(text))
        feed = set_up.library.feeds.list()[1]
        poll(set_up.library, feed, arrival("reprint", text, title="Troops again", found=found, outlet="Geo"))
        if any("ready to send" in block.text for block in wanted._blocks):
            await until(pilot, lambda: len(carriers.rows) == 2, patience=250)
        await pilot.press("escape")
        await until_shown(pilot, "Troops again")


def test_dated_lines_join_what_was_said_again(set_up: Stage) -> None:
    library = set_up.library
    lines = issue_lines(library.statements.positions(Query(principal="pakistan", limit=50)))
    by_issue = {line.issue: [(turn.since.isoformat(), turn.stance.value) for turn in line.turns] for line in lines}
    assert by_issue["isf-troops"] == [("2025-10-28", "undecided"), ("2025-11-29", "support")]
    assert by_issue["disarm-hamas"] == [("2025-11-29", "oppose")]


def test_silence_has_words() -> None:
    assert silence(None, date(2025, 12, 1)) == "has not been heard on this story"
    assert silence(date(2025, 12, 1), date(2025, 12, 1)) == "spoke today"
    assert silence(date(2025, 11, 30), date(2025, 12, 1)) == "has not spoken on this for 1 day"


async def test_a_place_may_be_left_before_it_is_read(set_up: Stage) -> None:
    gate = threading.Event()
    view, page = set_up.library.articles.view, set_up.library.statements.page
    app = set_up.app()
    async with app.run_test(size=(80, 24)) as pilot:

        def slow(ask: Callable[..., Any]) -> Callable[..., Any]:
            def asked(*words: Any) -> Any:
                gate.wait(10)
                return ask(*words)

            return asked

        set_up.library.articles.view = slow(view)  # type: ignore[method-assign]
        set_up.library.statements.page = slow(page)  # type: ignore[method-assign]
        for keys in (("4", "enter"), ("1", "enter"), ("slash", "a")):
            await pilot.press(*keys)
            await until(pilot, lambda: len(app.screen_stack) == 2)
            await pilot.pause(0.2)
            await pilot.press("escape")
            await until(pilot, lambda: len(app.screen_stack) == 1)
        gate.set()
        await pilot.pause(0.3)
        assert "1 Actors" in shown(app)
