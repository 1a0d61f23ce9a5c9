"""A question to the store, and the rows that answer it."""

from __future__ import annotations

from datetime import date, datetime

from store.model.articles import Article, EditRow
from store.model.ledger import Change
from store.model.reading import Mention, Span
from store.model.record import record
from store.model.words import Kind, SaidBasis, Stance


@record(frozen=True)
class Condition:
    """One more thing that is asked of a list's rows, for what a single field of `Query` cannot say."""

    field: str
    """actor, principal, issue, stance, topic, outlet, article (ids); or "is": words of `store.conditions.FLAGS`."""
    values: tuple[str, ...]
    """Any of them will do; of "is", all are wanted."""
    negated: bool = False
    """True leaves out what has any of them."""


@record(frozen=True)
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
    """The first day; a datetime for lists that are in the order of moments."""
    until: date | None = None
    came: datetime | None = None
    """Only what was stored after this moment, whenever it was said or published."""
    unread: bool = False
    starred: bool = False
    on_story: bool | None = None
    conditions: tuple[Condition, ...] = ()
    limit: int = 200
    before: tuple[int | str, int] | None = None
    """Keyset: only rows after this (sort key, id) in the list's order."""


@record(frozen=True)
class View:
    """A narrowing that the user keeps under a name."""

    name: str
    query: str
    """In the query language; relative days stay relative."""


@record(frozen=True)
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


@record(frozen=True)
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
    sort_key: int = 0
    text_hash: str = ""
    """SHA-256 of the title and text of the article, as stored."""


@record(frozen=True)
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


@record(frozen=True)
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


@record(frozen=True)
class EvidenceRow:
    """One side's piece of evidence of a change."""

    side: str
    """"before" or "after"."""
    statement: StatementRow
    position: PositionRow


@record(frozen=True)
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


@record(frozen=True)
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
    sort_key: int = 0
    text_hash: str = ""
    """SHA-256 of title and text, as stored."""


@record(frozen=True)
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
    page_note: str = ""
    """Why the page behind a short entry gave no text; empty where it was not asked for, or gave it."""


@record(frozen=True)
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
