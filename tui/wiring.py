"""The only place that constructs: from options, settings and environment to the parts that do the work.

No Textual here.
"""
# Imports stand inside the functions where they would cost the desk its start, and `feeds list` its quickness: httpx,
# the parsers and the tagger take a second together, and only some commands need them.
# ruff: noqa: PLC0415

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn

from store.model.polling import Feed
from store.model.reading import Draft, Reading
from store.model.words import Clock
from tui.errors import PollingOff, SettingsError
from tui.paths import Paths, default_paths, ensure_folder
from tui.settings import Settings, Tell, load

if TYPE_CHECKING:
    from feeds.fetch import Fetcher
    from feeds.limits import Limits
    from feeds.lock import PollLock
    from feeds.looking import Looker
    from feeds.network import AllowedHosts
    from feeds.poll import Poller
    from feeds.workers import Pool
    from store.library import Library
    from store.model.preview import Looked
    from tagger.retag import Progress, Readings
    from tagger.watchlist import Watchlist
    from tui.desk import Desk
    from tui.papers import Papers
    from tui.telling.teller import Teller


_LOOKING = 10.0
"""Seconds for one answer while somebody waits to subscribe."""


def utc_now() -> datetime:
    """The clock of the real program."""
    return datetime.now(UTC)


class Choices(NamedTuple):
    """What the global options said; None where an option was not given."""

    database: Path | None = None
    config: Path | None = None
    watchlist: Path | None = None
    offline: bool = False
    story: str = ""
    """The id of a story: one that ships, or one of the user's own."""
    look: bool = False
    """True: the desk is there to be looked at; it writes nothing and starts nothing."""


class Polling(NamedTuple):
    """A poller, and the worker processes that parse and read for it."""

    poller: Poller
    pool: Pool


