"""What can be said of the record under the cursor: its address, its article, a citation of it."""

from __future__ import annotations

from datetime import date

from store.model.rows import ArticleView, ChangeRow, StatementRow, StatementView, StoryRow
from store.model.words import SaidBasis
from store.plain import safe_text
from tui.look import Look


def statement_of(record: object) -> StatementRow | None:
    """Give the statement that a record is or shows last: that of a change is its newest evidence."""
    if isinstance(record, StatementRow):
        return record
    if isinstance(record, StatementView):
        return record.row
    if isinstance(record, ChangeRow):
        after = [piece.statement for piece in record.evidence if piece.side == "after"]
        return after[0] if after else None
    return None


def url_of(record: object) -> str:
    """Give the address of a record's article, or ""."""
    if isinstance(record, StoryRow):
        return record.url
    if isinstance(record, ArticleView):
        return record.article.url
    row = statement_of(record)
    return row.url if row is not None else ""


def article_of(record: object) -> int | None:
    """Give the id of the article that can be starred or marked read."""
    if isinstance(record, StoryRow):
        return record.id
    if isinstance(record, ArticleView):
        return record.article.id
    return None


def citation(record: object, look: Look) -> str:
    """Write a citation on one line of harmless text, or "" where there is nothing to cite."""
    if isinstance(record, ChangeRow):
        return _change(record, look)
    if isinstance(record, StoryRow):
        return _article(
            record.outlet,
            record.title,
            record.published and record.published.date(),
            record.url,
            digest=record.is_digest,
        )
    if isinstance(record, ArticleView):
        one = record.article
        return _article(one.outlet, one.title, one.published and one.published.date(), one.url, digest=one.is_digest)
    row = statement_of(record)
    return _statement(row, look) if row is not None else ""


def _statement(row: StatementRow, look: Look) -> str:
    name = row.speaker_name or look.name_of(row.principal) or "Unknown speaker"
    whom = look.name_of(row.principal) if row.principal and row.principal != row.speaker else ""
    who = f"{name} ({whom})" if whom and whom != name else name
    when = _said(row)
    words = row.text.strip()
    if not words.startswith(("“", '"', "‘")):
        words = f"“{words}”"
    parts = [f"{who}, {when}: {words}", _source(row.outlet, row.title, row.url)]
    if row.is_digest:
        parts.append("[read from a digest, not from the original]")
    return safe_text(" — ".join(parts[:2]) + (f" {parts[2]}" if len(parts) > 2 else ""))


def _said(row: StatementRow) -> str:
    if row.said_on is not None and row.said_basis is SaidBasis.STATED:
        return f"said {row.said_on.isoformat()}"
    stand_in = row.said_on or (row.published.date() if row.published else None)
    return f"published {stand_in.isoformat()}" if stand_in else "no date"


def _source(outlet: str, title: str, url: str) -> str:
    named = f"{outlet or 'no outlet'}, “{title}”" if title else outlet or "no outlet"
    return f"{named}, {url}" if url else named


def _article(outlet: str, title: str, published: date | None, url: str, *, digest: bool) -> str:
    when = f" ({published.isoformat()})" if published else ""
    note = " [read from a digest, not from the original]" if digest else ""
    return safe_text(f"{_source(outlet, title, '')}{when}{f', {url}' if url else ''}{note}")


def _change(row: ChangeRow, look: Look) -> str:
    one = row.change
    issue = row.issue_question or one.issue
    head = (
        f"{row.principal_name} on {issue}: {one.from_stance} ({one.from_date}), then {one.to_stance} ({one.to_date})."
    )
    sides = []
    for side in ("before", "after"):
        piece = next((piece for piece in row.evidence if piece.side == side), None)
        if piece is not None:
            sides.append(_statement(piece.statement, look))
    return safe_text(" ".join([head, *(f"[{side}]" for side in sides)]))
