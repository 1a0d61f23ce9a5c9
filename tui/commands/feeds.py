"""feeds: the subscriptions."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
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
    from feeds.catalogue import OpmlPlan
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
        (
            "id",
            "state",
            "folder",
            "name",
            "articles",
            "last polled",
            "next due",
            "every",
            "errors",
            "url",
            "last error",
        ),
        [
            (
                one.id,
                _state(one),
                one.folder,
                one.name,
                one.articles,
                _minute(one.last_polled) or "never",
                _minute(one.next_due) if one.state is FeedState.ACTIVE else "",
                _every(one.interval),
                one.errors or "",
                redact_url(one.url),
                one.last_error,
            )
            for one in found
        ],
    )
    for one in found:
        if one.same_as is not None:
            say(f"{one.id} and {one.same_as} are one feed. Merge them: standpoint feeds merge {one.same_as} {one.id}")
    if not found:
        say("No feed is subscribed yet; add one with: standpoint feeds add URL")
    return OK


def _state(feed: Feed) -> str:
    if feed.state is FeedState.ACTIVE and feed.errors:
        return "sick" if feed.sick else "failing"
    return feed.state.value


def _minute(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%MZ") if moment else ""


def _every(seconds: int) -> str:
    return f"{seconds / 3600:.1f} h" if seconds >= 3600 else f"{seconds // 60} min"


@feeds.command(cls=Verb)
@click.argument("urls", metavar="URL…", nargs=-1, required=True)
@click.option("--yes", "-y", is_flag=True, help="Add without asking.")
@click.option("--preview", is_flag=True, help="Show what is there, and add nothing.")
@click.option("--json", "as_json", is_flag=True, help="JSON, a line a feed found; with --preview.")
@click.option("--folder", default="", metavar="A/B", help="Keep the feeds in this folder.")
@pass_wiring
def add(wiring: Wiring, urls: tuple[str, ...], *, yes: bool, preview: bool, as_json: bool, folder: str) -> int:
    """Subscribe to feeds: by their own addresses, or by those of pages whose feeds are looked for.

    On a terminal what is found is shown first and asked about. "-" reads addresses from standard input, one a line.
    An address that does not answer now is subscribed all the same.
    """
    if as_json and not preview:
        raise click.UsageError("--json goes with --preview.")
    # Only here: looking for feeds loads the client and the workers.
    from tui.adding import Adding  # noqa: PLC0415

    given = [line.strip() for line in sys.stdin] if urls == ("-",) else list(urls)
    adding = Adding(wiring, folder=folder, ask=sys.stdin.isatty() and not yes)
    wanted = [url for url in given if url]
    return adding.preview(wanted, as_json=as_json) if preview else adding.add(wanted)


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


def _found(library: Library, named: str) -> Feed:
    from feeds.links import redact_url  # noqa: PLC0415  # as in list_
    from store.errors import NotFound  # noqa: PLC0415

    found = library.feeds.get(int(named)) if named.isdecimal() else library.feeds.find(named)
    if found is None:
        raise NotFound(f"No feed has the address {redact_url(named)}; see: standpoint feeds list")
    return found


@feeds.command(cls=Verb)
@FEED
@click.argument("choice", type=click.Choice(("on", "off", "default")))
@pass_wiring
def fulltext(wiring: Wiring, feed: str, choice: str) -> int:
    """Let the pages of a feed's short entries be fetched, or not; "default" for what the settings say."""

    def act(library: Library, found: Feed) -> Feed:
        library.pages.switch(found.id, choice={"on": True, "off": False, "default": None}[choice])
        return found

    return _with_feed(wiring, feed, f"full text {choice}", act)


def _with_feed(wiring: Wiring, named: str, done: str, act: Callable[[Library, Feed], Feed]) -> int:
    from feeds.links import redact_url  # noqa: PLC0415  # as in list_

    with wiring.existing_library() as library:
        after = act(library, _found(library, named))
    output.write_line(f"{done} {after.id} {redact_url(after.url)}")
    return OK


