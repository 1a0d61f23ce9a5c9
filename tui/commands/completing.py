"""What the shell offers for the values of options and for QUERY. A database that cannot be read offers nothing."""

from __future__ import annotations

import os

import click
from click.shell_completion import CompletionItem

from store.errors import StoreError
from tui.asking.book import Book
from tui.asking.complete import offers
from tui.asking.known import book_of, views_of
from tui.errors import SettingsError
from tui.wiring import Choices, Wiring


def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names for an option that is called as a field of the query language."""
    name = param.name or ""
    book, _ = _known(ctx)
    found = offers(f"{name}:{incomplete}", len(name) + 1 + len(incomplete), book, limit=100)
    return [CompletionItem(one.label, help=one.note) for one in found]


def complete_query(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The ways to go on with a query."""
    book, views = _known(ctx)
    found = offers(incomplete, len(incomplete), book, views, limit=100)
    return [CompletionItem(one.text.strip(), help=one.note) for one in found]


def _known(ctx: click.Context) -> tuple[Book, dict[str, str]]:
    # Completion stops before the commands run, so nobody has built the parts yet.
    options = ctx.find_root().params
    choices = Choices(
        options.get("database"),
        options.get("config"),
        options.get("watchlist"),
        offline=True,
        story=options.get("story") or "",
    )
    try:
        with Wiring(choices, os.environ).existing_library() as library:
            return book_of(library), views_of(library)
    except (StoreError, SettingsError):
        return Book(), {}
