"""feeds: the subscriptions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.model.polling import Feed
from store.model.words import FeedState
from tui import output, shapes
from tui.commands.narrowing import write_table
from tui.commands.verb import ERROR, OK, Verb, pass_wiring, say
from tui.wiring import Wiring

if TYPE_CHECKING:
    from store.library import Library

FEED = click.argument("feed", metavar="ID|URL")


@click.group()
def feeds() -> None:
    """List and change the subscriptions."""


@feeds.command("list", cls=Verb)
@click.option("--json", "as_json", is_flag=True, help="JSON, a line a feed.")
@pass_wiring
def list_(wiring: Wiring, *, as_json: bool) -> int:
    """List all feeds with their health."""
    from feeds.links import redact_url  # noqa: PLC0415  # loads next to nothing, and only here

    with wiring.existing_library() as library:
        found = library.feeds.list()
    if as_json:
        output.write_json_lines(shapes.feed(one, redact_url(one.url)) for one in found)
        return OK
    write_table(
        ("id", "state", "name", "articles", "last polled", "errors", "url", "last error"),
        [
            (
                one.id,
                _state(one),
                one.name,
                one.articles,
                _minute(one),
                one.errors or "",
                redact_url(one.url),
                one.last_error,
            )
            for one in found
        ],
    )
    if not found:
        say("No feed is subscribed yet; add one with: standpoint feeds add URL")
    return OK


def _state(feed: Feed) -> str:
    if feed.state is FeedState.ACTIVE and feed.errors:
        return "sick" if feed.sick else "failing"
    return feed.state.value


def _minute(feed: Feed) -> str:
    return feed.last_polled.strftime("%Y-%m-%d %H:%MZ") if feed.last_polled else "never"


@feeds.command(cls=Verb)
@click.argument("urls", metavar="URL…", nargs=-1, required=True)
@pass_wiring
def add(wiring: Wiring, urls: tuple[str, ...]) -> int:
    """Subscribe to feeds by their own addresses."""
    # Errors of one address must not keep the next from being tried; the trees are loaded with the catalogue anyway.
    from feeds.errors import FeedsError  # noqa: PLC0415
    from feeds.links import redact_url  # noqa: PLC0415
    from store.errors import DuplicateFeed  # noqa: PLC0415

    failed = False
    with wiring.library() as library:
        for url in urls:
            try:
                feed = wiring.subscribe(library, url)
            except (FeedsError, DuplicateFeed) as error:
                say(str(error))
                failed = True
            else:
                output.write_line(f"added {feed.id} {redact_url(feed.url)}")
    return ERROR if failed else OK


@feeds.command(cls=Verb)
@FEED
@pass_wiring
def remove(wiring: Wiring, feed: str) -> int:
    """Unsubscribe; the articles stay."""
    return _with_feed(wiring, feed, "removed", lambda library, found: library.feeds.remove(found.id))


@feeds.command(cls=Verb)
@FEED
@pass_wiring
def pause(wiring: Wiring, feed: str) -> int:
    """Stop polling a feed until it is resumed."""
    return _with_feed(
        wiring, feed, "paused", lambda library, found: library.feeds.set_state(found.id, FeedState.PAUSED)
    )


@feeds.command(cls=Verb)
@FEED
@pass_wiring
def resume(wiring: Wiring, feed: str) -> int:
    """Poll a paused or gone feed again, at once."""
    return _with_feed(
        wiring, feed, "resumed", lambda library, found: library.feeds.set_state(found.id, FeedState.ACTIVE)
    )


def _with_feed(wiring: Wiring, named: str, done: str, act: Callable[[Library, Feed], Feed]) -> int:
    from feeds.links import redact_url  # noqa: PLC0415  # as in list_
    from store.errors import NotFound  # noqa: PLC0415

    with wiring.existing_library() as library:
        found = library.feeds.get(int(named)) if named.isdecimal() else library.feeds.find(named)
        if found is None:
            raise NotFound(f"No feed has the address {redact_url(named)}; see: standpoint feeds list")
        after = act(library, found)
    output.write_line(f"{done} {after.id} {redact_url(after.url)}")
    return OK


@feeds.command("import", cls=Verb)
@click.argument("path", metavar="OPML", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_wiring
def import_(wiring: Wiring, path: Path) -> int:
    """Subscribe to all feeds of an OPML file; those already subscribed are left alone."""
    from feeds.catalogue import import_opml  # noqa: PLC0415  # the catalogue cleans addresses: slow to load

    data = path.read_bytes()
    with wiring.library() as library:
        report = import_opml(library, data, allowed=wiring.allowed_hosts())
    for refused in report.refused:
        say(refused)
    say(f"{report.added} added, {report.known} subscribed already, {len(report.refused)} refused.")
    return ERROR if report.refused else OK


@feeds.command(cls=Verb)
@pass_wiring
def export(wiring: Wiring) -> int:
    """Print all feeds as OPML, without passwords."""
    from feeds.catalogue import export_opml  # noqa: PLC0415  # as in import_

    with wiring.existing_library() as library:
        output.write_text(export_opml(library.feeds.list()))
    return OK
