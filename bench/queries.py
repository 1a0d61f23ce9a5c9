"""What the desk and the command line ask of the store, with p50 and p95: `python -m bench queries [DB…]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from bench.generate import generate
from bench.made_rows import END
from store.errors import QueryTooSlow
from store.library import Library
from store.model.rows import ChangeRow, Query, StatementRow, StoryRow
from store.model.words import Stance
from store.rows import first_instant, first_order
from tui.panes.changes import ChangesPane
from tui.panes.pane import PAGE

TURNS = 30
SLOW = 5.0
"""Seconds of one question after which no more of its turns are run."""

Ask = Callable[[Random], object]


class Taken(NamedTuple):
    """What one question took."""

    name: str
    p50: float
    p95: float
    worst: float
    cpu: float
    """Of processor time, at p50: what holds where other programs run beside."""
    cpu95: float
    stopped: int
    """How often the store's own deadline stopped it."""


class Questions:
    """The questions by what asks them, about this database's own actors, issues and articles."""

    def __init__(self, library: Library) -> None:
        """Look up what can be asked about."""
        self._library = library
        facts = library.names.facts()
        assert facts is not None
        self._actors = [row.id for row in library.names.actor_rows(Query(limit=40))]
        self._principals = sorted({one.principal for one in facts.actors if one.principal})[:20]
        self._issues = [one.id for one in facts.issues]
        self._stories = library.articles.stories(Query(on_story=True, limit=PAGE))
        self._statements = library.statements.page(Query(limit=PAGE))
        self._changes = library.ledger.changes(Query(limit=PAGE))
        self._articles = max(row.id for row in self._stories)
        words = {word for row in self._stories for word in row.title.split() if word.isalpha()}
        self._words = sorted(words)

    def panes(self) -> dict[str, Ask]:
        """Every pane's own question, narrowed and deep down too."""
        library, everything = self._library, Query(limit=PAGE)
        return {
            "actors pane": lambda _: library.names.actor_rows(Query(limit=500)),
            "statements pane": lambda _: library.statements.page(everything),
            "statements pane, an actor": lambda r: library.statements.page(
                replace(everything, actor=r.choice(self._actors))
            ),
            "statements pane, a principal": lambda r: library.statements.page(
                replace(everything, principal=r.choice(self._principals))
            ),
            "statements pane, next page": lambda _: library.statements.page(
                replace(everything, before=_after(self._statements[-1]))
            ),
            "statements pane, far down": lambda r: library.statements.page(
                replace(everything, before=(first_order(self._day(r)), 0))
            ),
            "changes pane": lambda _: ChangesPane.fetch(library, everything),
            "changes pane, an actor": lambda r: ChangesPane.fetch(
                library, replace(everything, actor=r.choice(self._actors))
            ),
            "changes pane, next page": lambda _: ChangesPane.fetch(
                library,
                replace(everything, before=(self._changes[-1].change.to_date.isoformat(), self._changes[-1].id)),
            ),
            "stories pane": lambda _: library.articles.stories(replace(everything, on_story=True)),
            "stories pane, an actor": lambda r: library.articles.stories(
                replace(everything, on_story=True, actor=r.choice(self._actors))
            ),
            "stories pane, next page": lambda _: library.articles.stories(
                replace(everything, on_story=True, before=_after(self._stories[-1]))
            ),
            "stories pane, far down": lambda r: library.articles.stories(
                replace(everything, on_story=True, before=(first_instant(self._day(r)), 0))
            ),
            "stories pane, unread": lambda _: library.articles.stories(replace(everything, on_story=True, unread=True)),
            "stories pane, starred": lambda _: library.articles.stories(
                replace(everything, on_story=True, starred=True)
            ),
            "status line": lambda _: library.totals(),
            "revision": lambda _: library.revision(),
            "names": lambda _: library.names.facts(),
        }

    def screens(self) -> dict[str, Ask]:
        """Every screen's question."""
        library = self._library
        return {
            "actor: dated lines": lambda r: library.statements.positions(
                Query(actor=r.choice(self._actors), limit=400)
            ),
            "actor: statements": lambda r: library.statements.page(Query(actor=r.choice(self._actors), limit=PAGE)),
            "article": lambda r: library.articles.view(r.randint(1, self._articles)),
            "statement": lambda r: library.statements.view(r.choice(self._statements).id),
            "change": lambda r: library.ledger.changes(
                Query(principal=r.choice(self._principals), issue=r.choice(self._issues))
            ),
            "matrix": lambda _: library.ledger.matrix(as_of=None),
            "matrix, a past day": lambda r: library.ledger.matrix(as_of=self._day(r)),
            "matrix: a cell": lambda r: library.statements.positions(
                Query(principal=r.choice(self._principals), issue=r.choice(self._issues), limit=PAGE)
            ),
            "feeds": lambda _: library.feeds.list(),
            "poll log": lambda _: library.feeds.log(),
            "review queue": lambda _: library.ledger.queue(PAGE),
            "statements of an issue": lambda r: library.statements.page(
                Query(issue=r.choice(self._issues), limit=PAGE)
            ),
            "statements of a stance": lambda r: library.statements.page(
                Query(issue=r.choice(self._issues), stance=r.choice(list(Stance)), limit=PAGE)
            ),
            "stories of an outlet": lambda r: library.articles.stories(
                Query(outlet=r.choice(self._stories).outlet, limit=PAGE)
            ),
            "stories of a topic": lambda _: library.articles.stories(Query(topic="isf", limit=PAGE)),
            "evidence of a pair": lambda r: library.ledger.evidence(r.choice(self._principals), r.choice(self._issues)),
        }

    def searches(self) -> dict[str, Ask]:
        """The search screen's two questions, by kind of words."""
        library = self._library

        def ask(words: Callable[[Random], str]) -> Ask:
            def both(random: Random) -> object:
                query = Query(text=words(random), limit=PAGE)
                return library.articles.stories(query), library.statements.page(query)

            return both

        def stories(words: Callable[[Random], str]) -> Ask:
            return lambda random: library.articles.stories(Query(text=words(random), limit=PAGE))

        common = ("ceasefire", "troops", "mandate", "resolution", "hostage", "border")
        return {
            "a common word": ask(lambda r: r.choice(common)),
            "a rare word": ask(lambda r: r.choice(self._words)),
            "two words": ask(lambda r: f"{r.choice(common)} {r.choice(self._words)}"),
            "a phrase": ask(lambda r: f'"{r.choice(common)} {r.choice(common)}"'),
            "a beginning of 3 letters": ask(lambda r: r.choice(self._words)[:3] + "*"),
            "a word left out": ask(lambda r: f"{r.choice(self._words)} -{r.choice(common)}"),
            "articles alone, a common word": stories(lambda r: r.choice(common)),
            "an actor and a common word": lambda r: library.statements.page(
                Query(text=r.choice(common), actor=r.choice(self._actors), limit=PAGE)
            ),
        }

    def _day(self, random: Random) -> date:
        span = (END.date() - date.fromisoformat(self._oldest())).days
        return END.date() - timedelta(days=random.randint(span // 3, max(span // 3, span - 1)))

    def _oldest(self) -> str:
        return self._library.articles.get(1).fetched.date().isoformat()


def _below(row: ChangeRow) -> tuple[str, int]:
    return row.change.to_date.isoformat(), row.id


def _after(row: StatementRow | StoryRow) -> tuple[int, int]:
    return row.sort_key, row.id


def measured(name: str, ask: Ask, turns: int) -> Taken:
    """Ask `turns` times with other subjects each time, after two turns that warm the cache; milliseconds."""
    random, stopped = Random(name), 0
    taken: list[float] = []
    used: list[float] = []
    for turn in range(turns + 2):
        started, processor = time.perf_counter(), time.process_time()
        try:
            ask(random)
        except QueryTooSlow:
            stopped += 1
        seconds = time.perf_counter() - started
        if turn >= 2 or seconds > SLOW:
            taken.append(1000 * seconds)
            used.append(1000 * (time.process_time() - processor))
        if seconds > SLOW:
            break
    return Taken(name, _at(taken, 0.5), _at(taken, 0.95), max(taken), _at(used, 0.5), _at(used, 0.95), stopped)


def _at(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def report(library: Library, turns: int, wanted: str) -> Iterator[tuple[str, Sequence[Taken]]]:
    """The measurements, group by group."""
    questions = Questions(library)
    for title, group in (
        ("panes", questions.panes()),
        ("screens", questions.screens()),
        ("search", questions.searches()),
    ):
        yield title, [measured(name, ask, turns) for name, ask in group.items() if wanted in f"{title} {name}"]


@contextmanager
def opened(path: Path | None, articles: int) -> Iterator[Library]:
    """The database at `path`; a made one that goes again where there is none."""
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-") as folder:
        if path is None:
            path = Path(folder) / "made.db"
            generate(path, articles)
        with Library.open(path, clock=lambda: END, mode="read") as library:
            yield library


def main(arguments: list[str]) -> int:
    """Print a table for each database."""
    parser = argparse.ArgumentParser(prog="python -m bench queries", description=__doc__)
    parser.add_argument("databases", nargs="*", type=Path, metavar="DB", help="made by: python -m bench generate")
    parser.add_argument("-n", type=int, default=TURNS, help="turns of each (default: %(default)s)")
    parser.add_argument("--articles", type=int, default=5_000, help="of the made one, where no DB is named")
    parser.add_argument("--only", default="", help="questions whose name holds these words")
    asked = parser.parse_args(arguments)
    for path in asked.databases or [None]:
        with opened(path, asked.articles) as library:
            print(f"{path or 'made'}: {library.totals().articles:,} articles; milliseconds")
            for title, group in report(library, asked.n, asked.only):
                print(f"  {title:<34}     p50     p95     max   CPU p50     p95")
                for taken in group:
                    stopped = f"  stopped {taken.stopped}×" if taken.stopped else ""
                    print(
                        f"    {taken.name:<32} {taken.p50:7.1f} {taken.p95:7.1f} {taken.worst:7.1f} "
                        f"{taken.cpu:9.1f} {taken.cpu95:7.1f}{stopped}"
                    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
