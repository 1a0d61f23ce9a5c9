"""How well it reads: who said what, who is meant, and who stands where; each figure beside its bar."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from bench import clauses, corpora
from bench.passages import BARS, CLASSES, LATE, Answer, Told, answers, passages, phrases_of_time
from store.model.reading import Draft
from tagger.reader import Reader
from tagger.speech import extract
from tagger.stance import StanceReader
from tagger.watchlist import load

ARTICLE = 4600
"""Characters of an ordinary article: what the rate of reading is told in."""

Item = TypeVar("Item")

HALVES = ("tuned", "held")


def main(arguments: list[str]) -> int:
    """Measure and print. Nothing is written outside a temporary folder."""
    parser = argparse.ArgumentParser(prog="python -m bench accuracy", description=__doc__)
    parser.add_argument("--errors", action="store_true", help="also show what the tuned passages and clauses got wrong")
    parser.add_argument("--passages", action="store_true", help="only the passages, which need nothing but this folder")
    options = parser.parse_args(arguments)
    reader = Reader(load(None))
    found = answers(reader)
    late, told = answers(reader, passages(LATE)), phrases_of_time(reader)
    _print_passages(found)
    print("\nThe same on passages_late.toml, written when the rules stood")
    _print_table(late)
    _print_times(told)
    if options.errors:
        _print_errors([a for a in (*found, *late) if a.half == "tuned" and not a.right])
        for one in (t for t in told if t.half == "tuned" and t.got != t.wanted):
            print(f"  {one.text!r} was said on {one.wanted or 'no day'}, read: {one.got or 'no day'}")
    if options.passages:
        return 0
    _print_clauses(StanceReader(load(None)), errors=options.errors)
    if not corpora.present():
        print(f"\n{corpora.ABSENT}")
        return 0
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-") as folder:
        _print_polnear(Path(folder))
        _print_story(Path(folder))
    _print_rate(reader)
    return 0


def _print_passages(found: Sequence[Answer]) -> None:
    print("Who is meant, on the passages of tests/tagger/data/passages.toml (right actor of all annotated statements)")
    _print_table(found)


def _print_times(told: Sequence[Told]) -> None:
    print("\nOn what day it was said, phrase by phrase: tests/tagger/data/days.toml")
    for which in HALVES:
        these = [t for t in told if t.half == which]
        right = sum(t.found and t.got == t.wanted for t in these)
        print(f"{which:10}{right:>5}/{len(these)}")


def _print_table(found: Sequence[Answer]) -> None:
    print(f"{'':10}{'bar':>6}{'all':>8}{'tuned':>8}{'held':>8}   right/annotated   of those found")
    for sort in CLASSES:
        these = [a for a in found if a.sort == sort]
        parts = [these, *([a for a in these if a.half == name] for name in HALVES)]
        right, there = sum(a.right for a in these), sum(a.found for a in these)
        shares = "".join(f"{share(part):8.3f}" for part in parts)
        print(f"{sort:10}{BARS[sort]:6.2f}{shares}   {right:>5}/{len(these):<11}{right / max(1, there):.3f}")


def _print_clauses(reader: StanceReader, *, errors: bool) -> None:
    print(f"\nWho stands where, clause by clause: tests/tagger/data/clauses_*.jsonl (bar {clauses.BAR} over all)")
    print(f"{'':20}{'clauses':>8}{'right':>7}{'share':>8}{'missed':>8}{'false':>7}")
    sets = {name: clauses.read_set(reader, name) for name in clauses.SETS}
    for name, read in {**sets, "all": [one for these in sets.values() for one in these]}.items():
        right, missed = sum(r.right for r in read), sum(r.silent for r in read)
        false = len(read) - right - missed
        print(f"{name:20}{len(read):8}{right:7}{right / len(read):8.3f}{missed:8}{false:7}")
    if errors:
        for one in (r for name, read in sets.items() if "tuned" in name for r in read if not r.right):
            print(f"  {one.clause['cue']} {one.clause['text']!r} is {one.clause['stance']}, read: {one.got}")


def share(found: Sequence[Answer]) -> float:
    """The share of right answers; a statement that was not found is a wrong one."""
    return sum(a.right for a in found) / max(1, len(found))


def _print_errors(wrong: Sequence[Answer]) -> None:
    for answer in wrong:
        print(f"  {answer.passage}: {answer.key!r} is by {answer.wanted}, read: {answer.got or 'no statement'}")


def _print_polnear(folder: Path) -> None:
    scores = [corpora.score_attributions(corpora.polnear_half(h, folder), folder / f"{h}.json") for h in HALVES]
    print("\nWho said what, on PolNeAR's training part (scope position, right speaker, overlap .5)")
    print(f"{'':10}{'bar':>6}{'all F1':>9}" + "".join(f"{f'{name} P':>10}{'R':>7}{'F1':>7}" for name in HALVES))
    for kind, bar in (("direct", 0.90), ("indirect", 0.62), ("all", 0.70)):
        rows = [score[f"position/speaker/0.5/{kind}"] for score in scores]
        halves = "".join(f"{r['p']:10.3f}{r['r']:7.3f}{r['f1']:7.3f}" for r in rows)
        print(f"{kind:10}{bar:6.2f}{_together(rows)['f1']:9.3f}{halves}")
    print(f"precision of all: {_together(rows)['p']:.3f} (bar .82)")


def _together(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Precision and F1 over both halves, from their counts."""
    right, false, missed = (sum(row[name] for row in rows) for name in ("tp", "fp", "fn"))
    return {"p": right / max(1, right + false), "f1": 2 * right / max(1, 2 * right + false + missed)}


def _print_story(folder: Path) -> None:
    score = corpora.score_story(corpora.story_folder(folder))
    print("\nOn the story: the seed documents and the forty annotated articles together")
    rows: list[tuple[str, str, float]] = [
        ("statements with speaker, F1", ".84", score["statements with speaker"]["f1"]),
        ("direct, recall with speaker", ".92", score["recall direct"]["with speaker"]),
        ("indirect, recall with speaker", ".76", score["recall indirect"]["with speaker"]),
        ("issues, F1", "", score["issues"]["f1"]),
        ("stance, macro F1", "", score["stance"]["macro_f1"]),
        ("positions, F1", "", score["positions"]["f1"]),
    ]
    for name, bar, figure in rows:
        print(f"{name:32}{bar:>6}{figure:8.3f}")


def _print_rate(reader: Reader) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((corpora.POLNEAR / "text").glob("*.txt"))[::4]]
    drafts = [_draft(article) for article, _ in corpora.story_articles()]
    print(f"\nArticles of {ARTICLE / 1000} kB a second on one core")
    print(f"{'who said what, on PolNeAR':48}{_rate(extract, texts, texts):6.0f}")
    print(
        f"{'everything, on the annotated story articles':48}{_rate(reader.read, drafts, [d.text for d in drafts]):6.0f}"
    )


def _draft(article: dict[str, Any]) -> Draft:
    return Draft(article["text"], article.get("title") or "")


def _rate(read: Callable[[Item], object], items: Sequence[Item], texts: Sequence[str]) -> float:
    """The best of three runs, by the time of this process alone, so that other work on the machine does not count."""
    return sum(map(len, texts)) / ARTICLE / min(_seconds(read, items) for _ in range(3))


def _seconds(read: Callable[[Item], object], items: Sequence[Item]) -> float:
    start = time.process_time()
    for item in items:
        read(item)
    return time.process_time() - start
