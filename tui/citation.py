"""What can be said of the record under the cursor: its address, its article, a citation of it, its words."""

from __future__ import annotations

from datetime import date

from store.model.articles import Article
from store.model.rows import ArticleView, ChangeRow, StatementRow, StatementView, StoryRow
from store.model.words import SaidBasis
from store.plain import safe_text
from tui.links import public_url
from tui.look import Look

HASH = 16
"""Digits of a text's SHA-256 in a citation: enough to tell any two texts of a database apart."""


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
            record.text_hash,
            digest=record.is_digest,
        )
    if isinstance(record, ArticleView | Article):
        one = record.article if isinstance(record, ArticleView) else record
        when = one.published and one.published.date()
        return _article(one.outlet, one.title, when, one.url, one.text_hash, digest=one.is_digest)
    row = statement_of(record)
    return _statement(row, look) if row is not None else ""


def quotation(record: object) -> str:
    """Give the words of a statement as they stand, or of a change's later side; "" where there are none."""
    row = statement_of(record)
    return safe_text(row.text) if row is not None else ""


def review_state(row: StatementRow) -> str:
    """Say which of a statement's positions an analyst judged, and how."""
    judged = [f"{one.issue} {one.stance.value} {one.review}" for one in row.positions if one.review]
    return f"review: {', '.join(judged)}" if judged else "not reviewed"


def short_hash(full: str) -> str:
    """Name the text that was read by the beginning of its SHA-256; "" where it is not known."""
    return f"text sha256:{full[:HASH]}" if full else ""


def _statement(row: StatementRow, look: Look) -> str:
    name = row.speaker_name or look.name_of(row.principal) or "Unknown speaker"
    whom = look.name_of(row.principal) if row.principal and row.principal != row.speaker else ""
    who = f"{name} ({whom})" if whom and whom != name else name
    words = row.text.strip()
    if not words.startswith(("“", '"', "‘")):
        words = f"“{words}”"
    notes = [_positions(row), short_hash(row.text_hash), review_state(row) if row.positions else ""]
    if row.is_digest:
        notes.append("read from a digest, not from the original")
    told = "; ".join(note for note in notes if note)
    return safe_text(f"{who}, {_said(row)}: {words} — {_source(row.outlet, row.title, row.url)} [{told}]")


def _positions(row: StatementRow) -> str:
    return ", ".join(f"{one.issue}: {one.stance.value}" for one in row.positions if one.review != "rejected")


def _said(row: StatementRow) -> str:
    published = f"published {row.published.date().isoformat()}" if row.published else ""
    fetched = f"fetched {row.fetched.date().isoformat()}"
    said = f"said {row.said_on.isoformat()}" if row.said_on and row.said_basis is SaidBasis.STATED else ""
    return ", ".join(part for part in (said, published, fetched) if part)


def _source(outlet: str, title: str, url: str) -> str:
    named = f"{outlet or 'no outlet'}, “{title}”" if title else outlet or "no outlet"
    return f"{named}, {public_url(url)}" if url else named


def _article(outlet: str, title: str, published: date | None, url: str, text_hash: str, *, digest: bool) -> str:
    when = f" ({published.isoformat()})" if published else ""
    notes = [short_hash(text_hash), "read from a digest, not from the original" if digest else ""]
    told = "; ".join(note for note in notes if note)
    where = f", {public_url(url)}" if url else ""
    return safe_text(f"{_source(outlet, title, '')}{when}{where}{f' [{told}]' if told else ''}")


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
