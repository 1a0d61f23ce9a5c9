"""Changes and traps: small series of dated articles through the whole pipeline, from text to ledger.

`python -m bench timelines [--verbose] [FILE…]` prints the precision and recall of the reported changes and how many
traps were passed: of the forty series in tests/tagger/data/timelines.toml, which says how they are written down and
whose failures were looked at, and of the ten in timelines_held.toml, which nothing is tuned on.
"""

from __future__ import annotations

import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from store.library import Library
from store.model.articles import Document
from store.model.reading import Draft
from store.model.rows import ChangeRow, Query
from store.model.words import ChangeStatus
from tagger import watchlist
from tagger.reader import Reader
from tagger.retag import settle

SERIES = Path(__file__).parents[1] / "tests" / "tagger" / "data" / "timelines.toml"
HELD = SERIES.with_name("timelines_held.toml")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
"""After the last article of every series."""
NOON = clock_time(12, tzinfo=UTC)
SLACK = timedelta(days=1)
"""By how much the day of the later words may be off: time zones, not more."""
FLOOR_PRECISION, FLOOR_RECALL, FLOOR_TRAPS = 0.95, 0.85, 0.95
"""What any build must reach."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A change that a careful reader would report."""

    principal: str
    issue: str
    before: str
    after: str
    day: date
    kind: str


@dataclass(frozen=True, slots=True)
class Series:
    """One timeline: documents in the order written, the traps among them by place, and the changes to find."""

    name: str
    documents: tuple[Document, ...]
    traps: Mapping[int, str]
    expected: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one series."""

    series: Series
    reported: tuple[ChangeRow, ...]
    """All that the ledger holds, possible ones too."""
    right: tuple[Expected, ...]
    false: tuple[ChangeRow, ...]
    """Reported as changed, and expected by nobody."""
    fallen: Mapping[int, str]
    """The traps that it fell into: the documents on which something false rests."""

    @property
    def missed(self) -> tuple[Expected, ...]:
        """Expected and not reported as changed."""
        return tuple(e for e in self.series.expected if e not in self.right)


@dataclass(frozen=True, slots=True)
class Figures:
    """The measure over many series."""

    reported: int
    right: int
    expected: int
    traps: int
    passed: int

    @property
    def precision(self) -> float:
        """Of what is reported as changed."""
        return self.right / self.reported if self.reported else 1.0

    @property
    def recall(self) -> float:
        """Of the changes to find."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def traps_passed(self) -> float:
        """The share of traps that nothing false rests on."""
        return self.passed / self.traps if self.traps else 1.0

    def __str__(self) -> str:
        return (
            f"changes: precision {self.precision:.3f} ({self.right} of {self.reported} reported), "
            f"recall {self.recall:.3f} ({self.right} of {self.expected}); "
            f"traps passed {self.traps_passed:.3f} ({self.passed} of {self.traps})"
        )


def load(path: Path = SERIES) -> tuple[Series, ...]:
    """The series of a file. Raises OSError, or KeyError and ValueError where it is not written as it should be."""
    with path.open("rb") as stream:
        return tuple(_series(table) for table in tomllib.load(stream)["timeline"])


def _series(table: Mapping[str, Any]) -> Series:
    articles = table["article"]
    changes = (
        Expected(table["principal"], table["issue"], c["from"], c["to"], c["day"], c.get("kind", "change"))
        for c in table["change"]
    )
    return Series(
        name=table["name"],
        documents=tuple(_document(table["name"], place, a) for place, a in enumerate(articles)),
        traps={place: a["trap"] for place, a in enumerate(articles) if "trap" in a},
        expected=tuple(changes),
    )


def _document(name: str, place: int, article: Mapping[str, Any]) -> Document:
    return Document(
        text=article["text"].strip(),
        title=article["title"],
        outlet=article["outlet"],
        published=datetime.combine(article["day"], NOON),
        external_id=f"{name} {place}",
    )


def draft(document: Document) -> Draft:
    """A document as the reader takes it."""
    return Draft(document.text, document.title, document.outlet, document.url, document.published)


