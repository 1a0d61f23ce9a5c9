"""The way to each screen. A screen is loaded when it is first gone to, so the first frame waits for none of them."""

# ruff: noqa: PLC0415
# The imports in these functions are the sanctioned late ones: they keep the start short.

from __future__ import annotations

from textual.command import Provider
from textual.screen import Screen

from tui.messages import (
    Open,
    OpenActor,
    OpenArticle,
    OpenChange,
    OpenFeed,
    OpenIssue,
    OpenStatement,
    OpenVersions,
)
from tui.room import Room
from tui.screens.place import Place


def way_to(request: Open, room: Room) -> Place:  # noqa: PLR0911  # a return for each request
    """Make the screen that a request asks for. Raises ValueError for a request that nobody answers."""
    match request:
        case OpenActor(actor_id):
            from tui.screens.actor import ActorScreen

            return ActorScreen(room, actor_id)
        case OpenStatement(statement_id):
            from tui.screens.statement import StatementScreen

            return StatementScreen(room, statement_id)
        case OpenChange(change_id):
            from tui.screens.change import ChangeScreen

            return ChangeScreen(room, change_id)
        case OpenArticle(article_id, statement_id, siblings):
            from tui.screens.article import ArticleScreen

            return ArticleScreen(room, article_id, statement_id, siblings)
        case OpenIssue(issue):
            from tui.screens.issue import IssueScreen

            return IssueScreen(room, issue)
        case OpenVersions(article_id):
            from tui.screens.versions import VersionsScreen

            return VersionsScreen(room, article_id)
        case OpenFeed(feed_id):
            from tui.screens.log import LogScreen

            return LogScreen(room, feed_id)
        case _:
            raise ValueError(f"no way leads to {request!r}")


def way_to_feeds(room: Room) -> Place:
    """Make the screen of the feeds."""
    from tui.screens.feeds import FeedsScreen

    return FeedsScreen(room)


def way_to_matrix(room: Room) -> Place:
    """Make the matrix."""
    from tui.screens.matrix import MatrixScreen

    return MatrixScreen(room)


def way_to_review(room: Room) -> Place:
    """Make the review queue."""
    from tui.screens.review import ReviewScreen

    return ReviewScreen(room)


def way_to_search(room: Room) -> Place:
    """Make the search."""
    from tui.screens.search import SearchScreen

    return SearchScreen(room)


def way_to_help(room: Room, places: frozenset[str]) -> Place:
    """Make the help for the places that one is in."""
    from tui.screens.help import HelpScreen

    return HelpScreen(room, places)


def way_to_watchlist(room: Room) -> Place:
    """Make the screen of the watchlist."""
    from tui.screens.watchlist import WatchlistScreen

    return WatchlistScreen(room)


def way_to_poll_log(room: Room) -> Place:
    """Make the poll log of all feeds."""
    from tui.screens.polllog import PollLogScreen

    return PollLogScreen(room)


def way_to_settings(room: Room) -> Place:
    """Make the screen of the settings."""
    from tui.screens.settings import SettingsScreen

    return SettingsScreen(room)


def way_to_telling(room: Room) -> Place:
    """Make the screen of what is told."""
    from tui.screens.telling import TellingScreen

    return TellingScreen(room)


def way_to_welcome(room: Room) -> Screen[None]:
    """Make the welcome."""
    from tui.screens.welcome import WelcomeScreen

    return WelcomeScreen(room)


def way_to_themes(room: Room) -> Screen[None]:
    """Make the choice of a theme."""
    from tui.screens.themes import ThemesScreen

    return ThemesScreen(room)


def palette() -> type[Provider]:
    """Give what the palette offers."""
    from tui.palette import ActionProvider

    return ActionProvider
