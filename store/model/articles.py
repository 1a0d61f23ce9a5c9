"""Articles as they are kept, and documents that come from outside any feed."""

from __future__ import annotations

from datetime import date, datetime

from store.model.record import record
from store.model.words import BodySource


@record(frozen=True)
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
    text_hash: str = ""
    """SHA-256 of title and text, as stored."""

    @property
    def is_digest(self) -> bool:
        """True for the seed corpus as shipped: our own words, to be replaced by the user's import."""
        return self.body_source is BodySource.DIGEST


@record(frozen=True)
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


@record(frozen=True)
class Version:
    """An article's text as it once was, or as it is."""

    number: int
    title: str
    text: str
    body_source: BodySource
    replaced: datetime | None
    """When another took its place; None for the one that stands."""


@record(frozen=True)
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
