"""An article whose quotations were edited after publishing shows both wordings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.model.articles import Document
from tests.support.memory import NOW, reading, statement
from tests.support.stage import Stage, shown, stage, until_shown

BEFORE = "“We will send our troops to Gaza within weeks,” Ishaq Dar said."
AFTER = "“We may send our troops to Gaza within months,” Ishaq Dar said."


@pytest.fixture
def set_up(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path)
    yield made
    made.library.close()


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_an_edited_quotation_is_shown_with_both_wordings(set_up: Stage, size: tuple[int, int]) -> None:
    for text, words in ((BEFORE, BEFORE[1:46]), (AFTER, AFTER[1:46])):
        document = Document(text, "Newest of all", "Dawn", "https://news.example/edited", NOW)
        set_up.library.articles.put(document, reading(statement(text, words)))
    app = set_up.app()
    async with app.run_test(size=size) as pilot:
        await until_shown(pilot, "Newest of all")
        await pilot.press("4", "g", "enter")
        await until_shown(pilot, "2 versions, the latest shown")
        await until_shown(pilot, "A quotation of Ishaq Dar was altered")
        screen = " ".join(shown(app).replace("│", " ").split())
        assert "before We will send our troops" in screen
        assert "after We may send our troops" in screen


async def test_an_article_that_came_once_tells_of_no_edit(set_up: Stage) -> None:
    app = set_up.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("4", "enter")
        await until_shown(pilot, "Islamabad: Ishaq Dar spoke")
        assert "A quotation of" not in shown(app)
