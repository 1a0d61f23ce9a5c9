"""The ground: what every other room of the house speaks in.

Frozen records and the words they use, standard library only. Records with an `id` have been stored; the others have
not. All moments are aware `datetime`s in UTC, all calendar days are `date`s, all offsets are code points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

Clock = Callable[[], datetime]
"""What is asked for the time: tests pass their own."""


class Stance(StrEnum):
    """Where a statement stands on an issue; `NONE` touches the issue and takes no stance."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    CONDITIONAL = "conditional"
    UNDECIDED = "undecided"
    NONE = "none"


class Kind(StrEnum):
    """How the words are given: quoted, reported, or reported with quoted parts."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class SaidBasis(StrEnum):
    """How the day of a statement is known."""

    STATED = "stated"
    """The text fixes it: a date, or a weekday or "yesterday" reckoned from the article's own day."""
    PUBLISHED = "published"
    """Nothing fixes it: the article's day stands in, and screens mark it."""


class BodySource(StrEnum):
    """Where an article's text came from."""

    FEED = "feed"
    PAGE = "page"
    IMPORT = "import"
    DIGEST = "digest"


class FeedState(StrEnum):
    """What the poller does with a feed. A feed that is failing stays active; `Feed.sick` says so."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"
    """The server answered 410: never asked again unless the user resumes it."""


class PollStatus(StrEnum):
    """How one poll of one feed ended."""

    OK = "ok"
    """A body came and was read."""
    UNCHANGED = "unchanged"
    """304, or the same bytes as before."""
    FAILED = "failed"
    GONE = "gone"


class Verdict(StrEnum):
    """What one entry of a feed is to the store."""

    NEW = "new"
    CHANGED = "changed"
    """A stored article, with other text."""
    SAME = "same"


class ChangeKind(StrEnum):
    """A change lies between two dates, a divergence between two voices."""

    CHANGE = "change"
    DIVERGENCE = "divergence"


class ChangeStatus(StrEnum):
    """Whether the evidence suffices to say "changed"; if not, it is for review."""

    CHANGED = "changed"
    POSSIBLE = "possible"


class Grade(StrEnum):
    """What sort of change it is."""

    REVERSAL = "reversal"
    HARDENING = "hardening"
    SOFTENING = "softening"
    CONDITION_ADDED = "condition added"
    CONDITION_DROPPED = "condition dropped"
    CONDITION_REPLACED = "condition replaced"
    FIRST_POSITION = "first position"


# --- what the tagger brings -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `start` to `end`, the end not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor or topic found in an article."""

    target: str
    """Id of the actor or topic."""
    start: int
    end: int
    in_title: bool = False
    """True where the offsets are those of the title, not of the text."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who utters a statement, as far as it could be resolved. Joint statements have several."""

    actor: str | None
    """Id of an actor on the watchlist; None for an unnamed or unknown voice."""
    principal: str | None
    """Id of the actor that it speaks for (a state or body speaks for itself)."""
    unnamed: bool = False
    """True for "a senior official" and the like, which never count as a person."""
    rank: int = 0
    """5 head of state or government, 4 minister of the field, 3 other minister, 2 spokesperson or office, 1 unnamed,
    0 not known to speak for the principal."""
    rule: str = ""
    """Id of the sieve that resolved it."""


@dataclass(frozen=True, slots=True)
class Position:
    """A stance on one issue, read out of one statement."""

    issue: str
    stance: Stance
    confidence: float
    rule: str
    condition: str | None = None
    """The words of the condition, where the stance is conditional."""
    factors: tuple[tuple[str, float], ...] = ()
    """What the confidence is the product of, by name."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Words attributed to a speaker: source, cue and content, and what they say on the issues."""

    start: int
    end: int
    text: str
    """The article's own words from `start` to `end`."""
    kind: Kind
    cue: str
    speaker_text: str
    """The words that name the source, as they stand in the article; may be empty."""
    spans: tuple[Span, ...] = ()
    """The content's parts where "X said" cuts it in two; else empty."""
    cue_span: Span | None = None
    speaker_span: Span | None = None
    voices: tuple[Voice, ...] = ()
    said_on: date | None = None
    """The day it was said where the text fixes one, else None."""
    about: str | None = None
    """Whose stance the words report where that is not the speaker's own ("Dar said Indonesia has reservations")."""
    rules: tuple[str, ...] = ()
    confidence: float = 1.0
    positions: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An article's text on its way to the tagger."""

    text: str
    title: str = ""
    outlet: str = ""
    url: str = ""
    published: datetime | None = None
    said_on: date | None = None
    """The day of what the article reports, where its text does not say and somebody established it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the tagger found in one draft. Offsets are those of `Draft.text`."""

    topics: tuple[str, ...] = ()
    on_story: bool = False
    actors: tuple[str, ...] = ()
    """Ids of the actors mentioned, each once, in order of first mention."""
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    tagged_with: str = ""
    """Fingerprint of the watchlist and of the tagger's version."""


