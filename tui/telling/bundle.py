"""One bundle of news: in words for a person, as JSON for the user's command."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from store.model.articles import Article
from store.model.record import record
from store.model.rows import ChangeRow, StatementRow
from store.model.words import ChangeKind, ChangeStatus
from store.plain import safe_text
from tui import shapes
from tui.telling.finding import Found, News
from tui.telling.rules import TellRule

if TYPE_CHECKING:
    from store.library import Library

LINES = 12
"""Lines of a bundle that are kept for people."""
RECORDS = 100
"""Records of one kind that a command is given."""
_LINE = 160
"""Characters of a line."""
_QUOTED = 90
"""Characters of a statement's words in a line."""


@record(frozen=True)
class Bundle:
    """What several rules found, each thing once."""

    changes: tuple[ChangeRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()
    stories: tuple[Article, ...] = ()
    rules: Mapping[tuple[str, int], tuple[str, ...]] = ()  # type: ignore[assignment]  # always given by `bundled`
    """By kind and id: the names of the rules that found it."""
    apart: int = 0
    """Changes that came otherwise than by feeds, which are told by their number alone."""

    @property
    def count(self) -> int:
        """How many things there are, those apart left out."""
        return len(self.changes) + len(self.statements) + len(self.stories)


def bundled(found: Sequence[Found], apart: int = 0) -> Bundle:
    """Put together what rules found: sure changes first, then possible ones, then divergences."""
    by_kind: dict[str, dict[int, News]] = {"changes": {}, "statements": {}, "stories": {}}
    rules: dict[tuple[str, int], tuple[str, ...]] = {}
    for one in found:
        for news in one.news:
            kind = _kind(news)
            by_kind[kind].setdefault(news.id, news)
            names = rules.get((kind, news.id), ())
            rules[kind, news.id] = names if one.rule.name in names else (*names, one.rule.name)
    changes = [one for one in by_kind["changes"].values() if isinstance(one, ChangeRow)]
    return Bundle(
        tuple(sorted(changes, key=_weight)),
        tuple(one for one in by_kind["statements"].values() if isinstance(one, StatementRow)),
        tuple(one for one in by_kind["stories"].values() if isinstance(one, Article)),
        rules,
        apart,
    )


def _kind(news: News) -> str:
    if isinstance(news, ChangeRow):
        return "changes"
    return "statements" if isinstance(news, StatementRow) else "stories"


def _weight(one: ChangeRow) -> tuple[bool, bool]:
    return (one.change.kind is ChangeKind.DIVERGENCE, one.change.status is ChangeStatus.POSSIBLE)


# --- for people


def headline(bundle: Bundle) -> str:
    """One line for all: the thing itself where there is one, else how many there are and the first."""
    told = lines(bundle)
    if bundle.count == 1:
        return told[0]
    counts = ", ".join(text for text in _counts(bundle) if text)
    if not bundle.count:
        return _apart(bundle.apart)
    return safe_text(f"{counts}. {told[0]}", _LINE)


def lines(bundle: Bundle) -> tuple[str, ...]:
    """A line for each thing, the most important first; the last says how many are not there."""
    told = [
        *map(_change_line, bundle.changes),
        *map(_statement_line, bundle.statements),
        *map(_story_line, bundle.stories),
    ]
    kept = told if len(told) <= LINES else [*told[: LINES - 1], f"and {len(told) - LINES + 1} more"]
    return tuple([*kept, _apart(bundle.apart)] if bundle.apart else kept)


def line(news: News) -> str:
    """One thing in one line."""
    if isinstance(news, ChangeRow):
        return _change_line(news)
    return _statement_line(news) if isinstance(news, StatementRow) else _story_line(news)


def _counts(bundle: Bundle) -> list[str]:
    divergences = sum(one.change.kind is ChangeKind.DIVERGENCE for one in bundle.changes)
    return [
        _several(len(bundle.changes) - divergences, "change", "changes"),
        _several(divergences, "divergence", "divergences"),
        _several(len(bundle.statements), "statement", "statements"),
        _several(len(bundle.stories), "story", "stories"),
    ]


def _several(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""


def _apart(count: int) -> str:
    changes = _several(count, "change", "changes")
    return f"{changes} by importing, reading again or verdicts, not told one by one"


def _change_line(one: ChangeRow) -> str:
    change = one.change
    sure = "" if change.status is ChangeStatus.CHANGED else ", possible"
    if change.kind is ChangeKind.DIVERGENCE:
        what = f"two voices, {change.from_stance.value} and {change.to_stance.value}"
    else:
        what = f"{change.from_stance.value} → {change.to_stance.value}"
    return safe_text(f"{one.principal_name} · {change.issue}: {what} ({change.to_date.isoformat()}{sure})", _LINE)


def _statement_line(one: StatementRow) -> str:
    stances = "; ".join(f"{each.issue} {each.stance.value}" for each in one.positions if each.review != "rejected")
    words = safe_text(one.text, _QUOTED)
    what = f" [{stances}]" if stances else ""
    return safe_text(f"{one.speaker_name}: {words}{what} ({one.outlet})", 2 * _LINE)


def _story_line(one: Article) -> str:
    return safe_text(f"{one.title} ({one.outlet})", _LINE)


# --- for the user's command


def body(library: Library, bundle: Bundle, rules: Sequence[TellRule], at: datetime) -> str:
    """The bundle as JSON, its records in the form of `changes`, `statements` and `articles --json`. Reads the store."""
    kinds: dict[str, list[dict[str, Any]]] = {
        "changes": [shapes.change(one) for one in bundle.changes[:RECORDS]],
        "statements": [shapes.stored_statement(library.statements.view(one.id)) for one in bundle.statements[:RECORDS]],
        "stories": [shapes.article(one) for one in bundle.stories[:RECORDS]],
    }
    for kind, records in kinds.items():
        for one in records:
            one["told_by"] = list(bundle.rules[kind, one["id"]])
    told = sum(map(len, kinds.values()))
    whole = {
        "at": shapes.moment(at),
        "words": headline(bundle),
        "count": bundle.count,
        "left_out": bundle.count - told,
        "apart": bundle.apart,
        "rules": [{"name": one.name, "query": one.query, "of": one.of} for one in rules],
        **kinds,
    }
    return json.dumps(whole, ensure_ascii=False)
