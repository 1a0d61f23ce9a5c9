"""What a rule finds: the records of its query, those out of what feeds just brought or those of the last days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from store.folding import fold
from store.model.articles import Article
from store.model.record import record
from store.model.rows import ChangeRow, Condition, Query, StatementRow
from tui.asking.book import Book
from tui.asking.days import When
from tui.asking.resolve import query_of, understood
from tui.telling.rules import TellRule

if TYPE_CHECKING:
    from store.library import Library

MOST = 500
"""Records that one rule finds at most in one go."""

News = ChangeRow | StatementRow | Article


@record(frozen=True)
class Found:
    """What one rule found, the newest first."""

    rule: TellRule
    news: tuple[News, ...]


@record(frozen=True)
class Words:
    """What a query needs to be understood."""

    book: Book
    when: When
    views: Mapping[str, str]


def brought(library: Library, rule: TellRule, words: Words, articles: Sequence[int]) -> tuple[News, ...]:
    """What the rule finds among these articles, and what the ledger made of them. Raises QueryError."""
    asked = _query(rule, words)
    among = Condition("article", tuple(map(str, articles)))
    return _rows(library, rule, replace(asked, conditions=(*asked.conditions, among)))


def lately(library: Library, rule: TellRule, words: Words, since: datetime) -> tuple[News, ...]:
    """What the rule finds of what was stored since a moment, from wherever it came. Raises QueryError."""
    asked = _query(rule, words)
    return _rows(library, rule, replace(asked, came=max(since, asked.came) if asked.came else since))


def keys(library: Library, news: Sequence[News]) -> list[tuple[str, ...]]:
    """By which keys each is known again, whatever number it has by then: after a tagging anew, or in a cluster."""
    said = [one.id for one in news if isinstance(one, StatementRow)]
    utterances = library.tellings.utterances(said) if said else {}
    return [_keys(one, utterances) for one in news]


def _keys(one: News, utterances: Mapping[int, int]) -> tuple[str, ...]:
    if isinstance(one, ChangeRow):
        change = one.change
        sides = (change.kind, change.principal, change.issue, change.from_stance, change.to_stance, change.to_date)
        return ("change|" + "|".join(map(str, sides)),)
    if isinstance(one, StatementRow):
        who = one.speaker or fold(one.speaker_name)
        words = f"statement|{who}|{fold(one.text)}"
        return (words, f"utterance|{utterances[one.id]}") if one.id in utterances else (words,)
    return (f"article|{one.id}", f"cluster|{one.cluster}") if one.cluster else (f"article|{one.id}",)


def _query(rule: TellRule, words: Words) -> Query:
    asked = understood(rule.query, words.book, words.when, words.views)
    book = None if rule.of == "stories" else words.book
    query = query_of(asked, words.when, book=book, limit=MOST)
    if rule.of == "divergences":
        query = replace(query, conditions=(*query.conditions, Condition("is", ("divergence",))))
    if rule.of in ("changes", "divergences"):
        return query
    return _few_lead(query)


def _few_lead(query: Query) -> Query:
    """Ask for the speaker as for anything else: a list that leads with one walks all that they ever said."""
    fields = [(name, value) for name in ("actor", "principal") if (value := getattr(query, name))]
    further = tuple(Condition(name, (value,)) for name, value in fields)
    return replace(query, actor=None, principal=None, conditions=(*query.conditions, *further))


def _rows(library: Library, rule: TellRule, query: Query) -> tuple[News, ...]:
    if rule.of == "stories":
        return tuple(library.articles.rows(query))
    if rule.of == "statements":
        return tuple(row for row in library.statements.page(query) if not _rejected(row))
    return library.ledger.changes(query)


def _rejected(row: StatementRow) -> bool:
    """An analyst rejected all that was read in it."""
    return bool(row.positions) and all(one.review == "rejected" for one in row.positions)