@dataclass
class Wiring:
    """The parts of one run of the program, each built when it is first asked for."""

    choices: Choices
    environ: Mapping[str, str]
    clock: Clock = utc_now
    places: Paths = field(default_factory=default_paths)

    @cached_property
    def settings(self) -> Settings:
        """The settings file with the environment's overrides. Raises SettingsError."""
        named = self.choices.config
        if named is not None and not named.exists():
            raise SettingsError(f"{named} does not exist. Name another settings file with --config.")
        return load(self.settings_path, self.environ)

    @property
    def settings_path(self) -> Path:
        """Where the settings are read from, whether or not the file is there."""
        return self.choices.config or self.places.settings

    @property
    def database(self) -> Path:
        """The database's path: option, setting, XDG folder. A story that is asked for by name has its own beside it."""
        default = _path(self.settings.paths.database) or self.places.database
        story = self.choices.story
        return self.choices.database or (default.with_name(f"{story}.db") if story else default)

    @property
    def log(self) -> Path:
        """The log's path: setting, XDG folder."""
        return _path(self.settings.paths.log) or self.places.log

    @property
    def watchlist_path(self) -> Path | None:
        """The watchlist's path: option, story, setting, the user's own where it exists; None for the packaged one.

        Raises NoSuchStory.
        """
        if self.choices.story and not self.choices.watchlist:
            from tui.stories import watchlist_of

            return watchlist_of(self.choices.story, self.places)
        named = self.choices.watchlist or _path(self.settings.paths.watchlist)
        return named or (self.places.watchlist if self.places.watchlist.exists() else None)

    # --- the database

    def library(self) -> Library:
        """Open the database for writing; it is created where there is none. Raises StoreError."""
        from store.errors import ReadOnlyDatabase
        from store.library import Library

        try:
            ensure_folder(self.database)
        except OSError as error:
            raise ReadOnlyDatabase(
                f"The folder of {self.database} cannot be made: {error.strerror}. Name another database with --db."
            ) from error
        return Library.open(self.database, clock=self.clock, mode="write")

    def existing_library(self) -> Library:
        """Open the database that is there, read-only if it may not be written. Raises StoreError, also if none is."""
        from store.library import Library

        # An older file is brought up to date by opening it for writing; one that nobody may write can still be read.
        writable = os.access(self.database, os.W_OK) and not self.choices.look
        mode: Literal["read", "write"] = "write" if writable else "read"
        return Library.open(self.database, clock=self.clock, mode=mode)

    # --- the tagger

    @cached_property
    def watchlist(self) -> Watchlist:
        """The watchlist in use. Raises WatchlistError."""
        from tagger.watchlist import load as load_watchlist

        return load_watchlist(self.watchlist_path)

    @property
    def watchlist_file(self) -> Path:
        """Where the watchlist in use lies, the packaged one included."""
        from tui.stories import packaged

        return self.watchlist_path or packaged()

    @property
    def packaged_folder(self) -> Path:
        """Where the watchlists that ship lie."""
        from tui.stories import packaged

        return packaged().parent

    def forget_watchlist(self) -> None:
        """Read the watchlist anew when it is next asked for: its file was changed."""
        self.__dict__.pop("watchlist", None)

    def aliases(self) -> dict[str, list[str]]:
        """Every actor's id with its name and aliases. Raises WatchlistError."""
        return {one["id"]: [one["name"], *one["aliases"]] for one in self.watchlist.as_json()["actors"]}

    def reader(self) -> Callable[[Draft], Reading]:
        """What reads a draft by the watchlist in use. Raises WatchlistError."""
        from tagger.reader import reader_for

        return reader_for(self._watchlist_argument)

    @property
    def _watchlist_argument(self) -> str:
        return str(self.watchlist_path.absolute()) if self.watchlist_path else ""

    def settle(self, library: Library) -> None:
        """Bring the ledger up to date with what was stored."""
        if not library.ledger.dirty():
            return
        from tagger.settling import settle

        settle(library, today=self.clock().date())

    def retag(
        self, library: Library, read: Readings, earlier: Callable[[str], Watchlist | None] = lambda _: None
    ) -> Iterator[Progress]:
        """Read again whatever another watchlist or tagger has read and may have read otherwise (`tagger.retag`)."""
        from tagger.retag import retag

        self.sync_names(library)
        return retag(library, read, self.watchlist, today=self.clock().date(), earlier=earlier)

    def sync_names(self, library: Library) -> bool:
        """Copy the watchlist's names into the database; True where articles were tagged by another watchlist."""
        mark, stored = self._mark(), library.names.facts()
        if mark and stored and stored.fingerprint == mark and library.rereading.watchlist(mark) is not None:
            return False
        from tui.retagging import keep

        with contextlib.suppress(OSError):  # gone since it was read: the next edit has nothing to be compared with
            keep(library, self.watchlist, self.watchlist_file.read_bytes())
        return library.names.sync(self.watchlist.facts())

    def to_retag(self, library: Library) -> bool:
        """Whether articles wait that another watchlist or tagger has read; the watchlist itself is not read for it."""
        mark = self._mark()
        return not mark or bool(library.rereading.others(mark))

    def _mark(self) -> str:
        """The fingerprint of the watchlist in use as its file is now; "" where it cannot be read."""
        from tagger.watchlist import fingerprint, packaged

        try:
            return fingerprint(self.watchlist_path.read_bytes() if self.watchlist_path else packaged())
        except OSError:
            return ""

    # --- telling

    def teller(self, library: Library) -> Teller:
        """What tells the user, by the rules of the settings, what feeds brought."""
        from tui.telling.teller import Teller

        def settings() -> Tell:
            return load(self.settings_path, self.environ).tell

        return Teller(library, settings, self.clock, self.environ, self.aliases, lambda: self.settle(library))

    # --- the poller

    @property
    def lock_path(self) -> Path:
        """The file whose lock says that a poller runs; it lies beside the database."""
        return self.database.with_name(f"{self.database.name}.poller")

    def refuse_offline(self) -> None:
        """Raise PollingOff where the user asked for no network."""
        if self.choices.offline:
            raise PollingOff("Nothing was polled, because --offline was given. Poll again without it.")

    def poll_lock(self) -> PollLock:
        """The lock that one poller a database holds."""
        from feeds.lock import PollLock

        return PollLock(self.lock_path, self.clock)

    @asynccontextmanager
    async def polling(self, library: Library, *, soon: bool = False) -> AsyncIterator[Polling]:
        """Build the poller with its workers and its client, and take them down again.

        `soon` says that there is something to poll: what workers need is loaded while the rest is built.
        Raises PollingOff, SettingsError, WatchlistError.
        """
        self.refuse_offline()
        pace = self.settings.poll
        async with contextlib.AsyncExitStack() as ending:
            pool = self.pool()
            ending.push_async_callback(pool.close)
            if soon:
                pool.prepare()
            self.sync_names(library)
            from feeds.poll import Poller

            fetcher = await ending.enter_async_context(contextlib.aclosing(self.fetcher()))
            poller = Poller(
                library,
                fetcher,
                pool,
                settle=lambda: self.settle(library),
                clock=self.clock,
                concurrency=pace.concurrency,
                full_text=self.settings.feeds.full_text,
            )
            ending.push_async_callback(poller.close)
            yield Polling(poller, pool)

    def fetcher(self, seconds: float | None = None) -> Fetcher:
        """What asks the web, by the settings; to be closed. `seconds` bound one answer more closely than they do.

        Raises SettingsError.
        """
        from dataclasses import replace

        from feeds.fetch import Fetcher, default_user_agent

        asked, limits = self.settings.network, self._limits()
        if seconds is not None:
            limits = replace(limits, feed_total=min(seconds, limits.feed_total))
        agent = asked.user_agent or default_user_agent(asked.contact)
        return Fetcher(self._allow_hosts(), agent, asked.per_host, limits, self.clock, gap=asked.gap)

    def pool(self) -> Pool:
        """The worker processes that parse and read; to be closed."""
        from feeds.workers import Pool, ReadSpec

        spec = ReadSpec(module="tagger.reader", function="reader_for", argument=self._watchlist_argument)
        return Pool(self.settings.poll.workers or None, read=spec)

    def _allow_hosts(self) -> tuple[str, ...]:
        from feeds.errors import BadAddress

        try:
            self.allowed_hosts()
        except BadAddress as error:
            raise SettingsError(f"network.allow_hosts: {error}") from error
        return self.settings.network.allow_hosts

    def _limits(self) -> Limits:
        from feeds.limits import Limits

        asked = self.settings.network
        return Limits(
            connect=float(asked.connect_seconds),
            feed_total=float(asked.total_seconds),
            article_total=float(asked.article_seconds),
        )

    # --- the desk

    def desk(self, library: Library) -> Desk:
        """All that the desk is given. It polls in no process of its own; `library` stays the caller's to close."""
        from tui.decisions import analyst, decisions
        from tui.desk import Desk, DeskSettings
        from tui.firststart import first_start_of
        from tui.remembered import Keeper

        looks = self.settings.desk
        offline, look = self.choices.offline, self.choices.look
        settings = DeskSettings(
            theme=looks.theme,
            keys=looks.keys,
            offline=offline,
            no_color=looks.no_color,
            ascii=looks.ascii,
            welcome=looks.welcome and not look,
            look=look,
        )
        return Desk(
            library=library,
            clock=self.clock,
            settings=settings,
            poller_command=None if offline or look else self.poller_command(),
            lock_holder=self.lock_holder,
            subscribe=refuse_feed if look else lambda url: self.subscribe(library, url),
            look_at=None if offline or look else self.look_at,
            browser=refuse if look else None,
            aliases=self.aliases,
            environ=self.environ,
            decisions=decisions(self, library),
            analyst=analyst(self.environ),
            first_start=None if look else first_start_of(self, library),
            keeper=Keeper(None if look else self.places.remembered),
            tells=not look,
            papers=None if look else self.papers,
        )

    def papers(self) -> Papers:
        """The user's files that the desk may edit."""
        from tui.papers import Papers
        from tui.settings_file import SettingsFile
        from tui.watchlist_file import WatchlistFile

        return Papers(WatchlistFile(self), SettingsFile(self), (*self._same_files(), "retag", "--json"))

    def poller_command(self) -> tuple[str, ...]:
        """The argument list of the desk's child that polls, for the same files as this process uses."""
        return (*self._same_files(), "poll", "--follow", "--json", "--until-eof")

    def looking_command(self) -> tuple[str, ...]:
        """The argument list of a desk on the same files that can be looked at only."""
        return (*self._same_files(), "--offline", "--look")

    def look_at(self, url: str) -> Looked:
        """Look at an address before it is subscribed, in a child. Blocks for seconds."""
        from tui.lookchild import look_in_child

        return look_in_child((*self._same_files(), "feeds", "add", "-", "--preview", "--json"), url)

    def _same_files(self) -> tuple[str, ...]:
        # -P: a folder that the desk is started in must not lend its own `store` or `feeds` to the child.
        command = [sys.executable, "-P", "-m", "tui", "--db", str(self.database.absolute())]
        if self.choices.config:
            command += ["--config", str(self.choices.config.absolute())]
        if self.choices.story:
            command += ["--story", self.choices.story]
        if self.choices.watchlist:
            command += ["--watchlist", str(self.choices.watchlist.absolute())]
        return tuple(command)

    def lock_holder(self) -> Mapping[str, object] | None:
        """Who polls this database now, or None."""
        return self.poll_lock().holder()

    # --- subscriptions

    def subscribe(self, library: Library, url: str, folder: str = "") -> Feed:
        """Add a feed by its own address. Raises FeedsError or StoreError."""
        from feeds.catalogue import subscribe

        return subscribe(library, url, folder=folder, allowed=self.allowed_hosts())

    @asynccontextmanager
    async def looking(self, *, reading: bool) -> AsyncIterator[Looker]:
        """Build what looks at addresses before they are subscribed, and take it down again.

        With `reading` it tells how many entries are on the story. Raises SettingsError, WatchlistError.
        """
        from feeds.looking import Looker, unread

        fetcher, pool = self.fetcher(_LOOKING), self.pool()
        async with contextlib.aclosing(fetcher), contextlib.AsyncExitStack() as ending:
            ending.push_async_callback(pool.close)
            yield Looker(fetcher, pool, self.clock, pool.read if reading else unread)

    def allowed_hosts(self) -> AllowedHosts:
        """The private addresses that the settings name. Raises BadAddress where an entry is none."""
        from feeds.network import AllowedHosts

        return AllowedHosts.parse(self.settings.network.allow_hosts)

    # --- a new database

    def first_start(self, library: Library) -> None:
        """Bring in the digests and the default feeds, unless that was done. As `tui.firststart.first_start`."""
        from tui.firststart import first_start

        first_start(self, library)

    def load_seeds(self, library: Library) -> int:
        """Tag and store the packaged digests; returns how many. As `tui.firststart.load_seeds`."""
        from tui.firststart import load_seeds

        return load_seeds(self, library)


def refuse_feed(_: str) -> NoReturn:
    """What a desk that is only looked at does instead of subscribing. Raises ReadOnlyDatabase."""
    from store.errors import ReadOnlyDatabase

    raise ReadOnlyDatabase("This desk is there to be looked at only: no feed can be added.")


def refuse(_: str) -> NoReturn:
    """What a desk that is only looked at does instead of reaching out. Raises OSError."""
    raise PermissionError(errno.EPERM, "This desk is there to be looked at only")


def _path(named: str) -> Path | None:
    return Path(named).expanduser() if named else None
