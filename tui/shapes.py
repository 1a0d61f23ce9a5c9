"""Records as the JSON objects that other programs rely on: names and forms here are a promise.

Days and moments are ISO 8601, moments in UTC; offsets are code points of the text as given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from store.model.articles import Article
from store.model.ledger import State
from store.model.polling import Feed
from store.model.reading import Position, Reading, Span, Statement, Voice
from store.model.rows import ChangeRow, PositionRow, StatementRow, StatementView

if TYPE_CHECKING:
    from feeds.catalogue import OpmlPlan
    from store.model.preview import Preview

Shape = dict[str, Any]


def day(value: date | None) -> str | None:
    """2025-11-29, or None."""
    return value.isoformat() if value else None


def moment(value: datetime | None) -> str | None:
    """2025-11-29T00:00:00+00:00, or None."""
    return value.astimezone(UTC).isoformat(timespec="seconds") if value else None


# --- what the tagger reads, stored or not


def tagged(external_id: str | None, title: str, published: str | None, reading: Reading) -> Shape:
    """One line of `tag --json`; `published` as it was given."""
    return {
        "id": external_id,
        "title": title,
        "published": published,
        "topics": list(reading.topics),
        "on_story": reading.on_story,
        "actors": list(reading.actors),
        "statements": [statement(one) for one in reading.statements],
    }


def statement(one: Statement) -> Shape:
    """A statement as the tagger read it."""
    first = one.voices[0] if one.voices else Voice(actor=None, principal=None)
    shape = _words(one.start, one.end, one.text, one.kind, one.cue, one.speaker_text, one.speaker_span)
    shape |= {
        "speaker": first.actor,
        "unnamed": first.unnamed,
        "principal": first.principal,
        "said_on": day(one.said_on),
        "about": one.about,
        "confidence": round(one.confidence, 3),
        "rules": list(one.rules),
        "positions": [position(each) for each in one.positions],
    }
    if len(one.voices) > 1:
        shape["speakers"] = [voice.actor for voice in one.voices if voice.actor]
        shape["principals"] = [voice.principal for voice in one.voices if voice.principal]
    return shape | _cut(one.spans)


def position(one: Position | PositionRow) -> Shape:
    """A stance on one issue."""
    return {
        "issue": one.issue,
        "stance": one.stance.value,
        "confidence": round(one.confidence, 3),
        "rule": one.rule,
        "condition": one.condition,
    }


def _words(start: int, end: int, text: str, kind: str, cue: str, speaker_text: str, speaker: Span | None) -> Shape:
    return {
        "start": start,
        "end": end,
        "text": text,
        "kind": str(kind),
        "cue": cue,
        "speaker_text": speaker_text,
        "speaker_start": speaker.start if speaker else None,
        "speaker_end": speaker.end if speaker else None,
    }


def _cut(spans: Sequence[Span]) -> Shape:
    return {"spans": [[span.start, span.end] for span in spans]} if spans else {}


# --- what is stored


def article(one: Article) -> Shape:
    """One line of `articles --json`."""
    return {
        "id": one.id,
        "external_id": one.external_id,
        "url": one.url,
        "outlet": one.outlet,
        "title": one.title,
        "published": moment(one.published),
        "fetched": moment(one.fetched),
        "topics": list(one.topics),
        "on_story": one.on_story,
        "actors": list(one.actors),
        "cluster": one.cluster,
        "body_source": one.body_source.value,
        "date_approximate": one.date_approximate,
    }


def stored_statement(view: StatementView) -> Shape:
    """One line of `statements --json`: a statement's own fields, and where it stands."""
    row = view.row
    shape: Shape = {"id": row.id, "article": row.article_id}
    shape |= _words(view.start, view.end, row.text, row.kind, row.cue, view.speaker_text, view.speaker_span)
    shape |= {
        "speaker": row.speaker,
        "unnamed": row.unnamed,
        "principal": row.principal,
        "said_on": _stated(row),
        "about": row.about,
        "confidence": round(row.confidence, 3),
        "rules": list(view.rules),
        "positions": [stored_position(each) for each in row.positions],
        "title": row.title,
        "outlet": row.outlet,
        "more_outlets": row.more_outlets,
        "url": row.url,
        "published": moment(row.published),
        "fetched": moment(row.fetched),
        "body_source": "digest" if row.is_digest else None,
    }
    if len(row.speakers) > 1:
        shape["speakers"] = list(row.speakers)
    return shape | _cut(view.spans)


def stored_position(one: PositionRow) -> Shape:
    """A stored stance with its id and the analyst's verdict."""
    return {"id": one.id, **position(one), "review": one.review}


