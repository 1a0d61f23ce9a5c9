"""Feeds, what a poll brings, and what became of it."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from store.model.reading import Reading
from store.model.record import record
from store.model.words import BodySource, FeedState, PollStatus, Verdict


@record(frozen=True)
class Habits:
    """What a feed says of itself and how it publishes: what the time of its next poll is made of."""

    wish: int = 0
    """Seconds that the feed asks to be left alone between two polls (`<ttl>`, `sy:updatePeriod`); 0 for none."""
    base: datetime | None = None
    """A moment at which it publishes, from which its others are counted (`sy:updateBase`)."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day, UTC, in which it asks not to be polled."""
    skip_days: tuple[int, ...] = ()
    """Days of the week, Monday being 0, on which it asks not to be polled."""
    lately: int = 0
    """How often it published since `since`: what came within five minutes counts once."""
    since: datetime | None = None
    self_url: str = ""
    """The address that it calls its own."""


@record(frozen=True)
class Feed:
    """A subscription and all that the poller remembers of it."""

    id: int
    url: str
    title: str = ""
    outlet: str = ""
    """The publisher's name as the user or the default list gives it; shown before the feed's own title."""
    state: FeedState = FeedState.ACTIVE
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    last_polled: datetime | None = None
    next_due: datetime | None = None
    last_status: PollStatus | None = None
    last_http: int | None = None
    last_error: str | None = None
    errors: int = 0
    """Failures in a row."""
    interval: int = 3600
    """Seconds between polls, before hints and back-off."""
    added: datetime | None = None
    articles: int = 0
    """How many stored articles it carried; filled by lists."""
    moved_to: str | None = None
    """Where a permanent redirect pointed at the last poll."""
    moved_seen: int = 0
    """Good polls in a row through that redirect; adopted at two."""
    told_to_wait: bool = False
    """True while `next_due` was set by the server (Retry-After): `--all` respects it."""
    folder: str = ""
    """Where the user keeps it; parts of a path are split by "/"."""
    habits: Habits = Habits()
    same_as: int | None = None
    """Another subscription that turned out to be the same feed; the user may merge the two."""

    @property
    def name(self) -> str:
        """What to call it on screen: outlet, else title, else the address without user and parameters (secrets)."""
        return self.outlet or self.title or _bare(self.url)

    @property
    def sick(self) -> bool:
        """Ten failures in a row (design, Limits and safety)."""
        return self.errors >= 10


def _bare(url: str) -> str:
    scheme, _, rest = url.partition("?")[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


@record(frozen=True)
class Entry:
    """One item of a feed, cleaned: safe text, absolute canonical links, UTC."""

    guid: str
    """The publisher's id; where there is none, the link, else a hash of title and date."""
    url: str
    """Canonical http(s) address, or empty."""
    title: str
    text: str
    """Plain text, paragraphs split by an empty line."""
    author: str = ""
    outlet: str = ""
    """From the item's own `<source>` (news searches); else empty and the feed's name stands."""
    published: datetime | None = None
    published_raw: str = ""
    updated: datetime | None = None


@record(frozen=True)
class Arrival:
    """An entry with what was decided about it and, where it is new or changed, what was read in it."""

    entry: Entry
    verdict: Verdict
    article_id: int | None = None
    """The stored article, for changed and same ones and for one that another feed already brought."""
    reading: Reading | None = None
    body_source: BodySource = BodySource.FEED
    entry_hash: str = ""
    """`store.folding.content_hash` of the entry as the feed gave it, where `entry.text` was taken from elsewhere."""


@record(frozen=True)
class PollResult:
    """Everything that one poll of one feed brings to the store, in one transaction."""

    feed_id: int
    status: PollStatus
    at: datetime
    seconds: float
    next_due: datetime
    http: int | None = None
    error: str | None = None
    """A sentence for people; None when all went well."""
    entries: int = 0
    title: str | None = None
    """The feed's own title, where it gave one."""
    outlet: str = ""
    """That of entries which name none themselves."""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    errors: int = 0
    told_to_wait: bool = False
    moved_to: str | None = None
    moved_seen: int = 0
    adopt_url: str | None = None
    """Take this as the feed's address from now on, the old one as alias."""
    interval: int | None = None
    """Seconds between polls from now on; None leaves it."""
    habits: Habits | None = None
    """As the feed says now; None leaves them."""
    host_until: datetime | None = None
    """The host asked to be left alone until then: none of its feeds is polled before."""
    arrivals: tuple[Arrival, ...] = ()


@record(frozen=True)
class PollOutcome:
    """What is told of one poll: on screen, in JSON, in the log."""

    feed_id: int
    url: str
    name: str
    status: PollStatus
    http: int | None
    entries: int
    new: int
    changed: int
    error: str | None
    next_due: datetime
    seconds: float


@record(frozen=True)
class Known:
    """What the store already has of a feed's entries: enough to decide, and no more."""

    by_guid: dict[str, tuple[int, str]] = field(default_factory=dict)
    """guid in this feed → (article id, hash of title and text as last seen)."""
    by_url: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Canonical address, any feed → the same."""
    by_title: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Folded title in this feed within 48 hours → the same."""
    namesakes: dict[str, tuple[Namesake, ...]] = field(default_factory=dict)
    """Folded title in any feed within 48 hours → the articles of that title."""


@record(frozen=True)
class Namesake:
    """A stored article that has an entry's title."""

    article_id: int
    hash: str
    """Of title and text as last seen."""
    outlet: str
    searched: bool
    """Only a news search brought it so far."""


@record(frozen=True)
class PollLogRow:
    """One line of the poll log."""

    at: datetime
    feed_id: int
    url: str
    status: PollStatus
    http: int | None
    entries: int
    new: int
    changed: int
    error: str | None
    seconds: float