def run(series: Series, reader: Reader, folder: Path) -> Result:
    """Put one series through the pipeline into a fresh library in `folder`, and compare the ledger."""
    path = folder / f"{series.name}.db"
    with Library.open(path, clock=lambda: NOW) as library:
        library.names.sync(reader.watchlist.facts())
        places: dict[int, int] = {}
        for place, document in enumerate(series.documents):
            places[library.articles.put(document, reader.read(draft(document)))[0]] = place
        settle(library, today=NOW.date())
        return _compare(series, library.ledger.changes(Query()), places)


def _compare(series: Series, rows: Sequence[ChangeRow], places: Mapping[int, int]) -> Result:
    open_ones = list(series.expected)
    right, false = [], []
    for row in rows:
        if row.change.status is not ChangeStatus.CHANGED:
            continue
        match = next((e for e in open_ones if _matches(e, row)), None)
        if match:
            open_ones.remove(match)
            right.append(match)
        else:
            false.append(row)
    resting = {
        places[e.statement.article_id] for row in false for e in row.evidence if e.statement.article_id in places
    }
    fallen = {place: kind for place, kind in series.traps.items() if place in resting}
    return Result(series, tuple(rows), tuple(right), tuple(false), fallen)


def _matches(expected: Expected, row: ChangeRow) -> bool:
    change = row.change
    return (
        (change.kind, change.principal, change.issue) == (expected.kind, expected.principal, expected.issue)
        and (change.from_stance, change.to_stance) == (expected.before, expected.after)
        and abs(change.to_date - expected.day) <= SLACK
    )


def figures(results: Iterable[Result]) -> Figures:
    """The measure over these results."""
    every = tuple(results)
    return Figures(
        reported=sum(len(r.right) + len(r.false) for r in every),
        right=sum(len(r.right) for r in every),
        expected=sum(len(r.series.expected) for r in every),
        traps=sum(len(r.series.traps) for r in every),
        passed=sum(len(r.series.traps) - len(r.fallen) for r in every),
    )


def measure(path: Path = SERIES) -> tuple[Result, ...]:
    """All series of a file through the pipeline with the packaged watchlist."""
    reader = Reader(watchlist.load(None))
    with tempfile.TemporaryDirectory() as folder:
        return tuple(run(series, reader, Path(folder)) for series in load(path))


def main(arguments: list[str]) -> int:
    """Print the figures and what went wrong, with `--verbose` all that is reported; 1 below a floor."""
    verbose = "--verbose" in arguments
    paths = [Path(a) for a in arguments if not a.startswith("-")] or [SERIES, HELD]
    return max(_print(path, verbose=verbose) for path in paths)


def _print(path: Path, *, verbose: bool) -> int:
    start = time.perf_counter()
    results = measure(path)
    seconds = time.perf_counter() - start
    for result in results:
        _tell(result, verbose=verbose)
    measured = figures(results)
    kinds = Counter(kind for r in results for kind in r.series.traps.values())
    fallen = Counter(kind for r in results for kind in r.fallen.values())
    possible = sum(row.change.status is ChangeStatus.POSSIBLE for r in results for row in r.reported)
    print(f"\n{path.name}: {len(results)} series in {seconds:.1f} s; {possible} more told of as only possible")
    print("traps: " + ", ".join(f"{kind} {number - fallen[kind]}/{number}" for kind, number in sorted(kinds.items())))
    print(measured)
    return 0 if good(measured) else 1


def good(measured: Figures) -> bool:
    """Whether the figures reach every floor."""
    return (
        measured.precision >= FLOOR_PRECISION
        and measured.recall >= FLOOR_RECALL
        and measured.traps_passed >= FLOOR_TRAPS
    )


def _tell(result: Result, *, verbose: bool) -> None:
    if not (verbose or result.false or result.missed):
        return
    print(f"\n{result.series.name}")
    for expected in result.missed:
        print(f"  missed: {expected.before} → {expected.after} on {expected.day}")
    for row in result.reported if verbose else result.false:
        change = row.change
        word = "FALSE" if row in result.false else str(change.status)
        print(
            f"  {word}: {change.kind} {change.principal} {change.issue} {change.from_stance} → {change.to_stance} "
            f"on {change.to_date}: {change.why}"
        )
        for piece in row.evidence:
            print(f"      {piece.side} [{piece.statement.outlet}] {piece.statement.text[:110]!r}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
