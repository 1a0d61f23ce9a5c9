"""From a document outside to an article in the store: recognised, cut to its own text, read, put."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import seeds
from store.library import Library
from store.model.articles import Document
from store.model.reading import Draft, Reading
from store.model.record import record
from store.model.words import Verdict
from tagger import furniture


@record(frozen=True)
class Taken:
    """What became of one document."""

    article_id: int
    title: str
    verdict: Verdict
    replaced_digest: bool = False

    @property
    def word(self) -> str:
        """How it is told: new, replaced digest, changed, same."""
        return "replaced digest" if self.replaced_digest else self.verdict.value


@record(frozen=True)
class Intake:
    """Takes documents into one library with one reader. The ledger is the caller's to settle afterwards."""

    library: Library
    read: Callable[[Draft], Reading]

    def take(self, document: Document) -> Taken:
        """Store one document; page remains are cut first. Raises StoreError."""
        document = self.library.articles.completed(described(document))
        document = replace(document, text=furniture.without(document.text))
        reading = self.read(
            Draft(
                text=document.text,
                title=document.title,
                outlet=document.outlet,
                url=document.url,
                published=document.published,
                said_on=document.said_on,
            )
        )
        digests = self.library.totals().digests
        article_id, verdict = self.library.articles.put(document, reading)
        replaced = verdict is Verdict.CHANGED and self.library.totals().digests < digests
        return Taken(article_id, document.title, verdict, replaced)


def described(document: Document) -> Document:
    """The document with title, outlet and day as the seed corpus knows them, where it is one of its originals.

    The originals say little about themselves. One that is known by its bytes has the title and day that the seeds give;
    one that is known by its title keeps whatever it says of itself.
    """
    if document.original_sha256 and (known := seeds.find(sha256=document.original_sha256)):
        return replace(
            document,
            title=known.title,
            outlet=document.outlet or known.outlet,
            published=known.published,
            said_on=known.said_on,
        )
    if document.title and (known := seeds.find(title=document.title)):
        return replace(
            document,
            outlet=document.outlet or known.outlet,
            published=document.published or known.published,
            said_on=document.said_on or known.said_on,
        )
    return document
