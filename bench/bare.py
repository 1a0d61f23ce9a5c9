"""The yardstick: a Textual app with one DataTable, and nothing else."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable

SHOWN = "twelfth row"


class Bare(App[None]):
    """Twelve rows of five columns: about as much text as one pane of the desk."""

    def compose(self) -> ComposeResult:
        """One table."""
        yield DataTable[str]()

    def on_mount(self) -> None:
        """Fill it."""
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("one", "two", "three", "four", "five")
        table.add_rows([(f"{row}", "some words", "more words", "29 Nov", "a cell") for row in range(11)])
        table.add_row("11", SHOWN, "", "", "")


if __name__ == "__main__":
    Bare().run()