# --- feeds and articles ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Article:
    """What is kept of an entry or document."""

    id: int
    title: str
    outlet: str
    url: str
    published: datetime | None
    fetched: datetime
    text: str = ""
    author: str = ""
    external_id: str | None = None
    body_source: BodySource = BodySource.FEED
    version: int = 1
    topics: tuple[str, ...] = ()
    on_story: bool = False
    actors: tuple[str, ...] = ()
    cluster: int | None = None
    read: bool = False
    starred: bool = False
    date_approximate: bool = False
    """True where `published` was missing or absurd and the day of fetching stands in."""

    @property
    def is_digest(self) -> bool:
        """True for the seed corpus as shipped: our own words, to be replaced by the user's import."""
        return self.body_source is BodySource.DIGEST


@dataclass(frozen=True, slots=True)
class Document:
    """An article from outside any feed (an import, a seed), before it is stored."""

    text: str
    title: str
    outlet: str = ""
    url: str = ""
    published: datetime | None = None
    external_id: str | None = None
    body_source: BodySource = BodySource.IMPORT
    original_sha256: str | None = None
    """Of the file's bytes for an import; of the document that a digest stands for."""
    said_on: date | None = None
    """The day of what it reports, where its text does not say and somebody established it."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    errors: int = 0
    told_to_wait: bool = False
    moved_to: str | None = None
    moved_seen: int = 0
    adopt_url: str | None = None
    """Take this as the feed's address from now on, the old one as alias."""
    arrivals: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Known:
    """What the store already has of a feed's entries: enough to decide, and no more."""

    by_guid: dict[str, tuple[int, str]] = field(default_factory=dict)
    """guid in this feed → (article id, hash of title and text as last seen)."""
    by_url: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Canonical address, any feed → the same."""
    by_title: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Folded title in this feed within 48 hours → the same."""


# --- the ledger -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """One stored position with all that the ledger's rules ask of it. Reviews are already applied."""

    position_id: int
    statement_id: int
    article_id: int
    principal: str
    actor: str | None
    rank: int
    unnamed: bool
    issue: str
    stance: Stance
    condition: str | None
    confidence: float
    kind: Kind
    said_on: date
    said_basis: SaidBasis
    outlet: str
    source_key: str
    """Equal for copies of one wire text: they count once."""
    utterance: str
    """Equal for the same words by the same speaker: they are one statement with several sources."""
    text: str
    confirmed: bool = False
    """An analyst confirmed or corrected it."""
    dateless: bool = False
    """True where neither the words nor the article bear a day: that of fetching stands in; no change rests on it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change or divergence as the rules computed it. `before` and `after` name positions."""

    kind: ChangeKind
    principal: str
    actor: str | None
    """Who spoke last."""
    issue: str
    from_stance: Stance
    to_stance: Stance
    from_date: date
    to_date: date
    grade: Grade
    status: ChangeStatus
    confidence: float
    why: str
    """One sentence: why it counts, or why it is only possible."""
    before: tuple[int, ...]
    """Position ids, the strongest first."""
    after: tuple[int, ...]
    undo: str = ""
    """One sentence: what would undo it."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a principal stands on an issue: the last firm position by the day it was said."""

    principal: str
    issue: str
    stance: Stance
    since: date
    last_said: date
    confidence: float
    position_id: int
    actor: str | None
    statements: int


# --- what the desk and the command line ask, and what they get -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Query:
    """What a list is narrowed to. `store.search` alone turns it into SQL."""

    text: str = ""
    """Words for the full-text search; quoted and escaped there."""
    actor: str | None = None
    principal: str | None = None
    issue: str | None = None
    stance: Stance | None = None
    topic: str | None = None
    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    unread: bool = False
    starred: bool = False
    on_story: bool | None = None
    limit: int = 200
    before: tuple[str, int] | None = None
    """Keyset: only rows after this (sort key, id) in the list's order."""


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One line of the actors pane."""

    id: str
    name: str
    kind: str
    principal: str | None
    statements: int
    mentions: int
    """Articles that mention it."""
    new: int
    """Statements that came since the last visit."""
    last_said: date | None
    weekly: tuple[int, ...]
    """Statements by week of saying, oldest first, the last 8 weeks that hold any of the story."""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement as lists show it: the first of its utterance, with the others counted."""

    id: int
    article_id: int
    said_on: date | None
    said_basis: SaidBasis
    published: datetime | None
    fetched: datetime
    speaker: str | None
    """Actor id of the first voice."""
    speaker_name: str
    """Name on the watchlist, else the text's own words."""
    speakers: tuple[str, ...]
    principal: str | None
    unnamed: bool
    kind: Kind
    text: str
    cue: str
    outlet: str
    more_outlets: int
    url: str
    title: str
    confidence: float
    positions: tuple[PositionRow, ...]
    is_digest: bool = False
    about: str | None = None
    sort_key: str = ""


