"""Adding feeds from the command line: look, show, ask, subscribe."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import click

from feeds.catalogue import permitted
from feeds.errors import FeedsError
from feeds.links import redact_url, twin
from feeds.looking import Looker
from store.errors import DuplicateFeed
from store.library import Library
from store.model.preview import Looked, Preview
from tui import output, shapes
from tui.commands.verb import ERROR, OK, say
from tui.wiring import Wiring

_AT_ONCE = 16
"""Addresses that are looked at side by side."""


class Adding:
    """Subscribes addresses; `ask` where somebody is there to answer."""

    def __init__(self, wiring: Wiring, *, folder: str = "", ask: bool = False) -> None:
        self._wiring = wiring
        self._folder = folder
        self._ask = ask
        self._failed = False
        self._bare: set[str] = set()
        """Addresses that were given without a scheme, which are tried by http where nobody speaks TLS."""

    def add(self, urls: Sequence[str]) -> int:
        """Look at each address and subscribe what is found there; returns the exit code.

        What does not answer now is subscribed as given, unless the user, being asked, says no.
        """
        with self._wiring.library() as library:
            wanted = [address for url in urls if (address := self._new(library, url))]
            if self._wiring.choices.offline:
                looked = [Looked(url, error="It was not looked at, because --offline was given.") for url in wanted]
            else:
                looked = self._look(wanted, reading=self._ask)
            for one in looked:
                self._take(library, one)
        return ERROR if self._failed else OK

    def preview(self, urls: Sequence[str], *, as_json: bool) -> int:
        """Look at each address and show what is there; nothing is subscribed."""
        self._wiring.refuse_offline()
        with self._wiring.library() as library:
            wanted = []
            for url in urls:
                try:
                    wanted.append(self._address(url))
                except FeedsError as error:
                    self._tell_error(url, str(error), as_json=as_json)
            for looked in self._look(wanted, reading=True):
                if not looked.previews:
                    self._tell_error(looked.url, looked.error, as_json=as_json)
                for one in looked.previews:
                    known = library.feeds.find(one.url)
                    if as_json:
                        # What a page names is public; what the user gave may hold a password.
                        shown = one.url if looked.answered else redact_url(one.url)
                        shape = shapes.preview(redact_url(looked.url), one, known.id if known else None)
                        output.write_json({**shape, "url": shown, "on_page": looked.answered})
                    else:
                        _show(one, output.write_line)
                        if known:
                            output.write_line(f"  subscribed already, as number {known.id}")
        return ERROR if self._failed else OK

    def _new(self, library: Library, url: str) -> str | None:
        """The address as it would be subscribed; None, with a sentence, where it may not or is already."""
        try:
            address = self._address(url)
        except FeedsError as error:
            self._refuse(str(error))
            return None
        known = library.feeds.find(address)
        if known is None:
            return address
        self._refuse(f"The feed is subscribed already, as number {known.id} ({known.name}).")
        return None

    def _address(self, url: str) -> str:
        """The address of what the user gave, by https where no scheme was given. Raises FeedsError."""
        address = permitted(url, self._wiring.allowed_hosts())
        if "://" not in url:
            self._bare.add(address)
        return address

    def _plain(self, address: str) -> str | None:
        """The same address by http, or None where that may not be asked."""
        try:
            return permitted(twin(address), self._wiring.allowed_hosts())
        except FeedsError:
            return None

    def _look(self, urls: Sequence[str], *, reading: bool) -> list[Looked]:
        return asyncio.run(self._look_at(urls, reading=reading)) if urls else []

    async def _look_at(self, urls: Sequence[str], *, reading: bool) -> list[Looked]:
        places = asyncio.Semaphore(_AT_ONCE)

        async def one(looker: Looker, url: str) -> Looked:
            async with places:
                looked = await looker.look(url)
            plain = self._plain(url) if looked.shut and url in self._bare else None
            if plain is None:
                return looked
            by_http = await looker.look(plain)
            if not by_http.previews:
                return looked
            say(f"{redact_url(url)} cannot be reached; {redact_url(plain)} can, which everybody on the way can read.")
            return by_http

        async with self._wiring.looking(reading=reading) as looker:
            return await asyncio.gather(*(one(looker, url) for url in urls))

    def _take(self, library: Library, looked: Looked) -> None:
        if looked.previews:
            for one in self._chosen(looked):
                self._subscribe(library, one.url)
        elif looked.answered:
            self._refuse(f"{redact_url(looked.url)}: {looked.error}")
        else:
            say(f"{redact_url(looked.url)} cannot be read now: {looked.error}")
            if not self._ask or click.confirm("Add it all the same?", default=False, err=True):
                self._subscribe(library, looked.url)

    def _chosen(self, looked: Looked) -> Sequence[Preview]:
        found = looked.previews
        if not self._ask:
            if len(found) > 1:
                say(f"{redact_url(looked.url)} names {len(found)} feeds; the first was taken. The others:")
                for one in found[1:]:
                    say(f"  {redact_url(one.url)}  {one.title}")
            return found[:1]
        for number, one in enumerate(found, start=1):
            _show(one, say, f"{number}. " if len(found) > 1 else "")
        if len(found) == 1:
            return found if click.confirm("Add it?", default=True, err=True) else ()
        numbers: str = click.prompt("Which? Numbers with blanks between, or 0 for none", default="1", err=True)
        wanted = {int(part) for part in numbers.replace(",", " ").split() if part.isdecimal()}
        return [one for number, one in enumerate(found, start=1) if number in wanted]

    def _subscribe(self, library: Library, url: str) -> None:
        try:
            feed = self._wiring.subscribe(library, url, self._folder)
        except (FeedsError, DuplicateFeed) as error:
            self._refuse(str(error))
        else:
            output.write_line(f"added {feed.id} {redact_url(feed.url)}")

    def _tell_error(self, url: str, error: str, *, as_json: bool) -> None:
        self._failed = True
        if as_json:
            output.write_json({"given": redact_url(url), "url": None, "error": error})
        else:
            say(f"{redact_url(url)}: {error}")

    def _refuse(self, words: str) -> None:
        self._failed = True
        say(words)


def _show(one: Preview, write: Callable[[str], None], mark: str = "") -> None:
    write(f"{mark}{one.title or 'A feed without a title'}  {redact_url(one.url)}")
    for line in shapes.preview_lines(one):
        write(f"· {line}")
