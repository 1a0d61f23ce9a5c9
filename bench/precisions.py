"""How often each rule is right: measured on the annotated corpora, and with --write the table that the program ships.

Three classes of rules are measured. *extraction*: of the statements that a rule read on PolNeAR's training part, those
that overlap an annotated one by half and name its source (scope position; statements that touch an annotation nobody
asks for are passed over). *speaker*: of the story's annotated statements that were found, those whose actor is right,
by the sieve that named the first voice. *stance*: of the positions read in statements found with the right speaker,
those whose issue and stance the annotation has; *doubt*: what makes a position less precise, as a ratio to the others.

A rule with few cases is drawn towards its class: (hits + K · pooled) / (n + K), with K = 8 cases.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from bench import corpora
from store.model.reading import Draft, Statement
from store.model.words import Stance
from tagger.precision import DOUBT, EXTRACTION, SPEAKER, STANCE, UNRESOLVED, deciding
from tagger.reader import Reader
from tagger.watchlist import load

TABLE = corpora.ROOT / "tagger" / "data" / "precisions.toml"
K = 8
"""Cases of the class that each rule starts with."""

HEAD = """\
# How often each rule is right, as measured; every confidence is a product of these figures.
# Written by `python -m bench precisions --write`, never by hand: docs/accuracy.md says what is measured on what.
# precision = (hits + k * pooled) / (n + k), so that a rule with few cases stays near its class; `pooled` is for rules
# without any. A doubt's `ratio` is the precision of the positions it hangs on to that of the others, at most 1.