def position_line(row: StatementRow, one: PositionRow) -> Shape:
    """One line of `positions --json`: a position with its statement."""
    return stored_position(one) | {
        "actor": row.speaker,
        "principal": row.principal,
        "said_on": _stated(row),
        "statement": {
            "id": row.id,
            "article": row.article_id,
            "text": row.text,
            "kind": row.kind.value,
            "speaker": row.speaker,
            "speaker_name": row.speaker_name,
            "unnamed": row.unnamed,
            "title": row.title,
            "outlet": row.outlet,
            "more_outlets": row.more_outlets,
            "url": row.url,
            "published": moment(row.published),
        },
    }


def _stated(row: StatementRow) -> str | None:
    return day(row.said_on) if row.said_basis == "stated" else None


def change(row: ChangeRow) -> Shape:
    """One change or divergence of `changes --json`."""
    one = row.change
    return {
        "id": row.id,
        "kind": one.kind.value,
        "principal": one.principal,
        "actor": one.actor,
        "issue": one.issue,
        "from_stance": one.from_stance.value,
        "to_stance": one.to_stance.value,
        "from_date": day(one.from_date),
        "to_date": day(one.to_date),
        "grade": one.grade.value,
        "status": one.status.value,
        "confidence": round(one.confidence, 3),
        "why": one.why,
        "undo": one.undo,
        "evidence": [
            {
                "side": each.side,
                "statement": each.statement.id,
                "text": each.statement.text,
                "outlet": each.statement.outlet,
                "url": each.statement.url,
                "said_on": day(each.statement.said_on),
                "speaker": each.statement.speaker,
            }
            for each in row.evidence
        ],
    }


def state(one: State) -> Shape:
    """One line of `matrix --json`: where a principal stands on an issue."""
    return {
        "principal": one.principal,
        "issue": one.issue,
        "stance": one.stance.value,
        "since": day(one.since),
        "last_said": day(one.last_said),
        "confidence": round(one.confidence, 3),
        "position": one.position_id,
        "actor": one.actor,
        "statements": one.statements,
        "since_basis": "fetched" if one.dateless else one.said_basis.value,
    }


# --- feeds


def feed(one: Feed, shown_url: str) -> Shape:
    """One line of `feeds list --json`; the address without passwords."""
    return {
        "id": one.id,
        "url": shown_url,
        "title": one.title,
        "outlet": one.outlet,
        "state": one.state.value,
        "etag": one.etag,
        "last_modified": one.last_modified,
        "last_polled": moment(one.last_polled),
        "next_due": moment(one.next_due),
        "last_error": one.last_error,
        "errors": one.errors,
        "articles": one.articles,
        "folder": one.folder,
        "interval": one.interval,
        "same_as": one.same_as,
    }


def preview(given: str, one: Preview, subscribed: int | None) -> Shape:
    """One line of `feeds add --preview --json`: a feed found at a given address; both without passwords."""
    return {
        "given": given,
        "url": one.url,
        "title": one.title,
        "site": one.site_url,
        "entries": one.entries,
        "latest": [{"title": title, "published": moment(published)} for title, published in one.latest],
        "read": one.read,
        "on_story": one.on_story,
        "per_day": None if one.per_day is None else round(one.per_day, 2),
        "interval": one.interval,
        "subscribed": subscribed,
        "error": None,
    }


def opml_plan(plan: OpmlPlan) -> Shape:
    """`feeds import --preview --json`."""
    return {
        "new": len(plan.new),
        "known": len(plan.known),
        "repeated": plan.repeated,
        "refused": list(plan.refused),
        "folders": plan.folders,
    }


def preview_lines(one: Preview) -> list[str]:
    """What is told of a feed before it is subscribed: how much, how often, how much of it on the story, the latest."""
    often = "says no dates" if one.per_day is None else f"publishes {_times(one.per_day)}"
    every = f"{one.interval / 3600:.3g} hours" if one.interval > 3600 else f"{one.interval // 60} minutes"
    facts = f"{one.entries} entries, {often}; polled every {every} or so"
    story = f"{one.on_story} of its latest {one.read} entries are on the story" if one.read else ""
    latest = [
        f"{published:%d %b %H:%M}  {title}" if published else f"no date       {title}"
        for title, published in one.latest
    ]
    return [line for line in (facts, story, *latest) if line]


def _times(per_day: float) -> str:
    count, unit = (per_day, "day") if per_day >= 1 else (per_day * 7, "week")
    if count < 1:
        return "less than once a week"
    return f"about {count:.0f} times a {unit}" if round(count) > 1 else f"about once a {unit}"
