"""Order of arrival: the same articles in many random orders, which must all come to one ledger.

`python -m bench order [ORDERS] [--seed N]` (200 orders where none are given) takes the annotated articles beside the
repository where they are there, the packaged digests, and the articles of all timelines, reads each once, and stores
them in every order into a fresh library, settled at random moments on the way.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import seeds
from bench import timelines
from store.library import Library
from store.model.articles import Document
from store.model.reading import Reading
from store.model.rows import Query
from store.model.story import StoryFacts
from tagger import watchlist
from tagger.reader import Reader
from tagger.retag import settle

NOW = timelines.NOW
SHARED = Path(__file__).parents[2] / "shared"
ANNOTATED = (SHARED / "story-dev" / "articles.jsonl", SHARED / "seeds" / "articles.jsonl")
ORDERS = 200
_SETTLED = 0.1
"""How often the ledger is settled after an article, so that half-way states are left behind too."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents with what was read in them, and the names that the store needs."""

    read: tuple[tuple[Document, Reading], ...]
    facts: StoryFacts


def annotated() -> Iterator[Document]:
    """The annotated articles, or nothing where they are not there."""
    for path in ANNOTATED:
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                yield _document(json.loads(line))


def _document(entry: dict[str, str | None]) -> Document:
    published = entry.get("published")
    moment = datetime.fromisoformat(published) if published else None
    return Document(
        text=entry["text"] or "",
        title=entry["title"] or "",
        outlet=entry.get("outlet") or "",
        url=entry.get("url") or "",
        published=moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None,
        external_id=entry["id"],
    )


def corpus() -> Corpus:
    """All articles, each read once with the packaged watchlist."""
    reader = Reader(watchlist.load(None))
    series = (document for one in timelines.load() for document in one.documents)
    documents = [*annotated(), *seeds.documents(), *series]
    read = [(d, reader.read(timelines.draft(d))) for d in documents]
    return Corpus(tuple(read), reader.watchlist.facts())


def template(corpus: Corpus, folder: Path) -> Path:
    """An empty library that knows the names; orders work on copies of its file."""
    path = folder / "empty.db"
    with Library.open(path, clock=lambda: NOW) as library:
        library.names.sync(corpus.facts)
    return path


def ledger_of(corpus: Corpus, empty: Path, order: random.Random) -> str:
    """The whole ledger, as text without ids, after the articles came in an order drawn from `order`."""
    path = empty.with_name("order.db")
    for left in empty.parent.glob("order.db*"):
        left.unlink()
    shutil.copyfile(empty, path)
    with Library.open(path, clock=lambda: NOW) as library:
        for document, reading in order.sample(corpus.read, len(corpus.read)):
            library.articles.put(document, reading)
            if order.random() < _SETTLED:
                settle(library, today=NOW.date())
        settle(library, today=NOW.date())
        return _written(library)


def _written(library: Library) -> str:
    changes = library.ledger.changes(Query(limit=100_000))
    states = library.ledger.matrix(as_of=None)
    pairs = {(c.change.principal, c.change.issue) for c in changes} | {(s.principal, s.issue) for s in states}
    words = {
        piece.position_id: (piece.outlet, str(piece.said_on), piece.text)
        for pair in pairs
        for piece in library.ledger.evidence(*pair)
    }
    lines = []
    for row in changes:
        fields = asdict(row.change)
        for side in ("before", "after"):
            fields[side] = [words[number] for number in fields[side]]
        lines.append(json.dumps(fields, default=str, sort_keys=True))
    for state in states:
        fields = asdict(state) | {"position_id": words[state.position_id]}
        lines.append(json.dumps(fields, default=str, sort_keys=True))
    return "\n".join(sorted(lines))


def ledgers(corpus: Corpus, orders: int, seed: int, folder: Path) -> Sequence[str]:
    """One ledger an order."""
    empty = template(corpus, folder)
    return [ledger_of(corpus, empty, random.Random(seed + number)) for number in range(orders)]


def main(arguments: list[str]) -> int:
    """Print how many different ledgers came out, and how the first that differs does; 1 where there are several."""
    numbers = [int(a) for a in arguments if a.isdigit()]
    seed = int(arguments[arguments.index("--seed") + 1]) if "--seed" in arguments else 1
    orders = numbers[0] if numbers else ORDERS
    start = time.perf_counter()
    everything = corpus()
    with tempfile.TemporaryDirectory() as folder:
        found = ledgers(everything, orders, seed, Path(folder))
    different = sorted(set(found), key=found.index)
    marks = ", ".join(sha256(one.encode()).hexdigest()[:12] for one in different)
    seconds = time.perf_counter() - start
    print(f"{len(everything.read)} articles in {orders} orders: {len(different)} ledger(s) [{marks}], {seconds:.0f} s")
    if len(different) > 1:
        first, second = (set(one.splitlines()) for one in different[:2])
        print("\n".join(f"- {line}" for line in sorted(first - second)[:5]))
        print("\n".join(f"+ {line}" for line in sorted(second - first)[:5]))
    return 0 if len(different) == 1 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