@dataclass(frozen=True, slots=True)
class PositionRow:
    """One position as lists show it."""

    id: int
    statement_id: int
    issue: str
    stance: Stance
    confidence: float
    rule: str
    condition: str | None
    factors: tuple[tuple[str, float], ...] = ()
    review: str | None = None
    """confirmed, corrected or rejected."""


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement with all that a screen about it shows."""

    row: StatementRow
    spans: tuple[Span, ...]
    cue_span: Span | None
    speaker_span: Span | None
    speaker_text: str
    rules: tuple[str, ...]
    start: int
    end: int
    context: str
    """The paragraph that it stands in."""
    context_start: int
    others: tuple[StatementRow, ...]
    """The same utterance in other articles."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One side's piece of evidence of a change."""

    side: str
    """"before" or "after"."""
    statement: StatementRow
    position: PositionRow


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A stored change with its evidence, the strongest of each side first."""

    id: int
    change: Change
    principal_name: str
    actor_name: str
    issue_question: str
    evidence: tuple[EvidenceRow, ...]
    found: datetime
    seen: bool
    more_outlets: int = 0


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One line of the stories pane: an article, or the first of a cluster."""

    id: int
    title: str
    outlet: str
    url: str
    published: datetime | None
    fetched: datetime
    topics: tuple[str, ...]
    actors: tuple[str, ...]
    """Names, the most mentioned first."""
    statements: int
    read: bool
    starred: bool
    on_story: bool
    more: int
    """Other articles of its cluster."""
    is_digest: bool
    date_approximate: bool = False
    sort_key: str = ""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with its marks and statements."""

    article: Article
    mentions: tuple[Mention, ...]
    statements: tuple[StatementView, ...]
    carriers: tuple[str, ...]
    """Names of the feeds that carried it."""
    versions: int
    edits: tuple[EditRow, ...] = ()
    """Quotations that were edited after publishing, the newest found first."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What the status line shows."""

    feeds: int
    active: int
    sick: int
    failing: int
    articles: int
    on_story: int
    statements: int
    changes: int
    unread: int
    digests: int
    last_polled: datetime | None
    revision: int


@dataclass(frozen=True, slots=True)
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


# --- the watchlist as the store keeps it ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActorFact:
    """What the store needs of an actor to name and sort it."""

    id: str
    name: str
    kind: str
    principal: str | None


@dataclass(frozen=True, slots=True)
class IssueFact:
    """What the store needs of an issue to name it."""

    id: str
    question: str


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """The watchlist's names, copied into the store so that lists can show them without reading the file."""

    story: str
    actors: tuple[ActorFact, ...]
    issues: tuple[IssueFact, ...]
    topics: tuple[tuple[str, str], ...]
    """(id, name)."""
    fingerprint: str
    """Of the file and of the tagger; articles tagged with another are due for re-tagging."""


# --- the analyst's verdicts -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One verdict of the history, taken back ones too."""

    id: int
    uid: str
    """The same wherever the verdict is merged in."""
    issue: str
    """On which the position was read."""
    actor: str
    """Of whom it was read: the key of the words' first voice."""
    content: str
    """The words, folded."""
    verdict: str
    """confirmed, corrected, rejected or noted."""
    who: str
    at: datetime
    note: str
    was_stance: Stance
    was_rule: str
    article_id: int
    """0 where the article is not here yet."""
    stance: Stance | None = None
    to_issue: str | None = None
    to_actor: str | None = None
    condition: str | None = None
    said_on: date | None = None
    text: str | None = None
    """The words that the statement should be."""
    active: bool = False
    """In force."""
    undone: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A position that waits for a verdict."""

    statement: StatementRow
    position: PositionRow
    changes: tuple[int, ...]
    """The shown changes that rest on it."""
    effect: float
    """1 where a shown change falls without it, less where others bear it too."""
    score: float
    """Effect × (1 − confidence): the queue's order."""


@dataclass(frozen=True, slots=True)
class RateRow:
    """How the verdicts in force on one rule or one actor came out; notes do not count."""

    kind: str
    """"rule" or "actor"."""
    key: str
    confirmed: int
    corrected: int
    rejected: int

    @property
    def total(self) -> int:
        """Verdicts in force."""
        return self.confirmed + self.corrected + self.rejected

    @property
    def accepted(self) -> float:
        """The share confirmed as read."""
        return self.confirmed / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class ReviewConflict:
    """Two analysts, one position, two verdicts: the later one is in force, the other in the history."""

    issue: str
    actor: str
    content: str
    held: ReviewRow
    """In force after the merge."""
    other: ReviewRow


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge of verdicts did."""

    added: int
    known: int
    """Had been here before."""
    waiting: int
    """Of those added: their article is not here; they take hold when it comes."""
    conflicts: tuple[ReviewConflict, ...] = ()


@dataclass(frozen=True, slots=True)
class EditRow:
    """A quotation that an outlet added, altered or took out after publishing."""

    id: int
    article_id: int
    title: str
    outlet: str
    url: str
    published: datetime | None
    version: int
    """Of the article, the one that brought the edit."""
    kind: str
    """added, altered or removed."""
    speaker: str | None
    speaker_name: str
    before: str
    """The earlier wording; empty where the quotation is new."""
    after: str
    """The later wording; empty where the quotation is gone."""
    before_speaker: str
    """As the words were attributed before; differs from `speaker_name` where the attribution was edited."""
    found: datetime
