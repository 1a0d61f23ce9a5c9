"""Records as names and values, the same for CSV and JSON."""

from __future__ import annotations

from typing import Any

from store.model.articles import Article
from store.model.rows import (
    ActorRow,
    ArticleView,
    ChangeRow,
    PositionRow,
    StatementRow,
    StoryRow,
)
from store.model.words import SaidBasis
from tui.citation import citation, review_state, statement_of
from tui.links import public_url
from tui.look import Look
from tui.shapes import day, moment

Cells = dict[str, Any]


def cells_of(record: object, look: Look) -> Cells:
    """What is known of a record; {} for what is none that can be exported."""
    if isinstance(record, ChangeRow):
        return _change(record, look)
    if isinstance(record, StoryRow):
        return _story(record, look)
    if isinstance(record, ArticleView):
        return _article(record.article, look)
    if isinstance(record, Article):
        return _article(record, look)
    if isinstance(record, ActorRow):
        return _actor(record)
    row = statement_of(record)
    return _statement(row, look) if row is not None else {}


def _statement(row: StatementRow, look: Look) -> Cells:
    return {
        "type": "statement",
        "id": row.id,
        "said_on": day(row.said_on) if row.said_basis is SaidBasis.STATED else None,
        "published": moment(row.published),
        "fetched": moment(row.fetched),
        "speaker": row.speaker,
        "speaker_name": row.speaker_name,
        "unnamed": row.unnamed,
        "principal": row.principal,
        "kind": row.kind.value,
        "text": row.text,
        "positions": [_position(one) for one in row.positions],
        "review": review_state(row),
        "outlet": row.outlet,
        "more_outlets": row.more_outlets,
        "title": row.title,
        "url": public_url(row.url),
        "digest": row.is_digest,
        "text_sha256": row.text_hash,
        "citation": citation(row, look),
    }


def _position(one: PositionRow) -> Cells:
    return {
        "issue": one.issue,
        "stance": one.stance.value,
        "confidence": round(one.confidence, 3),
        "condition": one.condition,
        "review": one.review,
    }


def _change(row: ChangeRow, look: Look) -> Cells:
    one = row.change
    return {
        "type": one.kind.value,
        "id": row.id,
        "principal": one.principal,
        "principal_name": row.principal_name,
        "actor": one.actor,
        "issue": one.issue,
        "from_stance": one.from_stance.value,
        "from_date": day(one.from_date),
        "to_stance": one.to_stance.value,
        "to_date": day(one.to_date),
        "grade": one.grade.value,
        "status": one.status.value,
        "confidence": round(one.confidence, 3),
        "why": one.why,
        "found": moment(row.found),
        "evidence": [{"side": piece.side, **_statement(piece.statement, look)} for piece in row.evidence],
        "citation": citation(row, look),
    }


def _story(row: StoryRow, look: Look) -> Cells:
    return {
        "type": "article",
        "id": row.id,
        "published": moment(row.published),
        "fetched": moment(row.fetched),
        "outlet": row.outlet,
        "title": row.title,
        "url": public_url(row.url),
        "topics": list(row.topics),
        "actors": list(row.actors),
        "statements": row.statements,
        "copies": row.more,
        "read": row.read,
        "starred": row.starred,
        "digest": row.is_digest,
        "text_sha256": row.text_hash,
        "citation": citation(row, look),
    }


def _article(one: Article, look: Look) -> Cells:
    return {
        "type": "article",
        "id": one.id,
        "published": moment(one.published),
        "fetched": moment(one.fetched),
        "outlet": one.outlet,
        "title": one.title,
        "url": public_url(one.url),
        "topics": list(one.topics),
        "actors": [look.name_of(actor) for actor in one.actors],
        "read": one.read,
        "starred": one.starred,
        "digest": one.is_digest,
        "text_sha256": one.text_hash,
        "citation": citation(one, look),
    }


def _actor(row: ActorRow) -> Cells:
    return {
        "type": "actor",
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "principal": row.principal,
        "statements": row.statements,
        "mentions": row.mentions,
        "last_said": day(row.last_said),
    }
