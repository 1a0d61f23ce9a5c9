"""Pane 4: the articles of the story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import final

from store.library import Library
from store.model.rows import Query, StoryRow
from tui import cells
from tui.look import Look
from tui.panes.pane import Pane


@final
class StoriesPane(Pane[StoryRow]):
    """Articles on the story, newest first; copies of one text are one row."""

    number = 4
    heading = "Stories"

    def __init__(self, look: Look) -> None:
        super().__init__(cells.story, lambda row: row.id, look, height=cells.story_height, empty="No story yet.")

    @staticmethod
    def fetch(library: Library, query: Query) -> Sequence[StoryRow]:
        """Read a page of stories."""
        return library.articles.stories(replace(query, on_story=True))

    def after(self, row: StoryRow) -> tuple[int | str, int]:
        """Give the place of a row in the order."""
        return row.sort_key, row.id
