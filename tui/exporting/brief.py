"""The day's page: changes first, then divergences, new statements by issue, silences, sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from store.model.record import record
from store.model.rows import ChangeRow, Query, StatementRow, StoryRow
from store.model.words import ChangeKind, ChangeStatus
from tui.exporting.cells import cells_of
from tui.exporting.lists import md_change, md_statement
from tui.exporting.marks import md, md_link, ml, ml_url
from tui.leading import leading
from tui.look import Look

if TYPE_CHECKING:
    from store.library import Library

FORMS = ("md", "txt", "html")
"""The forms of the page; each is the ending of its file too."""

SILENT_DAYS = 14
"""From so many days without a word a principal counts as silent on an issue: twice the window of a divergence."""
_STATEMENTS = 2_000
_CHANGES = 200
_PER_ISSUE = 5
_SILENCES = 15
_TOUCHED = "touching no issue"


@record(frozen=True)
class Silence:
    """A principal that has not spoken on an issue for long."""

    principal: str
    issue: str
    stance: str
    last_said: date
    days: int


@record(frozen=True)
class Page:
    """What the page says."""

    since: datetime
    now: datetime
    changes: tuple[ChangeRow, ...]
    """Sure ones first."""
    divergences: tuple[ChangeRow, ...]
    statements: Mapping[str, tuple[StatementRow, ...]]
    """By issue, the issue with most first."""
    silences: tuple[Silence, ...]
    stories: tuple[StoryRow, ...]
    narrowed: str = ""
    """The query that it was narrowed by."""


def gather(library: Library, query: Query, *, since: datetime, now: datetime, narrowed: str = "") -> Page:
    """What came since a moment, within a query: by when it was stored, so that a late report is on the page too."""
    query = replace(query, came=max(since, query.came) if query.came else since)
    rows = library.ledger.changes(replace(query, limit=_CHANGES))
    changes = sorted(
        (row for row in rows if row.change.kind is ChangeKind.CHANGE),
        key=lambda row: row.change.status is ChangeStatus.POSSIBLE,
    )
    found: dict[str, list[StatementRow]] = defaultdict(list)
    for row in library.statements.page(replace(query, on_story=True, limit=_STATEMENTS)):
        first = leading(row.positions)
        found[first.issue if first else _TOUCHED].append(row)
    order = sorted(found, key=lambda issue: (issue == _TOUCHED, -len(found[issue]), issue))
    return Page(
        since=since,
        now=now,
        changes=tuple(changes),
        divergences=tuple(row for row in rows if row.change.kind is ChangeKind.DIVERGENCE),
        statements={issue: tuple(found[issue]) for issue in order},
        silences=_silences(library, query, now.astimezone().date()),
        stories=library.articles.stories(replace(query, on_story=True, limit=_CHANGES)),
        narrowed=narrowed,
    )


def _silences(library: Library, query: Query, today: date) -> tuple[Silence, ...]:
    found = [
        Silence(one.principal, one.issue, one.stance.value, one.last_said, (today - one.last_said).days)
        for one in library.ledger.matrix(as_of=None)
        if query.principal in (None, one.principal) and query.issue in (None, one.issue)
    ]
    silent = sorted((one for one in found if one.days >= SILENT_DAYS), key=lambda one: (-one.days, one.principal))
    return tuple(silent[:_SILENCES])


def page_text(page: Page, form: str, look: Look) -> str:
    """The whole text of the page in one of FORMS."""
    return {"md": _markdown, "txt": _plain, "html": _html}[form](page, look)


def _title(page: Page) -> str:
    return f"Brief of {page.now.astimezone():%d %B %Y}"


def _range(page: Page) -> str:
    about = f", narrowed to {page.narrowed}" if page.narrowed else ""
    count = sum(map(len, page.statements.values()))
    return (
        f"What came between {page.since.astimezone(UTC):%Y-%m-%d %H:%M} and {page.now.astimezone(UTC):%Y-%m-%d %H:%M} "
        f"UTC{about}: {_some(len(page.changes), 'change')}, {_some(len(page.divergences), 'divergence')}, "
        f"{_some(count, 'statement')}, {_some(len(page.stories), 'story', 'stories')}."
    )


def _some(count: int, one: str, many: str = "") -> str:
    return f"{count or 'no'} {one if count == 1 else many or one + 's'}"


def _outlets(page: Page) -> list[tuple[str, list[StoryRow]]]:
    found: dict[str, list[StoryRow]] = defaultdict(list)
    for row in page.stories:
        found[row.outlet or "no outlet"].append(row)
    return sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))


def _silence(one: Silence, look: Look) -> str:
    name = look.name_of(one.principal)
    return f"{name} on {one.issue}: {one.days} days, last {one.last_said.isoformat()} ({one.stance})"


# --- Markdown


def _markdown(page: Page, look: Look) -> str:
    lines = [f"# {md(_title(page))}", "", md(_range(page)), "", "## Changed positions", ""]
    lines += _md_rows(page.changes, look, "No position changed.")
    lines += ["## Divergences", "", *_md_rows(page.divergences, look, "No voices of one principal differ.")]
    lines += ["## New statements by issue", ""]
    if not page.statements:
        lines += ["Nobody was heard.", ""]
    for issue, rows in page.statements.items():
        lines += [f"### {md(_heading(issue, look))} ({len(rows)})", ""]
        for row in rows[:_PER_ISSUE]:
            lines += [*md_statement(cells_of(row, look)), ""]
        lines += [f"and {len(rows) - _PER_ISSUE} more", ""] if len(rows) > _PER_ISSUE else []
    lines += ["## Silences", ""]
    lines += [f"- {md(_silence(one, look))}" for one in page.silences] or [_NO_SILENCE]
    lines += ["", "## Sources", ""]
    for outlet, stories in _outlets(page):
        lines.append(f"- **{md(outlet)}** ({len(stories)})")
        lines += [f"  - {_day(row)} {md_link(row.title or '(no title)', row.url)}" for row in stories]
    return "\n".join([*lines, *([] if page.stories else ["No story came."]), ""])


_NO_SILENCE = f"Nobody has been silent for {SILENT_DAYS} days."


def _md_rows(rows: Sequence[ChangeRow], look: Look, none: str) -> Iterator[str]:
    for row in rows:
        yield from (*md_change(cells_of(row, look)), "")
    if not rows:
        yield from (none, "")


def _heading(issue: str, look: Look) -> str:
    question = look.questions.get(issue, "")
    return f"{issue}: {question}" if question and question != issue else issue


def _day(row: StoryRow) -> str:
    return (row.published or row.fetched).date().isoformat()


# --- text and HTML, from one outline

_Part = tuple[str, str, str]
"""What it is (h1, h2, h3, p, li, quote), its words, and an address where it has one."""


def _outline(page: Page, look: Look) -> Iterator[_Part]:
    yield from (("h1", _title(page), ""), ("p", _range(page), ""), ("h2", "Changed positions", ""))
    yield from _changes(page.changes, look, "No position changed.")
    yield ("h2", "Divergences", "")
    yield from _changes(page.divergences, look, "No voices of one principal differ.")
    yield ("h2", "New statements by issue", "")
    if not page.statements:
        yield ("p", "Nobody was heard.", "")
    for issue, rows in page.statements.items():
        yield ("h3", f"{_heading(issue, look)} ({len(rows)})", "")
        for row in rows[:_PER_ISSUE]:
            yield from _statement(row, look)
        if len(rows) > _PER_ISSUE:
            yield ("p", f"and {len(rows) - _PER_ISSUE} more", "")
    yield ("h2", "Silences", "")
    for one in page.silences:
        yield ("li", _silence(one, look), "")
    if not page.silences:
        yield ("p", _NO_SILENCE, "")
    yield ("h2", "Sources", "")
    for outlet, stories in _outlets(page):
        yield ("h3", f"{outlet} ({len(stories)})", "")
        for story in stories:
            yield ("li", f"{_day(story)} {story.title or '(no title)'}", story.url)
    if not page.stories:
        yield ("p", "No story came.", "")


def _changes(rows: Sequence[ChangeRow], look: Look, none: str) -> Iterator[_Part]:
    for row in rows:
        one = row.change
        possible = "possible " if one.status is ChangeStatus.POSSIBLE else ""
        grade = one.grade.value if one.kind is ChangeKind.CHANGE else "divergence"
        words = (
            f"{row.principal_name} on {one.issue}: {one.from_stance.value} ({one.from_date.isoformat()}) → "
            f"{one.to_stance.value} ({one.to_date.isoformat()}), {possible}{grade}, confidence {one.confidence:.2f}"
        )
        yield from (("li", words, ""), ("p", one.why, ""))
        for side in ("before", "after"):
            piece = next((piece for piece in row.evidence if piece.side == side), None)
            if piece is not None:
                yield from _statement(piece.statement, look)
    if not rows:
        yield ("p", none, "")


def _statement(row: StatementRow, look: Look) -> Iterator[_Part]:
    cells = cells_of(row, look)
    when = cells["said_on"] or f"~{(cells['published'] or cells['fetched'])[:10]}"
    stances = ", ".join(f"{one['issue']}: {one['stance']}" for one in cells["positions"])
    yield ("li", f"{row.speaker_name or 'Unknown speaker'}, {when}{f' — {stances}' if stances else ''}", "")
    yield ("quote", row.text, "")
    digest = ", read from a digest" if row.is_digest else ""
    yield ("source", f"{row.outlet or 'no outlet'}, “{row.title}” ({cells['review']}{digest})", row.url)


def _plain(page: Page, look: Look) -> str:
    # The text form is read in terminals and mails: what acts there is taken out, and lines stay whole.
    from store.plain import safe_text  # noqa: PLC0415
    from tui.links import public_url  # noqa: PLC0415

    lines: list[str] = []
    for kind, words, url in _outline(page, look):
        text = safe_text(words)
        if kind in ("h1", "h2"):
            lines += ["", text.upper() if kind == "h1" else text, ("=" if kind == "h1" else "-") * len(text)]
        elif kind == "h3":
            lines += ["", text]
        else:
            lead = {"li": "* ", "quote": "    ", "source": "    "}.get(kind, "  ")
            lines.append(f"{lead}{text}")
            lines += [f"    {safe_text(public_url(url))}"] if url and public_url(url) else []
    return "\n".join(lines).lstrip() + "\n"


_STYLE = (
    "body{max-width:46em;margin:2em auto;padding:0 1em;font:1.05em/1.5 serif}blockquote{margin:.2em 1em}.s{opacity:.7}"
)


def _html(page: Page, look: Look) -> str:
    parts = [
        (
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{ml(_title(page))}</title>'
            f"<style>{_STYLE}</style></head><body>"
        )
    ]
    for kind, words, url in _outline(page, look):
        text = ml(words)
        address = ml_url(url) if url else ""
        if address:
            text = f'<a href="{address}" rel="noreferrer">{text}</a>'
        tag = {"li": "p", "quote": "blockquote", "source": "p"}.get(kind, kind)
        shade = ' class="s"' if kind == "source" else ""
        parts.append(f"<{tag}{shade}>{'<b>' + text + '</b>' if kind == 'li' else text}</{tag}>")
    return "\n".join([*parts, "</body></html>\n"])
