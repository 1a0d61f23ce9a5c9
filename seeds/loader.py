"""Reads the packaged digests and the list of default feeds.

The documents that this product was asked for belong to their outlets. What ships of each is a digest: a report in our
own words of who said what in it, with the original's title, outlet, day and hash, so that an import of the original
is recognised and takes the digest's place.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from typing import Any

from seeds.errors import BrokenSeeds
from store.model.articles import Document
from store.model.words import BodySource

DEFAULT_STORY = "gaza-isf"
"""The story that is followed where no other is asked for."""

_FEED_STATES = {"on": True, "off": False}


@dataclass(frozen=True, slots=True)
class DefaultFeed:
    """A feed that a first start subscribes to."""

    outlet: str
    """The publisher's name, and the section where it has several feeds."""
    url: str
    on: bool
    """False: subscribed, but paused until the user resumes it."""
    note: str = ""
    """What is known of the feed's habits; may be empty."""


def stories() -> tuple[str, ...]:
    """Give the ids of the stories that ship, the one that is followed by default first."""
    folders = sorted(one.name for one in resources.files("seeds").joinpath("data").iterdir() if one.is_dir())
    return (DEFAULT_STORY, *(name for name in folders if name != DEFAULT_STORY))


@cache  # an import asks `find` once for each of its documents
def documents(story: str = DEFAULT_STORY) -> tuple[Document, ...]:
    """Give the digests of a story in the order of their list; none where the story does not ship.

    `external_id` is the original's file name without its ending, `original_sha256` the hash of its bytes where there
    is such a file, and `published` midnight UTC of its calendar day. Raises BrokenSeeds where packaged data is missing
    or unreadable.
    """
    if story not in stories():
        return ()
    name = f"{story}/documents.toml"
    try:
        rows = tomllib.loads(_read(name))["document"]
        return tuple(_document(story, row) for row in rows)
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise BrokenSeeds(f"seeds/data/{name} cannot be read ({error}): install Standpoint again.") from error


def find(*, sha256: str | None = None, title: str | None = None) -> Document | None:
    """Give the digest whose original has these bytes (hex digest) or, failing that, this title; else None.

    Titles are compared without regard to case, white space and the kind of quotation marks.
    """
    digests = tuple(digest for story in stories() for digest in documents(story))
    if sha256 is not None:
        for digest in digests:
            if digest.original_sha256 == sha256.lower():
                return digest
    if title is not None:
        wanted = _plain(title)
        for digest in digests:
            if _plain(digest.title) == wanted:
                return digest
    return None


def default_feeds(story: str = DEFAULT_STORY) -> tuple[DefaultFeed, ...]:
    """Give the feeds of a story's first start, in the list's order; none where the story does not ship.

    Raises BrokenSeeds where the list is damaged.
    """
    if story not in stories():
        return ()
    name = f"{story}/feeds.tsv"
    lines = enumerate(_read(name).splitlines(), start=1)
    return tuple(_feed(line, name, number) for number, line in lines if line and not line.startswith("#"))


def _document(story: str, row: dict[str, Any]) -> Document:
    day: date = row["published"]
    return Document(
        text=_read(f"{story}/{row['stem']}.txt").rstrip("\n"),
        title=row["title"],
        outlet=row["outlet"],
        said_on=row.get("said_on"),
        published=datetime(day.year, day.month, day.day, tzinfo=UTC),
        external_id=row["stem"],
        body_source=BodySource.DIGEST,
        original_sha256=row.get("sha256"),
    )


def _feed(line: str, name: str, number: int) -> DefaultFeed:
    fields = line.split("\t")
    if len(fields) != 4 or fields[2] not in _FEED_STATES:
        raise BrokenSeeds(f"seeds/data/{name}, line {number}, is damaged: install Standpoint again.")
    outlet, url, state, note = fields
    return DefaultFeed(outlet=outlet, url=url, on=_FEED_STATES[state], note=note)


def _plain(title: str) -> str:
    return " ".join(title.replace("’", "'").casefold().split())


def _read(name: str) -> str:
    try:
        return resources.files("seeds").joinpath("data", *name.split("/")).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenSeeds(f"seeds/data/{name} cannot be read ({error}): install Standpoint again.") from error