@feeds.command(cls=Verb)
@click.argument("kept", metavar="ID|URL")
@click.argument("gone", metavar="ID|URL")
@pass_wiring
def merge(wiring: Wiring, kept: str, gone: str) -> int:
    """Make two subscriptions one: the first stays, with all that the second has."""
    from feeds.links import redact_url  # noqa: PLC0415  # as in list_

    with wiring.existing_library() as library:
        after, number = library.feeds.merge(_found(library, kept).id, _found(library, gone).id)
    output.write_line(f"merged {after.id} {redact_url(after.url)}")
    say(f"{after.name} carries {after.articles} articles now. Undo: standpoint feeds unmerge {number}")
    return OK


@feeds.command(cls=Verb)
@click.argument("number", type=int, required=False)
@pass_wiring
def unmerge(wiring: Wiring, number: int | None) -> int:
    """Undo a merge, the latest one where no number is given."""
    from feeds.links import redact_url  # noqa: PLC0415  # as in list_

    with wiring.existing_library() as library:
        back = library.feeds.unmerge(number)
    output.write_line(f"back {back.id} {redact_url(back.url)}")
    return OK


@feeds.command(cls=Verb)
@FEED
@click.argument("name", metavar="FOLDER")
@pass_wiring
def folder(wiring: Wiring, feed: str, name: str) -> int:
    """Put a feed into a folder; "" takes it out, A/B is a folder within a folder."""
    from feeds.catalogue import folder_path  # noqa: PLC0415  # the catalogue cleans names: slow to load

    path = folder_path(name)
    return _with_feed(wiring, feed, "moved", lambda library, found: library.feeds.set_folder(found.id, path))


@feeds.command("import", cls=Verb)
@click.argument("path", metavar="OPML", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", "-y", is_flag=True, help="Import without asking.")
@click.option("--preview", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="JSON; with --preview.")
@pass_wiring
def import_(wiring: Wiring, path: Path, *, yes: bool, preview: bool, as_json: bool) -> int:
    """Subscribe to all feeds of an OPML file, in its folders; those already subscribed are left alone.

    On a terminal the counts are shown first and asked about.
    """
    if as_json and not preview:
        raise click.UsageError("--json goes with --preview.")
    from feeds.catalogue import import_opml, plan_opml  # noqa: PLC0415  # the catalogue cleans addresses: slow to load

    data = path.read_bytes()
    ask = sys.stdin.isatty() and not yes
    with wiring.library() as library:
        if preview or ask:
            plan = plan_opml(library, data, allowed=wiring.allowed_hosts())
            if as_json:
                output.write_json(shapes.opml_plan(plan))
            else:
                _tell_plan(plan)
            if preview or not plan.new or not click.confirm("Subscribe to the new ones?", default=True, err=True):
                return OK
        report = import_opml(library, data, allowed=wiring.allowed_hosts())
    for refused in report.refused:
        say(refused)
    twice = f", {report.repeated} named twice" if report.repeated else ""
    say(f"{report.added} added, {report.known} subscribed already, {len(report.refused)} refused{twice}.")
    return ERROR if report.refused else OK


def _tell_plan(plan: OpmlPlan) -> None:
    for name, count in plan.folders.items():
        output.write_line(f"{count:>5} new in {name or 'no folder'}")
    output.write_line(f"{len(plan.known):>5} subscribed already")
    output.write_line(f"{plan.repeated:>5} named twice in the file")
    output.write_line(f"{len(plan.refused):>5} refused")
    for refused in plan.refused:
        say(refused)


@feeds.command(cls=Verb)
@pass_wiring
def export(wiring: Wiring) -> int:
    """Print all feeds as OPML, without passwords."""
    from feeds.catalogue import export_opml  # noqa: PLC0415  # as in import_

    with wiring.existing_library() as library:
        output.write_text(export_opml(library.feeds.list()))
    return OK