"""

Tally = Counter[tuple[str, bool]]
"""How often a rule was right and wrong."""


def main(arguments: list[str]) -> int:
    """Measure, print, and write the table where told to."""
    parser = argparse.ArgumentParser(prog="python -m bench precisions", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.relative_to(corpora.ROOT)}")
    write = parser.parse_args(arguments).write
    if not corpora.present():
        print(corpora.ABSENT)
        return int(write)
    table = _table(measured())
    print(table)
    if write:
        TABLE.write_text(HEAD + table, encoding="utf-8")
    return 0


def measured() -> dict[str, Tally]:
    """All tallies, by class."""
    story = _story()
    return {EXTRACTION: _extraction(), SPEAKER: story[SPEAKER], STANCE: story[STANCE], DOUBT: story[DOUBT]}


# --- the table -------------------------------------------------------------------------------------------------------

_SETS = {EXTRACTION: "polnear train", SPEAKER: "seeds and story-dev", STANCE: "seeds and story-dev"}


def _table(tallies: Mapping[str, Tally]) -> str:
    lines = [f"k = {K}"]
    for kind, on in _SETS.items():
        tally = tallies[kind]
        right, every = _counts(tally)
        lines += ["", f"[{kind}]", f'set = "{on}"', _line("pooled", every, right, right / max(1, every))]
        lines += [
            _line(rule, *_of(tally, rule), _shrunk(*_of(tally, rule), right / max(1, every))) for rule in _rules(tally)
        ]
    lines += ["", f"[{DOUBT}]", f'set = "{_SETS[STANCE]}"']
    lines += _doubts(tallies[DOUBT], tallies[STANCE])
    return "\n".join(lines) + "\n"


def _doubts(tally: Tally, stances: Tally) -> Iterator[str]:
    right, every = _counts(stances)
    pooled = right / max(1, every)
    for name in _rules(tally):
        n, hits = _of(tally, name)
        ratio = _shrunk(n, hits, pooled) / _shrunk(every - n, right - hits, pooled)
        yield f'"{name}" = {{ n = {n}, hits = {hits}, ratio = {min(1.0, ratio):.3f} }}'


def _shrunk(n: int, hits: int, pooled: float) -> float:
    return (hits + K * pooled) / (n + K)


def _measured_line(rule: str, tally: Tally, pooled: float) -> str:
    n, hits = _of(tally, rule)
    return _line(rule, n, hits, _shrunk(n, hits, pooled))


def _line(rule: str, n: int, hits: int, precision: float) -> str:
    return f'"{rule}" = {{ n = {n}, hits = {hits}, precision = {precision:.3f} }}'


def _rules(tally: Tally) -> list[str]:
    return sorted({rule for rule, _ in tally})


def _of(tally: Tally, rule: str) -> tuple[int, int]:
    return tally[rule, True] + tally[rule, False], tally[rule, True]


def _counts(tally: Tally) -> tuple[int, int]:
    right = sum(count for (_, ok), count in tally.items() if ok)
    return right, sum(tally.values())


# --- extraction ------------------------------------------------------------------------------------------------------


def _extraction() -> Tally:
    scorer = _module(corpora.ATTRIBUTION_SCORE)
    tally: Tally = Counter()
    for _, text, notes in scorer.load(str(corpora.POLNEAR.parent), "train"):
        golds = scorer.gold_items(text, notes[0])
        # The scorer carries the declared kind through its merging: here the rule travels in its place.
        given = [{**s, "kind": deciding(s["rules"])} for s in corpora.speech(text)]
        predictions = scorer.prepare(text, scorer.quote_mask(text), given, golds)
        tally.update(_judged(scorer, text, golds, predictions))
    return tally


def _judged(scorer: ModuleType, text: str, golds: list[Any], predictions: list[Any]) -> Iterator[tuple[str, bool]]:
    for said in predictions:
        overlaps = [(len(said["cs"] & g["cs"]) / len(said["cs"] | g["cs"]), g) for g in golds if said["cs"] & g["cs"]]
        asked = [(share, g) for share, g in overlaps if "position" in g["cls"] and g["src"]]
        right = any(share >= 0.5 and scorer.same_speaker(text, g, said) for share, g in asked)
        passed = not right and any(share >= 0.3 for share, g in overlaps if not ("position" in g["cls"] and g["src"]))
        if not passed:
            yield said["declared"], right


# --- speakers and stances --------------------------------------------------------------------------------------------


def _story() -> dict[str, Tally]:
    scorer = _module(corpora.STORY_SCORE)
    watchlist = load(None)
    reader = Reader(watchlist)
    names = scorer.Names(watchlist.as_json())
    tallies: dict[str, Tally] = {SPEAKER: Counter(), STANCE: Counter(), DOUBT: Counter()}
    for article, rows in corpora.story_articles():
        statements = reader.read(_draft(article)).statements
        for _, group in _grouped(rows):
            there = _there(scorer, article["text"], group[0]["key"], statements)
            right = [s for s in there if scorer.speaker_right(group[0], _as_json(s), names)]
            for statement in right or there[:1]:
                tallies[SPEAKER][_sieve(statement), bool(right)] += 1
            _judge_positions(scorer, right, group, tallies)
    return tallies


def _judge_positions(scorer: ModuleType, right: list[Statement], rows: list[Any], tallies: dict[str, Tally]) -> None:
    wanted = {(scorer.issue_of(row), row["stance"]) for row in rows}
    for position in (p for statement in right for p in statement.positions):
        hit = (position.issue, position.stance.value) in wanted
        tallies[STANCE][position.rule, hit] += 1
        if position.stance is not Stance.NONE:
            tallies[DOUBT].update((name, hit) for name, _ in position.factors if name in _doubt_names(position.factors))


def _doubt_names(factors: tuple[tuple[str, float], ...]) -> frozenset[str]:
    return frozenset(name for name, _ in factors) - {EXTRACTION, SPEAKER, STANCE}


def _sieve(statement: Statement) -> str:
    return (statement.voices[0].rule if statement.voices else "") or UNRESOLVED


def _there(scorer: ModuleType, text: str, key: str, statements: tuple[Statement, ...]) -> list[Statement]:
    """The statements that hold the key's words, by the scorer's rule."""
    place = scorer.locate(text, key)
    if place is None:
        return []
    offsets = place[1]
    need = min(4, len(offsets))
    return [s for s in statements if sum(s.start <= o < s.end for o in offsets) >= need]


def _grouped(rows: list[Any]) -> Iterator[tuple[tuple[str, str], list[Any]]]:
    groups: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        groups.setdefault((row["key"], row["speaker"]), []).append(row)
    yield from groups.items()


def _as_json(statement: Statement) -> dict[str, Any]:
    """What the scorer asks of a statement's speaker."""
    actors = [v.actor for v in statement.voices if v.actor]
    return {
        "speaker": actors or None,
        "speaker_text": statement.speaker_text,
        "unnamed": any(v.unnamed for v in statement.voices),
        "principal": next((v.principal for v in statement.voices), None),
    }


def _draft(article: Mapping[str, Any]) -> Draft:
    published = article.get("published")
    day = datetime.fromisoformat(published) if published else None
    return Draft(article["text"], article.get("title") or "", published=day)


def _module(path: Path) -> ModuleType:
    """A scorer, loaded from where it stands."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded as a module.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
