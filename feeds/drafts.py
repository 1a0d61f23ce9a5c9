"""Having drafts read in workers: many in a job, and each by itself where one of them is poison."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence

from feeds.errors import WorkerError
from feeds.limits import KIB
from feeds.links import redact_url
from store.model.reading import Draft, Reading

ReadFunction = Callable[[Sequence[Draft]], Awaitable[tuple[Reading, ...]]]

_LOG = logging.getLogger(__name__)
_BATCH = 64 * KIB
"""Characters read in one job: far below the deadline for any text, and few enough jobs for a large feed."""


async def readings(read: ReadFunction, drafts: Sequence[Draft]) -> list[Reading | None]:
    """Give what is read in each; None for one that cannot be read, which is stored untagged, to be tagged later."""
    found: list[Reading | None] = []
    for batch in _batches(drafts):
        try:
            found.extend(await read(batch))
        except WorkerError:
            found.extend([await reading(read, draft) for draft in batch])
    return found


async def reading(read: ReadFunction, draft: Draft) -> Reading | None:
    """The same of one draft."""
    try:
        return (await read((draft,)))[0]
    except WorkerError as error:
        _LOG.warning("%s was stored untagged: %s", redact_url(draft.url), error)
        return None


def _batches(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, ...]]:
    batch: list[Draft] = []
    size = 0
    for one in drafts:
        if batch and size + len(one.text) > _BATCH:
            yield tuple(batch)
            batch, size = [], 0
        batch.append(one)
        size += len(one.text)
    if batch:
        yield tuple(batch)
